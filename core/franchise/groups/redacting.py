"""Taking a name out of what was written, for everything that must forget somebody."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable
from typing import Any, Final

GONE: Final = "■"
"""Stands where a name, or a person's words, stood."""
Hide = Callable[[str], str]


def redactor(names: Iterable[str], others: Iterable[str]) -> Hide:
    """A function that puts `GONE` where one of ``names`` stands, however spaced or written.

    Where what somebody or something else is called begins with, ends in or contains one of them (王 and 王婶, 王 and
    王家湾), that stays whole.
    """
    gone = {folded(name) for name in names} - {""}
    known = sorted((gone | {folded(name) for name in others}) - {""}, key=lambda k: (-len(k), k))

    def hide(text: str) -> str:
        if not text or not any(key in folded(text) for key in gone):  # nearly every text; the rest is slow
            return text
        return _without(text, known, gone)

    return hide


def folded(text: str) -> str:
    """A text as names are compared: NFKC, case folded, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _without(text: str, known: Iterable[str], gone: Container[str]) -> str:
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold():
            if not one.isspace():
                plain.append(one)
                places.append(place)
    whole = "".join(plain)
    taken: list[tuple[int, int, str]] = []
    covered = [False] * len(whole)
    for key in known:  # the longest first
        start = whole.find(key)
        while start >= 0:
            if not any(covered[start : start + len(key)]):
                covered[start : start + len(key)] = [True] * len(key)
                taken.append((start, start + len(key), key))
            start = whole.find(key, start + 1)
    out = text
    for start, end, key in sorted(taken, reverse=True):
        if key in gone:
            out = out[: places[start]] + GONE + out[places[end - 1] + 1 :]
    return out


def walk(value: Any, hide: Hide) -> Any:
    """A JSON value with every text in it passed through ``hide``."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [walk(item, hide) for item in value]
    if isinstance(value, dict):
        return {key: walk(item, hide) for key, item in value.items()}
    return value
