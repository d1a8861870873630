"""How much one export may hold."""

from __future__ import annotations

from typing import Final

FORMS: Final = ("auto", "jsonl", "plain")
LONGEST: Final = 8 * 1024 * 1024
"""Bytes of a file, characters of a text."""
MOST_LINES: Final = 500_000
MOST_MESSAGES: Final = 50_000
LONGEST_TEXT: Final = 4_000
LONGEST_LINK: Final = 2_000
LONGEST_ID: Final = 64
AHEAD: Final = 5 * 60_000
"""So far a phone's clock may be ahead of ours, in milliseconds."""
