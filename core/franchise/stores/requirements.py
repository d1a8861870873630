"""Version ranges of plugins: ``[setup.plugins] village = ">=1.2,<2"``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Final

from franchise.messages import gettext as _
from franchise.plugins import Plugins

_CLAUSE: Final = re.compile(r"(>=|<=|==|!=|~=|>|<)\s*([0-9][^,\s]*)")
_NUMBER: Final = re.compile(r"\d+")


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version before anything else in it: ``1.10.0rc1`` is (1, 10, 0)."""
    head = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(n) for n in _NUMBER.findall(head[0])) if head else ()


def compare(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """-1, 0 or 1; missing numbers are 0."""
    for a, b in zip_longest(one, other, fillvalue=0):
        if a != b:
            return -1 if a < b else 1
    return 0


def fits(version: str, wanted: str) -> bool:
    """Whether a version lies in a range such as ``>=1.2,<2``; an empty range takes every version."""
    for sign, text in _CLAUSE.findall(wanted):
        have, limit = release(version), release(text.rstrip(".*"))
        order = compare(have[: len(limit)] if text.endswith("*") else have, limit)
        held = {
            ">=": order >= 0,
            "<=": order <= 0,
            "==": order == 0,
            "!=": order != 0,
            ">": order > 0,
            "<": order < 0,
            "~=": order >= 0 and have[: len(limit) - 1] == limit[:-1],
        }
        if not held[sign]:
            return False
    return True


def lacking(plugins: Plugins, wanted: Mapping[str, str]) -> list[str]:
    """What stands against running a setup here, a sentence per plugin, by name."""
    infos = {info.name: info for info in plugins.infos}
    missing = set(plugins.missing(wanted))
    return [said for name in sorted(wanted) for said in _lacks(name, wanted[name], infos, missing)]


def _lacks(name: str, wanted: str, infos: Mapping[str, object], missing: set[str]) -> Iterable[str]:
    if name in missing:
        yield _("The plugin {name} is not in use here.").format(name=name)
    elif not fits(version := str(getattr(infos[name], "version", "")), wanted):
        yield _("The plugin {name} is here in version {version}; the setup needs {wanted}.").format(
            name=name, version=version, wanted=wanted
        )
