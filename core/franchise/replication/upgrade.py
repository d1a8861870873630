"""HQ's newer version carried to the clones: what each store has changed for itself stays.

Stores that follow the same version with the same changes are merged once. Every five hundred stores are one
transaction: a run that is cut off has done whole batches, and running it again does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import Connection

from franchise.messages import gettext as _
from franchise.replication.following import Follower, Newest, Selection, check_named, check_ring, read_page
from franchise.replication.outcomes import NOTHING, Outcomes
from franchise.replication.records import blocked_by_open_cycles
from franchise.replication.steps import Expected, Step, Upgraded
from franchise.replication.writing import Write, write_all
from franchise.storage import is_retryable

if TYPE_CHECKING:
    from franchise.app import Franchise

_ATTEMPTS: Final = 5


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
        self._outcomes = Outcomes(app)
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
                    write_all(self.app, conn, writes)
                return steps, page[-1].store_id if page else after
            except Exception as error:
                if not left or not is_retryable(error):
                    raise
        raise AssertionError

    def _steps(self, conn: Connection, page: Sequence[Follower]) -> tuple[list[Step], list[Write]]:
        newest = Newest(conn, known=self._targets)
        newest.fixed = self.to
        steps: list[Step] = []
        writes: list[Write] = []
        for row in page:
            plan = self.expected.get(row.key)
            target = newest.of(row.source_store_id) if plan is None else plan.to
            step, write = self._one(conn, row, target)
            steps.append(step)
            if write is not None:
                writes.append(write)
        return self._without_blocked(conn, steps, writes)

    def _one(self, conn: Connection, row: Follower, target: str | None) -> tuple[Step, Write | None]:
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
        if row.version == target and row.overlay == NOTHING:
            return step("same"), None
        outcome = self._outcomes.of(conn, row, target)
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
        answers = self._outcomes.answers(conn, row, target, outcome)
        write = Write(row=row, to=target, outcome=outcome, answers=answers.given, parked=answers.parked)
        return step("upgraded", missing=answers.missing, **facts), write

    def _without_blocked(
        self, conn: Connection, steps: list[Step], writes: list[Write]
    ) -> tuple[list[Step], list[Write]]:
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
