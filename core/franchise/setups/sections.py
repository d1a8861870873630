"""A section: the part of a setup that one capability or plugin owns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from franchise.setups.problems import Problem
from franchise.setups.settings import Rule

if TYPE_CHECKING:
    from franchise.setups.effective import Effective

Check = Callable[[Any, "Effective"], Iterable[Problem]]
Migration = Callable[[dict[str, Any]], dict[str, Any]]

RESERVED: Final = frozenset({"setup", "tables"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}", re.ASCII)


@attrs.frozen(kw_only=True)
class Section:
    """One section, declared by ``cls`` (one attrs class) or by ``each`` (a table: key → attrs class).

    ``migrations[n]`` turns a body of version ``n`` into one of version ``n + 1``. It gets a plain dict (times
    ``"HH:MM"``, decimals as texts), may change it, and must bear missing fields: it is also given the part
    that a store changed for itself.

    ``check`` is the owner's own look at a valid section: it gets what `Effective.get` would give.
    """

    name: str
    owner: str
    cls: type | None = None
    each: type | None = None
    version: int = 1
    migrations: Mapping[int, Migration] = attrs.field(factory=dict)
    required: bool = False
    check: Check | None = None
    reads: tuple[str, ...] = ()
    """Other sections that ``check`` looks at: it runs again when one of those changes."""
    rule: Rule = "default"
    """``locked``: only HQ changes anything here, or adds or removes rows."""
    about: str = ""

    def __attrs_post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None or self.name in RESERVED:
            raise ValueError(
                f"{self.name!r} cannot be a section's name: use a-z, 0-9 and _; setup and tables are taken"
            )
        if (self.cls is None) == (self.each is None):
            raise ValueError(f"section {self.name!r} needs either cls or each")
        lacking = [n for n in range(1, self.version) if n not in self.migrations]
        if self.version < 1 or lacking:
            raise ValueError(
                f"section {self.name!r} of version {self.version} lacks migrations from {lacking}"
            )
