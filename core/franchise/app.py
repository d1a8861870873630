"""Everything put together: the database, the plugins, the schema of setups, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import attrs
from sqlalchemy import Connection

from franchise.catalog.section import CATALOG, SUPPLIERS
from franchise.clock import Clock, SystemClock
from franchise.errors import UsageProblem
from franchise.groups.section import SECTION as GROUPS
from franchise.ids import Ids
from franchise.messages import gettext as _
from franchise.orders.section import SECTION as ORDERS
from franchise.plugins import Plugins
from franchise.setups import DeferredSection, Document, Effective, Schema, Section
from franchise.storage import CORE_SOURCE, Database, MigrationSource, is_retryable
from franchise.stores import operations as stores
from franchise.stores.section import SECTION as STORE
from franchise.work import Store, UnitOfWork

ATTEMPTS = 5
T = TypeVar("T")


class _Undo(Exception):  # no error: the way out of a rehearsal
    pass


def default_url() -> str:
    """The embedded database in the platform's folder for user data."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('franchise', appauthor=False) / 'franchise.db'}"


def _mechanisms(plugins: Plugins) -> dict[str, str]:
    """Where each admission mechanism comes from; asked when a setup that has some is checked."""
    from franchise.admission.mechanisms import origins

    return origins(plugins)


def core_sections(plugins: Plugins) -> list[Section | DeferredSection]:
    """The core's sections; those that collecting orders does without are made when they are asked for."""

    def admission() -> Section:
        from franchise.admission.section import section

        return section(lambda: _mechanisms(plugins))

    def tags() -> Section:
        from franchise.admission.section import TAGS

        return TAGS

    def cadence() -> Section:
        from franchise.cadence.section import SECTION

        return SECTION

    def chat() -> Section:
        from franchise.chat.section import SECTION

        return SECTION

    def replication() -> Section:
        from franchise.replication.section import SECTION

        return SECTION

    later = {
        "admission": admission,
        "cadence": cadence,
        "chat": chat,
        "replication": replication,
        "tags": tags,
    }
    deferred = [DeferredSection(name=name, owner="core", make=make) for name, make in later.items()]
    return [STORE, GROUPS, ORDERS, CATALOG, SUPPLIERS, *deferred]


