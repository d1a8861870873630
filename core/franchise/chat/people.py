"""Who an export speaks of: nicknames as members, who came, who left, who is called otherwise now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

import attrs
from sqlalchemy import bindparam, select, update

from franchise import groups
from franchise.chat.keeping import last_signs
from franchise.chat.matching import Heard
from franchise.events import event
from franchise.groups import tables as g
from franchise.groups.places import enter
from franchise.groups.values import Group, Membership, nickname_key
from franchise.work import UnitOfWork

INGESTED: Final = "chat.ingested"


@attrs.define
class People:
    """Nickname key → member id after an export was read; who is new; renames that met somebody else's name."""

    ids: dict[str, int]
    registered: list[int]
    clashes: list[tuple[str, str]]


def meet(work: UnitOfWork, group: Group, fresh: Sequence[Heard], known: groups.Roster) -> People:
    """Make members of those who wrote, came or were renamed; a speaker is in the group. Constant statements."""
    before = dict(known.ids)
    first: dict[str, str] = {}  # a name's key → the key of the name under which he is first known here
    names: dict[str, str] = {}  # names to register
    called: dict[str, str] = {}  # further names: key → as it is shown
    clashes: list[tuple[str, str]] = []

    def root(key: str) -> str:
        while key in first:
            key = first[key]
        return key

    for one in fresh:
        message = one.message
        if not message.name or message.kind in {"leave", "recall", "system"}:
            continue
        if message.kind == "rename":
            other = nickname_key(message.text)
            here, there = root(one.key), root(other)
            if here == there:
                continue
            if _taken(here, before, names) and _taken(there, before, names):
                clashes.append((message.name, message.text))
                continue
            if _taken(there, before, names):
                first[here], called[here] = there, message.name
                continue
            if not _taken(here, before, names):
                names[here] = message.name
            first[there], called[there] = here, message.text
        elif not _taken(root(one.key), before, names):
            names[one.key] = message.name
    roster = groups.register(work, group, names.values(), known, inside=True)
    ids = dict(roster.ids)
    rows = []
    for key, shown in called.items():
        ids[key] = ids[root(key)]
        rows.append((group.id, key, ids[key], shown, 0))
    if rows:
        work.insert(g.nickname, ("group_id", "nickname", "member_id", "shown", "main"), rows)
        work.record("members.named", group.key, group_id=group.id, member_ids=sorted({r[2] for r in rows}))
    registered = [ids[nickname_key(name)] for name in names.values()]
    return People(ids=ids, registered=registered, clashes=clashes)


def _taken(key: str, before: Mapping[str, int], names: Mapping[str, str]) -> bool:
    return key in before or key in names


@attrs.define
class Moves:
    """Who came in, as places in the group since the time that the app says, and who left: member id → when."""

    joined: list[Membership]
    departed: dict[int, int]


def settle(work: UnitOfWork, group: Group, fresh: Sequence[Heard], people: People) -> Moves:
    """Take in whoever wrote or came in after he had left, or waits; let those leave of whom the app says so.

    Whoever speaks in the chat is in the group, also beyond its capacity: the app has let him in. Only what happened
    last counts, whatever was known before: an old export does not put anybody out who came back since, nor take one
    back who was put out after he wrote.
    """
    signs: set[int] = set()
    came: dict[int, int] = {}
    for one in fresh:
        member = people.ids.get(one.key)
        if member is not None:
            signs.add(member)
            if one.message.kind == "join":
                came[member] = max(came.get(member, 0), one.at)
    if not signs:
        return Moves([], {})
    since = min(one.at for one in fresh)
    places = {m.member_id: m for m in groups.members(work, group, signs)}
    last = last_signs(work, group, since, signs)
    outside = {i for i in signs if i in places and places[i].state != "member"}
    gone = _left_at(work, group, outside, since) if outside else {}
    departed: dict[int, int] = {}
    joined: dict[int, int] = {}
    registered = set(people.registered)
    for member in sorted(places):
        seen, out = last.get(member, (0, 0))
        if out > seen:
            if places[member].state != "left":
                departed[member] = out
        elif member in outside:
            if seen > max(gone.get(member, 0), out):
                enter(work, group, member, "member")
                if member in came:
                    joined[member] = came[member]
        elif member in came and member in registered:
            joined[member] = came[member]
    for member in departed:  # last: a free place is for one who still waits
        groups.depart(work, group, member)
    return Moves(_since(work, group, joined), departed)


def _since(work: UnitOfWork, group: Group, joined: Mapping[int, int]) -> list[Membership]:
    """Their places, since the time that the app says; by that time."""
    if not joined:
        return []
    c = g.membership.c
    work.conn.execute(
        update(g.membership)
        .where(c.store_id == work.store_id, c.group_id == group.id, c.member_id == bindparam("of_member"))
        .values(joined_at=bindparam("since")),
        [{"of_member": member, "since": at} for member, at in sorted(joined.items())],
    )
    return groups.members(work, group, joined)


def _left_at(work: UnitOfWork, group: Group, chosen: set[int], since: int) -> dict[int, int]:
    """When these left, as far as they left or were noted to have left since then: member id → when."""
    c = event.c
    rows = work.conn.execute(
        select(c.at, c.kind, c.payload)
        .where(
            c.store_id == work.store_id,
            c.kind.in_(["member.left", INGESTED]),
            c.subject == group.key,
            c.at >= since,
        )
        .order_by(c.seq)
    )
    out: dict[int, int] = {}
    for at, kind, payload in rows:
        facts = json.loads(payload)
        if kind == INGESTED:  # noted when the export was read; he left when the app says
            out |= {int(i): when for i, when in facts["departed"].items() if int(i) in chosen}
        elif facts.get("member_id") in chosen:
            out[facts["member_id"]] = at
    return out
