"""Praise that may be used: of members who agreed, masked unless they want to be named (I-178)."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select

from franchise import UnitOfWork, groups
from franchise_content import tables as t
from franchise_content.messages import gettext as _
from franchise_content.praise import Praised, as_praise
from franchise_content.praising import masked

_c: Final = t.praise.c


def quote(work: UnitOfWork, day: date, product: str = "") -> str:
    """One member's praise, of a product where one is given; "" where nobody has agreed. At most four statements.

    Of several they take turns from day to day.
    """
    query = select(t.praise).where(_c.store_id == work.store_id, _c.status == "yes").order_by(_c.number)
    if product:
        query = query.where(_c.product == product)
    found = [as_praise(row) for row in work.conn.execute(query)]
    if not found:
        return ""
    chosen = found[day.toordinal() % len(found)]
    return _("“{words}” – {name}").format(words=chosen.text, name=name_of(work, chosen))


def name_of(work: UnitOfWork, praise: Praised) -> str:
    """What a member who agreed is called to others: by name where he wants it, else so that nobody knows him."""
    group = next((one for one in groups.listed(work) if one.id == praise.group_id), None)
    known = groups.members(work, group, [praise.member_id]) if group is not None else []
    if not known or not known[0].names:
        return _("a member")
    return known[0].name if praise.named else masked(known[0].name)
