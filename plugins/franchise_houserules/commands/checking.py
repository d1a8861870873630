"""Judging once more, and what a rule would say to a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_houserules.commands.group import houserules
from franchise_houserules.commands.words import (
    conduct_words,
    shown,
    task_columns,
    task_row,
    violation_columns,
    violation_row,
)
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork


@houserules.command(
    "check",
    help=_(
        "Judge the chats that are kept once more: after rules or words have changed, or something failed."
    ),
    epilog=examples(
        "franchise houserules check --dry-run",
        "franchise houserules check --group base-1 --since 2026-03-01",
    ),
)
@group_option
@click.option(
    "--since", default="", metavar="TIME", help=_("Only from then on: 2026-03-01 or 2026-03-01T20:00.")
)
@dry_run_option
@output_options
@pass_state
def check(state: State, out: Output, group: str | None, since: str, dry_run: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_houserules import checking

    def operation(work: UnitOfWork) -> dict[str, Any]:
        chosen = groups.get(work, group) if group else None
        return _told(work, checking.check(work, chosen, _instant(work, since)))

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                told = operation(work)
        else:
            told = app.attempt(store, operation)
    if out.json:
        out.data({**told, "dry_run": dry_run})
        return
    if told["tasks"]:
        out.table(shown(task_columns(), told["tasks"], "person"), told["tasks"], title=_("New tasks"))
    found = [*told["withdrawn"], *told["doubtful"], *told["spared"]]
    if found:
        out.table(shown(violation_columns(), found, "why"), found, title=_("What is otherwise now"))
    for row in told["doubtful"]:
        out.warn(
            _(
                "Violation {number} does not hold any more, but {member} has been told already: look at it."
            ).format(number=row["number"], member=row["member"])
        )
    out.say(
        _("New: {new}, tasks: {tasks}, withdrawn: {withdrawn}, spared: {spared}.").format(
            new=told["new"],
            tasks=len(told["tasks"]),
            withdrawn=len(told["withdrawn"]),
            spared=len(told["spared"]),
        )
    )
    if dry_run:
        out.say(_("Nothing was changed."))


def _instant(work: UnitOfWork, text: str) -> int | None:
    from franchise import UsageProblem, clock

    if not text:
        return None
    try:
        return clock.instant(text, work.answers.time_zone)
    except ValueError as error:
        raise UsageProblem(
            _("{text!r} is no time such as 2026-03-01 or 2026-03-01T20:00.").format(text=text[:30]),
            where="--since",
        ) from error


def _told(work: UnitOfWork, checked: Any) -> dict[str, Any]:
    """What a check did, as rows; read before a rehearsal is undone."""
    from franchise_houserules import records

    settled = checked.settled
    touched = [*settled.withdrawn, *settled.doubtful, *settled.spared]
    entries = {
        e.violation.id: e
        for e in (records.listed(work, members={row.member_id for row in touched}) if touched else [])
    }

    def rows(which: list[Any]) -> list[dict[str, Any]]:
        return [violation_row(work, entries[one.id]) for one in which if one.id in entries]

    return {
        "new": len(settled.new),
        "tasks": [task_row(work, task) for task in checked.opened],
        "withdrawn": rows(settled.withdrawn),
        "doubtful": rows(settled.doubtful),
        "spared": rows(settled.spared),
    }


@houserules.command(
    "try",
    help=_("See which rules TEXT would break if a member wrote it; nothing is kept."),
    epilog=examples(
        "franchise houserules try 加我微信看货",
        "franchise houserules try 看这个 --link https://shop.example.com/1",
        "franchise houserules try 大家晚安 --at 23:10",
    ),
)
@click.argument("text")
@click.option(
    "--kind", default="text", metavar="KIND", help=_("Of message: text, link, card, qr, mini_program …")
)
@click.option("--link", default="", metavar="URL", help=_("The address that it leads to."))
@click.option("--at", "time", default="", metavar="HH:MM", help=_("When, today; now when not given."))
@click.option(
    "--of", "group_kind", default="", metavar="KIND", help=_("In a group of that kind; any when not given.")
)
@output_options
@pass_state
def try_(state: State, out: Output, text: str, kind: str, link: str, time: str, group_kind: str) -> None:
    from franchise.cli.program import at_store
    from franchise_houserules.telling import reasons
    from franchise_houserules.trying import try_text

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {
                "rule": one.rule,
                "name": one.name,
                "conduct": one.conduct,
                "reason": one.reason,
                "detail": one.detail,
            }
            for one in try_text(work, text, kind=kind, link=link, time=time, group_kind=group_kind)
        ]
    columns = [
        Col("rule", _("Rule")),
        Col("name", _("Name")),
        Col("conduct", _("Conduct"), words=conduct_words()),
        Col("reason", _("Why"), words=reasons()),
        Col("detail", _("What")),
    ]
    if rows or out.json:
        out.table(columns, rows)
    else:
        out.say(_("No rule has anything to say to it."))
