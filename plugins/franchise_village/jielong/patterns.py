"""Regular expressions that are compiled when first used: importing the reader must cost next to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class Pattern:
    """A regular expression whose methods are bound when the first of them is asked for.

    The slots stay empty until then, so that afterwards a look-up costs what it costs of a compiled pattern.
    """

    __slots__ = ("finditer", "flags", "fullmatch", "match", "pattern", "search", "sub")

    pattern: str
    flags: int
    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:  # asked only while the slot is empty
        if name not in {"search", "match", "fullmatch", "finditer", "sub"}:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.search, self.match, self.fullmatch = compiled.search, compiled.match, compiled.fullmatch
        self.finditer, self.sub = compiled.finditer, compiled.sub
        return getattr(self, name)
