"""The loop: look at the clock, fill, sleep until something is due. What it knows is in the database alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

import attrs

from franchise.cadence.operations import Filled, fill
from franchise.clock import Clock
from franchise.errors import FranchiseError
from franchise.work import Store, UnitOfWork

T = TypeVar("T")

EVERY: Final = 60
"""Seconds after which setups and groups are looked at again, at the latest."""


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


def fill_stores(app: Program, stores: Sequence[str] = ()) -> list[Filled | Failed]:
    """Fill each store in a transaction of its own; all open ones when none is named."""
    names = stores or [store.key for store in app.stores() if store.status == "open"]
    found: list[Filled | Failed] = []
    for name in names:
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
        every: Seconds between two looks, at most.
        alarm: Told when the stores cannot even be listed, such as a database that is away.

    """
    waiter = waiter or Sleeper()
    while True:
        found: list[Filled | Failed] = []
        try:
            found = fill_stores(app, stores)
        except FranchiseError as error:
            alarm(error)
        yield from found
        now = app.clock.now()
        due = [one.next_at for one in found if isinstance(one, Filled) and one.next_at is not None]
        seconds = min([every, *((at - now) / 1000 for at in due)])
        if waiter.wait(max(seconds, 0.2)):
            return
