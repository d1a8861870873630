"""Erasing somebody, and two members who turn out to be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sqlalchemy import Column, Table, bindparam, delete, or_, select, update

from franchise import UnitOfWork, groups, tasks
from franchise_crew import people, ties
from franchise_crew import tables as t
from franchise_crew.signing import ERASED


def forget_members(work: UnitOfWork, member_ids: Iterable[int]) -> list[int]:
    """Forget the people of the crew that these members are, and what was kept of the members; their person ids."""
    ids = sorted(set(member_ids))
    who = work.conn.execute(
        select(t.link.c.person_id).where(
            t.link.c.store_id == work.store_id, t.link.c.member_id.in_(ids), t.link.c.person_id.is_not(None)
        )
    )
    found = sorted(set(who.scalars()))
    for table in (t.link, t.step, t.star):
        work.conn.execute(delete(table).where(table.c.store_id == work.store_id, table.c.member_id.in_(ids)))
    _free_places(work, ids)
    forget(work, found)
    _redact(work, lambda text: tasks.redact(work, None, text))
    return found


def _free_places(work: UnitOfWork, ids: Sequence[int]) -> None:
    """Whoever is forgotten comes to no event any more; what is over stays counted, by number."""
    open_ones = select(t.campaign.c.id).where(
        t.campaign.c.store_id == work.store_id, t.campaign.c.closed_at.is_(None)
    )
    work.conn.execute(
        delete(t.signup).where(
            t.signup.c.store_id == work.store_id,
            t.signup.c.member_id.in_(ids),
            t.signup.c.campaign_id.in_(open_ones),
        )
    )


_WORDS: Final = (
    (t.assignment, ("id",), ("override",)),
    (t.vetting, ("kind", "place", "keeper"), ("reason", "by")),
    (t.campaign, ("id",), ("name", "called", "about")),
)
"""Where people wrote words, in which a name may stand."""


def _redact(work: UnitOfWork, hide: Callable[[str], str]) -> None:
    """Put ■ where a name that is forgotten stands in what people wrote; two statements for each table at most."""
    for table, keys, columns in _WORDS:
        rows = work.conn.execute(
            select(*(table.c[name] for name in (*keys, *columns))).where(
                table.c.store_id == work.store_id, or_(*(table.c[name] != "" for name in columns))
            )
        ).all()
        changed = []
        for row in rows:
            old = {name: row._mapping[name] for name in columns}
            new = {name: hide(text) for name, text in old.items()}
            if new != old:
                changed.append(
                    {f"of_{name}": row._mapping[name] for name in keys}
                    | {f"new_{name}": text for name, text in new.items()}
                )
        if changed:
            work.conn.execute(
                update(table)
                .where(
                    table.c.store_id == work.store_id,
                    *(table.c[name] == bindparam(f"of_{name}") for name in keys),
                )
                .values({name: bindparam(f"new_{name}") for name in columns}),
                changed,
            )


def forget(work: UnitOfWork, ids: Sequence[int]) -> None:
    """Forget who these people were: name, phone, account. That somebody stood in a shift stays.

    The words of tasks that name them show ■, and so do reasons that people gave and what is told of campaigns.
    """
    if not ids:
        return
    found = work.conn.execute(
        select(t.person.c.name).where(
            t.person.c.store_id == work.store_id, t.person.c.id.in_(ids), t.person.c.status != "erased"
        )
    )
    names = sorted((name for name in found.scalars() if len(name) > 1), key=lambda n: (-len(n), n))
    if names:
        shown = re.compile("|".join(map(re.escape, names)))
        tasks.forget(
            work,
            (),
            {i: lambda text: shown.sub(ERASED, text) for i in (0, *(g.id for g in groups.listed(work)))},
        )
        _redact(work, lambda text: shown.sub(ERASED, text))
    people.end(work, ids)
    work.conn.execute(delete(t.link).where(t.link.c.store_id == work.store_id, t.link.c.person_id.in_(ids)))
    work.conn.execute(
        update(t.assignment)
        .where(t.assignment.c.store_id == work.store_id, t.assignment.c.person_id.in_(ids))
        .values(override="")
    )
    work.conn.execute(
        update(t.person)
        .where(t.person.c.store_id == work.store_id, t.person.c.id.in_(ids))
        .values(
            name=ERASED, phone="", account="", persona="", status="erased", until=work.now(), active_for=None
        )
    )
    for identity in ids:
        work.record("crew.erased", identity, person_id=identity)
    people.changed(work)


def merge(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    """What is kept of one member becomes the other's; what both have is kept once.

    Somebody of the crew remains so, though under his other name he was said to be a stranger.
    """
    known = ties.links(work)
    if known.get(merged_id) is not None and known.get(member_id) is None:
        work.conn.execute(
            delete(t.link).where(t.link.c.store_id == work.store_id, t.link.c.member_id == member_id)
        )
    _move(work, t.link, t.link.c.member_id, None, member_id, merged_id)
    _move(work, t.step, t.step.c.member_id, t.step.c.step, member_id, merged_id)
    _move(work, t.vote, t.vote.c.voter_id, t.vote.c.election_id, member_id, merged_id)
    for column in (t.signup.c.member_id, t.signup.c.writer_id, t.star.c.member_id):
        work.conn.execute(
            update(column.table)
            .where(column.table.c.store_id == work.store_id, column == merged_id)
            .values({column.name: member_id})
        )
    work.conn.execute(
        update(t.vote)
        .where(t.vote.c.store_id == work.store_id, t.vote.c.candidate_id == merged_id)
        .values(candidate_id=member_id)
    )
    people.changed(work)
    if member_id in known or merged_id in known:
        ties.answered(work, member_id)


def _move(
    work: UnitOfWork,
    table: Table,
    whose: Column[int],
    other: Column[str] | Column[int] | None,
    into: int,
    gone: int,
) -> None:
    """Move rows from one member to another, but for those whose remaining key the other has already."""
    ours = (table.c.store_id == work.store_id, whose == gone)
    theirs = (table.c.store_id == work.store_id, whose == into)
    if other is None:
        double = work.conn.execute(select(whose).where(*theirs)).first() is not None
        if double:
            work.conn.execute(delete(table).where(*ours))
    else:
        taken = list(work.conn.execute(select(other).where(*theirs)).scalars())
        work.conn.execute(delete(table).where(*ours, other.in_(taken)))
    work.conn.execute(update(table).where(*ours).values({whose.name: into}))
