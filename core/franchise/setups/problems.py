"""Mistakes in a setup: where, what, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from franchise.errors import SetupInvalid
from franchise.messages import gettext as _

Path = tuple[str, ...]
Note = Callable[[Path, str, str], None]
"""Notes one mistake: its path, what is wrong, what is allowed."""
Locate = Callable[[Path], str]
"""The place of a path, for people."""

SHOWN: Final = 20
_LINE: Final = re.compile(r"(.*?):(\d+)(?: |$)")


@attrs.frozen(kw_only=True)
class Problem:
    """One mistake in a setup.

    A section's own ``check`` gives ``message``, ``allowed`` and ``path`` (inside its section); the schema
    fills in the place.
    """

    message: str
    allowed: str = ""
    where: str = ""
    """``catalog.csv:17 price`` or ``setup.toml:31 [orders.sessions.noon] cutoff``."""
    path: Path = ()
    """The leaf's or table's path, from the section's name on."""

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return text + " " + _("Allowed: {what}.").format(what=self.allowed) if self.allowed else text


class Wrong(ValueError):
    """One value cannot be taken."""

    def __init__(self, message: str, allowed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.allowed = allowed


def invalid(problems: Iterable[Problem], where: str = "") -> SetupInvalid:
    """The error that tells of all ``problems`` by file, line and path; its message shows the first twenty."""
    found = tuple(sorted(problems, key=_place))
    lines = [str(problem) for problem in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("… and {count} more.").format(count=len(found) - SHOWN))
    head = _("The setup has a mistake.") if len(found) == 1 else _("The setup has {count} mistakes.")
    message = "\n".join([head.format(count=len(found)), *lines])
    return SetupInvalid(message, problems=found, where=where)


def _place(problem: Problem) -> tuple[str, int, Path, str]:
    at = _LINE.match(problem.where)
    return (at[1], int(at[2]), problem.path, "") if at else ("", 0, problem.path, problem.message)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The one of ``known`` that is closest to ``name``, or nothing."""
    import difflib

    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=cutoff)
    return close[0] if close else ""


def did_you_mean(name: str) -> str:
    """`` Did you mean …?``, to be put after a sentence; nothing for no name."""
    return " " + _("Did you mean {name}?").format(name=name) if name else ""


def suggestion(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`` Did you mean …?`` with the closest of ``known``, or nothing."""
    return did_you_mean(nearest(name, known, cutoff))


def listing(names: Iterable[str], most: int = 12) -> str:
    """The names, sorted, for an `allowed` text; long lists are cut."""
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + (" …" if len(ordered) > most else "")


def shown(value: Any) -> str:
    """A value as a message quotes it: short, on one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 42 else text[:40] + "…"


def pointed(path: Path, prefix: str = "") -> str:
    """A path for people: ``[orders.sessions.noon] cutoff``, after ``prefix`` if there is one."""
    if not path:
        return prefix
    text = f"[{'.'.join(path[:-1])}] {path[-1]}" if len(path) > 1 else f"[{path[0]}]"
    return f"{prefix} {text}" if prefix else text


_POINTED: Final = re.compile(r"\[([^\]]+)\] ?(.*)")


def unpointed(where: str) -> Path:
    """The path in a place such as ``[orders.sessions.noon] cutoff``; empty if there is none."""
    found = _POINTED.search(where)
    return tuple(part for part in f"{found[1]}.{found[2]}".split(".") if part) if found else ()
