"""Posts as the database has them, and a store's groups as the planner needs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select, update

from franchise.cadence import tables as t
from franchise.cadence.planner import MEMORY, plan
from franchise.cadence.section import Cadence
from franchise.cadence.values import Audience, Made, Plan, Post, PostKey
from franchise.clock import at_wall, local
from franchise.errors import UsageProblem
from franchise.groups import tables as g
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.storage import upsert
from franchise.work import UnitOfWork

LONGEST_AHEAD: Final = 366
LONGEST_BACK: Final = 3660
_ROW: Final = tuple(c for c in t.post.c if c.name not in {"store_id", "created_at", "done_by"})


def cadence_of(work: UnitOfWork) -> Cadence:
    """The store's cadence."""
    section: Cadence = work.setup.get("cadence")
    return section


def today(work: UnitOfWork) -> date:
    """The store's date now."""
    return local(work.now(), work.answers.time_zone).date()


def check_reach(work: UnitOfWork, day: date) -> None:
    """See that a day is one that can be planned or looked back at.

    Raises:
        UsageProblem: It lies more than a year ahead, or more than ten years back.

    """
    ahead = (day - today(work)).days
    if ahead > LONGEST_AHEAD:
        raise UsageProblem(
            _("{day} is too far ahead: at most {most} days.").format(day=day.isoformat(), most=LONGEST_AHEAD)
        )
    if -ahead > LONGEST_BACK:
        raise UsageProblem(
            _("{day} is too long ago: at most {most} days.").format(day=day.isoformat(), most=LONGEST_BACK)
        )


def day_begins(work: UnitOfWork) -> int:
    """The first instant of the store's day now."""
    return at_wall(today(work), 0, work.answers.time_zone)


def audiences(work: UnitOfWork) -> list[Audience]:
    """The store's groups, with the instants at which members joined where a slot counts from those."""
    kinds = [slot.kinds for slot in cadence_of(work).slots.values() if slot.since == "member"]
    joined: dict[int, list[int]] = {}
    if kinds:
        rows = work.conn.execute(
            select(g.membership.c.group_id, g.membership.c.joined_at)
            .where(g.membership.c.store_id == work.store_id, g.membership.c.state == "member")
            .order_by(g.membership.c.group_id, g.membership.c.joined_at)
            .distinct()
        )
        for group_id, at in rows:
            joined.setdefault(group_id, []).append(at)
    found_since = work.conn.execute(
        select(t.watch.c.since).where(t.watch.c.store_id == work.store_id)
    ).scalar()
    morning = day_begins(work)
    since = morning if found_since is None else min(found_since, morning)
    starts = {
        row.group_id: date.fromisoformat(row.day)
        for row in work.conn.execute(
            select(t.start.c.group_id, t.start.c.day).where(t.start.c.store_id == work.store_id)
        )
    }
    found = work.conn.execute(
        select(g.group.c.id, g.group.c.key, g.group.c.name, g.group.c.kind, g.group.c.created_at)
        .where(g.group.c.store_id == work.store_id)
        .order_by(g.group.c.key)
    )
    return [
        Audience(
            group_id=row.id,
            key=row.key,
            name=row.name,
            kind=row.kind,
            created_at=row.created_at,
            started=starts.get(row.id),
            joined=tuple(joined.get(row.id, ())),
            watched_since=since,
        )
        for row in found
    ]


def begin_count(work: UnitOfWork, group: Group, day: date) -> None:
    """Make ``day`` day 1 of a group's counts: a course begins, or begins again.

    Raises:
        UsageProblem: The day lies too far away.

    """
    check_reach(work, day)
    values = {"store_id": work.store_id, "group_id": group.id, "day": day.isoformat()}
    upsert(work.conn, t.start, values, update=("day",))
    work.record("cadence.started", group.key, group_id=group.id, day=day.isoformat())


def between(work: UnitOfWork, first: date, last: date) -> dict[PostKey, Any]:
    """The rows of the posts of some days, both ends included."""
    rows = work.conn.execute(
        select(*_ROW).where(
            t.post.c.store_id == work.store_id,
            t.post.c.day >= first.isoformat(),
            t.post.c.day <= last.isoformat(),
        )
    )
    return {(r.group_id, r.slot, r.day, r.nth): r for r in rows}


def made_of(rows: Iterable[Any]) -> list[Made]:
    """What posts used up, whatever became of them: the same is not handed out twice."""
    return [
        Made(
            group_id=r.group_id,
            slot=r.slot,
            day=r.day,
            nth=r.nth,
            column=r.column_key,
            material=r.material,
            posted=r.status in {"waiting", "done"},
        )
        for r in rows
    ]


def planned(work: UnitOfWork, from_day: date, days: int) -> tuple[Plan, dict[PostKey, Any]]:
    """The plan of some days, as it follows from what was posted until today, and the rows that there are.

    A plan of later days takes the days from today on into account, so that it says today what it will say then.
    """
    first = min(from_day, today(work))
    rows = between(work, first - timedelta(days=MEMORY), from_day + timedelta(days=days - 1))
    whole = plan(
        cadence_of(work),
        audiences(work),
        first,
        (from_day - first).days + days,
        zone=work.answers.time_zone,
        made=made_of(rows.values()),
    )
    if first == from_day:
        return whole, rows
    kept = [post for post in whole.posts if post.day >= from_day.isoformat()]
    from franchise.cadence.notices import notices

    found = tuple(notices(cadence_of(work), kept, from_day, days))
    return Plan(from_day=from_day.isoformat(), days=days, posts=tuple(kept), notices=found), rows


def as_post(row: Any, cadence: Cadence, group: Audience) -> Post:
    """A row as a post; what its slot was called is gone when the setup has it no more."""
    slot = cadence.slots.get(row.slot)
    return Post(
        group_id=row.group_id,
        group=group.key,
        group_name=group.name,
        kind=group.kind,
        slot=row.slot,
        name=slot.name if slot else row.slot,
        day=row.day,
        nth=row.nth,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        priority=slot.priority if slot else 5,
        role=slot.role if slot else "",
        channel=slot.channel if slot else "handoff",
        private=slot is not None and slot.since == "member",
        column=row.column_key,
        material=row.material,
        gap=bool(row.column_key) and not row.material,
        status=row.status,
        reason=row.reason,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def write(work: UnitOfWork, post: Post, *, lines: int, by: str = "") -> bool:
    """Write a post's row unless it is there; True when it was written."""
    return work.insert_new(
        t.post,
        group_id=post.group_id,
        slot=post.slot,
        day=post.day,
        nth=post.nth,
        begins_at=post.begins_at,
        ends_at=post.ends_at,
        column_key=post.column,
        material=post.material,
        lines=lines,
        status=post.status,
        reason=post.reason[:120],
        due_at=post.due_at,
        done_at=post.done_at,
        done_by=by,
        created_at=work.now(),
    )


def change(work: UnitOfWork, key: PostKey, **values: Any) -> None:
    """Give a post's row new values."""
    group_id, slot, day, nth = key
    work.conn.execute(
        update(t.post)
        .where(
            t.post.c.store_id == work.store_id,
            t.post.c.group_id == group_id,
            t.post.c.slot == slot,
            t.post.c.day == day,
            t.post.c.nth == nth,
        )
        .values(**values)
    )
