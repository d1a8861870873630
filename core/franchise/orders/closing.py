"""The cut-off: a cycle is closed exactly once, and its purchase orders are written with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs
from sqlalchemy import BigInteger, bindparam, cast, func, select, update

from franchise import amounts
from franchise.catalog.section import Card, Catalog
from franchise.clock import show
from franchise.errors import Refused, UsageProblem
from franchise.messages import gettext as _
from franchise.orders import calendar
from franchise.orders import tables as t
from franchise.orders.values import Cycle
from franchise.work import UnitOfWork

_HELD: Final = (
    select(t.cycle.c.status, t.cycle.c.revision, t.cycle.c.cutoff_at)
    .where(t.cycle.c.store_id == bindparam("store"), t.cycle.c.id == bindparam("id"))
    .with_for_update()
)
_DEMAND: Final = (
    select(
        t.line.c.supplier,
        t.line.c.product,
        t.line.c.stock_unit,
        cast(func.sum(t.line.c.stock_quantity), BigInteger).label("wanted"),
        func.max(t.line.c.name).label("name"),
        func.max(t.line.c.cost).label("cost"),
    )
    .where(
        t.line.c.store_id == bindparam("store"),
        t.line.c.cycle_id == bindparam("cycle"),
        t.line.c.status == "active",
    )
    .group_by(t.line.c.supplier, t.line.c.product, t.line.c.stock_unit)
    .order_by(t.line.c.supplier, t.line.c.product, t.line.c.stock_unit)
)


@attrs.frozen(kw_only=True, slots=True)
class Purchase:
    """One row of a purchase order; quantities in thousandths of ``unit``, money in minor units.

    ``ordered`` is ``wanted`` rounded up to whole packs and the supplier's minimum; ``left_over`` what then stays
    in the hub.
    """

    supplier: str
    product: str
    unit: str
    name: str
    wanted: int
    ordered: int
    left_over: int
    pack_size: int | None
    pack_unit: str
    packs: int | None
    cost: int
    amount: int


PURCHASE_COLUMNS: Final = tuple(f.name for f in attrs.fields(Purchase))


@attrs.frozen(kw_only=True, slots=True)
class Closing:
    """What closing a cycle did. ``already``: it had been closed before, nothing was done."""

    cycle: Cycle
    already: bool
    purchases: int = 0
    open_questions: int = 0
    failures: tuple[Any, ...] = ()


def close(work: UnitOfWork, cycle: Cycle, *, early: str = "") -> Closing:
    """Close a cycle and write its purchase orders.

    Whoever submits holds the cycle's row shared and whoever closes holds it alone, so a line is in the closed
    cycle or in the next one, never in both and never in none.

    Args:
        work: The unit of work.
        cycle: The cycle to close.
        early: Why it is closed before its cut-off; needed then.

    Raises:
        Refused: The cut-off has not come and no reason was given, or a plugin that must be told is missing.

    """
    work.need_plugins()
    held = work.conn.execute(_HELD, {"store": work.store_id, "id": cycle.id}).one()
    if held.status == "closed":
        return Closing(cycle=calendar.get(work, cycle.id), already=True)
    now = work.now()
    if held.cutoff_at > now and not early:
        raise Refused(
            _("{cycle} closes at {time}; it is not due yet.").format(
                cycle=cycle.name, time=show(held.cutoff_at, work.answers.time_zone)
            ),
            hint=_("`--early REASON` closes it now."),
        )
    revision = held.revision + 1
    work.conn.execute(
        update(t.cycle)
        .where(t.cycle.c.store_id == work.store_id, t.cycle.c.id == cycle.id)
        .values(status="closed", revision=revision, closed_at=now)
    )
    rows = demand(work, cycle)
    columns = ("cycle_id", "revision", *PURCHASE_COLUMNS)
    work.insert(t.purchase, columns, [(cycle.id, revision, *attrs.astuple(p)) for p in rows])
    asked = work.conn.execute(
        select(func.count())
        .select_from(t.question)
        .where(
            t.question.c.store_id == work.store_id,
            t.question.c.cycle_id == cycle.id,
            t.question.c.status == "open",
        )
    ).scalar_one()
    done = attrs.evolve(cycle, status="closed", revision=revision, closed_at=now)
    work.record(
        "cycle.closed",
        cycle.key,
        cycle_id=cycle.id,
        revision=revision,
        rows=len(rows),
        amount=sum(p.amount for p in rows),
        open_questions=asked,
        early=early,
    )
    before = len(work.failures)
    work.notify("franchise_cycle_closed", cycle=done)
    return Closing(
        cycle=done,
        already=False,
        purchases=len(rows),
        open_questions=asked,
        failures=tuple(work.failures[before:]),
    )


def reopen(work: UnitOfWork, cycle: Cycle, reason: str) -> Cycle:
    """Open a closed cycle again for late orders; its papers stay, the next closing issues new ones.

    Raises:
        UsageProblem: No reason.
        Refused: It is not closed.

    """
    if not reason.strip():
        raise UsageProblem(_("Reopening needs a reason."), hint="--reason …")
    held = work.conn.execute(_HELD, {"store": work.store_id, "id": cycle.id}).one()
    if held.status != "closed":
        raise Refused(_("{cycle} of {day} is not closed.").format(cycle=cycle.name, day=cycle.day))
    work.conn.execute(
        update(t.cycle)
        .where(t.cycle.c.store_id == work.store_id, t.cycle.c.id == cycle.id)
        .values(status="open", closed_at=None)
    )
    work.record("cycle.reopened", cycle.key, cycle_id=cycle.id, revision=held.revision, reason=reason.strip())
    return attrs.evolve(cycle, status="open", revision=held.revision, closed_at=None)


def demand(work: UnitOfWork, cycle: Cycle) -> list[Purchase]:
    """What all groups together want in a cycle, rounded to what suppliers deliver; summed by the database."""
    catalog = Catalog.of(work.setup)
    rows = work.conn.execute(_DEMAND, {"store": work.store_id, "cycle": cycle.id})
    return [_round(catalog.get(row.product), *row) for row in rows]


def _round(
    card: Card | None, supplier: str, product: str, unit: str, wanted: int, name: str, cost: int
) -> Purchase:
    size = card.pack_size if card is not None and card.unit == unit else None
    ordered, packs = wanted, None
    if card is not None and size:
        packs = max(-(-wanted // size), card.moq)
        ordered = packs * size
    return Purchase(
        supplier=supplier,
        product=product,
        unit=unit,
        name=name,
        wanted=wanted,
        ordered=ordered,
        left_over=ordered - wanted,
        pack_size=size,
        pack_unit=card.pack_unit if card is not None and size else "",
        packs=packs,
        cost=cost,
        amount=amounts.amount(ordered, cost),
    )


def purchases(work: UnitOfWork, cycle: Cycle) -> list[Purchase]:
    """The purchase orders of a cycle's last closing, by supplier, product and unit."""
    rows: Iterable[Any] = work.conn.execute(
        select(*(t.purchase.c[name] for name in PURCHASE_COLUMNS))
        .where(
            t.purchase.c.store_id == work.store_id,
            t.purchase.c.cycle_id == cycle.id,
            t.purchase.c.revision == cycle.revision,
        )
        .order_by(t.purchase.c.supplier, t.purchase.c.product, t.purchase.c.unit)
    )
    return [Purchase(**row._mapping) for row in rows]


def sums(work: UnitOfWork) -> dict[int, tuple[int, int]]:
    """Active lines and their amount by cycle id."""
    rows = work.conn.execute(
        select(t.line.c.cycle_id, func.count(), cast(func.sum(t.line.c.amount), BigInteger))
        .where(t.line.c.store_id == work.store_id, t.line.c.status == "active")
        .group_by(t.line.c.cycle_id)
    )
    return {cycle_id: (count, amount) for cycle_id, count, amount in rows}
