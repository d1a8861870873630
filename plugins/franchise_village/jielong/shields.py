"""Words that hold a numeral and count nothing, such as 五花肉: looked up by two characters."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Final

from franchise_village.jielong import brands, numerals
from franchise_village.jielong.numbers import unit_at
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.tokens import NUMERAL_CHARS

_SHIELDABLE: Final = Pattern(rf"[0-9各每都和跟与及同x{NUMERAL_CHARS}]")
Shields = Mapping[str, tuple[tuple[str, int], ...]]


def shields(words: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Index words that hold numerals by two characters around each: what to look up when one is met.

    The words are searched as one text: of a large catalogue most names hold no numeral and cost nothing.
    """
    joined = "\0".join(words)
    index: dict[str, set[tuple[str, int]]] = {}
    start = stop = 0
    word = ""
    for found in _SHIELDABLE.finditer(joined):
        place = found.start()
        if place >= stop:  # the first numeral of its word
            start = joined.rfind("\0", stop, place) + 1 or stop
            stop = joined.find("\0", place)
            stop = len(joined) if stop < 0 else stop
            word = joined[start:stop]
        if len(word) > 1:
            at = place - start
            key = word[at : at + 2] if at + 1 < len(word) else word[at - 1 : at + 1] + "$"
            known = index.get(key)
            if known is None:
                known = index[key] = set()
            known.add((word, at))
    return {
        key: tuple(sorted(found, key=lambda one: (-len(one[0]), one))) for key, found in sorted(index.items())
    }


@functools.cache
def built_in() -> Shields:
    return shields(sorted(numerals.WORDS | brands.SHIELDED))


def shielded(text: str, place: int, end: int, indexes: tuple[Shields, ...]) -> int:
    """End of the word that holds the character at the place without counting anything, or 0."""
    best = 0
    for index in indexes:
        for key in (text[place : place + 2], text[max(place - 1, 0) : place + 1] + "$"):
            for word, offset in index.get(key, ()):
                start = place - offset
                if (
                    start >= 0
                    and start + len(word) <= end
                    and text.startswith(word, start)
                    and not _counts(text, word, start, end)
                ):
                    best = max(best, start + len(word))
    return best


def _counts(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word counts here after all: 十一 before a unit, 一点 before a decimal."""
    after = start + len(word)
    if word == "一点":
        return after + 1 < end and text[after] in numerals.DIGITS and unit_at(text, after + 1, end) > 0
    if word[-1] in numerals.FUSED:  # 给我俩斤豆腐
        return unit_at(text, after, end) > 0
    if not numerals.OPENERS.issuperset(word):
        return False
    while after < end and text[after] in numerals.OPENERS:
        after += 1
    return unit_at(text, after, end) > 0
