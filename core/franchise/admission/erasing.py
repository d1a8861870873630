"""Erasing a member: who he was is gone, what he bought and paid still counts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping

import attrs
from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from franchise.admission import tables as t
from franchise.chat import keeping as chat
from franchise.groups import operations as groups
from franchise.groups.redacting import Hide, redactor, walk
from franchise.groups.rosters import nobody
from franchise.groups.values import Group, nickname_key
from franchise.orders import forgetting
from franchise.reports import tables as r
from franchise.reports.paper import digest, from_json, to_json
from franchise.tasks import forgetting as tasks
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Erasure:
    """What erasing did: the ids that stay for the sums, and how much was taken out of what."""

    member_ids: tuple[int, ...]
    names: int
    applications: int
    papers: int
    promoted: tuple[int, ...]


def erase(work: UnitOfWork, group: Group, name: str) -> Erasure:
    """Forget somebody: names, contacts, facts and words in every group of the store; sums stay.

    One contact is one person: whatever came in with it goes along. He leaves every group, the first who wait
    take the places. Order lines keep member id, product, amount and price, applications what was paid. Texts as
    they were handed in, papers as they were issued and tasks show ``■`` where the name stood. The block list is left
    alone: keeping out is what it is for. Plugins are told, for what their own rows say. Files that were exported
    before are beyond reach.

    Raises:
        NotFound: Nobody of that name has been in the group, or has applied for it.

    """
    groups.hold(work, group)
    found = groups.place(work, group, name)
    applied = _applied(work, group, name)
    if found is None and not applied:
        raise nobody(group, name, groups.roster(work, group).names())
    ids: set[int] = {found.member_id} if found is not None else set()
    ids |= {member for _id, _contact, member in applied if member is not None}
    contacts = {contact for _id, contact, _member in applied if contact}
    _same_person(work, ids, contacts)
    names: dict[int, tuple[str, ...]] = {}
    promoted: list[int] = []
    for member_id in sorted(ids):
        gone = groups.erase(work, member_id)
        ids |= set(gone.member_ids)
        for group_id, called in gone.names.items():
            names[group_id] = (*names.get(group_id, ()), *called)
        promoted += gone.promoted
    names.setdefault(group.id, (name.strip(),))
    cycles = forgetting.forget(work, ids, names)
    hide = _redactors(work, names)
    tasks.forget(work, ids, hide)
    chat.forget(work, ids, hide)
    count = _forget_applications(work, ids, names, contacts)
    work.conn.execute(
        delete(t.tag).where(t.tag.c.store_id == work.store_id, t.tag.c.member_id.in_(sorted(ids)))
    )
    work.notify("franchise_members_erased", member_ids=tuple(sorted(ids)))
    return Erasure(
        member_ids=tuple(sorted(ids)),
        names=sum(map(len, names.values())),
        applications=count,
        papers=_forget_papers(work, cycles, hide),
        promoted=tuple(promoted),
    )


def _redactors(work: UnitOfWork, names: Mapping[int, Iterable[str]]) -> dict[int, Hide]:
    """For each group a function that puts ``■`` where one of the names stood there."""
    return {
        group.id: redactor(names[group.id], groups.roster(work, group).shown.values())
        for group in groups.listed(work)
        if group.id in names
    }


def _applied(work: UnitOfWork, group: Group, name: str) -> list[tuple[int, str, int | None]]:
    c = t.application.c
    rows = work.conn.execute(
        select(c.id, c.contact, c.member_id)
        .where(c.store_id == work.store_id, c.group_id == group.id, c.name == nickname_key(name))
        .order_by(c.id)
    )
    return [(row.id, row.contact, row.member_id) for row in rows]


def _same_person(work: UnitOfWork, ids: set[int], contacts: set[str]) -> None:
    """Add the members and contacts that applications connect with those."""
    c = t.application.c
    while True:
        rows = work.conn.execute(
            select(c.member_id, c.contact).where(
                c.store_id == work.store_id,
                or_(c.member_id.in_(sorted(ids)), c.contact.in_(sorted(contacts))),
            )
        ).all()
        before = len(ids), len(contacts)
        ids |= {row.member_id for row in rows if row.member_id is not None}
        contacts |= {row.contact for row in rows if row.contact}
        if before == (len(ids), len(contacts)):
            return


def _forget_applications(
    work: UnitOfWork, ids: Iterable[int], names: Mapping[int, Iterable[str]], contacts: Iterable[str]
) -> int:
    c = t.application.c
    whose: list[ColumnElement[bool]] = [c.member_id.in_(sorted(ids)), c.contact.in_(sorted(contacts))]
    whose += [
        and_(c.group_id == group_id, c.name.in_(sorted(nickname_key(n) for n in called)))
        for group_id, called in sorted(names.items())
    ]
    chosen = sorted(work.conn.execute(select(c.id).where(c.store_id == work.store_id, or_(*whose))).scalars())
    work.conn.execute(
        update(t.application)
        .where(c.store_id == work.store_id, c.id.in_(chosen))
        .values(
            name="", shown="", contact="", facts="{}", tasks="[]", reason="", status="erased", open_for=None
        )
    )
    return len(chosen)


def _forget_papers(work: UnitOfWork, cycles: Iterable[int], hides: Mapping[int, Hide]) -> int:
    """Papers of a group are keyed by it; the other papers name nobody."""
    count = 0
    c = r.report.c
    for group in groups.listed(work):
        if group.id not in hides:
            continue
        hide = hides[group.id]
        rows = work.conn.execute(
            select(c.cycle_id, c.revision, c.kind, c.title, c.body)
            .where(c.store_id == work.store_id, c.cycle_id.in_(sorted(cycles)), c.key == group.key)
            .order_by(c.cycle_id, c.revision, c.kind)
        ).all()
        for row in rows:
            before = zlib.decompress(row.body)
            after = json.dumps(walk(json.loads(before), hide)).encode()
            body = to_json(from_json(after))
            if body == before:
                continue
            work.conn.execute(
                update(r.report)
                .where(
                    c.store_id == work.store_id,
                    c.cycle_id == row.cycle_id,
                    c.revision == row.revision,
                    c.kind == row.kind,
                    c.key == group.key,
                )
                .values(title=hide(row.title), digest=digest(body), body=zlib.compress(body, 1))
            )
            work.record("report.redacted", group.key, cycle_id=row.cycle_id, kind=row.kind)
            count += 1
    return count
