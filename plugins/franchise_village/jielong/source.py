"""The text handed in, made readable without losing the way back to it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import Final

import attrs

from franchise_village.jielong.dialect import everyday
from franchise_village.jielong.fillers import without_fillers
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.script import fold
from franchise_village.jielong.values import Span
from franchise_village.jielong.veil import veiled

_EMOJI: Final = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\ufe0f\u200d"
# Joiners and selectors stay behind an emoji, where they are part of it.
_INVISIBLE: Final = (
    f"(?<![{_EMOJI}])[\u200d\ufe00-\ufe0f]+|[\u200b\u200c\u200e\u2060-\u2064\ufeff\u00ad\u180e\u034f]+"
)
_ALTERED: Final = Pattern(rf"<br {{0,3}}/?>|\r\n|&nbsp;|&amp;|{_INVISIBLE}", re.IGNORECASE)
_ENTITIES: Final = Pattern(
    rf"<br {{0,3}}/?>|\r\n|&(?:lt|gt|amp|quot|apos|nbsp|#[0-9]{{1,7}}|#x[0-9a-f]{{1,6}});|<!\[CDATA\[|\]\]>|{_INVISIBLE}",
    re.IGNORECASE,
)
_LINE_BREAK: Final = Pattern(r"<br", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Source:
    """``raw`` is the readable text, ``text`` the same folded for comparison: place by place alike.

    ``span`` leads from a place in either back to the text handed in.
    """

    raw: str
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the original text that holds ``raw[start:end]``."""
        if len(self.starts) == 1:  # nothing was taken out
            shift = self.origins[0]
            return start + shift, max(start, end) + shift
        if end <= start:
            place = self._origin(start)
            return place, place
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        piece = bisect_right(self.starts, place) - 1
        return self.origins[piece] + place - self.starts[piece]

    def place(self, origin: int) -> int:
        """The place in ``raw`` of a place in the original text (the nearest one after it)."""
        piece = max(bisect_right(self.origins, origin) - 1, 0)
        return min(self.starts[piece] + max(origin - self.origins[piece], 0), len(self.raw))


def _code(found: str) -> int | None:
    """The code point of a numeric reference; NUL, which is refused later, for one that is none."""
    if found[1] != "#":
        return None
    code = int(found[3:-1], 16) if found[2] in "xX" else int(found[2:-1])
    return code if code <= 0x10FFFF else 0


def _replacement(found: str) -> str:
    if found[0] == "<":
        return "\n" if _LINE_BREAK.match(found) else ""
    if found == "\r\n":
        return "\n"
    if found[0] == "&":
        return chr(code) if (code := _code(found)) is not None else html.unescape(found)[:1]
    return ""


def prepare(text: str, start: int = 0, end: int | None = None, *, entities: bool = False) -> Source:
    """Take out what cannot be seen, break lines at ``<br/>``, and with ``entities`` resolve those of XML."""
    stop = len(text) if end is None else end
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length, place = 0, start
    for found in (_ENTITIES if entities else _ALTERED).finditer(text, start, stop):
        for part, origin in ((text[place : found.start()], place), (_replacement(found[0]), found.start())):
            if part:
                pieces.append(part)
                starts.append(length)
                origins.append(origin)
                length += len(part)
        place = found.end()
    pieces.append(text[place:stop])
    starts.append(length)
    origins.append(place)
    raw = "".join(pieces)
    return Source(
        raw=raw,
        text=without_fillers(everyday(veiled(raw, fold(raw)))),
        starts=tuple(starts),
        origins=tuple(origins),
    )
