"""`franchise task`: what people have to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.tasks.showing import Here
    from franchise.tasks.values import Task
    from franchise.work import UnitOfWork

_NUMBER: Final = click.IntRange(1)
_FILE: Final = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_DAY_MS: Final = 24 * 3600 * 1000


def _numbers(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("numbers", metavar="N...", type=_NUMBER, nargs=-1, required=True)(command)


def _by(command: Callable[..., Any]) -> Callable[..., Any]:
    about = _("Who did it; FRANCHISE_ACTOR, else the login, when not given.")
    return click.option("--by", default="", metavar="PERSON", help=about)(command)


@click.group(help=_("See what people have to do, and note what was done."))
def task() -> None: ...


@task.command(
    "list",
    help=_("What is to be done, the most urgent first; on a screen person by person."),
    epilog=examples(
        "franchise task list",
        "franchise task list --person 王姐 --due today",
        "franchise task list --status done --days 30",
    ),
)
@click.option(
    "--status",
    type=click.Choice(["open", "done", "dropped", "all"]),
    default="open",
    show_default=True,
    help=_("Which ones."),
)
@group_option
@click.option("--person", default="", metavar="NAME", help=_("Of one person."))
@click.option("--kind", default="", metavar="KIND", help=_("Of one kind, or of one plugin: houserules."))
@click.option("--duty", default="", metavar="DUTY", help=_("Of one duty, such as warn or welcome."))
@click.option(
    "--due", default="", metavar="DATE", help=_("Due by the end of that day: a date, today, tomorrow.")
)
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=7,
    show_default=True,
    help=_("How far back to look for what is done or dropped."),
)
@output_options
@pass_state
def list_(
    state: State,
    out: Output,
    status: str,
    group: str | None,
    person: str,
    kind: str,
    duty: str,
    due: str,
    days: int,
) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.tasks import rows, showing, writing

    with at_store(state) as (app, store), app.view(store) as work:
        here = _here(work)
        found = rows.listed(
            work,
            status="" if status == "all" else status,
            group=groups.get(work, group) if group else None,
            duty=duty,
            person=person,
            kind=kind,
            due_by=_end_of(work, due) if due else None,
            since=None if status == "open" else here.now - days * _DAY_MS,
        )
    showing.tasks(out, found, here)
    if behind := sum(writing.is_overdue(one, here.now) for one in found):
        out.say(_("Late: {late} of {count}.").format(late=behind, count=len(found)))
    if found and status == "open" and sys.stdout.isatty() and not out.json:
        out.say(_("`franchise task show N` prints what to say; `franchise task done N` notes it."))


def _here(work: UnitOfWork) -> Here:
    from franchise.groups import operations as groups
    from franchise.tasks.showing import Here

    names = {group.key: group.name for group in groups.listed(work)}
    return Here(now=work.now(), zone=work.answers.time_zone, names=names)


def _end_of(work: UnitOfWork, text: str) -> int:
    """The last instant of a day of the store."""
    from datetime import date, timedelta

    from franchise.clock import MINUTES_A_DAY, at_wall

    words = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}
    today = date.fromisoformat(work.today())
    try:
        steps = words.get(text.strip())
        day = date.fromisoformat(text.strip()) if steps is None else today + timedelta(days=steps)
        return at_wall(day, MINUTES_A_DAY, work.answers.time_zone) - 1
    except (ValueError, OverflowError) as error:
        raise UsageProblem(
            _("{text!r} is not a date such as 2026-03-08.").format(text=text[:20]), where="--due"
        ) from error


@task.command(
    "show",
    help=_("A task with what is to be pasted or said, between rules, ready to be copied."),
    epilog=examples("franchise task show 12", "franchise task show 12 --text | pbcopy"),
)
@_numbers
@click.option("--text", "bare", is_flag=True, help=_("Only what is to be pasted."))
@output_options
@pass_state
def show(state: State, out: Output, numbers: tuple[int, ...], bare: bool) -> None:
    from franchise.cli.program import at_store
    from franchise.tasks import proving, rows, writing

    with at_store(state) as (app, store), app.view(store) as work:
        here = _here(work)
        found = [rows.get(work, number) for number in dict.fromkeys(numbers)]
        files = [proving.proofs(work, one) for one in found]
    pairs = list(zip(found, files, strict=True))
    if out.json:
        out.data([writing.data(one, here.now, here.zone, proofs) for one, proofs in pairs])
    elif bare:
        out.lines("\n".join(f"{one.text}\n" for one in found if one.text))
        if not any(one.text for one in found):
            out.say(_("There is nothing to paste."))
    else:
        texts = [writing.text(one, here.group(one), proofs, here.now, here.zone) for one, proofs in pairs]
        out.lines("\n".join(texts))


@task.command(
    "done",
    help=_("Note that tasks were done. What was done already stays as it is."),
    epilog=examples(
        "franchise task done 12",
        "franchise task done 12 13 --by 王姐",
        "franchise task done 14 --evidence removed.png --note 已移出",
    ),
)
@_numbers
@click.option(
    "--evidence",
    "files",
    multiple=True,
    metavar="FILE|-",
    type=_FILE,
    help=_("A screenshot or other file that proves it: PNG, JPEG, PDF or text; several may be named."),
)
@click.option("--note", default="", help=_("What else there is to say."))
@_by
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
@_numbers
@click.option("--reason", required=True, help=_("Why not; whoever looks later reads it."))
@_by
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
        return settled, opening.opened(work), [str(failure) for failure in work.failures], _here(work)

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


@task.command(
    "evidence",
    help=_("The files that prove a task: list them, write them into a folder, or add one."),
    epilog=examples(
        "franchise task evidence 14",
        "franchise task evidence 14 --out evidence",
        "franchise task evidence 14 --add second.png",
    ),
)
@click.argument("number", metavar="N", type=_NUMBER)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Write the files into this folder."),
)
@click.option(
    "--add",
    "files",
    multiple=True,
    metavar="FILE|-",
    type=_FILE,
    help=_("A further file; several may be named."),
)
@_by
@output_options
@pass_state
def evidence(
    state: State, out: Output, number: int, folder: Path | None, files: tuple[Path, ...], by: str
) -> None:
    from franchise.cli.program import at_store
    from franchise.tasks import files as disk
    from franchise.tasks import finishing, proving, rows, showing

    given = disk.read(files)
    with at_store(state) as (app, store):
        if given:
            new = app.attempt(store, lambda work: finishing.attach(work, number, given, by=by or state.actor))
            out.say(
                _("New files: {count}.").format(count=new) if new else _("These files were there before.")
            )
        with app.view(store) as work:
            here = _here(work)
            found = proving.evidence(work, number) if folder else proving.proofs(work, rows.get(work, number))
    if folder is None:
        showing.proofs(out, found, here)
    else:
        written = disk.write(folder, number, found)
        if out.json:
            out.data(written)
        else:
            out.lines("\n".join(map(str, written)))
    if not found:
        out.say(_("Task {number} has no evidence.").format(number=number))
