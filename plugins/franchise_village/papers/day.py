"""What all papers of one cycle are made of, put together once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import attrs

from franchise import Catalog, Cycle, Group, UnitOfWork, groups, language, orders
from franchise_village import operations
from franchise_village.messages import gettext as _
from franchise_village.operations import Village, mask
from franchise_village.section import Route
from franchise_village.section import Village as Settings

NO_ROUTE: Final = ""


@attrs.frozen(kw_only=True, slots=True)
class Stop:
    """A group that ordered, at its place in the round; ``village`` is None for a group without one."""

    group: Group
    village: Village | None
    lines: list[orders.BookedLine]

    @property
    def name(self) -> str:
        return self.village.name if self.village and self.group.number == 1 else self.group.name

    @property
    def route(self) -> str:
        return self.village.route if self.village else NO_ROUTE


@attrs.frozen(kw_only=True, slots=True)
class Day:
    """A closed cycle's lines, by stop in the order of routes, and the head that every paper has."""

    cycle: Cycle
    stops: list[Stop]
    routes: dict[str, Route]
    place: dict[str, int]
    """Product code → its place in the catalogue's order; retired products come last."""
    store: str
    phone: str
    address: str
    language: str
    currency: str

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """(label, value) lines that say which cycle it is and when it is delivered."""
        return (
            (_("Session"), f"{self.cycle.day} {self.cycle.name}"),
            (_("Delivery"), f"{self.cycle.deliver_on} {self.cycle.deliver_at}".strip()),
        )

    def sorted(self, lines: Iterable[orders.BookedLine]) -> list[orders.BookedLine]:
        """Lines in the catalogue's order, each product's together."""
        last = len(self.place)
        return sorted(
            lines, key=lambda x: (self.place.get(x.product, last), x.product, x.stock_unit, x.line_no)
        )


def day(work: UnitOfWork, cycle: Cycle) -> Day:
    """Put a cycle's lines together; once a transaction."""
    return work.once(("village_day", cycle.id, cycle.revision), lambda: _load(work, cycle))


def _load(work: UnitOfWork, cycle: Cycle) -> Day:
    by_group: defaultdict[str, list[orders.BookedLine]] = defaultdict(list)
    for line in orders.cycle_lines(work, cycle):
        name = mask(line.member)  # some are called by their number
        by_group[line.group].append(line if name == line.member else attrs.evolve(line, member=name))
    villages = operations.by_key(work)
    place = {v: n for n, v in enumerate(villages)}
    stops = [
        Stop(group=g, village=operations.village_of(g, villages), lines=by_group[g.key])
        for g in groups.listed(work)
        if g.key in by_group
    ]
    stops.sort(key=lambda s: (place.get(s.village.key, len(place)) if s.village else len(place), s.group.key))
    settings: Settings = work.setup.get("village")
    answers = work.answers
    with language(answers.language):
        return Day(
            cycle=cycle,
            stops=stops,
            routes=dict(settings.routes),
            place=dict(Catalog.of(work.setup).order),
            store=settings.title or answers.name,
            phone=answers.phone,
            address=answers.address,
            language=answers.language,
            currency=answers.currency,
        )


def route_name(day: Day, key: str) -> str:
    """A route as people call it."""
    route = day.routes.get(key)
    return route.name if route else key or _("no route")
