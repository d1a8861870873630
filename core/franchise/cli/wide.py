"""Text on a terminal: how wide it is, where it may be broken, and what must not reach the screen.

A 汉字 takes two columns and may be broken from its neighbour almost anywhere; closing punctuation may not
begin a line and opening punctuation may not end one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NOT_FIRST: Final = frozenset("，。、；：？！）》」』】〉”’…—%,.;:?!)]}")
_NOT_LAST: Final = frozenset("（《「『【〈“‘([{")
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def clean(text: str) -> str:
    """Show control, bidi and broken characters by their number, not obeyed; tab and newline stay."""
    if _CONTROL.search(text) is None:
        return text
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0) if text.isprintable() else sum(map(_one, text))


def _one(char: str) -> int:
    from wcwidth import wcwidth

    return max(wcwidth(char), 0)


def pad(text: str, columns: int) -> str:
    """Fill up with spaces to ``columns``."""
    return text + " " * max(columns - width(text), 0)


def wrap(text: str, columns: int) -> list[str]:
    """Break one paragraph into lines of at most ``columns``; only a word that is wider alone is cut."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = width(piece)
        if used + width(piece.rstrip()) <= columns:
            line, used = line + piece, used + size
            continue
        if line.strip():
            lines.append(line.rstrip())
        line, used = "", 0
        for char in piece.lstrip():
            if used + width(char) > columns and line:
                lines.append(line)
                line, used = "", 0
            line, used = line + char, used + width(char)
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: a word with the space after it, a 汉字 with its punctuation."""
    piece = ""
    for char in re.sub(r"\s+", " ", text):
        if piece and _breaks(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _breaks(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    if char.isascii():
        return False
    from unicodedata import east_asian_width

    return east_asian_width(char) in {"W", "F"}
