"""The loop: look at the clock, fill, sleep until something is due. What it knows is in the database alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

import attrs

from franchise.cadence.filling import Filled, fill
from franchise.clock import Clock
from franchise.errors import FranchiseError
from franchise.work import Store, UnitOfWork

T = TypeVar("T")

EVERY: Final = 300
"""Seconds after which a store's setup and groups are looked at again, at the latest."""
SHORTEST: Final = 0.2


class Program(Protocol):
    """What the loop needs of `franchise.Franchise`."""

    clock: Clock

    def stores(self) -> list[Store]: ...
    def attempt(self, store: str, operation: Callable[[UnitOfWork], T]) -> T: ...


class Waiter(Protocol):
    """Something that lets time pass."""

    def wait(self, seconds: float) -> bool:
        """Wait; True when the loop is to stop."""
        ...


@attrs.frozen
class Sleeper:
    """Waits for real, until it is told to stop."""

    stopped: threading.Event = attrs.field(factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        return self.stopped.wait(seconds)


@attrs.frozen(kw_only=True)
class Failed:
    """A store that could not be filled; the others go on."""

    store: str
    error: FranchiseError


def open_stores(app: Program) -> list[str]:
    """The keys of the stores that are open."""
    return [store.key for store in app.stores() if store.status == "open"]


def fill_stores(app: Program, stores: Sequence[str]) -> list[Filled | Failed]:
    """Fill each store in a transaction of its own."""
    found: list[Filled | Failed] = []
    for name in stores:
        try:
            found.append(app.attempt(name, fill))
        except FranchiseError as error:
            found.append(Failed(store=name, error=error))
    return found


def run(
    app: Program,
    stores: Sequence[str] = (),
    *,
    waiter: Waiter | None = None,
    every: float = EVERY,
    alarm: Callable[[FranchiseError], None] = lambda _error: None,
) -> Iterator[Filled | Failed]:
    """Fill the stores again and again, and give what was done; ends when the waiter says so.

    Killed at any moment and started again, it goes on where the database stands: nothing is posted twice, and
    what was due in between is posted while its window lasts, or written down as missed.

    Args:
        app: The program.
        stores: Which stores; all open ones when none is named.
        waiter: How to wait; for real when not given.
        every: Seconds from one look at a store to the next, at most; windows are met to the second anyway.
        alarm: Told when the stores cannot even be listed, such as a database that is away.

    """
    waiter = waiter or Sleeper()
    wake: dict[str, int] = {}
    before = app.clock.now()
    while True:
        now = app.clock.now()
        if now < before:  # the clock went back: what was worth a look later may be worth one now
            wake.clear()
        before = now
        found: list[Filled | Failed] = []
        try:
            names = stores or open_stores(app)
            found = fill_stores(app, [name for name in names if wake.get(name, now) <= now])
        except FranchiseError as error:
            alarm(error)
            names = ()
        later = now + round(every * 1000)
        for one in found:
            due = one.next_at if isinstance(one, Filled) else None
            wake[one.store] = later if due is None else min(due, later)
        yield from found
        earliest = min((wake.get(name, later) for name in names), default=later)
        if waiter.wait(max((earliest - app.clock.now()) / 1000, SHORTEST)):
            return
