"""Group creation: kinds, numbered names, members by nickname. Everything here takes a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.groups.ages import founded
    from franchise.groups.operations import (
        Erased,
        Joined,
        Roster,
        call,
        create,
        depart,
        erase,
        find_member,
        get,
        hold,
        join,
        leave,
        listed,
        members,
        place,
        promote,
        register,
        roster,
        sizes,
        state,
    )
    from franchise.groups.splitting import Split, split

_HOME: Final = {
    "Erased": "operations",
    "Joined": "operations",
    "Roster": "operations",
    "Split": "splitting",
    "call": "operations",
    "create": "operations",
    "depart": "operations",
    "erase": "operations",
    "find_member": "operations",
    "founded": "ages",
    "get": "operations",
    "hold": "operations",
    "join": "operations",
    "leave": "operations",
    "listed": "operations",
    "members": "operations",
    "place": "operations",
    "promote": "operations",
    "register": "operations",
    "roster": "operations",
    "sizes": "operations",
    "split": "splitting",
    "state": "operations",
}

__all__ = [
    "Erased",
    "Joined",
    "Roster",
    "Split",
    "call",
    "create",
    "depart",
    "erase",
    "find_member",
    "founded",
    "get",
    "hold",
    "join",
    "leave",
    "listed",
    "members",
    "place",
    "promote",
    "register",
    "roster",
    "sizes",
    "split",
    "state",
]

__getattr__ = lazily(__name__, _HOME)
