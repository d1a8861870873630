"""Which cycle an order belongs to: sessions of the setup, laid over the store's days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs
from sqlalchemy import bindparam, select

from franchise.clock import at_wall, local, show
from franchise.errors import NotFound, Refused, UsageProblem
from franchise.messages import gettext as _
from franchise.orders import tables as t
from franchise.orders.section import Orders, Session
from franchise.orders.values import Cycle
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

MAX_DAYS_AHEAD: Final = 31
_COLUMNS: Final = tuple(t.cycle.c[f.name] for f in attrs.fields(Cycle))
_HELD: Final = (
    select(*_COLUMNS)
    .where(t.cycle.c.store_id == bindparam("store"), t.cycle.c.id == bindparam("id"))
    .with_for_update(read=True)
)


def cycle_id(day: str, session: str) -> int:
    """A cycle's id is made of its day and session: the same run is the same row, whoever asks first."""
    return int.from_bytes(hashlib.sha256(f"cycle:{day}/{session}".encode()).digest()[:8]) >> 1


def planned(work: UnitOfWork, day: date, key: str, session: Session) -> Cycle:
    """The cycle that the setup plans for a session on a day."""
    return Cycle(
        id=cycle_id(day.isoformat(), key),
        day=day.isoformat(),
        session=key,
        name=session.name,
        cutoff_at=at_wall(day, session.cutoff, work.answers.time_zone),
        deliver_on=(day + timedelta(days=session.deliver_days)).isoformat(),
        deliver_at=session.deliver_at,
    )


def sessions(work: UnitOfWork) -> list[tuple[str, Session]]:
    """The setup's sessions by their cut-offs."""
    orders: Orders = work.setup.get("orders")
    return sorted(orders.sessions.items(), key=lambda item: (item[1].cutoff, item[0]))


def ahead(work: UnitOfWork, at: int) -> Iterator[Cycle]:
    """Cycles whose cut-off lies after ``at``, the next first; a cut-off's own instant is after it (I-213)."""
    first = local(at, work.answers.time_zone).date()
    found = sessions(work)
    for offset in range(-1, MAX_DAYS_AHEAD):  # a cut-off of 24:00 yesterday may be now
        for key, session in found:
            cycle = planned(work, first + timedelta(days=offset), key, session)
            if cycle.cutoff_at > at:
                yield cycle


def choose(work: UnitOfWork, at: int, needed_on: str = "") -> Cycle:
    """The cycle for an order that comes in at ``at``.

    Without a day it is the next cut-off. With a day it is the first cycle that delivers on that day, or else the
    last one that delivers before it (C-13).

    Raises:
        Refused: Nothing is delivered by that day any more, or it lies too far ahead.

    """
    if not needed_on:
        return next(ahead(work, at))
    best: Cycle | None = None
    for cycle in ahead(work, at):
        if cycle.deliver_on == needed_on:
            return cycle
        if cycle.deliver_on < needed_on and (best is None or cycle.deliver_on > best.deliver_on):
            best = cycle
    last = (local(at, work.answers.time_zone).date() + timedelta(days=MAX_DAYS_AHEAD)).isoformat()
    if best is None or needed_on > last:
        first = next(ahead(work, at))
        raise Refused(
            _("Nothing can be delivered on {day}.").format(day=needed_on),
            hint=_("The next session is {session}, delivered on {day} {part}.").format(
                session=first.name, day=first.deliver_on, part=first.deliver_at
            ),
        )
    return best


def hold(work: UnitOfWork, cycle: Cycle) -> Cycle:
    """The cycle's row, made when there is none, shared with other submissions and held against a close."""
    key = {"store": work.store_id, "id": cycle.id}
    row = work.conn.execute(_HELD, key).one_or_none()
    if row is None:
        work.insert_new(t.cycle, **attrs.asdict(cycle))
        row = work.conn.execute(_HELD, key).one()
    return Cycle(**row._mapping)


def hold_alone(work: UnitOfWork, cycle: Cycle) -> Cycle:
    """The cycle's row as it is now, held against everybody else until the transaction ends."""
    query = select(*_COLUMNS).where(t.cycle.c.store_id == work.store_id, t.cycle.c.id == cycle.id)
    return Cycle(**work.conn.execute(query.with_for_update()).one()._mapping)


def for_order(work: UnitOfWork, *, needed_on: str = "") -> Cycle:
    """The open cycle that an order of now goes into, held against a close."""
    at = work.now()
    cycle = hold(work, choose(work, at, needed_on))
    while cycle.status != "open":  # closed ahead of its time
        following = next((c for c in ahead(work, cycle.cutoff_at) if c.cutoff_at > at), None)
        if following is None or (needed_on and following.deliver_on > needed_on):
            raise Refused(_("{cycle} is closed.").format(cycle=cycle.name), hint=_reopening(cycle))
        cycle = hold(work, following)
    return cycle


