"""Groups, the people in them, and the names they go by there. Everything here takes a unit of work."""

from __future__ import annotations

from franchise.groups.joining import Joined, depart, join, leave, place, promote
from franchise.groups.making import KEY, create, get, listed
from franchise.groups.persons import Erased, erase, merge, of_members
from franchise.groups.places import hold, sizes, state
from franchise.groups.rosters import Roster, call, find_member, members, register, roster

__all__ = [
    "KEY",
    "Erased",
    "Joined",
    "Roster",
    "call",
    "create",
    "depart",
    "erase",
    "find_member",
    "get",
    "hold",
    "join",
    "leave",
    "listed",
    "members",
    "merge",
    "of_members",
    "place",
    "promote",
    "register",
    "roster",
    "sizes",
    "state",
]
