"""Putting somebody out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_houserules.commands.group import houserules
from franchise_houserules.commands.words import shown, task_columns, task_row
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from typing import Any

    from franchise import UnitOfWork


@houserules.command(
    "remove",
    help=_("Propose that NAME is put out of the group. Somebody else approves it, with evidence."),
    epilog=examples("franchise houserules remove 小雨妈妈 --group base-1 --reason 辱骂群友 --by 王店长"),
)
@click.argument("name")
@group_option(required=True)
@click.option("--reason", default="", help=_("Why; whoever approves it reads it, and so does the member."))
@click.option(
    "--by", default="", metavar="PERSON", help=_("Who proposes it; FRANCHISE_ACTOR when not given.")
)
@dry_run_option
@output_options
@pass_state
def remove(state: State, out: Output, name: str, group: str, reason: str, by: str, dry_run: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_houserules import removals

    def operation(work: UnitOfWork) -> dict[str, Any]:
        task = removals.propose(work, groups.get(work, group), name, reason=reason, by=by or work.actor)
        return task_row(work, task)

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                row = operation(work)
        else:
            row = app.attempt(store, operation)
    if out.json:
        out.data({**row, "dry_run": dry_run})
        return
    out.table(shown(task_columns(), [row], "person"), [row])
    if dry_run:
        out.say(_("Nothing was changed."))
    else:
        out.say(
            _("Somebody else approves it: franchise task done {number} --evidence FILE --by PERSON").format(
                number=row["task"]
            )
        )
