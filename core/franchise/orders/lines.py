"""Booked lines: made of a wish and the product as it is now, read from and written to their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
from sqlalchemy import and_, bindparam, select, update

from franchise import amounts
from franchise.catalog.section import Card
from franchise.groups import tables as g
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import tables as t
from franchise.orders.values import Cycle, Line, Wish
from franchise.work import UnitOfWork

_FIELDS: Final = tuple(f.name for f in attrs.fields(Line))
_COLUMNS: Final = tuple(t.line.c[name] for name in _FIELDS)
MAX_NOTE: Final = 200
MAX_RAW: Final = 400
_WRITTEN: Final = ("cycle_id", "group_id", *_FIELDS, "revision")
_LINES: Final = select(t.line.c.cycle_id, *_COLUMNS).where(
    t.line.c.store_id == bindparam("store"),
    t.line.c.cycle_id.in_(bindparam("cycles", expanding=True)),
    t.line.c.group_id == bindparam("group"),
)
_REWRITE: Final = (
    update(t.line)
    .where(
        t.line.c.store_id == bindparam("store_"),
        t.line.c.cycle_id == bindparam("cycle_"),
        t.line.c.group_id == bindparam("group_"),
        t.line.c.line_no == bindparam("line_"),
    )
    .values(
        {name: bindparam(name) for name in _FIELDS if name != "line_no"} | {"revision": bindparam("revision")}
    )
)


def sheet_lines(work: UnitOfWork, group: Group, cycles: Sequence[int]) -> list[tuple[int, Line]]:
    """The lines of a group in some cycles, with their cycle's id, in the order they were booked."""
    if not cycles:
        return []
    scope = {"store": work.store_id, "cycles": list(cycles), "group": group.id}
    rows = work.conn.execute(_LINES, scope)
    found = [(row[0], as_line(row[1:])) for row in rows]
    return sorted(found, key=lambda x: (x[0], x[1].line_no))


def as_line(row: Sequence[Any]) -> Line:
    """A line from a row of the line's columns."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["late"] = bool(values["late"])
    return Line(**values)


def said(quantity: int, unit: str) -> str:
    """An amount in words: ``3.5斤``."""
    return f"{amounts.format_quantity(quantity)}{unit}"


def amount_doubt(card: Card | None, wish: Wish) -> tuple[str, str] | None:
    """Why a wish cannot be counted as it stands: a question's code and sentence, or None when it can."""
    if card is None or not card.active:
        name = wish.product if card is None else card.name
        return "not_offered", _("{product} is not in the catalogue now.").format(product=name)
    unit = card.units.get(wish.unit)
    if unit is None:
        return "unknown_unit", _("{product} is not sold by {unit}; it is sold by {units}.").format(
            product=card.name, unit=wish.unit or "?", units=_(", ").join(card.units)
        )
    counted = unit.stock(wish.quantity)
    if counted is None or not 0 < counted <= amounts.MAX_QUANTITY:
        return "quantity_limit", _("{quantity} {unit} of {product} cannot be counted.").format(
            quantity=amounts.format_quantity(wish.quantity), unit=wish.unit, product=card.name
        )
    if len(wish.note) > MAX_NOTE:
        return "note_too_long", _("The note is longer than {limit} characters.").format(limit=MAX_NOTE)
    if counted % card.step and unit.stock_unit == card.unit:
        return "quantity_step", _("{product} is sold in steps of {step} {unit}.").format(
            product=card.name, step=amounts.format_quantity(card.step), unit=card.unit
        )
    return None


def make_line(
    card: Card, wish: Wish, *, line_no: int, member_id: int, thread: int, needed_on: str, late: bool
) -> Line:
    """A line with its snapshot of the product as it is now."""
    unit = card.units[wish.unit]
    stock = unit.stock(wish.quantity)
    assert stock is not None
    return Line(
        line_no=line_no,
        member_id=member_id,
        product=card.code,
        name=card.name,
        supplier=card.supplier,
        quantity=wish.quantity,
        unit=wish.unit,
        stock_quantity=stock,
        stock_unit=unit.stock_unit,
        price=unit.price,
        cost=unit.cost,
        amount=amounts.amount(stock, unit.price),
        note=wish.note.replace("\0", ""),
        raw=wish.raw[:MAX_RAW].replace("\0", ""),
        thread=thread,
        needed_on=needed_on,
        late=late,
        status="active",
    )