@attrs.define(kw_only=True, eq=False)
class Franchise:
    """One program: open it, ask it for units of work, close it."""

    database: Database
    plugins: Plugins
    schema: Schema
    clock: Clock
    actor: str
    ids: Ids = attrs.field(factory=Ids)
    _documents: dict[str, Document] = attrs.field(factory=dict)
    _effective: dict[tuple[str, str, str], Effective] = attrs.field(factory=dict)

    @classmethod
    def open(
        cls,
        url: str = "",
        *,
        plugins: Plugins | None = None,
        clock: Clock | None = None,
        actor: str = "",
        busy_timeout: float | None = None,
    ) -> Self:
        """Open the program on a database.

        Args:
            url: A database URL or the path of an SQLite file; "" means the user's own database.
            plugins: The plugins, when they are not to be looked for.
            clock: Where the time comes from; the machine's clock by default.
            actor: Who acts, for the event log.
            busy_timeout: Seconds to wait for another program that writes the same SQLite file.

        """
        plugins = plugins or Plugins.load()
        sections = core_sections(plugins)
        sources: list[MigrationSource] = [CORE_SOURCE]
        for answer in plugins.collect("franchise_setup_sections"):
            sections += answer.value
        for answer in plugins.collect("franchise_migrations"):
            sources += answer.value
        extra = {} if busy_timeout is None else {"busy_timeout": busy_timeout}
        return cls(
            database=Database.open(url or default_url(), sources, **extra),
            plugins=plugins,
            schema=Schema(sections),
            clock=clock or SystemClock(),
            actor=actor or "unknown",
        )

    def close(self) -> None:
        """Give every connection back."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # ---------------------------------------------------------------- stores and setups

    def load_setup(self, path: Path) -> Document:
        """Read a setup document with its tables; every problem of it in one `SetupInvalid`."""
        return self.schema.load(path)

    def create_store(self, key: str, doc: Document, answers: Mapping[str, Any]) -> Store:
        """Make a store that follows a setup document; ``answers`` are its own, nested as the setup is."""
        with self.hq() as conn:
            return stores.create(
                conn, self.schema, key, doc, answers, at=self.clock.now(), actor=self.actor, ids=self.ids
            )

    def stores(self) -> list[Store]:
        """Every store, by key."""
        with self.hq_view() as conn:
            return stores.listed(conn)

    def only_store(self) -> str:
        """The key of the store, where there is just one.

        Raises:
            UsageProblem: There is none, or a choice.

        """
        keys = [store.key for store in self.stores()]
        if len(keys) == 1:
            return keys[0]
        if not keys:
            raise UsageProblem(
                _("There is no store yet."), hint=_("`franchise store new KEY --setup setup.toml` makes one.")
            )
        shown = ", ".join(keys[:5]) + (" …" if len(keys) > 5 else "")
        raise UsageProblem(
            _("Which store? There are {count}: {keys}").format(count=len(keys), keys=shown),
            hint=_("Pass --store KEY or set FRANCHISE_STORE."),
        )

    def effective(self, conn: Connection, store: Store) -> Effective:
        """The setup that a store runs by: its version, its overlay, its answers."""
        from franchise.events import dump

        key = (store.version, dump(store.overlay), dump(store.answers))
        found = self._effective.get(key)
        if found is None:
            if len(self._effective) > 200:  # a fleet passes by: keep memory flat
                self._effective.clear()
            found = self.schema.effective(self.document(conn, store.version), store.overlay, store.answers)
            self._effective[key] = found
        return found

    def document(self, conn: Connection, digest: str) -> Document:
        """A setup version by its digest; read once."""
        found = self._documents.get(digest)
        if found is None:
            found = self._documents[digest] = stores.load_version(conn, self.schema, digest)
        return found

    # ---------------------------------------------------------------- transactions

    @contextmanager
    def hq(self) -> Iterator[Connection]:
        """A write transaction over headquarters' tables."""
        self.database.ready()
        with self.database.writing() as conn:
            yield conn

    @contextmanager
    def hq_view(self) -> Iterator[Connection]:
        """A reading transaction over headquarters' tables."""
        self.database.ready()
        with self.database.reading() as conn:
            yield conn

    @contextmanager
    def work(self, store: str) -> Iterator[UnitOfWork]:
        """A unit of work: everything inside happens, or nothing."""
        with self.hq() as conn:
            unit = self._unit(conn, store)
            yield unit
            unit.flush()

    @contextmanager
    def rehearsal(self, store: str) -> Iterator[UnitOfWork]:
        """A unit of work whose changes are undone at its end: what ``--dry-run`` shows is what would happen."""
        try:
            with self.work(store) as unit:
                yield unit
                raise _Undo
        except _Undo:
            pass

    @contextmanager
    def view(self, store: str) -> Iterator[UnitOfWork]:
        """A unit of work that only reads, on one snapshot."""
        with self.hq_view() as conn:
            yield self._unit(conn, store)

    def attempt(self, store: str, operation: Callable[[UnitOfWork], T]) -> T:
        """Run an operation in a unit of work of its own; again when another transaction stood in its way."""
        for left in reversed(range(ATTEMPTS)):
            try:
                with self.work(store) as unit:
                    return operation(unit)
            except Exception as error:
                if not left or not is_retryable(error):
                    raise
        raise AssertionError

    def _unit(self, conn: Connection, key: str) -> UnitOfWork:
        store = stores.find(conn, key)
        setup = self.effective(conn, store)
        return UnitOfWork(
            conn=conn,
            store=store,
            setup=setup,
            plugins=self.plugins,
            clock=self.clock,
            actor=self.actor,
            ids=self.ids,
        )
