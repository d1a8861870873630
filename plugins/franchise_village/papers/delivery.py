"""The van's round: the stops in order, what is unloaded at each (I-216)."""

from __future__ import annotations

from collections.abc import Iterable

from franchise import Column, Cycle, Paper, Table, UnitOfWork
from franchise_village.messages import gettext as _
from franchise_village.operations import mask
from franchise_village.papers.day import Day, Stop, day, route_name


def delivery_run(work: UnitOfWork, cycle: Cycle) -> Iterable[Paper]:
    """One paper per route: its stops, with partner, address, members and the value of the goods."""
    today = day(work, cycle)
    rounds: dict[str, list[Stop]] = {}
    for stop in today.stops:
        rounds.setdefault(stop.route, []).append(stop)
    for key, stops in rounds.items():
        route = today.routes.get(key)
        name = route_name(today, key)
        facts = [(_("Store"), today.store), *today.head]
        if route and route.driver:
            facts.append((_("Driver"), route.driver))
        if route and route.departs:
            facts.append((_("Departs"), route.departs))
        yield Paper(
            kind="delivery_run",
            key=key or "_none",  # no route can be called so
            title=_("Delivery run: {route}").format(route=name),
            language=today.language,
            currency=today.currency,
            facts=tuple(facts),
            tables=(_stops(today, stops),),
            signatures=(_("Driver"),),
        )


def _stops(today: Day, stops: list[Stop]) -> Table:
    rows = []
    for number, stop in enumerate(stops, 1):
        village = stop.village
        rows.append(
            (
                village.stop if village and village.stop else number,
                stop.name,
                " ".join(x for x in (village.partner, mask(village.phone)) if x) if village else "",
                village.address if village else "",
                len({line.member_id for line in stop.lines}),
                len({(line.product, line.stock_unit) for line in stop.lines}),
                sum(line.amount for line in stop.lines),
                "",
            )
        )
    return Table(
        title=route_name(today, stops[0].route),
        columns=(
            Column(title=_("Stop"), kind="count", width=6),
            Column(title=_("Village"), width=14),
            Column(title=_("Partner"), width=20),
            Column(title=_("Address"), width=30),
            Column(title=_("Members"), kind="count", width=8),
            Column(title=_("Products"), kind="count", width=8),
            Column(title=_("Amount"), kind="money", width=11),
            Column(title=_("Signature"), width=14),
        ),
        rows=tuple(rows),
        totals=(
            None,
            _("Total"),
            "",
            "",
            sum(r[4] for r in rows),
            None,
            sum(r[6] for r in rows),
            "",
        ),
        wide=True,
    )