def for_answer(work: UnitOfWork, identity: int) -> Cycle:
    """The cycle of a question while it takes orders, else the one that an order of now goes into."""
    cycle = hold(work, get(work, identity))
    return cycle if cycle.status == "open" and cycle.cutoff_at > work.now() else for_order(work)


def for_late_order(work: UnitOfWork, key: str = "") -> Cycle:
    """The cycle past its cut-off that a late order goes into (補單): the one named, or the last one.

    Raises:
        Refused: The setup takes no late orders, the cycle is closed, or its cut-off is still to come.
        NotFound: No such cycle.

    """
    orders: Orders = work.setup.get("orders")
    if orders.late == "refuse":
        raise Refused(_("This program takes no late orders."), where="[orders] late")
    at = work.now()
    day = local(at, work.answers.time_zone).date()
    past = [
        cycle
        for offset in (-1, 0)
        for name, session in sessions(work)
        if (cycle := planned(work, day + timedelta(days=offset), name, session)).cutoff_at <= at
    ]
    if key:
        past = [cycle for cycle in (find(work, key),) if cycle.cutoff_at <= at]
    if not past:
        raise Refused(_("No cut-off has passed yet today: this order is not late."))
    cycle = hold(work, max(past, key=lambda c: c.cutoff_at))
    if cycle.status != "open":
        raise Refused(
            _("{cycle} of {day} is already closed.").format(cycle=cycle.name, day=cycle.day),
            hint=_reopening(cycle),
        )
    return cycle


def _reopening(cycle: Cycle) -> str:
    return _("`franchise cycle reopen {key} --reason …` opens it again.").format(key=cycle.key)


def find(work: UnitOfWork, key: str) -> Cycle:
    """The cycle called ``2026-03-05/noon``, or ``noon`` for today's.

    Raises:
        NotFound: No such session, or nothing was ordered in it.

    """
    day, _slash, session = key.rpartition("/")
    day = day or work.today()
    known = dict(sessions(work))
    if (row := _row(work, cycle_id(day, session))) is not None:
        return row
    if session not in known:
        raise NotFound(
            _("There is no session {session!r}.").format(session=session), hint=did_you_mean(session, known)
        )
    raise NotFound(
        _("Nothing was ordered in {session} of {day}.").format(session=known[session].name, day=day),
        hint=_("`franchise cycle list` shows the cycles."),
    )


def _row(work: UnitOfWork, identity: int) -> Cycle | None:
    row = work.conn.execute(
        select(*_COLUMNS).where(t.cycle.c.store_id == work.store_id, t.cycle.c.id == identity)
    ).one_or_none()
    return None if row is None else Cycle(**row._mapping)


def get(work: UnitOfWork, identity: int) -> Cycle:
    """The cycle of that id, which must exist."""
    cycle = _row(work, identity)
    assert cycle is not None
    return cycle


def listed(work: UnitOfWork, *, limit: int = 20, status: str = "") -> list[Cycle]:
    """Cycles in which something was ordered, the latest first."""
    query = select(*_COLUMNS).where(t.cycle.c.store_id == work.store_id)
    if status:
        query = query.where(t.cycle.c.status == status)
    rows = work.conn.execute(query.order_by(t.cycle.c.cutoff_at.desc()).limit(limit))
    return [Cycle(**row._mapping) for row in rows]


def due(work: UnitOfWork) -> list[Cycle]:
    """Open cycles whose cut-off has passed, the earliest first."""
    rows = work.conn.execute(
        select(*_COLUMNS)
        .where(
            t.cycle.c.store_id == work.store_id, t.cycle.c.status == "open", t.cycle.c.cutoff_at <= work.now()
        )
        .order_by(t.cycle.c.cutoff_at)
    )
    return [Cycle(**row._mapping) for row in rows]


def earlier_today(work: UnitOfWork, cycle: Cycle) -> list[int]:
    """Ids of the cycles with an earlier cut-off, of the cycle's day and of today: after the last cut-off a group
    goes on with the list of the day that ends.
    """
    days = sorted({cycle.day, work.today()})
    plans = [
        planned(work, date.fromisoformat(day), key, session)
        for day in days
        for key, session in sessions(work)
    ]
    return [plan.id for plan in plans if plan.cutoff_at < cycle.cutoff_at]


def describe(work: UnitOfWork, cycle: Cycle) -> str:
    """A cycle in words: its name, when it closes, when it is delivered."""
    zone = work.answers.time_zone
    return (
        _("{name} of {day}, closes {cutoff}, delivered {deliver_on} {part}")
        .format(
            name=cycle.name,
            day=cycle.day,
            cutoff=show(cycle.cutoff_at, zone),
            deliver_on=cycle.deliver_on,
            part=cycle.deliver_at,
        )
        .rstrip()
    )


def check_day(text: str) -> str:
    """A date as ISO, or "" for none.

    Raises:
        UsageProblem: It is no date.

    """
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageProblem(_("{text!r} is not a date such as 2026-03-08.").format(text=text[:20])) from error
