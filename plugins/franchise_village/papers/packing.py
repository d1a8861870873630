"""What goes to one village: the partner's packing list, and a slip for each member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from franchise import Column, Cycle, Paper, Table, UnitOfWork, orders
from franchise_village.messages import gettext as _
from franchise_village.operations import mask
from franchise_village.papers.day import Day, Stop, day, route_name


def packing_list(work: UnitOfWork, cycle: Cycle) -> Iterable[Paper]:
    """One paper per village: rows by member, then the same goods by product, a line to sign."""
    today = day(work, cycle)
    for stop in today.stops:
        yield Paper(
            kind="packing_list",
            key=stop.group.key,
            title=_("Packing list: {village}").format(village=stop.name),
            language=today.language,
            currency=today.currency,
            facts=_head(today, stop),
            tables=(_by_member(today, stop), _by_product(today, stop)),
            signatures=(_("Packed by"), _("Driver"), _("Partner")),
            plain=_plain(today, stop),
        )


def pickup_slips(work: UnitOfWork, cycle: Cycle) -> Iterable[Paper]:
    """One paper per village: a slip for each member, many to a page."""
    today = day(work, cycle)
    for stop in today.stops:
        yield Paper(
            kind="pickup_slips",
            key=stop.group.key,
            title=_("Pick-up slips: {village}").format(village=stop.name),
            language=today.language,
            currency=today.currency,
            facts=((_("Store"), today.store), *today.head),
            tables=tuple(_slip(today, stop, lines) for lines in _members(stop)),
            layout="slips",
        )


def _head(today: Day, stop: Stop) -> tuple[tuple[str, str], ...]:
    village = stop.village
    facts = [(_("Store"), today.store), *today.head]
    if village is not None:
        if village.partner:
            facts.append((_("Partner"), " ".join(x for x in (village.partner, mask(village.phone)) if x)))
        if village.address:
            facts.append((_("Address"), village.address))
        route = today.routes.get(village.route)
        stop_no = _("{route}, stop {stop}").format(route=route_name(today, village.route), stop=village.stop)
        facts.append((_("Route"), stop_no))
        if route and route.departs:
            facts.append((_("Departs"), route.departs))
    people = len({line.member_id for line in stop.lines})
    facts.append((_("Members"), str(people)))
    return tuple(facts)


def _members(stop: Stop) -> list[list[orders.BookedLine]]:
    """The lines of each member, members in the order in which they first ordered."""
    by_member: defaultdict[int, list[orders.BookedLine]] = defaultdict(list)
    for line in stop.lines:
        by_member[line.member_id].append(line)
    return list(by_member.values())


def _note(line: orders.BookedLine) -> str:
    """The member's wish, and the unit it was written in where another is counted; phone numbers masked."""
    parts = [mask(line.note)] if line.note else []
    if line.unit != line.stock_unit:
        parts.append(_("ordered as {amount}").format(amount=orders.said(line.quantity, line.unit)))
    if line.late:
        parts.append(_("late order"))
    return "；".join(parts)


def _by_member(today: Day, stop: Stop) -> Table:
    rows = [
        (line.member, line.name, line.stock_quantity, line.stock_unit, line.price, line.amount, _note(line))
        for lines in _members(stop)
        for line in today.sorted(lines)
    ]
    return Table(
        title=_("By member"),
        columns=(
            Column(title=_("Member"), width=14),
            Column(title=_("Product"), width=24),
            Column(title=_("Quantity"), kind="quantity", width=9),
            Column(title=_("Unit"), kind="unit", width=6),
            Column(title=_("Price"), kind="money", width=9),
            Column(title=_("Amount"), kind="money", width=10),
            Column(title=_("Note"), width=20),
        ),
        rows=tuple(rows),
        totals=(_("Total"), "", None, "", None, sum(line.amount for line in stop.lines), ""),
        span=1,
    )


def _by_product(today: Day, stop: Stop) -> Table:
    totals: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[str, str] = {}
    for line in stop.lines:
        totals[line.product, line.stock_unit] += line.stock_quantity
        names[line.product] = line.name
    last = len(today.place)
    order = sorted(totals, key=lambda k: (today.place.get(k[0], last), *k))
    return Table(
        title=_("By product"),
        columns=(
            Column(title=_("Product"), width=24),
            Column(title=_("Quantity"), kind="quantity", width=9),
            Column(title=_("Unit"), kind="unit", width=6),
            Column(title=_("Received"), width=12),
        ),
        rows=tuple((names[key[0]], totals[key], key[1], "") for key in order),
    )


def _slip(today: Day, stop: Stop, lines: list[orders.BookedLine]) -> Table:
    return Table(
        title=lines[0].member,
        columns=(
            Column(title=_("Product"), width=20),
            Column(title=_("Quantity"), kind="quantity", width=8),
            Column(title=_("Unit"), kind="unit", width=5),
            Column(title=_("Amount"), kind="money", width=9),
            Column(title=_("Note"), width=14),
        ),
        rows=tuple(
            (line.name, line.stock_quantity, line.stock_unit, line.amount, _note(line))
            for line in today.sorted(lines)
        ),
        totals=(_("Total"), None, "", sum(line.amount for line in lines), ""),
        facts=((_("Village"), stop.name),),
    )


def _plain(today: Day, stop: Stop) -> str:
    """The list as a partner sends it into her group: who gets what."""
    out = [
        _("{village} {session}, delivered {day} {part}").format(
            village=stop.name,
            session=today.cycle.name,
            day=today.cycle.deliver_on,
            part=today.cycle.deliver_at,
        )
    ]
    for number, lines in enumerate(_members(stop), 1):
        goods = "，".join(
            f"{line.name} {orders.said(line.stock_quantity, line.stock_unit)}" for line in today.sorted(lines)
        )
        out.append(f"{number}. {lines[0].member}：{goods}")
    return "\n".join(out)
