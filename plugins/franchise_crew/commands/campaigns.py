"""Campaigns for offline events, and who signed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.given import instant
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from franchise import UnitOfWork
    from franchise_crew.campaigns import Campaign


@crew.group(
    "campaign", help=_("Invite members to an event: tell, count sign-ups, hear complaints and opinions.")
)
def campaign() -> None: ...


def _facts(*, required: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that `open` and `change` share; `open` must have name and time."""
    options = (
        click.option("--about", metavar="TEXT", help=_("What else to tell: where, what to bring.")),
        click.option(
            "--called",
            multiple=True,
            metavar="WORD",
            help=_("What else members call it; may be given again."),
        ),
        click.option("--places", type=int, metavar="N", help=_("People there is room for.")),
        click.option(
            "--until", metavar="TIME", help=_("Members sign up until then; at first until it begins.")
        ),
        click.option(
            "--at",
            required=required,
            metavar="TIME",
            help=_("When it begins, such as 2026-03-14T14:00."),
        ),
        click.option("--name", required=required, metavar="TEXT", help=_("What people call the event.")),
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in options:
            command = option(command)
        return command

    return add


def _given(work: UnitOfWork, told: dict[str, Any]) -> dict[str, Any]:
    """What the shared options say, as the operations take it; what was not given is not there."""
    zone = work.answers.time_zone
    values = {name: told[name] for name in ("name", "places", "about") if told[name] is not None}
    times = {
        name: instant(told[name], zone, f"--{name}") for name in ("at", "until") if told[name] is not None
    }
    return {**values, **times, "called": told["called"]}


@campaign.command("open", help=_("Open a campaign: its four duties become tasks, and sign-ups are counted."))
@click.argument("key")
@_facts(required=True)
@click.option(
    "--from", "first", metavar="TIME", help=_("Count what was said since then; since now unless given.")
)
@group_option(required=True, multiple=True, help_text=_("A group that is invited; may be given again."))
@dry_run_option
@output_options
@pass_state
def open_(
    state: State,
    /,
    out: Output,
    key: str,
    first: str | None,
    group: tuple[str, ...],
    dry_run: bool,
    **told: Any,
) -> None:
    from franchise import groups
    from franchise_crew import campaigning

    def operation(work: UnitOfWork) -> Campaign:
        begins = instant(first, work.answers.time_zone, "--from") if first is not None else None
        chosen = [groups.get(work, one) for one in group]
        return campaigning.open_(work, key, chosen, begins=begins, **_given(work, told))

    _changed(state, out, operation, dry_run)


@campaign.command(
    "change", help=_("Change the campaign KEY: what is given. What members were told is told again.")
)
@click.argument("key")
@_facts(required=False)
@click.option("--unlimited", is_flag=True, help=_("There is room for everybody."))
@group_option(multiple=True, help_text=_("A further group that is invited; may be given again."))
@dry_run_option
@output_options
@pass_state
def change(
    state: State,
    /,
    out: Output,
    key: str,
    unlimited: bool,
    group: tuple[str, ...],
    dry_run: bool,
    **told: Any,
) -> None:
    from franchise import UsageProblem, groups
    from franchise_crew import campaigning

    if unlimited and told["places"] is not None:
        raise UsageProblem(_("Either a number of places, or room for everybody."), where="--unlimited")

    def operation(work: UnitOfWork) -> Campaign:
        chosen = [groups.get(work, one) for one in group]
        return campaigning.change(work, key, unlimited=unlimited, groups=chosen, **_given(work, told))

    _changed(state, out, operation, dry_run)


@campaign.command(
    "close", help=_("Close the campaign KEY: nothing more counts, and pointless tasks are dropped.")
)
@click.argument("key")
@dry_run_option
@output_options
@pass_state
def close(state: State, out: Output, key: str, dry_run: bool) -> None:
    from franchise_crew import campaigning

    _changed(state, out, lambda work: campaigning.close(work, key), dry_run)


@campaign.command(
    "recount", help=_("Count once more what is kept of the chats, after words of the setup changed.")
)
@click.argument("key")
@dry_run_option
@output_options
@pass_state
def recount(state: State, out: Output, key: str, dry_run: bool) -> None:
    from franchise_crew import campaigns, signups

    def operation(work: UnitOfWork) -> Campaign:
        found = campaigns.get(work, key)
        signups.recount(work, found)
        return found

    _changed(state, out, operation, dry_run)


def _changed(state: State, out: Output, operation: Callable[[UnitOfWork], Campaign], dry_run: bool) -> None:
    """Do it, or as if; then tell how the campaign stands."""
    from franchise.cli.program import at_store

    def whole(work: UnitOfWork) -> tuple[dict[str, Any], str]:
        told = facts(work, operation(work))
        return told, summary(told)

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                told, said = whole(work)
        else:
            told, said = app.attempt(store, whole)
    if out.json:
        out.data({**told, "dry_run": dry_run})
        return
    out.say(said)
    if dry_run:
        out.say(_("Nothing was changed."))


def facts(work: UnitOfWork, found: Campaign) -> dict[str, Any]:
    """A campaign as programs read it."""
    from franchise.clock import show
    from franchise_crew import campaign_tasks, campaigns, signups

    zone, line = work.answers.time_zone, signups.standing(work, found)
    return {
        "campaign": found.key,
        "name": found.name,
        "at": show(found.at, zone),
        "from": show(found.begins_at, zone),
        "until": show(found.until_at, zone),
        "groups": [group.key for group in campaigns.groups_of(work, found)],
        "status": status(work, found),
        "places": found.places,
        "members": len(line.entries),
        "people": line.people,
        "placed": line.placed,
        "waiting": line.waiting,
        "unclear": len(line.asks),
        "duties": [
            {
                "task": task.number,
                "duty": task.payload["duty"],
                "group": task.group,
                "person": task.person,
                "due": show(task.due_at, zone),
            }
            for task in campaign_tasks.duties_of(work, found)
        ],
    }


def status(work: UnitOfWork, found: Campaign) -> str:
    """``open``: members sign up; ``counted``: sign-up has ended; ``over``: it took place; ``closed``."""
    if found.closed_at is not None:
        return "closed"
    now = work.now()
    return "open" if now < found.until_at else "counted" if now < found.at else "over"


def states() -> dict[str, str]:
    """What people call the states."""
    return {
        "open": _("members sign up"),
        "counted": _("sign-up has ended"),
        "over": _("took place"),
        "closed": _("closed"),
    }


def summary(told: dict[str, Any], *, shown: bool = False) -> str:
    """How a campaign stands, in a few lines; ``shown``: what is unclear stands below."""
    lines = [
        _("{name}, {at}: {state}. Groups: {groups}.").format(
            name=told["name"],
            at=told["at"],
            state=states()[told["status"]],
            groups=_(", ").join(told["groups"]),
        ),
        _("Signed up: {people} people, {members} members; sign-up until {until}.").format(**told),
    ]
    if told["places"] is not None:
        free = told["places"] - told["placed"]
        lines.append(
            _("Places: {places}, free: {free}; waiting: {waiting} people.").format(free=free, **told)
        )
        if free > 0 and told["waiting"]:
            lines.append(_("Nobody passes by who waits: the first needs more places than are free."))
    if told["unclear"] and not shown:
        lines.append(
            _("To be looked at: {unclear}; `franchise crew campaign show {campaign}` shows them.").format(
                **told
            )
        )
    return "\n".join(lines)
