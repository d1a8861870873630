"""The plugin's own catalogue of messages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from franchise.messages import translator

LOCALE: Final = Path(__file__).parent / "locale"
gettext: Final = translator(LOCALE)
