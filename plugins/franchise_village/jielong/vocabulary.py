"""How the vocabularies are written down: words parted by spaces."""

from __future__ import annotations

import functools
from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def longest_first(text: str) -> tuple[str, ...]:
    """The words of a text, longest first: the order in which one tries them."""
    return tuple(sorted(words(text), key=lambda word: (-len(word), word)))


remembered: Final = functools.lru_cache(maxsize=512)
"""For a test of words and nothing else: the same words come again and again in one message, and in the next."""
