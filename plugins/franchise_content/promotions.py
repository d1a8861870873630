"""Promotions as they are noted: looked up, counted, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import delete, func, select

from franchise import Group, NotFound, UnitOfWork, groups
from franchise_content import tables as t
from franchise_content.messages import gettext as _
from franchise_content.offers import product_key
from franchise_content.settings import settings_of

if TYPE_CHECKING:
    from sqlalchemy import Select

_c: Final = t.promotion.c


@attrs.frozen(kw_only=True, slots=True)
class Promotion:
    """A promotion as it is noted. ``day`` is ISO, ``at`` UTC milliseconds; prices are minor units for one unit."""

    group: str
    group_id: int
    day: str
    at: int
    form: str
    product: str
    name: str
    unit: str
    price: int
    usual: int
    minutes: int
    pieces: int


def between(work: UnitOfWork, from_day: date, days: int, group: Group | None = None) -> list[Promotion]:
    """The promotions of some days, by time; of one group, or of all. Two statements.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    settings_of(work)
    query = _near(work, from_day, days)
    return noted(work, query if group is None else query.where(_c.group_id == group.id))


def _near(work: UnitOfWork, from_day: date, days: int) -> Select[Any]:
    """The rows of some days, by time."""
    last = from_day + timedelta(days=days - 1)
    return (
        select(t.promotion)
        .where(_c.store_id == work.store_id, _c.day >= from_day.isoformat(), _c.day <= last.isoformat())
        .order_by(_c.at, _c.group_id, _c.form, _c.product, _c.unit, _c.price, _c.minutes, _c.pieces)
    )


def noted(work: UnitOfWork, query: Select[Any]) -> list[Promotion]:
    """The promotions of a query; two statements."""
    keys = work.once(("content.groups",), lambda: {group.id: group.key for group in groups.listed(work)})
    out = []
    for row in work.conn.execute(query):
        values = {name: value for name, value in row._mapping.items() if name != "store_id"}
        out.append(Promotion(group=keys.get(row.group_id, ""), name=name_of(work, row.product), **values))
    return out


def nearest(work: UnitOfWork, group: Group | None, day: str) -> dict[str, str]:
    """Product → the day nearest to a day on which it was promoted or is to be; one statement."""
    before = func.max(_c.day).filter(_c.day <= day)
    after = func.min(_c.day).filter(_c.day > day)
    query = select(_c.product, before, after).where(_c.store_id == work.store_id).group_by(_c.product)
    if group is not None:
        query = query.where(_c.group_id == group.id)
    middle = date.fromisoformat(day)
    return {
        product: min(
            (one for one in (last, following) if one),
            key=lambda one: (abs((date.fromisoformat(one) - middle).days), one),
        )
        for product, last, following in work.conn.execute(query)
    }


def drop(work: UnitOfWork, product: str, group: Group, day: date) -> int:
    """Take back that a product was promoted in a group on a day; gives how many posts are no longer noted.

    Raises:
        NotFound: No such product, or it was not promoted.

    """
    settings_of(work)
    code = product_key(work, product)
    gone = work.conn.execute(
        delete(t.promotion).where(
            _c.store_id == work.store_id,
            _c.group_id == group.id,
            _c.day == day.isoformat(),
            _c.product == code,
        )
    ).rowcount
    if not gone:
        raise NotFound(
            _("{product} is not promoted in {group} on {day}.").format(
                product=name_of(work, code), group=group.name, day=day.isoformat()
            ),
            hint=_("`franchise content promotion list` shows what is."),
        )
    work.record("content.promotion_dropped", group.key, group_id=group.id, product=code, day=day.isoformat())
    return gone


def name_of(work: UnitOfWork, product: str) -> str:
    """A product's name, or its key where the catalogue has it no longer."""
    found = work.setup.get("catalog").get(product)
    return str(found.name) if found is not None else product
