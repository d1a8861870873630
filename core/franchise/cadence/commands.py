"""`franchise cadence`: today's posts, the plan, packs to paste, what was done, and the loop."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.cadence.filling import Filled
    from franchise.cadence.section import Cadence
    from franchise.cadence.values import Plan, Post
    from franchise.work import UnitOfWork


def status_words() -> dict[str, str]:
    """What becomes of a post, in words."""
    return {
        "planned": _("planned"),
        "waiting": _("to be posted now"),
        "done": _("posted"),
        "missed": _("missed"),
        "refused": _("refused"),
        "dropped": _("dropped"),
        "deferred": _("put off"),
    }


def reason_words() -> dict[str, str]:
    """Why, in words; a person's own reason stands as it was given."""
    return {
        "capacity": _("too many posts for the back office"),
        "frequency": _("too many posts for the group"),
        "rest": _("its column rests"),
        "unattended": _("nobody was there"),
        "not_done": _("not noted as posted"),
        "too_late": _("too late to begin"),
        "no_material": _("no material"),
        "curfew": _("curfew"),
    }


@click.group(help=_("See what is to be posted today, and note what was."))
def cadence() -> None: ...


def _read_day(text: str, work: UnitOfWork) -> date:
    from franchise.cadence.rows import today

    words = {"": 0, "today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}
    if text.strip() in words:
        return today(work) + timedelta(days=words[text.strip()])
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem(_("{text!r} is not a date such as 2026-03-08.").format(text=text[:20])) from error


def _clock_time(at: int, zone: str) -> str:
    from franchise.clock import local

    return local(at, zone).strftime("%H:%M")


def _table(out: Output, plan: Plan, setting: Cadence, zone: str, *, days: bool) -> None:
    """Posts as rows: on a terminal one for each slot with its groups, else one for each group."""
    import sys

    rows = [_row(post, setting, zone) for post in plan.posts]
    if not out.json and sys.stdout.isatty():
        rows = _joined(rows)
    columns = [
        Col("time", _("Time"), whole=True),
        Col("slot", _("Slot"), spare=True),
        Col("name", _("Name")),
        Col("group", _("Group")),
        Col("column", _("Column")),
        Col("material", _("Material"), spare=True),
        Col("person", _("Person")),
        Col("status", _("Status"), words=status_words()),
        Col("reason", _("Why"), words=reason_words()),
    ]
    if days:
        columns.insert(0, Col("day", _("Day")))
    if any(row["nth"] for row in rows):
        columns.insert(4, Col("nth", _("Day no."), "number"))
    out.table(columns, rows)


def _row(post: Post, setting: Cadence, zone: str) -> dict[str, Any]:
    from franchise.cadence.packing import person_of

    return {
        "day": post.day,
        "time": f"{_clock_time(post.begins_at, zone)}-{_clock_time(post.ends_at, zone)}",
        "slot": post.slot,
        "name": post.name,
        "group": post.group,
        "nth": post.nth or None,
        "column": setting.columns[post.column].name if post.column in setting.columns else post.column,
        "material": post.material,
        "person": person_of(setting, post.role),
        "status": post.status,
        "reason": post.reason,
    }


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    together: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        together.setdefault(tuple(v for k, v in row.items() if k != "group"), []).append(row["group"])
    names = [key for key in rows[0] if key != "group"] if rows else []
    return [{**dict(zip(names, key, strict=True)), "group": ", ".join(g)} for key, g in together.items()]


def _plan_data(plan: Plan, setting: Cadence, zone: str) -> dict[str, Any]:
    import attrs

    from franchise.cadence.writing import iso

    posts = []
    for post in plan.posts:
        row = _row(post, setting, zone)
        row |= {"column": post.column, "kind": post.kind, "gap": post.gap, "private": post.private}
        row |= {"begins_at": iso(post.begins_at, zone), "ends_at": iso(post.ends_at, zone)}
        row["done_at"] = None if post.done_at is None else iso(post.done_at, zone)
        del row["time"]
        posts.append(row)
    notices = [attrs.asdict(notice) for notice in plan.notices]
    return {"from": plan.from_day, "days": plan.days, "posts": posts, "notices": notices}


@cadence.command("today", help=_("What is to be posted today, and what became of it."))
@click.option("--day", default="", metavar="DATE", help=_("Another day: a date, tomorrow, yesterday."))
@output_options
@pass_state
def today(state: State, out: Output, day: str) -> None:
    from franchise.cadence import looking, rows
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        plan = looking.agenda(work, _read_day(day, work))
        setting, zone = rows.cadence_of(work), work.answers.time_zone
        hour = looking.hour(work)
    if out.json:
        out.data(_plan_data(plan, setting, zone) | {"hour": hour})
        return
    _table(out, plan, setting, zone, days=False)
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
    from franchise.cadence import looking, rows
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        found = looking.agenda(work, _read_day(from_day, work), days)
        setting, zone = rows.cadence_of(work), work.answers.time_zone
    if out.json:
        out.data(_plan_data(found, setting, zone))
        return
    _table(out, found, setting, zone, days=True)
    for notice in found.notices:
        out.warn(str(notice))


@cadence.command(
    "pack",
    help=_("What each person has to paste, slot by slot, with pictures and times."),
    epilog=examples(
        "franchise cadence pack",
        "franchise cadence pack morning | pbcopy",
        "franchise cadence pack --day tomorrow --out packs",
    ),
)
@click.argument("slot", default="")
@click.option("--day", default="", metavar="DATE", help=_("Another day: a date, tomorrow, yesterday."))
@click.option("--person", default="", help=_("For one person or role."))
@group_option(multiple=True)
@click.option("--all", "everything", is_flag=True, help=_("What is done or missed too."))
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Write a file for each person and slot into this folder."),
)
@output_options
@pass_state
def pack(
    state: State,
    out: Output,
    slot: str,
    day: str,
    person: str,
    group: tuple[str, ...],
    everything: bool,
    folder: Path | None,
) -> None:
    from franchise.cadence import packing, writing
    from franchise.cli.program import at_store
    from franchise.messages import language

    with at_store(state) as (app, store), app.view(store) as work, language(work.answers.language):
        zone = work.answers.time_zone
        found = packing.packs(
            work, _read_day(day, work), slot=slot, person=person, group=group, everything=everything
        )
        texts = [writing.text(one, zone) for one in found]
        files = writing.write(folder, found, texts, zone) if folder else []
    if out.json:
        out.data([writing.data(one, zone) for one in found])
    elif folder:
        for file in files:
            out.lines(str(file))
    elif found:
        out.lines("\n".join(texts))
    if not found:
        out.say(_("Nothing is left to post."))


