"""Posting by hand: what to paste, what was posted, which day a group's course began."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from franchise.cadence.command_group import cadence, read_day
from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from franchise.cadence.values import Post
    from franchise.work import UnitOfWork


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
    from franchise.cadence import marking, packing, rows, writing
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.messages import language

    with at_store(state) as (app, store), app.view(store) as work:
        zone, when = work.answers.time_zone, read_day(day, work)
        rows.check_reach(work, when)
        for key in group:
            groups.get(work, key)
        # What the group reads is in the store's language; what goes wrong before that, in the user's.
        with language(work.answers.language):
            found = packing.packs(work, when, slot=slot, person=person, group=group, everything=everything)
            texts = [writing.text(one, zone) for one in found]
        files = writing.write(folder, found, texts, zone) if folder else []
        if slot and not found:
            marking.slot_key(work, slot)
        if person and not found:
            _check_person(work, person)
    if out.json:
        out.data([writing.data(one, zone) for one in found])
    elif folder:
        for file in files:
            out.lines(str(file))
    elif found:
        out.lines("\n".join(texts))
    if not found:
        out.say(_("Nothing is left to post."))


def _check_person(work: UnitOfWork, name: str) -> None:
    from franchise.cadence import packing, rows
    from franchise.errors import NotFound
    from franchise.suggest import did_you_mean

    setting = rows.cadence_of(work)
    known = [*setting.roles, *(role.name for role in setting.roles.values())]
    known += [packing.person_of(setting, role) for role in setting.roles]
    if name not in known:
        raise NotFound(
            _("Nobody who posts is called {name!r}.").format(name=name[:40]),
            hint=did_you_mean(name, known) or _("`franchise cadence plan` shows who posts."),
        )


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
@click.option("--missed", metavar="REASON", help=_("It is not posted, because …"))
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
    missed: str | None,
) -> None:
    from franchise.cadence import marking
    from franchise.cli.program import at_store

    def note(work: UnitOfWork) -> list[Post]:
        when = read_day(day, work)
        if missed is not None:
            return marking.miss(work, slot, missed, day=when, group=group)
        at = _instant(when, moment, work.answers.time_zone) if moment else None
        return marking.done(work, slot, day=when, group=group, at=at, checked=checked)

    if missed is not None and (moment or checked):
        raise UsageProblem(_("Either it was posted, or it was missed."))
    with at_store(state) as (app, store):
        changed = app.attempt(store, note)
    if out.json:
        out.data([{"group": p.group, "slot": p.slot, "day": p.day, "status": p.status} for p in changed])
    elif not changed:
        out.say(_("That was noted already."))
    elif missed is not None:
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
        found, when = groups.get(work, group), read_day(day, work)
        rows.begin_count(work, found, when)
    if out.json:
        out.data({"group": found.key, "day": when.isoformat()})
    else:
        out.say(_("Day 1 of {group} is {day}.").format(group=found.name, day=when.isoformat()))
