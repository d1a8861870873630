"""What members have bought: sums over closed cycles, for grades, thresholds and follow-ups."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs
from sqlalchemy import BigInteger, and_, cast, func, select

from franchise.orders import tables as t
from franchise.work import UnitOfWork

_AT_ONCE = 500


@attrs.frozen(kw_only=True, slots=True)
class Spent:
    """What one member has bought: ``amount`` in minor units, in how many cycles, and the last one's day (ISO)."""

    member_id: int
    amount: int
    orders: int
    last_day: str


def spent(
    work: UnitOfWork, members: Collection[int] | None = None, *, products: Iterable[str] = ()
) -> dict[int, Spent]:
    """What members bought in closed cycles, by member id; whoever bought nothing is not there.

    A line counts once its cycle is closed, and no longer when it is taken back before a later closing. One
    statement for every five hundred members asked for.

    Args:
        work: The unit of work.
        members: Whose; everybody's when not given.
        products: Only these products, by code; all when none is named.

    """
    chosen = sorted(products)
    query = (
        select(
            t.line.c.member_id,
            cast(func.sum(t.line.c.amount), BigInteger).label("amount"),
            func.count(t.line.c.cycle_id.distinct()).label("orders"),
            func.max(t.cycle.c.day).label("last_day"),
        )
        .join(t.cycle, and_(t.cycle.c.store_id == t.line.c.store_id, t.cycle.c.id == t.line.c.cycle_id))
        .where(t.line.c.store_id == work.store_id, t.line.c.status == "active", t.cycle.c.status == "closed")
        .group_by(t.line.c.member_id)
        .order_by(t.line.c.member_id)
    )
    if chosen:
        query = query.where(t.line.c.product.in_(chosen))
    if members is None:
        return {row.member_id: Spent(**row._mapping) for row in work.conn.execute(query)}
    ids, found = sorted(members), {}
    for start in range(0, len(ids), _AT_ONCE):
        part = query.where(t.line.c.member_id.in_(ids[start : start + _AT_ONCE]))
        found.update({row.member_id: Spent(**row._mapping) for row in work.conn.execute(part)})
    return found
