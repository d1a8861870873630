"""Closing as people do it: the decisive transaction first, then the papers, each once however often it is run."""

from __future__ import annotations

import attrs

from franchise.app import Franchise
from franchise.orders import calendar, closing
from franchise.orders.closing import Closing
from franchise.orders.values import Cycle
from franchise.reports import operations as reports
from franchise.reports.kinds import report_kinds
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True)
class Closed:
    """A closed cycle of a store, with the number of its papers."""

    store: str
    closing: Closing
    papers: int


def close_due(app: Franchise, store: str) -> list[Closed]:
    """Close every cycle of a store that is due, and finish what an interrupted run left without papers."""
    with app.view(store) as work:
        due = [c.id for c in calendar.due(work)] + reports.unissued(work)
    done = [_decide(app, store, identity, "") for identity in due]  # no paper holds up a cut-off
    return [Closed(store=store, closing=c, papers=issue(app, store, c.cycle)) for c in done]


def close_one(app: Franchise, store: str, key: str, *, early: str = "") -> Closed:
    """Close one cycle by its name."""
    with app.view(store) as work:
        identity = calendar.find(work, key).id
    done = _decide(app, store, identity, early)
    return Closed(store=store, closing=done, papers=issue(app, store, done.cycle))


def _decide(app: Franchise, store: str, identity: int, early: str) -> Closing:
    def decide(work: UnitOfWork) -> Closing:
        return closing.close(work, calendar.get(work, identity), early=early)

    return app.attempt(store, decide)


def issue(app: Franchise, store: str, cycle: Cycle) -> int:
    """Issue a closed cycle's papers; those that are there already are counted."""

    def make(work: UnitOfWork) -> int:
        return len(reports.issue(work, cycle, report_kinds(work.plugins, work.scope)))

    return app.attempt(store, make)
