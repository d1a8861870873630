"""Group creation: kinds, numbered names, members by nickname. Everything here takes a unit of work."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from franchise.groups.operations import (
        Joined,
        Roster,
        create,
        get,
        join,
        leave,
        listed,
        members,
        merge,
        register,
        roster,
        sizes,
    )

_HOME: Final = {
    "Joined": "operations",
    "Roster": "operations",
    "create": "operations",
    "get": "operations",
    "join": "operations",
    "leave": "operations",
    "listed": "operations",
    "members": "operations",
    "merge": "operations",
    "register": "operations",
    "roster": "operations",
    "sizes": "operations",
}

__all__ = [
    "Joined",
    "Roster",
    "create",
    "get",
    "join",
    "leave",
    "listed",
    "members",
    "merge",
    "register",
    "roster",
    "sizes",
]


def __getattr__(name: str) -> Any:
    """What plugins use is imported when it is first used."""
    if name not in _HOME:
        raise AttributeError(name)
    module, _dot, attribute = _HOME[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), attribute or name)
