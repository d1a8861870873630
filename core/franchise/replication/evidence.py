"""Evidence that a store's setup works: what its orders and groups show, against the setup's own gate.

An order is one member's lines in one closed cycle. Everything is counted; nobody is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from statistics import median_low
from typing import Any, Final

import attrs
from sqlalchemy import BigInteger, bindparam, cast, distinct, func, select

from franchise.groups import operations as groups
from franchise.messages import gettext as _
from franchise.orders import tables as o
from franchise.replication.section import Gate, Replication
from franchise.work import UnitOfWork

DAY_MS: Final = 86_400_000
WINDOW_DAYS: Final = 30
_CLOSED: Final = (
    o.line.c.store_id == bindparam("store"),
    o.line.c.status == "active",
    o.cycle.c.store_id == o.line.c.store_id,
    o.cycle.c.id == o.line.c.cycle_id,
    o.cycle.c.status == "closed",
)
_WINDOW: Final = (o.cycle.c.cutoff_at > bindparam("since"), o.cycle.c.cutoff_at <= bindparam("until"))
_ORDERS: Final = (
    select(o.line.c.member_id, func.count(distinct(o.line.c.cycle_id)).label("orders"))
    .where(*_CLOSED, *_WINDOW)
    .group_by(o.line.c.member_id)
    .subquery()
)
_BUYERS: Final = select(
    func.count(), func.coalesce(cast(func.sum(_ORDERS.c.orders), BigInteger), 0),
    func.count().filter(_ORDERS.c.orders >= 2),
).select_from(_ORDERS)  # fmt: skip
_AMOUNTS: Final = (
    select(o.line.c.group_id, o.cycle.c.day, cast(func.sum(o.line.c.amount), BigInteger).label("amount"))
    .where(*_CLOSED)
    .group_by(o.line.c.group_id, o.cycle.c.day)
)
_LATELY: Final = (
    select(o.line.c.group_id, cast(func.sum(o.line.c.amount), BigInteger).label("amount"))
    .where(*_CLOSED, *_WINDOW)
    .group_by(o.line.c.group_id)
)
_OPEN: Final = (
    select(func.count())
    .select_from(o.question)
    .where(o.question.c.store_id == bindparam("store"), o.question.c.status == "open")
)
_ORDERED: Final = (  # stops at a cycle's first line: a source has millions
    select(o.line.c.line_no)
    .where(
        o.line.c.store_id == o.cycle.c.store_id,
        o.line.c.cycle_id == o.cycle.c.id,
        o.line.c.status == "active",
    )
    .correlate(o.cycle)
    .exists()
)
_DAYS: Final = (
    select(o.cycle.c.day)
    .where(o.cycle.c.store_id == bindparam("store"), o.cycle.c.status == "closed", _ORDERED)
    .distinct()
)


@attrs.frozen(kw_only=True, slots=True)
class Evidence:
    """What a store can show at one moment; amounts in minor units.

    ``buyers`` ordered in the last 30 days, ``repeat_buyers`` of them at least twice. ``group_size`` is the middle
    one of all groups that have members. ``weeks`` are calendar weeks in which something was ordered. Both
    amounts are those of closed cycles of the last 30 days.
    """

    at: int
    buyers: int
    repeat_buyers: int
    orders: int
    groups: int
    members: int
    group_size: int
    largest_group: int
    weeks: int
    first_day: str
    amount: int
    group_month_amount: int
    open_questions: int

    @property
    def repurchase_permille(self) -> int:
        """Repeat buyers of a thousand buyers, rounded down (I-266: 39.9 % is not 40 %)."""
        return self.repeat_buyers * 1000 // self.buyers if self.buyers else 0


@attrs.frozen(kw_only=True, slots=True)
class Measure:
    """One figure beside what the gate asks; ``kind`` says how to read both."""

    name: str
    title: str
    value: int
    wanted: int | None
    kind: str
    passed: bool


def gather(work: UnitOfWork) -> Evidence:
    """What the store's groups and closed cycles show now; five statements."""
    now = work.now()
    scope = {"store": work.store_id, "since": now - WINDOW_DAYS * DAY_MS, "until": now}
    buyers, orders, repeat = work.conn.execute(_BUYERS, scope).one()
    lately = {row.group_id: row.amount for row in work.conn.execute(_LATELY, scope)}
    days = sorted(work.conn.execute(_DAYS, {"store": work.store_id}).scalars())
    sizes = sorted(n for (_group, state), n in groups.sizes(work).items() if state == "member" and n)
    return Evidence(
        at=now,
        buyers=buyers,
        repeat_buyers=repeat,
        orders=orders,
        groups=len(sizes),
        members=sum(sizes),
        group_size=median_low(sizes) if sizes else 0,
        largest_group=sizes[-1] if sizes else 0,
        weeks=len({date.fromisoformat(day).isocalendar()[:2] for day in days}),
        first_day=days[0] if days else "",
        amount=sum(lately.values()),
        group_month_amount=sum(lately.values()) // len(lately) if lately else 0,
        open_questions=work.conn.execute(_OPEN, {"store": work.store_id}).scalar_one(),
    )


