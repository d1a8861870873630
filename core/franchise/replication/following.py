"""Stores that follow a version: found by key, by ring or all of them, and read a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs
from sqlalchemy import Connection, select

from franchise.errors import NotFound, UsageProblem
from franchise.ids import store_id
from franchise.messages import gettext as _
from franchise.stores import tables as t
from franchise.stores.operations import find
from franchise.stores.versions import find_version
from franchise.suggest import did_you_mean

PAGE: Final = 500
_COLUMNS: Final = (
    "store_id",
    "key",
    "status",
    "version",
    "overlay",
    "answers",
    "conflicts",
    "parked",
    "source_store_id",
    "ring",
    "detached",
    "revision",
)


@attrs.frozen(kw_only=True, slots=True)
class Selection:
    """Which stores are meant: named ones, or clones of one source or of any, of one ring or of all."""

    keys: tuple[str, ...] = ()
    source: str = ""
    ring: str = ""

    @property
    def named(self) -> bool:
        return bool(self.keys)


@attrs.frozen(slots=True)
class Follower:
    """One row of the store table; ``overlay``, ``answers``, ``conflicts`` and ``parked`` are JSON still."""

    store_id: int
    key: str
    status: str
    version: str
    overlay: str
    answers: str
    conflicts: str
    parked: str
    source_store_id: int | None
    ring: str
    detached: int
    revision: int


def pages(
    conn: Connection, chosen: Selection, *, hold: bool = False, after: int = -1
) -> Iterator[list[Follower]]:
    """The chosen stores by id, five hundred at a time; ``hold`` keeps their rows until the transaction ends."""
    while page := read_page(conn, chosen, after=after, hold=hold):
        yield page
        after = page[-1].store_id


def read_page(conn: Connection, chosen: Selection, *, after: int, hold: bool = False) -> list[Follower]:
    """The next five hundred of the chosen stores after an id."""
    query = select(*(t.store.c[name] for name in _COLUMNS)).where(t.store.c.store_id > after)
    if chosen.keys:
        query = query.where(t.store.c.store_id.in_(sorted(store_id(key) for key in chosen.keys)))
    elif chosen.source:
        query = query.where(t.store.c.source_store_id == store_id(chosen.source))
    else:
        query = query.where(t.store.c.source_store_id.is_not(None))
    if chosen.ring:
        query = query.where(t.store.c.ring == chosen.ring)
    query = query.order_by(t.store.c.store_id).limit(PAGE)
    rows = conn.execute(query.with_for_update() if hold else query)
    return [Follower(*row) for row in rows]


def check_named(conn: Connection, keys: Sequence[str]) -> None:
    """See that every named store is there.

    Raises:
        NotFound: One is not.

    """
    wanted = {store_id(key): key for key in keys}
    known = set(
        conn.execute(select(t.store.c.store_id).where(t.store.c.store_id.in_(sorted(wanted)))).scalars()
    )
    for identity in sorted(wanted.keys() - known):
        find(conn, wanted[identity])


def check_ring(conn: Connection, ring: str) -> None:
    """See that a ring has stores.

    Raises:
        NotFound: It has none; the hint names the nearest.

    """
    known = list(conn.execute(select(t.store.c.ring).where(t.store.c.ring != "").distinct()).scalars())
    if ring not in known:
        raise NotFound(
            _("No store is in the wave {ring!r}.").format(ring=ring),
            hint=did_you_mean(ring, known) or _("`franchise store ring NAME KEY…` puts stores into one."),
        )


class Newest:
    """The version that a source's clones are to follow: the newest saved from it, or one that was asked for."""

    def __init__(self, conn: Connection, to: str = "", *, known: dict[int, str | None] | None = None) -> None:
        self.conn = conn
        self.fixed = find_version(conn, to) if to else ""
        self._known: dict[int, str | None] = {} if known is None else known

    def of(self, source_store_id: int | None) -> str | None:
        """None: the source has no version to follow, or there is no source."""
        if self.fixed:
            return self.fixed
        if source_store_id is None:
            return None
        if source_store_id not in self._known:
            self._known[source_store_id] = self.conn.execute(
                select(t.store.c.published).where(t.store.c.store_id == source_store_id)
            ).scalar_one_or_none()
        return self._known[source_store_id]

    def source_of(self) -> str:
        """The key of the store that the version asked for was saved from, "" when none was asked for."""
        if not self.fixed:
            return ""
        found = self.conn.execute(
            select(t.version.c.source).where(t.version.c.digest == self.fixed)
        ).scalar_one()
        return found or ""


def only_one(keys: Sequence[str], ring: str, everything: bool) -> None:
    """See that stores are chosen in one way.

    Raises:
        UsageProblem: In none, or in several.

    """
    ways = [bool(keys), bool(ring), everything]
    if sum(ways) != 1:
        raise UsageProblem(
            _("Name the stores, or give --ring, or --all."),
            hint=_("franchise upgrade --ring pilot --dry-run"),
        )