def rewrite(work: UnitOfWork, cycle_id: int, group_id: int, lines: Iterable[Line], revision: int) -> None:
    """Write changed lines over their rows."""
    scope = {"store_": work.store_id, "cycle_": cycle_id, "group_": group_id, "revision": revision}
    rows: list[Mapping[str, Any]] = []
    for line in lines:
        values = attrs.asdict(line)
        values["late"] = int(line.late)
        values["line_"] = values.pop("line_no")
        rows.append({**scope, **values})
    work.conn.execute(_REWRITE, rows)


def insert_lines(
    work: UnitOfWork, cycle_id: int, group_id: int, lines: Iterable[Line], revision: int
) -> None:
    """Write new lines in one statement."""
    rows = [
        (
            cycle_id,
            group_id,
            x.line_no,
            x.member_id,
            x.product,
            x.name,
            x.supplier,
            x.quantity,
            x.unit,
            x.stock_quantity,
            x.stock_unit,
            x.price,
            x.cost,
            x.amount,
            x.note,
            x.raw,
            x.thread,
            x.needed_on,
            int(x.late),
            x.status,
            revision,
        )
        for x in lines
    ]
    work.insert(t.line, _WRITTEN, rows)


@attrs.define(slots=True)
class BookedLine:
    """A line of a closed cycle with the names that papers need; amounts as in `franchise.Line`."""

    group: str
    group_name: str
    member_id: int
    member: str
    line_no: int
    product: str
    name: str
    supplier: str
    quantity: int
    unit: str
    stock_quantity: int
    stock_unit: str
    price: int
    amount: int
    note: str
    late: int


_BOOKED: Final = (
    select(
        g.group.c.key,
        g.group.c.name,
        t.line.c.member_id,
        g.nickname.c.shown,
        t.line.c.line_no,
        t.line.c.product,
        t.line.c.name,
        t.line.c.supplier,
        t.line.c.quantity,
        t.line.c.unit,
        t.line.c.stock_quantity,
        t.line.c.stock_unit,
        t.line.c.price,
        t.line.c.amount,
        t.line.c.note,
        t.line.c.late,
    )
    .select_from(t.line)
    .join(g.group, and_(g.group.c.store_id == t.line.c.store_id, g.group.c.id == t.line.c.group_id))
    .outerjoin(
        g.nickname,
        and_(
            g.nickname.c.store_id == t.line.c.store_id,
            g.nickname.c.group_id == t.line.c.group_id,
            g.nickname.c.member_id == t.line.c.member_id,
            g.nickname.c.main == 1,
        ),
    )
    .where(
        t.line.c.store_id == bindparam("store"),
        t.line.c.cycle_id == bindparam("cycle"),
        t.line.c.status == "active",
    )
)


def cycle_lines(work: UnitOfWork, cycle: Cycle) -> list[BookedLine]:
    """Every active line of a cycle, by group, then in the order booked; one statement, once a transaction."""

    def load() -> list[BookedLine]:
        rows = work.conn.execute(_BOOKED, {"store": work.store_id, "cycle": cycle.id})
        found = [BookedLine(*tuple(row)) for row in rows]
        for line in found:
            if line.member is None:  # erased: the sums stay
                line.member = f"#{line.member_id % 10_000}"
        found.sort(key=lambda x: (x.group, x.line_no))
        return found

    return work.once(("cycle_lines", cycle.id, cycle.revision), load)


def cycle_groups(work: UnitOfWork, cycle: Cycle) -> list[str]:
    """Keys of the groups that ordered something in a cycle."""
    rows = work.conn.execute(
        select(g.group.c.key)
        .join(t.line, and_(t.line.c.store_id == g.group.c.store_id, t.line.c.group_id == g.group.c.id))
        .where(
            g.group.c.store_id == work.store_id,
            t.line.c.store_id == work.store_id,
            t.line.c.cycle_id == cycle.id,
            t.line.c.status == "active",
        )
        .distinct()
        .order_by(g.group.c.key)
    )
    return list(rows.scalars())