def months(work: UnitOfWork) -> list[dict[str, Any]]:
    """What each group ordered in each month (I-265), by month and group: ``month``, ``group``, ``amount``."""
    names = {group.id: group.key for group in groups.listed(work)}
    sums: dict[tuple[str, str], int] = {}
    for group_id, day, amount in work.conn.execute(_AMOUNTS, {"store": work.store_id}):
        key = (day[:7], names.get(group_id, str(group_id)))
        sums[key] = sums.get(key, 0) + amount
    return [{"month": month, "group": group, "amount": sums[month, group]} for month, group in sorted(sums)]


def measures(found: Evidence, gate: Gate) -> list[Measure]:
    """Every figure with what the gate asks of it."""
    least = gate.group_size * (100 - gate.group_size_within) // 100
    return [
        Measure(
            name="repurchase_percent",
            title=_("Repurchase rate, 30 days"),
            value=found.repurchase_permille,
            wanted=gate.repurchase_percent * 10,
            kind="permille",
            passed=found.repeat_buyers * 100 >= gate.repurchase_percent * found.buyers
            and (found.buyers > 0 or gate.repurchase_percent == 0),
        ),
        Measure(
            name="group_size",
            title=_("Members of the middle group"),
            value=found.group_size,
            wanted=least,
            kind="number",
            passed=found.group_size >= least,
        ),
        Measure(
            name="weeks",
            title=_("Weeks with orders"),
            value=found.weeks,
            wanted=gate.weeks,
            kind="number",
            passed=found.weeks >= gate.weeks,
        ),
        Measure(
            name="group_month_amount",
            title=_("Ordered per group, 30 days"),
            value=found.group_month_amount,
            wanted=gate.group_month_amount or None,
            kind="money",
            passed=found.group_month_amount >= gate.group_month_amount,
        ),
        Measure(
            name="open_questions",
            title=_("Questions still open"),
            value=found.open_questions,
            wanted=gate.open_questions if gate.open_questions >= 0 else None,
            kind="most",
            passed=gate.open_questions < 0 or found.open_questions <= gate.open_questions,
        ),
    ]


def assess(work: UnitOfWork) -> tuple[Evidence, list[Measure]]:
    """What the store shows against its own setup's gate."""
    section: Replication = work.setup.get("replication")
    found = gather(work)
    return found, measures(found, section.gate)


def proven(found: list[Measure]) -> bool:
    """Whether a setup has passed its gate."""
    return all(one.passed for one in found)


def as_json(found: Evidence, gate: list[Measure]) -> Mapping[str, Any]:
    """The evidence as it is frozen into a version."""
    return {**attrs.asdict(found), "proven": proven(gate), "failed": [m.name for m in gate if not m.passed]}