@cadence.command(
    "done",
    help=_("Note that a slot was posted (or, with --missed, that it was not)."),
    epilog=examples("franchise cadence done morning", "franchise cadence done morning --at 08:50"),
)
@click.argument("slot")
@click.option("--day", default="", metavar="DATE", help=_("Another day: a date, yesterday."))
@group_option(multiple=True, help_text=_("Only this group, by its key; several may be named."))
@click.option(
    "--at", "moment", default="", metavar="HH:MM", help=_("When it was posted; now when not given.")
)
@click.option("--checked", is_flag=True, help=_("The slot's checklist was gone through."))
@click.option("--missed", default="", metavar="REASON", help=_("It is not posted, because …"))
@output_options
@pass_state
def done(
    state: State,
    out: Output,
    slot: str,
    day: str,
    group: tuple[str, ...],
    moment: str,
    checked: bool,
    missed: str,
) -> None:
    from franchise.cadence import marking
    from franchise.cli.program import at_store

    def note(work: UnitOfWork) -> list[Post]:
        when = _read_day(day, work)
        if missed:
            return marking.miss(work, slot, missed, day=when, group=group)
        at = _instant(when, moment, work.answers.time_zone) if moment else None
        return marking.done(work, slot, day=when, group=group, at=at, checked=checked)

    if missed and (moment or checked):
        raise UsageProblem(_("Either it was posted, or it was missed."))
    with at_store(state) as (app, store):
        changed = app.attempt(store, note)
    if out.json:
        out.data([{"group": p.group, "slot": p.slot, "day": p.day, "status": p.status} for p in changed])
    elif not changed:
        out.say(_("That was noted already."))
    elif missed:
        out.say(
            _("Noted as not posted: {groups}.").format(groups=_(", ").join(p.group_name for p in changed))
        )
    else:
        out.say(_("Noted as posted: {groups}.").format(groups=_(", ").join(p.group_name for p in changed)))


