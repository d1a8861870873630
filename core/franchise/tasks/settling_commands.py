"""Tasks done and tasks dropped: several at once, all or none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _
from franchise.tasks.command_group import EVIDENCE_FILE, by_option, here_and_now, numbers_argument, task

if TYPE_CHECKING:
    from franchise.tasks.showing import Here
    from franchise.tasks.values import Task
    from franchise.work import UnitOfWork


@task.command(
    "done",
    help=_("Note that tasks were done. What was done already stays as it is."),
    epilog=examples(
        "franchise task done 12",
        "franchise task done 12 13 --by 王姐",
        "franchise task done 14 --evidence removed.png --note 已移出",
    ),
)
@numbers_argument
@click.option(
    "--evidence",
    "files",
    multiple=True,
    metavar="FILE|-",
    type=EVIDENCE_FILE,
    help=_("A screenshot or other file that proves it: PNG, JPEG, PDF or text; several may be named."),
)
@click.option("--note", default="", help=_("What else there is to say."))
@by_option
@dry_run_option
@output_options
@pass_state
def done(
    state: State,
    out: Output,
    numbers: tuple[int, ...],
    files: tuple[Path, ...],
    note: str,
    by: str,
    dry_run: bool,
) -> None:
    from franchise.tasks import files as disk
    from franchise.tasks import finishing

    given = disk.read(files)

    def one(work: UnitOfWork, number: int) -> tuple[Task, bool]:
        return finishing.finished(work, number, by=by or state.actor, evidence=given, note=note)

    _settle(state, out, numbers, one, dry_run=dry_run)


@task.command(
    "drop",
    help=_("Note that tasks will not be done, and why."),
    epilog=examples("franchise task drop 12 --reason 已经退群"),
)
@numbers_argument
@click.option("--reason", required=True, help=_("Why not; whoever looks later reads it."))
@by_option
@dry_run_option
@output_options
@pass_state
def drop(state: State, out: Output, numbers: tuple[int, ...], reason: str, by: str, dry_run: bool) -> None:
    from franchise.tasks import finishing

    def one(work: UnitOfWork, number: int) -> tuple[Task, bool]:
        return finishing.dropped(work, number, by=by or state.actor, reason=reason)

    _settle(state, out, numbers, one, dry_run=dry_run)


def _settle(
    state: State,
    out: Output,
    numbers: Sequence[int],
    one: Callable[[UnitOfWork, int], tuple[Task, bool]],
    *,
    dry_run: bool,
) -> None:
    """Settle tasks, all or none of them, and say what came of it."""
    from franchise.cli.program import at_store
    from franchise.tasks import opening, showing, writing

    # In one order, so that two who settle the same tasks do not wait for each other.
    chosen = sorted(set(numbers))

    def run(work: UnitOfWork) -> tuple[list[tuple[Task, bool]], list[Task], list[str], Here]:
        settled = [one(work, number) for number in chosen]
        return settled, opening.opened(work), [str(failure) for failure in work.failures], here_and_now(work)

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                settled, new, failed, here = run(work)
        else:
            settled, new, failed, here = app.attempt(store, run)
    if out.json:
        done = [
            writing.data(found, here.now, here.zone) | {"repeated": not fresh} for found, fresh in settled
        ]
        opened = [writing.data(found, here.now, here.zone) for found in new]
        out.data({"tasks": done, "opened": opened, "failures": failed, "dry_run": dry_run})
    else:
        for found, fresh in settled:
            out.say(showing.settled(found, fresh, here))
        for found in new:
            out.say(showing.opened(found))
        if dry_run:
            out.say(_("Nothing was changed."))
    for failure in failed:
        out.warn(failure)
