"""Erasing a member: who he was is gone, what he bought and paid still counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from franchise.admission import mentions
from franchise.admission import tables as t
from franchise.chat import keeping as chat
from franchise.errors import Conflict, PluginFailed, Refused
from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.groups.redacting import Hide, folded, redactor
from franchise.groups.rosters import nobody
from franchise.groups.values import Group, nickname_key
from franchise.orders import forgetting
from franchise.reports import forgetting as papers
from franchise.reports.forgetting import starred
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
    notes: tuple[str, ...] = ()
    """What plugins say that it meant for them, as sentences: a partner who is no longer one."""


def erase(work: UnitOfWork, group: Group, name: str) -> Erasure:
    """Forget somebody: names, contacts, facts and words in every group of the store; sums stay.

    One contact is one person: whatever came in with it goes along. He leaves every group, the first who wait
    take the places. Order lines keep member id, product, amount and price, applications what was paid. Texts as
    they were handed in, papers as they were issued (see `reports.forgetting`), tasks, reasons, facts, tags and logged
    words show ``■`` where the name stood; what his groups call a product goes when his name is in it. The block list
    is left alone: keeping out is what it is for. So are the accounts of those who work here, and the setup's own texts.
    Plugins are told, for what their own rows say. Files that were exported before are beyond reach.

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
    rooms = groups.listed(work)
    spoken = names | _applied_as(work, rooms, ids, contacts, names)
    forgetting.forget(work, ids, spoken)
    hide = _redactors(work, rooms, spoken)
    tasks.forget(work, ids, hide)
    chat.forget(work, ids, hide)
    count = _forget_applications(work, ids, names, contacts)
    work.conn.execute(
        delete(t.tag).where(t.tag.c.store_id == work.store_id, t.tag.c.member_id.in_(sorted(ids)))
    )
    mentions.forget(work, hide, (name for called in spoken.values() for name in called))
    told = len(work.notes)
    work.notify("franchise_members_erased", member_ids=tuple(sorted(ids)))
    return Erasure(
        member_ids=tuple(sorted(ids)),
        names=sum(map(len, names.values())),
        applications=count,
        papers=papers.forget(work, rooms, _whose(work, rooms, spoken, hide)),
        promoted=tuple(promoted),
        notes=tuple(work.notes[told:]),
    )


def _applied_as(
    work: UnitOfWork,
    rooms: Iterable[Group],
    ids: Iterable[int],
    contacts: Iterable[str],
    names: Mapping[int, tuple[str, ...]],
) -> dict[int, tuple[str, ...]]:
    """His names in groups that he applied for as well, unless somebody else is called so there."""
    c = t.application.c
    rows = work.conn.execute(
        select(c.group_id, c.shown)
        .where(
            c.store_id == work.store_id,
            c.shown != "",
            or_(c.member_id.in_(sorted(ids)), c.contact.in_(sorted(contacts))),
        )
        .distinct()
        .order_by(c.group_id, c.shown)
    ).all()
    of = {room.id: room for room in rooms}
    called = {group_id: groups.roster(work, of[group_id]).ids for group_id in {row.group_id for row in rows}}
    out: dict[int, tuple[str, ...]] = {}
    for row in rows:
        before = out.get(row.group_id, names.get(row.group_id, ()))
        if nickname_key(row.shown) not in called[row.group_id] and row.shown not in before:
            out[row.group_id] = (*before, row.shown)
    return out


def _redactors(
    work: UnitOfWork, rooms: Iterable[Group], names: Mapping[int, Iterable[str]]
) -> dict[int, Hide]:
    """For each group a function that puts ``■`` where one of the names stood there, or its number with stars.

    What other people, groups, products and the store are called stays whole.
    """
    known = _known(work, rooms)
    return {
        group.id: redactor(
            [spelling for name in names[group.id] for spelling in (name, starred(name))],
            [*groups.roster(work, group).shown.values(), _keeper(work, group), *known],
        )
        for group in rooms
        if group.id in names
    }


def _keeper(work: UnitOfWork, group: Group) -> str:
    """Whoever keeps the group, who need not be in it; "" when nobody can say."""
    try:
        return str(work.ask("franchise_on_duty", group=group, duty="keep", at=work.now()) or "")
    except (Conflict, PluginFailed, Refused):
        return ""


def _known(work: UnitOfWork, rooms: Iterable[Group]) -> set[str]:
    """What is called how in the store and is nobody's name."""
    catalog, suppliers = work.setup.get("catalog"), work.setup.get("suppliers")
    out = {called for room in rooms for called in (room.place, room.name)}
    out |= {work.answers.name} | {supplier.name for supplier in suppliers.values()}
    for product in catalog.values():
        out |= {product.name, *product.aliases}
    return out


def _whose(
    work: UnitOfWork, rooms: Iterable[Group], names: Mapping[int, Iterable[str]], hide: Mapping[int, Hide]
) -> papers.Whose:
    """What decides which words of papers are about him."""
    called: dict[str, set[int]] = {}
    for room in rooms:
        for text in filter(None, (room.place, room.name, room.key)):
            called.setdefault(folded(text), set()).add(room.id)
    spellings = {folded(x) for ours in names.values() for name in ours for x in (name, starred(name))}
    c = g.nickname.c
    taken = work.conn.execute(
        select(c.nickname).where(c.store_id == work.store_id, c.nickname.in_(sorted(spellings)))
    ).scalars()
    return papers.Whose(
        called={text: frozenset(ids) for text, ids in called.items()},
        hide=hide,
        alone=frozenset(spellings - set(taken) - {folded(text) for text in _known(work, rooms)}),
    )


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