def _instant(day: date, text: str, zone: str) -> int:
    from franchise.clock import at_wall, parse_wall

    try:
        return at_wall(day, parse_wall(text.strip().replace("：", ":")), zone)
    except ValueError as error:
        raise UsageProblem(
            _("{text!r} is not a time of day such as 08:50.").format(text=text[:20]), where="--at"
        ) from error


@cadence.command("start", help=_("Make a day the first of a group's course; from now on days count from it."))
@group_option(required=True)
@click.option("--on", "day", default="", metavar="DATE", help=_("Day 1; today when not given."))
@output_options
@pass_state
def start(state: State, out: Output, group: str, day: str) -> None:
    from franchise.cadence import rows
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store), app.work(store) as work:
        found, when = groups.get(work, group), _read_day(day, work)
        rows.begin_count(work, found, when)
    if out.json:
        out.data({"group": found.key, "day": when.isoformat()})
    else:
        out.say(_("Day 1 of {group} is {day}.").format(group=found.name, day=when.isoformat()))


@cadence.command(
    "run",
    help=_(
        "Make posts ready when they are due and write down what is missed; all open stores unless one is named."
        " It may be stopped and started again at any moment."
    ),
)
@click.option("--once", is_flag=True, help=_("Look once and end."))
@click.option(
    "--every",
    default=300,
    show_default=True,
    type=click.IntRange(1, 3600),
    help=_("Seconds from one look at a store to the next, at most."),
)
@output_options
@pass_state
def run(state: State, out: Output, once: bool, every: int) -> None:
    from franchise.cadence import loop
    from franchise.cli.program import program

    failed = False
    with program(state) as app:
        stores = [state.store] if state.store else []
        for key in stores:  # a name that is wrong now stays wrong
            with app.view(key):
                pass
        if once:
            found = iter(loop.fill_stores(app, stores or loop.open_stores(app)))
        else:
            found = loop.run(app, stores, every=every, alarm=lambda error: out.warn(str(error)))
        for one in found:
            if isinstance(one, loop.Failed):
                failed = True
                out.warn(f"{one.store}: {one.error}")
            else:
                _tell(out, one, quietly=not once)
    if failed:
        raise SystemExit(1)


def _tell(out: Output, filled: Filled, *, quietly: bool) -> None:
    """What one look did: a row of JSON under ``--json``, else words where there is something to say."""
    import json

    posts = [*filled.ready, *filled.missed, *filled.refused]
    if quietly and not posts:
        return
    if out.json:
        found = [
            {
                "day": p.day,
                "slot": p.slot,
                "group": p.group,
                "nth": p.nth,
                "status": p.status,
                "reason": p.reason,
            }
            for p in posts
        ]
        out.lines(json.dumps({"store": filled.store, "posts": found}, ensure_ascii=False))
        return
    for status, words in status_words().items():
        for slot, name, reason in dict.fromkeys(
            (p.slot, p.name, p.reason) for p in posts if p.status == status
        ):
            count = sum(1 for p in posts if (p.slot, p.status, p.reason) == (slot, status, reason))
            why = reason_words().get(reason, reason)
            out.say(
                _("{store}: {name} – {status}: {count}").format(
                    store=filled.store, name=name, status=words, count=count
                )
                + (f" ({why})" if why else "")
            )
    if not posts:
        out.say(_("{store}: nothing is due now.").format(store=filled.store))
