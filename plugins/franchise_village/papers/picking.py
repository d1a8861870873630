"""The hub's pick list: product by product, how much goes to which village (I-218)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from franchise import Column, Cycle, Paper, Table, UnitOfWork
from franchise_village.messages import gettext as _
from franchise_village.papers.day import Stop, day

ACROSS: Final = 12
"""Villages side by side on a landscape page."""


def pick_list(work: UnitOfWork, cycle: Cycle) -> Iterable[Paper]:
    """One paper: a matrix of products and villages; more villages than a page holds go on in further tables."""
    today = day(work, cycle)
    if not today.stops:
        return
    totals: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[str, str] = {}
    for stop in today.stops:
        for line in stop.lines:
            totals[line.product, line.stock_unit] += line.stock_quantity
            names[line.product] = line.name
    last = len(today.place)
    order = sorted(totals, key=lambda k: (today.place.get(k[0], last), *k))
    pages = [today.stops[n : n + ACROSS] for n in range(0, len(today.stops), ACROSS)]
    tables = [_page(stops, order, totals, names, n + 1, len(pages)) for n, stops in enumerate(pages)]
    yield Paper(
        kind="pick_list",
        key="hub",
        title=_("Pick list"),
        language=today.language,
        currency=today.currency,
        facts=(
            (_("Hub"), today.store),
            *today.head,
            (_("Villages"), str(len(today.stops))),
            (_("Products"), str(len(order))),
        ),
        tables=tuple(tables),
        signatures=(_("Picked by"), _("Checked by")),
    )


def _page(
    stops: list[Stop],
    order: list[tuple[str, str]],
    totals: dict[tuple[str, str], int],
    names: dict[str, str],
    number: int,
    count: int,
) -> Table:
    wanted: list[dict[tuple[str, str], int]] = []
    for stop in stops:
        own: dict[tuple[str, str], int] = defaultdict(int)
        for line in stop.lines:
            own[line.product, line.stock_unit] += line.stock_quantity
        wanted.append(own)
    shown = [key for key in order if any(key in own for own in wanted)]
    title = (
        _("Pick list")
        if count == 1
        else _("Pick list {number} of {count}").format(number=number, count=count)
    )
    return Table(
        title=title,
        columns=(
            Column(title=_("Product"), width=24),
            Column(title=_("Unit"), kind="unit", width=6),
            Column(title=_("Total"), kind="quantity", width=9),
            *(Column(title=stop.name, kind="quantity", width=8) for stop in stops),
        ),
        rows=tuple((names[key[0]], key[1], totals[key], *(own.get(key) for own in wanted)) for key in shown),
        wide=True,
    )
