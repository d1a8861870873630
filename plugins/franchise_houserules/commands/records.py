"""Violations, a member's record, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_houserules.commands.group import houserules
from franchise_houserules.commands.words import shown, step_words, violation_columns, violation_row
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_houserules.violations import Violation

STATUSES: Final = ("open", "done", "dropped", "spared", "revoked", "withdrawn", "doubtful", "all")


@houserules.command(
    "violations",
    help=_("What was found in the chats, and what became of it; what was withdrawn only when asked for."),
    epilog=examples(
        "franchise houserules violations",
        "franchise houserules violations --group base-1 --status open",
        "franchise houserules violations --status spared --json",
    ),
)
@group_option
@click.option("--member", default="", metavar="NAME", help=_("Of one member of the group."))
@click.option("--status", type=click.Choice(STATUSES), help=_("Of one status."))
@output_options
@pass_state
def violations(state: State, out: Output, group: str | None, member: str, status: str | None) -> None:
    from franchise import UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise_houserules import records

    if member and not group:
        raise UsageProblem(_("A member of which group? Add --group KEY."))
    chosen = {None: STATUSES[:5] + STATUSES[6:7], "all": STATUSES[:-1]}.get(status, (str(status),))
    with at_store(state) as (app, store), app.view(store) as work:
        where = groups.get(work, group) if group else None
        whom = [groups.find_member(work, where, member)] if where and member else None
        found = records.listed(work, inside=[where.id] if where else None, members=whom, statuses=chosen)
        rows = [violation_row(work, one) for one in found]
    out.table(shown(violation_columns(), rows, "why"), rows)


@houserules.command(
    "record",
    help=_("What is known of one member: violations, what counts, what the next one would bring."),
    epilog=examples("franchise houserules record 小雨妈妈 --group base-1"),
)
@click.argument("name")
@group_option(required=True)
@output_options
@pass_state
def record(state: State, out: Output, name: str, group: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_houserules import records

    with at_store(state) as (app, store), app.view(store) as work:
        found = records.record(work, groups.get(work, group), name)
        rows = [violation_row(work, one) for one in found.entries]
    if out.json:
        out.data(
            {
                "member": found.name,
                "group": group,
                "counted": found.counted,
                "next": found.following,
                "good": found.good,
                "violations": rows,
            }
        )
        return
    out.table(shown(violation_columns(), rows, "why"), rows)
    out.say(
        _("{name}: {count} count; the next would bring: {step}. Good marks: {good}.").format(
            name=found.name, count=found.counted, step=step_words()[found.following], good=found.good
        )
    )


@houserules.command(
    "revoke",
    help=_("Take violation N back: it does not count any more, and its open task is dropped."),
    epilog=examples("franchise houserules revoke 12 --reason 误判，是自家小程序"),
)
@click.argument("number", metavar="N", type=click.IntRange(1, 2**31 - 1))
@click.option("--reason", default="", help=_("Why; it is kept."))
@output_options
@pass_state
def revoke(state: State, out: Output, number: int, reason: str) -> None:
    from franchise.cli.program import at_store
    from franchise_houserules import finishing
    from franchise_houserules.violations import by_number

    def operation(work: UnitOfWork) -> tuple[Violation, bool]:
        before = by_number(work, number)
        was_done = before is not None and (before.status, before.step) == ("done", "kick")
        return finishing.revoke(work, number, reason), was_done

    with at_store(state) as (app, store):
        found, was_done = app.attempt(store, operation)
    if out.json:
        out.data({"number": found.number, "status": found.status, "reason": found.reason})
        return
    out.say(_("Violation {number} does not count any more.").format(number=found.number))
    if was_done:
        out.say(_("The member was put out; ask him back if he likes."))
