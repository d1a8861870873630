"""What is to be done: the list, and one task with what is to be pasted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _
from franchise.tasks.command_group import here_and_now, numbers_argument, task

if TYPE_CHECKING:
    from franchise.work import UnitOfWork

_DAY_MS: Final = 24 * 3600 * 1000


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
        here = here_and_now(work)
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


def _end_of(work: UnitOfWork, text: str) -> int:
    """The last instant of a day of the store."""
    from datetime import date

    from franchise.cli.days import day_from
    from franchise.clock import MINUTES_A_DAY, at_wall

    day = day_from(text, date.fromisoformat(work.today()), where="--due")
    try:
        return at_wall(day, MINUTES_A_DAY, work.answers.time_zone) - 1
    except OverflowError as error:
        raise UsageProblem(
            _("{text!r} is not a date such as 2026-03-08.").format(text=text[:20]), where="--due"
        ) from error


@task.command(
    "show",
    help=_("A task with what is to be pasted or said, between rules, ready to be copied."),
    epilog=examples("franchise task show 12", "franchise task show 12 --text | pbcopy"),
)
@numbers_argument
@click.option("--text", "bare", is_flag=True, help=_("Only what is to be pasted."))
@output_options
@pass_state
def show(state: State, out: Output, numbers: tuple[int, ...], bare: bool) -> None:
    from franchise.cli.program import at_store
    from franchise.tasks import proving, rows, writing

    with at_store(state) as (app, store), app.view(store) as work:
        here = here_and_now(work)
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
