"""What differs: between a store and HQ's newest version, between two stores or versions, and in a whole fleet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from sqlalchemy import Connection, select

from franchise.errors import FranchiseError, NotFound
from franchise.messages import gettext as _
from franchise.replication.following import Follower, Newest, Selection, pages
from franchise.replication.leaves import ABSENT, Change, State, count
from franchise.replication.merging import merge
from franchise.setups import Document, make_patch
from franchise.setups.documents import HEAD
from franchise.stores import operations as stores
from franchise.stores import tables as t
from franchise.stores.versions import find_version
from franchise.work import Store

if TYPE_CHECKING:
    from franchise.app import Franchise

NONE: dict[State, int] = {"hq-only": 0, "local-only": 0, "conflict": 0, "locked-drift": 0}
_MEMO = 512


@attrs.frozen(kw_only=True)
class Difference:
    """What differs between ``ours`` and ``theirs``, seen from ``base``; all three are digests of versions."""

    base: str
    ours: str
    theirs: str
    changes: tuple[Change, ...]

    @property
    def exit_status(self) -> int:
        """0: nothing differs; 2: something does; 3: there are conflicts, or drift in what is locked."""
        states = {change.state for change in self.changes}
        return 3 if states & {"conflict", "locked-drift"} else 2 if states else 0


@attrs.frozen(kw_only=True)
class FleetRow:
    """One clone of a fleet: what it follows, and how many leaves are in which state."""

    store: str
    status: str
    ring: str
    version: str
    newest: str
    detached: bool
    counts: Mapping[State, int]
    problem: str = ""


def with_newest(app: Franchise, conn: Connection, key: str) -> Difference:
    """A store against its source's newest version; one that is nobody's clone against the version it follows."""
    store = stores.find(conn, key)
    target = Newest(conn).of(store.source_store_id) or store.version
    return _against(app, conn, store, target)


def between(app: Franchise, conn: Connection, one: str, other: str) -> Difference:
    """Two stores or versions, each by key or by the first digits of a digest.

    Of two stores, ``local-only`` is what only the first has changed and ``hq-only`` what only the second has; of two
    versions everything is ``hq-only``.

    Raises:
        NotFound: There is no such store or version.

    """
    first, second = _side(conn, one), _side(conn, other)
    if isinstance(first, Store) and isinstance(second, str):
        return _against(app, conn, first, second)
    ours, theirs = _document(app, conn, first), _document(app, conn, second)
    here = first.version if isinstance(first, Store) else first
    there = second.version if isinstance(second, Store) else second
    base_digest = here if isinstance(first, str) else _common(conn, here, there)
    base = app.document(conn, base_digest)
    patch = make_patch(_plain(base), _plain(ours))
    merged = merge(app.schema, base, patch, theirs, check=False)
    return Difference(base=base_digest, ours=here, theirs=there, changes=_shown(merged.changes))


def fleet(app: Franchise, conn: Connection, source: str, to: str = "") -> Iterator[FleetRow]:
    """Every clone of a store, by id, a page at a time; equal ones are compared once.

    Raises:
        NotFound: There is no such store or version.

    """
    stores.find(conn, source)
    newest = Newest(conn, to)
    known: dict[tuple[str, str, str, str], tuple[Mapping[State, int], str]] = {}
    for page in pages(conn, Selection(source=source)):
        for row in page:
            target = newest.of(row.source_store_id) or row.version
            key = (row.version, row.overlay, row.conflicts, target)
            if key not in known:
                if len(known) >= _MEMO:
                    known.clear()
                known[key] = _counted(app, conn, row, target)
            counts, problem = known[key]
            if drift := len(answers_drift(app, json.loads(row.answers))):
                counts = {**counts, "locked-drift": counts["locked-drift"] + drift}
            yield FleetRow(
                store=row.key,
                status=row.status,
                ring=row.ring,
                version=row.version,
                newest=target,
                detached=bool(row.detached),
                counts=counts,
                problem=problem,
            )


def answers_drift(app: Franchise, answers: Mapping[str, Any]) -> list[Change]:
    """What stands among a store's answers and is none of them: somebody went behind the program's back."""
    return [
        Change(
            path=leaf.path,
            state="locked-drift",
            does="keep",
            rule=leaf.rule,
            base=ABSENT,
            ours=leaf.value,
            theirs=ABSENT,
        )
        for leaf in app.schema.leaves(answers)
        if leaf.rule != "local" and leaf.path[0] in app.schema.shapes and leaf.value != {}
    ]


def _against(app: Franchise, conn: Connection, store: Store, target: str) -> Difference:
    base, theirs = app.document(conn, store.version), app.document(conn, target)
    merged = merge(app.schema, base, store.overlay, theirs, store.conflicts, check=False)
    changes = (*_shown(merged.changes), *answers_drift(app, store.answers))
    return Difference(base=store.version, ours=store.version, theirs=target, changes=changes)


def _counted(app: Franchise, conn: Connection, row: Follower, target: str) -> tuple[Mapping[State, int], str]:
    if row.version == target and row.overlay == "{}":
        return NONE, ""
    try:
        base, theirs = app.document(conn, row.version), app.document(conn, target)
        overlay, conflicts = json.loads(row.overlay), json.loads(row.conflicts)
        merged = merge(app.schema, base, overlay, theirs, conflicts, check=False)
    except FranchiseError as error:
        return NONE, str(error)
    return count(merged.changes), ""


def _shown(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(sorted((c for c in changes if c.state != "same"), key=lambda c: c.path))


def _plain(doc: Document) -> dict[str, Any]:
    return {name: doc.body[name] for name in doc.sections if name != HEAD}


def _side(conn: Connection, text: str) -> Store | str:
    """A store by its key, else a version's digest by its first digits."""
    try:
        return stores.find(conn, text)
    except NotFound as no_store:
        try:
            return find_version(conn, text)
        except FranchiseError:
            raise NotFound(
                _("There is no store and no setup version {text!r}.").format(text=text[:70]),
                hint=no_store.hint,
            ) from None


def _document(app: Franchise, conn: Connection, side: Store | str) -> Document:
    """A version, or what is effective in a store without its answers."""
    if isinstance(side, str):
        return app.document(conn, side)
    effective = app.schema.effective(app.document(conn, side.version), side.overlay)
    return app.schema.restore(app.schema.without_local(effective.body))


def _common(conn: Connection, one: str, other: str) -> str:
    """The newest version that both come from; the first where there is none."""
    line = _parents(conn, one)
    for digest in _parents(conn, other):
        if digest in line:
            return digest
    return one


def _parents(conn: Connection, digest: str) -> list[str]:
    found: list[str] = []
    here: str | None = digest
    while here is not None and here not in found:
        found.append(here)
        here = conn.execute(select(t.version.c.parent).where(t.version.c.digest == here)).scalar_one_or_none()
    return found
