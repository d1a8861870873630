"""The plan: what is to be posted today, and in the days to come."""

from __future__ import annotations

import click

from franchise.cadence.command_group import cadence, read_day
from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _


@cadence.command("today", help=_("What is to be posted today, and what became of it."))
@click.option("--day", default="", metavar="DATE", help=_("Another day: a date, tomorrow, yesterday."))
@output_options
@pass_state
def today(state: State, out: Output, day: str) -> None:
    from franchise.cadence import looking, rows, telling
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        plan = looking.agenda(work, read_day(day, work))
        setting, zone = rows.cadence_of(work), work.answers.time_zone
        hour = looking.hour(work)
    if out.json:
        out.data(telling.plan_data(plan, setting, zone) | {"hour": hour})
        return
    telling.plan_table(out, plan, setting, zone, days=False)
    for notice in plan.notices:
        out.warn(str(notice))
    if hour == "curfew" and not day:
        out.say(_("It is curfew: nobody posts now."))


@cadence.command(
    "plan",
    help=_("The posts of the next days. The same setup and days always give the same plan."),
    epilog=examples("franchise cadence plan --days 14", "franchise cadence plan --from 2026-03-09 --json"),
)
@click.option(
    "--from", "from_day", default="", metavar="DATE", help=_("The first day; today when not given.")
)
@click.option("--days", default=7, show_default=True, help=_("How many days."))
@output_options
@pass_state
def plan(state: State, out: Output, from_day: str, days: int) -> None:
    from franchise.cadence import looking, rows, telling
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        found = looking.agenda(work, read_day(from_day, work), days)
        setting, zone = rows.cadence_of(work), work.answers.time_zone
    if out.json:
        out.data(telling.plan_data(found, setting, zone))
        return
    telling.plan_table(out, found, setting, zone, days=True)
    for notice in found.notices:
        out.warn(str(notice))
