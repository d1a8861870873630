"""Looking ahead and back: the posts of some days with what became of them, what the hour is for, whom a post is for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, Literal

import attrs
from sqlalchemy import select

from franchise.cadence import rows
from franchise.cadence.triggers import first_day
from franchise.cadence.values import Plan, Post
from franchise.cadence.windows import talk
from franchise.errors import UsageProblem
from franchise.groups import tables as g
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

MAX_DAYS: Final = 92


def agenda(work: UnitOfWork, from_day: date | None = None, days: int = 1) -> Plan:
    """The posts of some days with what became of them, by time.

    A window that is over and was not made is shown as missed; it is written down when the store is next filled.

    Raises:
        UsageProblem: More than `MAX_DAYS` days, or days that lie too far away.

    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be planned: 1 to {most}.").format(count=days, most=MAX_DAYS),
            where="--days",
        )
    first = from_day or rows.today(work)
    rows.check_reach(work, first)
    found, held = rows.planned(work, first, days)
    now = work.now()
    posts = []
    for post in found.posts:
        row = held.get(post.key)
        if row is not None:
            posts.append(_with_row(post, row, now))
        elif post.status == "planned" and post.ends_at <= now:
            posts.append(attrs.evolve(post, status="missed", reason="unattended"))
        else:
            posts.append(post)
    known = {a.group_id: a for a in rows.audiences(work)}
    asked = {post.key for post in posts}
    cadence = rows.cadence_of(work)
    span = (first.isoformat(), (first + timedelta(days=days)).isoformat())
    posts += [
        _with_row(rows.as_post(row, cadence, known[row.group_id]), row, now)
        for key, row in held.items()
        if key not in asked and span[0] <= row.day < span[1]
    ]
    posts.sort(key=lambda p: (p.begins_at, p.slot, p.group, p.nth))
    return attrs.evolve(found, posts=tuple(posts))


def _with_row(post: Post, row: Any, now: int) -> Post:
    over = row.status == "waiting" and row.ends_at <= now
    return attrs.evolve(
        post,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        column=row.column_key,
        material=row.material,
        gap=bool(row.column_key) and not row.material,
        status="missed" if over else row.status,
        reason="not_done" if over else row.reason,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def hour(work: UnitOfWork, at: int | None = None) -> Literal["open", "neutral", "curfew"]:
    """What the hour is for in this store: talk is encouraged, neutral, or nobody posts."""
    return talk(rows.cadence_of(work), work.now() if at is None else at, work.answers.time_zone)


def members_of(work: UnitOfWork, post: Post) -> list[int]:
    """Whom a private post is for: the members whose count is at ``nth`` on its day; () for a group's post."""
    if not post.private:
        return []
    cadence, zone = rows.cadence_of(work), work.answers.time_zone
    day = date.fromisoformat(post.day)
    found = work.conn.execute(
        select(g.membership.c.member_id, g.membership.c.joined_at)
        .where(
            g.membership.c.store_id == work.store_id,
            g.membership.c.group_id == post.group_id,
            g.membership.c.state == "member",
        )
        .order_by(g.membership.c.joined_at, g.membership.c.member_id)
    )
    return [
        member_id
        for member_id, at in found
        if (day - first_day(cadence, post.kind, "member", at, zone)).days + 1 == post.nth
    ]
