"""Roles: who has them, how many there are, what they may do, what the day asks of them."""

from __future__ import annotations

import sys

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.given import day, instant
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _


@crew.command("assign", help=_("Give NAME a role, in a group or in the whole store."))
@click.argument("name")
@click.argument("role")
@group_option
@click.option(
    "--override", default="", metavar="REASON", help=_("Although position or headcount is against it; why.")
)
@output_options
@pass_state
def assign(state: State, out: Output, name: str, role: str, group: str | None, override: str) -> None:
    from franchise import UnitOfWork, groups
    from franchise.cli.program import at_store
    from franchise_crew import assigning
    from franchise_crew.settings import role_of, settings_of

    def operation(work: UnitOfWork) -> str:
        place = groups.get(work, group) if group else None
        assigning.assign(work, name, role, place, override=override)
        return role_of(settings_of(work), role).name

    with at_store(state) as (app, store):
        title = app.attempt(store, operation)
    out.say(_("{name} is {role}.").format(name=name, role=title))


@crew.command("unassign", help=_("Take a role from NAME, in a group or in the whole store."))
@click.argument("name")
@click.argument("role")
@group_option
@output_options
@pass_state
def unassign(state: State, out: Output, name: str, role: str, group: str | None) -> None:
    from franchise import UnitOfWork, groups
    from franchise.cli.program import at_store
    from franchise_crew import assigning

    def operation(work: UnitOfWork) -> bool:
        return assigning.unassign(work, name, role, groups.get(work, group) if group else None)

    with at_store(state) as (app, store):
        done = app.attempt(store, operation)
    if done:
        out.say(_("{name} no longer has the role {role}.").format(name=name, role=role))
    else:
        out.say(
            _("{name} does not have the role {role} there; nothing was changed.").format(name=name, role=role)
        )


@crew.command("headcount", help=_("Where there are too few or too many; exit status 1 where it is so."))
@click.option("--all", "everything", is_flag=True, help=_("The places that are filled too."))
@output_options
@pass_state
def headcount(state: State, out: Output, everything: bool) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import assigning

    with at_store(state) as (app, store), app.view(store) as work:
        counts = assigning.headcount(work)
    names = {c.role: c.name for c in counts}
    rows = [
        {
            "role": c.role,
            "group": c.group,
            "have": c.have,
            "least": c.least,
            "most": c.most,
            "state": c.state,
            "people": _(", ").join(c.people),
        }
        for c in counts
        if everything or c.state != "ok"
    ]
    out.table(
        [
            Col("role", _("Role"), words=names),
            Col("group", _("Group")),
            Col("have", _("Here"), "number"),
            Col("least", _("Least"), "number"),
            Col("most", _("Most"), "number"),
            Col("state", _("State"), words={"ok": _("filled"), "under": _("too few"), "over": _("too many")}),
            Col("people", _("Names")),
        ],
        rows,
    )
    if any(c.state != "ok" for c in counts):
        raise SystemExit(1)


@crew.command("permissions", help=_("Which roles may do what; with --person, what somebody may do."))
@click.option("--person", default="", metavar="NAME", help=_("What this person may do, anywhere."))
@output_options
@pass_state
def permissions(state: State, out: Output, person: str) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import assigning, duties, people, staff
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
        able = assigning.permissions(section)
        if person:
            who = people.get(work, person)
            mine = {seat.role for seat in staff.load(work, shifts=False).seats if seat.person_id == who.id}
            able = {duty: [role for role in roles if role in mine] for duty, roles in able.items()}
            able = {duty: roles for duty, roles in able.items() if roles}
        rows = [
            {
                "duty": duty,
                "name": duties.title(section, duty),
                "roles": roles if out.json else _(", ").join(section.roles[role].name for role in roles),
            }
            for duty, roles in able.items()
        ]
    if out.json:
        out.data(rows)
        return
    out.table([Col("duty", _("Duty")), Col("name", _("Meaning")), Col("roles", _("Roles"))], rows)


@crew.command("duty", help=_("Who is on duty for what, now or at a time."))
@click.option(
    "--at", "at_", default="", metavar="TIME", help=_("Such as 2026-03-08T14:30; now unless given.")
)
@group_option
@output_options
@pass_state
def duty(state: State, out: Output, at_: str, group: str | None) -> None:
    from datetime import timedelta

    from franchise import groups
    from franchise.cli.program import at_store
    from franchise.clock import local, show
    from franchise_crew import duties, staff
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        zone, section = work.answers.time_zone, settings_of(work)
        at = instant(at_, zone, "--at") if at_ else work.now()
        place = groups.get(work, group) if group else None
        held = staff.load(work, local(at, zone).date() - timedelta(days=1), 2)
        standing = {person: turn for turn in reversed(held.on(at)) for person in turn.people}
        rows = []
        for word in duties.known(section):
            if not list(duties.with_duty(section, word)):
                continue
            if place is not None and place.kind in section.outside and word in duties.KEEPERS:
                names = [work.ask("franchise_on_duty", group=place, duty=word, at=at) or ""]
                until = ""
            else:
                seats = held.on_duty(place, word, at)
                names = [seat.name for seat in seats]
                turn = standing.get(seats[0].person_id) if seats else None
                until = show(turn.ends_at, zone)[11:] if turn is not None else ""
            rows.append(
                {
                    "duty": word,
                    "name": duties.title(section, word),
                    "people": _(", ").join(n for n in names if n),
                    "until": until,
                }
            )
    out.table(
        [
            Col("duty", _("Duty")),
            Col("name", _("Meaning")),
            Col("people", _("On duty, first choice first")),
            Col("until", _("Until")),
        ],
        rows,
    )


@crew.command("daily", help=_("What became of the duties of a day."))
@click.option("--from", "first", default="", metavar="DATE", help=_("The first day; today unless given."))
@click.option("--days", default=1, show_default=True, type=click.IntRange(1, 92), help=_("How many days."))
@output_options
@pass_state
def daily(state: State, out: Output, first: str, days: int) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise_crew import giving

    with at_store(state) as (app, store), app.view(store) as work:
        zone, now = work.answers.time_zone, work.now()
        found = giving.done(work, day(first or work.today(), "--from"), days)
        rows = [
            {
                "task": one.number,
                "due": show(one.due_at, zone),
                "what": one.title,
                "person": one.person,
                "status": "overdue" if one.status == "open" and one.due_at < now else one.status,
                "by": one.finished_by,
                "at": show(one.finished_at, zone) if one.finished_at is not None else "",
            }
            for one in found
        ]
    if days == 1 and not out.json and sys.stdout.isatty():
        for row in rows:
            row["due"], row["at"] = str(row["due"])[11:], str(row["at"])[11:]
    words = {"open": _("open"), "overdue": _("overdue"), "done": _("done"), "dropped": _("dropped")}
    out.table(
        [
            Col("task", _("Task"), "number"),
            Col("due", _("Due")),
            Col("what", _("What")),
            Col("person", _("On duty")),
            Col("status", _("State"), words=words),
            Col("by", _("By")),
            Col("at", _("At")),
        ],
        rows,
    )
    if rows and not out.json:
        finished = sum(1 for row in rows if row["status"] == "done")
        out.say(_("{done} of {count} done.").format(done=finished, count=len(rows)))
