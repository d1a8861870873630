"""Formats of names: texts and places in braces, matched place by place. Pure.

No regular expressions of the setup's: a format of at most `MOST_PARTS` places and a name of at most `LONGEST`
characters are compared in a few thousand steps at most, whatever they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from franchise_houserules.section import NameFormat, Part

LONGEST: Final = 64
MOST_PARTS: Final = 8
KNOWN: Final = ("store", "place", "chain", "number")
"""Places that are what they are for a group."""
_PIECE: Final = re.compile(r"\{([a-z][a-z0-9_]{0,30})\}|([^{}]+)|(.)", re.DOTALL)
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@attrs.frozen
class Piece:
    """A text (``part`` "") or a place of a format."""

    text: str
    part: str = ""


def pieces(template: str) -> tuple[Piece, ...]:
    """A format's texts and places.

    Raises:
        ValueError: A brace too many, two places with nothing between them, or too many of them.

    """
    found: list[Piece] = []
    for place, text, wrong in _PIECE.findall(template):
        if wrong:
            raise ValueError(wrong)
        if place and found and found[-1].part:
            raise ValueError(f"{{{found[-1].part}}}{{{place}}}")
        found.append(Piece("", place) if place else Piece(plain(text)))
    if not any(piece.part for piece in found):
        raise ValueError(template)
    if sum(bool(piece.part) for piece in found) > MOST_PARTS:
        raise ValueError(template)
    return tuple(found)


def plain(text: str) -> str:
    """A name as it is compared: one width, one kind of dash."""
    wide = unicodedata.normalize("NFKC", text.strip())
    return "".join("-" if unicodedata.category(c) == "Pd" else c for c in wide)


def fits(form: NameFormat, name: str, known: Mapping[str, str]) -> bool:
    """Whether a name has the form; ``known`` are the places whose text is certain."""
    text = plain(name)
    if not 0 < len(text) <= LONGEST:
        return False
    found = pieces(form.format)
    signs = {c for piece in found for c in piece.text if not c.isalnum() and not c.isspace()}
    reached = {0}
    for piece in found:
        reached = _after(piece, form.parts, known, signs, text, reached)
    return len(text) in reached


def _after(
    piece: Piece,
    parts: Mapping[str, Part],
    known: Mapping[str, str],
    signs: set[str],
    text: str,
    reached: set[int],
) -> set[int]:
    """How far one may have come after a piece, beginning where the one before it may have ended."""
    certain = plain(known[piece.part]) if piece.part in known else piece.text
    if not piece.part or piece.part in known:
        return {start + len(certain) for start in reached if text.startswith(certain, start)}
    part = parts.get(piece.part)
    least, most = (part.least, part.most) if part is not None else (1, LONGEST)
    holds = _holds(part, digits=piece.part == "number")
    out: set[int] = set()
    for start in reached:
        for end in range(start + least, min(len(text), start + most) + 1):
            if text[end - 1] in signs:
                break
            if holds(text[start:end]):
                out.add(end)
    return out


def _holds(part: Part | None, *, digits: bool) -> Callable[[str], bool]:
    if part is not None and part.choices:
        allowed = {plain(choice).casefold() for choice in part.choices}
        return lambda text: text.strip().casefold() in allowed
    only = part.only if part is not None else "digits" if digits else "any"
    if only == "digits":
        return lambda text: text.isascii() and text.isdigit()
    if only == "letters":
        return lambda text: text.isascii() and text.isalpha()
    if only == "han":
        return lambda text: _HAN.fullmatch(text) is not None
    return lambda text: bool(text.strip())
