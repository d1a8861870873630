"""Gatherings in the real world."""

from __future__ import annotations

from datetime import date

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.messages import gettext as _


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

    when = _day(day) if day else None
    with at_store(state) as (app, store):
        found = app.attempt(
            store, lambda work: rooms.sign_up(work, activity, groups.get(work, group), name, when)
        )
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
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms

    when = _day(day)
    with at_store(state) as (app, store):
        found = app.attempt(
            store,
            lambda work: rooms.note(
                work, activity, groups.get(work, group), name, when, task=task, came=came
            ),
        )
    if out.json:
        facts = {"task_done": found.task_done, "attended": found.attended, "reward": found.reward}
        out.data({**facts, "withheld": found.withheld} if found.withheld else facts)
    elif found.rewarded:
        out.say(_("{name} takes home: {reward}.").format(name=name, reward=found.reward))
    else:
        out.say(_("Noted."))
        if found.withheld:
            out.warn(found.withheld)


def _day(text: str) -> date:
    from franchise import UsageProblem

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem(_("{text!r} is not a date such as 2026-03-08.").format(text=text[:20])) from error
