"""Opening the program for a command: its database, its clock, its store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from franchise.app import Franchise
from franchise.cli.state import State


@contextmanager
def program(state: State) -> Iterator[Franchise]:
    """The program on the database that the options name; closed at the end.

    With FRANCHISE_NOW the clock stands at that time of the store's zone.
    """
    with Franchise.open(state.db or "", actor=state.actor) as app:
        if state.now is not None:
            app.clock = state.clock(_zone(app, state))
        yield app


@contextmanager
def at_store(state: State) -> Iterator[tuple[Franchise, str]]:
    """The program and the key of the store that is meant: the one named, or the only one there is."""
    with program(state) as app:
        yield app, state.store or app.only_store()


def _zone(app: Franchise, state: State) -> str:
    found = [s for s in app.stores() if state.store in {None, s.key}]
    zone = found[0].answers.get("store", {}).get("time_zone") if found else None
    return str(zone or "Asia/Shanghai")
