"""HQ's newer version carried to the clones: what each store has changed for itself stays.

Stores that follow the same version with the same changes are merged once. Every five hundred stores are one
transaction: a run that is cut off has done whole batches, and running it again does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import Connection, bindparam, update

from franchise.errors import FranchiseError, Refused
from franchise.events import EVENT_COLUMNS, dump, event
from franchise.messages import gettext as _
from franchise.replication.following import Follower, Newest, Selection, check_named, check_ring, read_page
from franchise.replication.merging import Merged, fit, merge
from franchise.replication.moves import moved
from franchise.replication.records import blocked_by_open_cycles, rename_records
from franchise.setups import merge_patch
from franchise.storage import insert_many, is_retryable
from franchise.stores import tables as t

if TYPE_CHECKING:
    from franchise.app import Franchise

_MEMO: Final = 512
_ATTEMPTS: Final = 5
NONE: Final = "{}"
_PLAIN: Final = (
    update(t.store)
    .where(t.store.c.store_id.in_(bindparam("ids", expanding=True)), t.store.c.version == bindparam("old"))
    .values(version=bindparam("new"), revision=t.store.c.revision + 1)
)
_CHANGED: Final = (
    update(t.store)
    .where(t.store.c.store_id == bindparam("one"), t.store.c.revision == bindparam("seen"))
    .values(
        {name: bindparam(name) for name in ("version", "overlay", "conflicts", "answers", "parked")}
        | {"revision": t.store.c.revision + 1}
    )
)


@attrs.frozen(kw_only=True, slots=True)
class Step:
    """What an upgrade does, or would do, to one store.

    ``state``: ``upgraded``, ``same`` (nothing to do), ``detached`` (passed by), or ``refused`` (``problem`` says why).
    ``taken``: leaves that become HQ's. ``kept``: leaves and rows of the store's own. ``conflicts``: those to resolve
    afterwards. ``missing``: answers that the new version asks for. ``opaque``: sections of plugins not installed.
    """

    store: str
    state: str
    version: str
    to: str
    revision: int
    taken: int = 0
    kept: int = 0
    conflicts: int = 0
    put_back: int = 0
    problem: str = ""
    missing: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Expected:
    """What a plan saw of a store, and the version that it would bring it to."""

    revision: int
    to: str


@attrs.frozen(kw_only=True)
class Upgraded:
    """What an upgrade did to every chosen store. ``stopped``: too many were refused, the rest was left alone."""

    steps: tuple[Step, ...]
    stopped: bool = False

    def count(self, state: str) -> int:
        return sum(step.state == state for step in self.steps)


@attrs.frozen(kw_only=True)
class _Outcome:
    """What a merge means for every store of the same version and overlay."""

    merged: Merged
    overlay: str
    conflicts: str
    same: bool
    taken: int
    kept: int
    put_back: int


def run(
    app: Franchise,
    chosen: Selection,
    *,
    to: str = "",
    dry_run: bool = False,
    max_failures: int | None = None,
    expected: Mapping[str, Expected] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Upgraded:
    """Upgrade stores, or show what that would do.

    Args:
        app: The program.
        chosen: Which stores.
        to: A version by the first digits of its digest; otherwise each store's source's newest. An older one takes
            the stores back, with what they have changed.
        dry_run: Write nothing.
        max_failures: Stop after the batch in which more stores than that were refused.
        expected: A plan, by store: one that was edited since is refused, the others go where the plan says.
        progress: Called with the number of stores done since.

    Raises:
        NotFound: There is no such store, ring or version.

    """
    with app.hq_view() as conn:
        check_named(conn, chosen.keys)
        if chosen.ring:
            check_ring(conn, chosen.ring)
        newest = Newest(conn, to)
        if newest.fixed and not chosen.named and not chosen.source:
            chosen = attrs.evolve(chosen, source=newest.source_of())
    upgrader = Upgrader(app, newest.fixed, expected or {})
    steps: list[Step] = []
    after, stopped = -1, False
    while True:
        done, after = upgrader.batch(chosen, after, dry_run=dry_run)
        if not done:
            break
        steps += done
        if progress is not None:
            progress(len(done))
        if max_failures is not None and sum(s.state == "refused" for s in steps) > max_failures:
            stopped = True
            break
    return Upgraded(steps=tuple(sorted(steps, key=lambda s: s.store)), stopped=stopped)


class Upgrader:
    """Works out and writes batches; what is the same for many stores is worked out once."""

    def __init__(self, app: Franchise, to: str, expected: Mapping[str, Expected]) -> None:
        self.app = app
        self.to = to
        self.expected = expected
        self._outcomes: dict[tuple[str, str, str, str], _Outcome | str] = {}
        self._plain: dict[tuple[str, str], bool] = {}
        self._targets: dict[int, str | None] = {}  # one run goes to one version, even if HQ saves meanwhile

    def batch(self, chosen: Selection, after: int, *, dry_run: bool) -> tuple[list[Step], int]:
        """The next five hundred stores after an id; the id of the last one."""
        if dry_run:
            with self.app.hq_view() as conn:
                page = read_page(conn, chosen, after=after)
                return self._steps(conn, page)[0], page[-1].store_id if page else after
        for left in reversed(range(_ATTEMPTS)):
            try:
                with self.app.hq() as conn:
                    page = read_page(conn, chosen, after=after, hold=True)
                    steps, writes = self._steps(conn, page)
                    self._write(conn, writes)
                return steps, page[-1].store_id if page else after
            except Exception as error:
                if not left or not is_retryable(error):
                    raise
        raise AssertionError

    # ---------------------------------------------------------------- working out

    def _steps(self, conn: Connection, page: Sequence[Follower]) -> tuple[list[Step], list[_Write]]:
        newest = Newest(conn, known=self._targets)
        newest.fixed = self.to
        steps: list[Step] = []
        writes: list[_Write] = []
        for row in page:
            plan = self.expected.get(row.key)
            target = newest.of(row.source_store_id) if plan is None else plan.to
            step, write = self._one(conn, row, target)
            steps.append(step)
            if write is not None:
                writes.append(write)
        return self._without_blocked(conn, steps, writes)

    def _one(self, conn: Connection, row: Follower, target: str | None) -> tuple[Step, _Write | None]:
        def step(state: str, **more: Any) -> Step:
            return Step(
                store=row.key,
                state=state,
                version=row.version,
                to=target or "",
                revision=row.revision,
                **more,
            )

        if row.detached:
            return step("detached"), None
        if target is None:
            return step("refused", problem=_("It follows no store whose setup was saved.")), None
        plan = self.expected.get(row.key)
        if plan is not None and plan.revision != row.revision:
            return step("refused", problem=_("It was changed since the plan was made.")), None
        if row.version == target and row.overlay == NONE:
            return step("same"), None
        outcome = self._outcome(conn, row, target)
        if isinstance(outcome, str):
            return step("refused", problem=outcome), None
        facts = {
            "taken": outcome.taken,
            "kept": outcome.kept,
            "conflicts": len(outcome.merged.conflicts),
            "put_back": outcome.put_back,
            "opaque": outcome.merged.opaque,
        }
        if outcome.merged.problems:
            return step("refused", problem=str(outcome.merged.problems[0]), **facts), None
        if row.version == target and outcome.same:
            return step("same", **facts), None
        answers, parked = row.answers, row.parked
        missing: tuple[str, ...] = ()
        if row.version != target and not (self._is_plain(conn, row.version, target) and parked == NONE):
            answers, parked, missing = self._answers(row, outcome.merged)
        write = _Write(
            row=row, to=target, outcome=outcome, answers=answers, parked=parked,
        )  # fmt: skip
        return step("upgraded", missing=missing, **facts), write

    def _outcome(self, conn: Connection, row: Follower, target: str) -> _Outcome | str:
        key = (row.version, row.overlay, row.conflicts, target)
        found = self._outcomes.get(key)
        if found is None:
            if len(self._outcomes) >= _MEMO:  # a fleet passes by: keep memory flat
                self._outcomes.clear()
            found = self._outcomes[key] = self._merge(conn, row, target)
        return found

    def _merge(self, conn: Connection, row: Follower, target: str) -> _Outcome | str:
        schema = self.app.schema
        try:
            base, theirs = self.app.document(conn, row.version), self.app.document(conn, target)
            merged = merge(schema, base, json.loads(row.overlay), theirs, json.loads(row.conflicts))
        except FranchiseError as error:
            return str(error)
        overlay, conflicts = dump(merged.overlay), dump(merged.conflicts)
        return _Outcome(
            merged=merged,
            overlay=overlay,
            conflicts=conflicts,
            same=(overlay, conflicts) == (row.overlay, row.conflicts),
            taken=sum(c.does == "take" for c in merged.changes),
            kept=sum(c.does in {"keep", "declined", "kept-whole", "own", "seed"} for c in merged.changes),
            put_back=sum(c.state == "locked-drift" for c in merged.changes),
        )

    def _is_plain(self, conn: Connection, old: str, new: str) -> bool:
        """Whether answers stay as they are between two versions: no table that holds answers has lost a row."""
        key = (old, new)
        if key not in self._plain:
            base, theirs = self.app.document(conn, old), self.app.document(conn, new)
            self._plain[key] = base.meta.moved == theirs.meta.moved and not any(
                shape.has_local and base.sections.get(name) != theirs.sections.get(name)
                for name, shape in self.app.schema.shapes.items()
            )
        return self._plain[key]

    def _answers(self, row: Follower, merged: Merged) -> tuple[str, str, tuple[str, ...]]:
        schema = self.app.schema
        given = merge_patch(json.loads(row.parked), json.loads(row.answers))
        if merged.moves:
            given = moved(schema, given, merged.moves)
        answers, parked = fit(schema, merged.theirs, merged.overlay, given)
        missing = schema.missing_answers(schema.effective(merged.theirs, merged.overlay, answers))
        return dump(answers), dump(parked), missing

    # ---------------------------------------------------------------- writing

    def _without_blocked(
        self, conn: Connection, steps: list[Step], writes: list[_Write]
    ) -> tuple[list[Step], list[_Write]]:
        """A session that is renamed must not split a cycle that is still open: those stores wait."""
        blocked = blocked_by_open_cycles(
            conn, [(w.row.store_id, w.row.key, w.outcome.merged.moves) for w in writes]
        )
        if not blocked:
            return steps, writes
        told = [
            attrs.evolve(
                step,
                state="refused",
                problem=_(
                    "The session {session} is renamed while its cycle is open; upgrade after its cut-off."
                ).format(session=blocked[step.store]),
            )
            if step.store in blocked
            else step
            for step in steps
        ]
        return told, [w for w in writes if w.row.key not in blocked]

    def _write(self, conn: Connection, writes: Sequence[_Write]) -> None:
        if not writes:
            return
        plain: dict[tuple[str, str], list[int]] = {}
        changed: list[dict[str, Any]] = []
        for write in writes:
            row = write.row
            if write.only_version:
                plain.setdefault((row.version, write.to), []).append(row.store_id)
            else:
                changed.append(write.values())
        for (old, new), ids in sorted(plain.items()):
            conn.execute(_PLAIN, {"ids": ids, "old": old, "new": new})
        if changed:
            conn.execute(_CHANGED, changed)
        self._rename(conn, writes)
        now = self.app.clock.now()
        rows = [
            (w.row.store_id, seq, now, self.app.actor, "store.upgraded", w.row.key, w.payload())
            for w, seq in zip(writes, self.app.ids.many(len(writes)), strict=True)
        ]
        insert_many(conn, event, EVENT_COLUMNS, rows)

    def _rename(self, conn: Connection, writes: Iterable[_Write]) -> None:
        by_moves: dict[Any, list[int]] = {}
        for write in writes:
            if write.outcome.merged.moves:
                by_moves.setdefault(write.outcome.merged.moves, []).append(write.row.store_id)
        if by_moves:
            for moves, ids in sorted(by_moves.items()):
                rename_records(conn, self.app.plugins, moves, ids)


@attrs.frozen(kw_only=True)
class _Write:
    row: Follower
    to: str
    outcome: _Outcome
    answers: str
    parked: str

    @property
    def only_version(self) -> bool:
        row = self.row
        return (row.overlay, row.conflicts, row.answers, row.parked) == (
            self.outcome.overlay, self.outcome.conflicts, self.answers, self.parked
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {
            "one": self.row.store_id,
            "seen": self.row.revision,
            "version": self.to,
            "overlay": self.outcome.overlay,
            "conflicts": self.outcome.conflicts,
            "answers": self.answers,
            "parked": self.parked,
        }

    def payload(self) -> str:
        facts: dict[str, Any] = {"from": self.row.version, "to": self.to}
        if self.outcome.merged.conflicts:
            facts["conflicts"] = sorted(self.outcome.merged.conflicts)
        if self.outcome.put_back:
            facts["put_back"] = self.outcome.put_back
        return dump(facts)


def refuse_if_stopped(done: Upgraded, most: int) -> None:
    """Say that a run was stopped.

    Raises:
        Refused: It was.

    """
    if done.stopped:
        raise Refused(
            _("More than {most} stores were refused; the others were left alone.").format(most=most),
            hint=_("Running it again goes on where it stopped."),
        )
