"""Words and names as they may be kept: nothing invisible, nothing that a terminal or a database chokes on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from franchise.errors import UsageProblem
from franchise.groups.values import nickname_key

# Control characters but newline and tab, marks that turn the direction of writing, lone halves of a character.
_NEVER: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_EVERYBODY: Final = re.compile(r"@(?:所有人|all(?![\w-])|everyone(?![\w-]))", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Words without what cannot be shown; the same words stay the same words."""
    return _NEVER.sub("", text).strip()


@lru_cache(maxsize=8192)
def clean_name(text: str) -> str:
    """A nickname as members are known by, or "" when it cannot be one; what joins emoji is left out."""
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    name = " ".join(visible.split())
    try:
        nickname_key(name)
    except UsageProblem:
        return ""
    return name


def calls_everybody(text: str) -> bool:
    """Whether everybody is called: @所有人."""
    return "@" in text and _EVERYBODY.search(text) is not None
