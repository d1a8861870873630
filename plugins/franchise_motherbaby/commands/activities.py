"""Gatherings in the real world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from franchise import UnitOfWork


@motherbaby.command("activities", help=_("The next dates of the activities offline."))
@click.option(
    "--dates", "count", default=1, show_default=True, type=click.IntRange(1, 24), help=_("How many.")
)
@output_options
@pass_state
def activities(state: State, out: Output, count: int) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms
    from franchise_motherbaby.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        settings = settings_of(work)
        rows = [
            {
                "day": d.day,
                "time": f"{d.activity.begins // 60:02d}:{d.activity.begins % 60:02d}",
                "activity": d.key,
                "name": d.activity.name,
                "tier": d.activity.tier,
                "partner": settings.partners[d.activity.partner].name if d.activity.partner else "",
                "signed": d.signed,
                "places": d.activity.places,
                "offer": d.activity.offer,
            }
            for d in rooms.upcoming(work, count)
        ]
    out.table(
        [
            Col("day", _("Day")),
            Col("time", _("Time")),
            Col("activity", _("Activity")),
            Col("name", _("Name")),
            Col("tier", _("Tier")),
            Col("partner", _("Partner")),
            Col("signed", _("Signed up"), "number"),
            Col("places", _("Places"), "number"),
            Col("offer", _("Offer of the day")),
        ],
        rows,
    )


@motherbaby.command("signup", help=_("Put a member down for an activity's next date."))
@click.argument("activity")
@click.argument("name")
@group_option(required=True)
@click.option("--day", default="", metavar="DATE", help=_("Another of its dates."))
@output_options
@pass_state
def signup(state: State, out: Output, activity: str, name: str, group: str, day: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms

    def operation(work: UnitOfWork) -> date:
        when = _day(work, day) if day else None
        return rooms.sign_up(work, activity, groups.get(work, group), name, when)

    with at_store(state) as (app, store):
        found = app.attempt(store, operation)
    if out.json:
        out.data({"activity": activity, "member": name, "day": found.isoformat()})
    else:
        out.say(_("{name} has a place on {day}.").format(name=name, day=found.isoformat()))


@motherbaby.command("attend", help=_("Note that somebody did an activity's task (--task), or came (--came)."))
@click.argument("activity")
@click.argument("name")
@group_option(required=True)
@click.option("--day", required=True, metavar="DATE", help=_("The date of the activity."))
@click.option("--task", is_flag=True, help=_("The task is done."))
@click.option("--came", is_flag=True, help=_("Was there."))
@output_options
@pass_state
def attend(
    state: State, out: Output, activity: str, name: str, group: str, day: str, task: bool, came: bool
) -> None:
    from franchise import UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms

    if not (task or came):
        raise UsageProblem(_("What is to be noted? Give --task, --came or both."))

    def operation(work: UnitOfWork) -> rooms.Attendance:
        when = _day(work, day)
        return rooms.note(work, activity, groups.get(work, group), name, when, task=task, came=came)

    with at_store(state) as (app, store):
        found = app.attempt(store, operation)
    if out.json:
        facts = {"task_done": found.task_done, "attended": found.attended, "reward": found.reward}
        out.data({**facts, "withheld": found.withheld} if found.withheld else facts)
    elif found.rewarded:
        out.say(_("{name} takes home: {reward}.").format(name=name, reward=found.reward))
    else:
        out.say(_("Noted."))
        if found.withheld:
            out.warn(found.withheld)


def _day(work: UnitOfWork, text: str) -> date:
    from datetime import date

    from franchise.cli.days import day_from

    return day_from(text, date.fromisoformat(work.today()))
