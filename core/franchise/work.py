"""The unit of work: one store, one transaction, everything that an operation needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

import attrs
from sqlalchemy import Column, ColumnElement, Connection, Table

from franchise import events
from franchise.clock import Clock, local
from franchise.errors import Refused
from franchise.ids import Ids
from franchise.messages import gettext as _
from franchise.plugins import Failure, Plugins, Refusal
from franchise.plugins.keepers import keepers
from franchise.setups import Effective
from franchise.storage import insert_ignore, insert_many, savepoint
from franchise.stores.section import StoreAnswers

T = TypeVar("T")


@attrs.frozen(kw_only=True, slots=True)
class Store:
    """A store as its row says: the version it follows, its overlay and its answers."""

    id: int
    key: str
    status: str
    version: str
    overlay: Mapping[str, Any]
    answers: Mapping[str, Any]
    source_store_id: int | None
    source_version: str | None
    revision: int
    created_at: int
    conflicts: Mapping[str, Any] = attrs.field(factory=dict)
    parked: Mapping[str, Any] = attrs.field(factory=dict)
    published: str | None = None
    ring: str = ""
    detached: int = 0


@attrs.frozen(slots=True)
class SetupKey:
    """A column of a store table that holds keys of one of the setup's tables; renamed keys are renamed there.

    ``where`` limits it to some rows, such as those of open cycles.
    """

    column: Column[Any]
    where: ColumnElement[bool] | None = None


@attrs.frozen(kw_only=True, slots=True)
class OutboxEntry:
    """Something for the outside world. ``key`` is its idempotency key; ``due_at`` None means at once."""

    key: str
    channel: str
    payload: Mapping[str, Any]
    due_at: int | None = None


@attrs.define(kw_only=True, slots=True)
class UnitOfWork:
    """One transaction on one store.

    Operations and plugins read through ``conn`` (every statement with ``store_id``), write rows of their own,
    and say what changed with `record`. Events are written when the transaction ends.
    """

    conn: Connection
    store: Store
    setup: Effective
    plugins: Plugins
    clock: Clock
    actor: str
    ids: Ids
    pending: list[events.Event] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)
    memo: dict[object, Any] = attrs.field(factory=dict)
    """What was worked out once in this transaction; see `once`."""
    notes: list[str] = attrs.field(factory=list)
    """What whoever asked for the operation should be told besides its result; see `note`."""

    @property
    def store_id(self) -> int:
        return self.store.id

    @property
    def answers(self) -> StoreAnswers:
        """The store's own answers: name, zone, language, currency."""
        section: StoreAnswers = self.setup.get("store")
        return section

    @property
    def scope(self) -> Sequence[str]:
        """The plugins that the store's setup enables."""
        return self.setup.plugins

    def now(self) -> int:
        """Now, in UTC milliseconds."""
        return self.clock.now()

    def today(self) -> str:
        """The store's date now, ISO."""
        return local(self.now(), self.answers.time_zone).date().isoformat()

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Work something out once in this transaction, such as the lines that several papers are made of."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found

    # ---------------------------------------------------------------- writing

    def insert(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows of one of the store's tables in one statement; ``columns`` after ``store_id``."""
        store_id = self.store.id
        insert_many(self.conn, table, ("store_id", *columns), [(store_id, *row) for row in rows])

    def insert_new(self, table: Table, **values: Any) -> bool:
        """Write one row unless its key exists; True when it was written."""
        return insert_ignore(self.conn, table, {"store_id": self.store.id, **values})

    def record(self, kind: str, subject: str | int = "", /, **payload: Any) -> None:
        """Say what changed. ``payload`` holds JSON values and names people by id."""
        self.pending.append(events.Event(kind, str(subject)[:120], payload))

    def note(self, sentence: str) -> None:
        """Tell whoever asked for the operation what else it meant: a sentence in the user's language.

        Nothing is kept of it. For plugins that hear of something; `erase` gives the notes with its result.
        """
        self.notes.append(sentence)

    def post(self, entries: Iterable[OutboxEntry]) -> None:
        """Put things for the outside world into the outbox, in one statement; each key once and for all."""
        now = self.now()
        rows = [
            (e.key, e.channel, now if e.due_at is None else e.due_at, events.dump(e.payload), "waiting", now)
            for e in entries
        ]
        if rows:
            self.insert(events.outbox, ("key", "channel", "due_at", "payload", "status", "created_at"), rows)

    def flush(self) -> None:
        """Write the events recorded so far; the end of a transaction does it by itself."""
        if not self.pending:
            return
        now = self.now()
        ids = self.ids.many(len(self.pending))
        rows = [
            (seq, now, self.actor, e.kind, e.subject, events.dump(e.payload))
            for seq, e in zip(ids, self.pending, strict=True)
        ]
        self.insert(events.event, events.EVENT_COLUMNS[1:], rows)
        self.pending.clear()

    # ---------------------------------------------------------------- asking plugins

    def need_plugins(self) -> None:
        """See that every plugin that the setup enables is there to be asked and told.

        Raises:
            Refused: One is not installed, broken or switched off.

        """
        if missing := self.plugins.missing(self.scope):
            raise Refused(
                _("The store's setup needs the plugin {names}, which is not in use here.").format(
                    names=_(", ").join(missing)
                ),
                hint=_("`franchise plugins` shows what is installed."),
            )

    def decide(self, hook: str, **kw: Any) -> None:
        """Ask every enabled plugin.

        Raises:
            Refused: At least one is against it, or failed; the message names the plugin.

        """
        self.need_plugins()
        refusals = self.plugins.decide(hook, scope=self.scope, work=self, **kw)
        if refusals:
            first = refusals[0]
            # A deadlock inside a plugin's decision must stay visible: the operation is then run again.
            raise Refused(first.reason, hint=refused_by(first)) from (
                first.failure.error if first.failure else None
            )

    def ask(self, hook: str, **kw: Any) -> Any:
        """Ask which plugin knows; None when none does.

        Raises:
            Conflict: Two plugins answer.
            PluginFailed: One failed.

        """
        self.need_plugins()
        return self.plugins.single(hook, scope=self.scope, work=self, **kw)

    def notify(self, hook: str, **kw: Any) -> None:
        """Tell every enabled plugin; one that fails loses its own part alone and is reported.

        A fact about people is told to those as well that have rows of the store though its setup leaves them out;
        when one fails or sleeps, it does not happen.

        Raises:
            Refused: A plugin that has rows of the store is not in use and would not hear of people.
            PluginFailed: One failed at a fact about people.

        """
        scope: Collection[str] = self.scope
        if self.plugins.about_people(hook):
            scope = self._concerned()
        mark = len(self.pending)

        def part() -> Any:
            return _Part(self)

        self.failures += self.plugins.notify(hook, scope=scope, savepoint=part, work=self, **kw)
        assert len(self.pending) >= mark

    def _concerned(self) -> frozenset[str]:
        """The plugins that the setup enables, and those that have rows of the store all the same."""
        enabled, asleep = frozenset(self.scope), self.plugins.asleep
        kept = keepers(self.conn, self.store.id, asleep | (self.plugins.in_use - enabled))
        if silent := sorted(kept & asleep):
            raise Refused(
                _(
                    "The plugin {names} keeps rows of this store, but is not in use and would not hear of this."
                ).format(names=_(", ").join(silent)),
                hint=_("`franchise plugins` shows why. Switch it on or put it right, and do this again."),
            )
        return enabled | kept


def refused_by(refusal: Refusal) -> str:
    """Which plugin is against it, as a hint for people."""
    return _("That says the plugin {plugin} ({origin}).").format(plugin=refusal.plugin, origin=refusal.origin)


class _Part:
    """A plugin's part of a transaction: a savepoint, and the events recorded in it."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._mark = 0
        self._notes = 0
        self._savepoint: Any = None

    def __enter__(self) -> None:
        self._mark = len(self._work.pending)
        self._notes = len(self._work.notes)
        self._savepoint = savepoint(self._work.conn)
        self._savepoint.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if kind is not None:
            del self._work.pending[self._mark :]
            del self._work.notes[self._notes :]
        done: bool | None = self._savepoint.__exit__(kind, error, trace)
        return done
