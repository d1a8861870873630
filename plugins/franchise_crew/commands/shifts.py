"""Shifts and the roster."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.given import day, weekday
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from franchise_crew.rostering import Plan


@crew.command("shifts", help=_("Who stands when, and where nobody does; exit status 1 where there is a gap."))
@click.option("--from", "first", default="", metavar="DATE", help=_("The first day; today unless given."))
@click.option("--days", default=7, show_default=True, type=int, help=_("How many days."))
@click.option("--gaps", "only", is_flag=True, help=_("The gaps alone."))
@click.option("--handovers", is_flag=True, help=_("Who hands over to whom, and when."))
@output_options
@pass_state
def shifts(state: State, out: Output, first: str, days: int, only: bool, handovers: bool) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import rostering
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section, zone = settings_of(work), work.answers.time_zone
        plan = rostering.plan(work, day(first, "--from") if first else None, days)
    called = {key: shift.name for key, shift in section.shifts.items()}
    if handovers:
        _handovers(out, plan, zone, called)
        return
    roles = {key: role.name for key, role in section.roles.items()}
    rows = [*_turns(plan, zone, only=only), *_gaps(plan, zone)]
    order = ("begins", "ends", "role", "shift", "lesson", "group")
    rows.sort(key=lambda row: tuple(str(row.get(key, "")) for key in order))
    columns = _columns(rows, called, roles)
    if not out.json and sys.stdout.isatty():  # for people: the weekday, no year, and no date twice
        for row in rows:
            row["begins"] = _short(str(row["begins"]))
            row["ends"] = str(row["ends"])[11:]
        if len({row["role"] for row in rows}) == 1:
            columns = [column for column in columns if column.key != "role"]
    out.table(columns, rows)
    _remedies(out, plan)
    if plan.gaps:
        raise SystemExit(1)
    out.say(_("No gap."))


def _handovers(out: Output, plan: Plan, zone: str, called: Mapping[str, str]) -> None:
    """Who hands over to whom."""
    from franchise.clock import show

    moves = [
        {
            "at": show(h.at, zone),
            "shift": h.turn.shift,
            "leaving": _(", ").join(plan.names[i] for i in h.leaving),
            "next": h.next_shift,
            "coming": _(", ").join(plan.names[i] for i in h.coming),
        }
        for h in plan.handovers
    ]
    if not out.json and sys.stdout.isatty():
        for move in moves:
            move["at"] = _short(move["at"])
    out.table(
        [
            Col("at", _("At")),
            Col("shift", _("From shift"), words=called),
            Col("leaving", _("Hands over")),
            Col("next", _("To shift"), words=called),
            Col("coming", _("Takes over")),
        ],
        moves,
    )


def _turns(plan: Plan, zone: str, *, only: bool) -> list[dict[str, Any]]:
    """The shifts with who stands in them; ``only`` those in which somebody is missing."""
    from franchise.clock import show

    problems = {(gap.day, gap.shift): gap for gap in plan.gaps if gap.shift}
    found = [(turn, problems.get((turn.day, turn.shift))) for turn in plan.turns]
    return [
        {
            "day": turn.day,
            "begins": show(turn.begins_at, zone),
            "ends": show(turn.ends_at, zone),
            "shift": turn.shift,
            "role": turn.role,
            "people": _(", ").join(plan.names[i] for i in turn.people),
            "problem": gap.reason if gap is not None else "",
            "missing": gap.missing if gap is not None else None,
        }
        for turn, gap in found
        if gap is not None or not only
    ]


def _gaps(plan: Plan, zone: str) -> list[dict[str, Any]]:
    """Hours without a shift, and lessons without a teacher."""
    from franchise.clock import show

    return [
        {
            "day": show(gap.begins_at, zone)[:10],
            "begins": show(gap.begins_at, zone),
            "ends": show(gap.ends_at, zone),
            "shift": "",
            "role": gap.role,
            "people": "",
            "problem": gap.reason,
            "missing": gap.missing,
            "kinds": _(", ").join(gap.kinds),
            "lesson": gap.lesson,
            "group": gap.group,
        }
        for gap in plan.gaps
        if not gap.shift
    ]


def _columns(rows: list[dict[str, Any]], called: Mapping[str, str], roles: Mapping[str, str]) -> list[Col]:
    problems = {
        "nobody": _("NOBODY"),
        "too_few": _("TOO FEW"),
        "no_shift": _("NO SHIFT"),
        "no_teacher": _("NO TEACHER"),
        "": "",
    }
    columns = [
        Col("begins", _("From")),
        Col("ends", _("Until")),
        Col("shift", _("Shift"), words=called),
        Col("role", _("Role"), words=roles),
        Col("people", _("Names")),
        Col("problem", _("Problem"), words=problems),
        Col("missing", _("Missing"), "number"),
    ]
    if any(row.get("kinds") for row in rows):
        columns.append(Col("kinds", _("Groups of")))
    if any(row.get("lesson") for row in rows):
        columns += [Col("lesson", _("Lesson")), Col("group", _("Group"))]
    return columns


def _remedies(out: Output, plan: Plan) -> None:
    """How many gaps there are, and what fills them."""
    lessons = sum(bool(gap.lesson) for gap in plan.gaps)
    if len(plan.gaps) > lessons:
        told = _("Gaps: {count}. `franchise crew roster set SHIFT NAME --day DATE` fills one.")
        out.say(told.format(count=len(plan.gaps) - lessons))
    if lessons:
        told = _(
            "Lessons without a teacher: {count}. `franchise crew assign NAME ROLE` says who teaches; where the role"
            " has shifts, `franchise crew roster set SHIFT NAME --day DATE` says when he is there."
        )
        out.say(told.format(count=lessons))


def _short(time: str) -> str:
    """A time for people: the weekday, no year."""
    return f"{time[5:10]} {weekday(time[:10])} {time[11:]}"


@crew.group("roster", help=_("Put people into shifts."))
def roster() -> None: ...


@roster.command("set", help=_("Put NAMES into a shift on a day, or on several."))
@click.argument("shift")
@click.argument("names", nargs=-1)
@click.option("--day", "first", required=True, metavar="DATE", help=_("The first day."))
@click.option("--days", default=1, show_default=True, type=int, help=_("How many days from there on."))
@click.option("--weekdays", default="", metavar="mon,tue", help=_("Of these days only those."))
@click.option("--only", is_flag=True, help=_("They stand there alone; without names it is emptied."))
@dry_run_option
@output_options
@pass_state
def set_(
    state: State,
    out: Output,
    shift: str,
    names: tuple[str, ...],
    first: str,
    days: int,
    weekdays: str,
    only: bool,
    dry_run: bool,
) -> None:
    from franchise import UnitOfWork, UsageProblem
    from franchise.cli.program import at_store
    from franchise_crew import rostering

    if not names and not only:
        raise UsageProblem(_("Whom? Name somebody, or empty the shift with --only."))
    words = [word.strip() for word in weekdays.split(",") if word.strip()]

    def operation(work: UnitOfWork) -> int:
        chosen = rostering.days_of(day(first, "--day"), days, words)
        return rostering.put(work, shift, names, chosen, replace=only)

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                count = operation(work)
        else:
            count = app.attempt(store, operation)
    _told(out, count, dry_run)


@roster.command("copy", help=_("Copy days of the roster to others: last week to this one."))
@click.option("--from", "first", required=True, metavar="DATE", help=_("The first day to copy."))
@click.option("--to", "to", required=True, metavar="DATE", help=_("The first day to copy it to."))
@click.option("--days", default=7, show_default=True, type=int, help=_("How many days."))
@dry_run_option
@output_options
@pass_state
def copy(state: State, out: Output, first: str, to: str, days: int, dry_run: bool) -> None:
    from franchise import UnitOfWork
    from franchise.cli.program import at_store
    from franchise_crew import rostering

    def operation(work: UnitOfWork) -> tuple[int, list[str]]:
        return rostering.copy(work, day(first, "--from"), day(to, "--to"), days)

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                count, left = operation(work)
        else:
            count, left = app.attempt(store, operation)
    if left:
        out.warn(_("No longer of that role, and left out: {names}").format(names=_(", ").join(left)))
    _told(out, count, dry_run)


def _told(out: Output, count: int, dry_run: bool) -> None:
    if out.json:
        out.data({"places": count, "dry_run": dry_run})
    elif dry_run:
        out.say(_("{count} places would be filled; nothing was changed.").format(count=count))
    else:
        out.say(_("{count} places filled; `franchise crew shifts` shows the gaps.").format(count=count))
