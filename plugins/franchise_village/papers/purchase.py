"""The supplier report: a purchase order, and the same goods by village (C-15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from franchise import Column, Cycle, Paper, Table, UnitOfWork, amounts, orders
from franchise_village.messages import gettext as _
from franchise_village.papers.day import Day, day


def purchase_order(work: UnitOfWork, cycle: Cycle) -> Iterable[Paper]:
    """One purchase order per supplier: what is wanted, what is ordered in whole packs, what it costs.

    The second table shows the wanted quantities by village, in the order of the rounds.
    """
    today = day(work, cycle)
    suppliers = work.setup.get("suppliers")
    by_supplier = defaultdict(list)
    for stop in today.stops:
        for line in stop.lines:
            by_supplier[line.supplier].append((stop.name, line))
    for key, rows in groupby(orders.purchases(work, cycle), key=lambda p: p.supplier):
        supplier = suppliers.get(key)
        name = supplier.name if supplier else key
        contact = " ".join(x for x in (supplier.contact, supplier.phone) if x) if supplier else ""
        listed = sorted(rows, key=lambda p: (today.place.get(p.product, len(today.place)), p.product, p.unit))
        total = sum(p.amount for p in listed)
        notes = []
        if supplier and supplier.delivery_note:
            notes.append(supplier.delivery_note)
        if supplier and total < supplier.minimum_amount:
            notes.append(
                _("The order is below this supplier's minimum of {amount}.").format(
                    amount=amounts.format_money(supplier.minimum_amount)
                )
            )
        yield Paper(
            kind="purchase_order",
            key=key,
            title=_("Purchase order: {supplier}").format(supplier=name),
            language=today.language,
            currency=today.currency,
            facts=(
                (_("Supplier"), name),
                *(((_("Contact"), contact),) if contact else ()),
                (_("Buyer"), " ".join(x for x in (today.store, today.phone) if x)),
                *(((_("Deliver to"), today.address),) if today.address else ()),
                *today.head,
                (_("Number"), f"{cycle.day}-{cycle.session}-{key}-{cycle.revision}"),
            ),
            tables=(_totals(listed, total), _by_village(today, by_supplier[key])),
            notes=tuple(notes),
            signatures=(_("Ordered by"), _("Supplier")),
            plain=_plain(today, name, listed, total, notes),
        )


def _plain(today: Day, supplier: str, rows: list[orders.Purchase], total: int, notes: list[str]) -> str:
    """The order as it is sent to a supplier: how many packs of what, and when."""
    out = [
        _("{supplier}: order of {store}, {session}").format(
            supplier=supplier, store=today.store, session=f"{today.cycle.day} {today.cycle.name}"
        )
    ]
    for number, p in enumerate(rows, 1):
        amount = orders.said(p.ordered, p.unit)
        if p.packs and p.pack_size:
            pack = p.pack_unit or _("pack")
            size = orders.said(p.pack_size, p.unit)
            amount = _("{packs}{pack} ({size} each, {amount} in all)").format(
                packs=p.packs, pack=pack, size=size, amount=amount
            )
        out.append(f"{number}. {p.name} {amount}")
    out.append(_("Total ¥{amount}").format(amount=amounts.format_money(total)))
    if today.address or today.phone:
        out.append(
            _("Deliver to: {address} {phone}").format(address=today.address, phone=today.phone).strip()
        )
    out += notes
    return "\n".join(out)


def _totals(rows: list[orders.Purchase], total: int) -> Table:
    return Table(
        title=_("Order"),
        columns=(
            Column(title=_("Product"), width=26),
            Column(title=_("Unit"), kind="unit", width=6),
            Column(title=_("Wanted"), kind="quantity", width=10),
            Column(title=_("Pack"), width=12),
            Column(title=_("Packs"), kind="count", width=7),
            Column(title=_("Ordered"), kind="quantity", width=10),
            Column(title=_("Left over"), kind="quantity", width=9),
            Column(title=_("Cost"), kind="money", width=10),
            Column(title=_("Amount"), kind="money", width=12),
        ),
        rows=tuple(
            (
                p.name,
                p.unit,
                p.wanted,
                f"{amounts.format_quantity(p.pack_size)}{p.unit}/{p.pack_unit or _('pack')}"
                if p.pack_size
                else "",
                p.packs,
                p.ordered,
                p.left_over or None,
                p.cost,
                p.amount,
            )
            for p in rows
        ),
        totals=(_("Total"), "", None, "", None, None, None, None, total),
    )


def _by_village(today: Day, lines: list[tuple[str, orders.BookedLine]]) -> Table:
    wanted: dict[tuple[str, str, str], int] = defaultdict(int)
    names: dict[str, str] = {}
    place: dict[str, int] = {}
    for village, line in lines:
        wanted[village, line.product, line.stock_unit] += line.stock_quantity
        names[line.product] = line.name
        place.setdefault(village, len(place))
    last = len(today.place)
    order = sorted(wanted, key=lambda k: (place[k[0]], today.place.get(k[1], last), k[1], k[2]))
    return Table(
        title=_("By village"),
        columns=(
            Column(title=_("Village"), width=16),
            Column(title=_("Product"), width=26),
            Column(title=_("Quantity"), kind="quantity", width=10),
            Column(title=_("Unit"), kind="unit", width=6),
        ),
        rows=tuple((key[0], names[key[1]], wanted[key], key[2]) for key in order),
        span=1,
    )
