"""Choosing keepers, and electing a committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from franchise import Group, UnitOfWork
    from franchise_crew.section import Vetting
    from franchise_crew.vetting import Vetted


def _words() -> dict[str, str]:
    return {
        "open": _("not yet"),
        "approved": _("approved"),
        "rejected": _("rejected"),
        "nobody": _("nobody keeps it"),
    }


@crew.command(
    "vet",
    help=_(
        "Look at the keeper of each GROUP, point by point; without options: how it stands."
        " Several are noted together or, when one cannot be, not at all."
    ),
)
@click.argument("group", nargs=-1, required=True, metavar="GROUP...")
@click.option("--check", "checks", multiple=True, metavar="KEY", help=_("This point holds."))
@click.option("--approve", is_flag=True, help=_("Every point holds: orders are taken."))
@click.option("--reject", metavar="REASON", help=_("Orders are not taken; why."))
@output_options
@pass_state
def vet(
    state: State,
    out: Output,
    group: tuple[str, ...],
    checks: tuple[str, ...],
    approve: bool,
    reject: str | None,
) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import vetting
    from franchise_crew.settings import settings_of

    keys = tuple(dict.fromkeys(group))

    def note(work: UnitOfWork) -> None:
        for key in keys:
            vetting.vet(work, groups.get(work, key), checks=checks, approve=approve, reject=reject)

    with at_store(state) as (app, store):
        if checks or approve or reject is not None:
            app.attempt(store, note)
        with app.view(store) as work:
            places = [groups.get(work, key) for key in keys]
            found = [vetting.status(work, place) for place in places]
            settings = [settings_of(work).vetting[place.kind] for place in places]
    if out.json:
        data = [_data(one) for one in found]
        out.data(data[0] if len(data) == 1 else data)
    elif len(found) == 1:
        _show_points(out, settings[0], found[0])
    else:
        _show_keepers(out, [_keeper(*one) for one in zip(settings, found, places, strict=True)])


def _data(found: Vetted) -> dict[str, Any]:
    return {
        "group": found.group,
        "keeper": found.keeper,
        "status": found.status,
        "checks": list(found.checks),
        "missing": list(found.missing),
        "reason": found.reason,
        "by": found.by,
    }


def _show_points(out: Output, settings: Vetting, found: Vetted) -> None:
    rows = [
        {"key": key, "point": point.name, "holds": _("yes") if key in found.checks else _("not yet")}
        for key, point in sorted(settings.checks.items())
    ]
    out.table([Col("key", _("Key")), Col("point", _("Point")), Col("holds", _("Holds"))], rows)
    said = _words()[found.status]
    if found.reason:
        told = _("{keeper}, keeper of {group}: {state}, because: {reason}")
    else:
        told = _("{keeper}, keeper of {group}: {state}")
    out.say(told.format(keeper=found.keeper, group=found.group, state=said, reason=found.reason))


@crew.command(
    "keepers", help=_("The keepers of every group that is vetted; exit status 1 where one is not approved.")
)
@click.option("--open", "only", is_flag=True, help=_("Those that are not approved alone."))
@output_options
@pass_state
def keepers(state: State, out: Output, only: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import vetting
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
        rows = [
            _keeper(section.vetting[group.kind], vetting.peek(work, group), group)
            for group in groups.listed(work)
            if group.kind in section.vetting
        ]
    shown = [row for row in rows if not only or row["status"] != "approved"]
    _show_keepers(out, shown)
    if any(row["status"] != "approved" for row in rows):
        raise SystemExit(1)


def _show_keepers(out: Output, rows: list[dict[str, Any]]) -> None:
    columns = [
        Col("group", _("Key"), whole=True),
        Col("name", _("Group"), spare=True),
        Col("keeper", _("Keeper")),
        Col("status", _("State"), words=_words()),
        Col("missing", _("Not looked at")),
        Col("reason", _("Why")),
    ]
    out.table(columns, rows)


def _keeper(settings: Vetting, found: Vetted | None, group: Group) -> dict[str, Any]:
    if found is None:
        return {
            "group": group.key,
            "name": group.name,
            "keeper": "",
            "status": "nobody",
            "missing": "",
            "reason": "",
        }
    return {
        "group": group.key,
        "name": group.name,
        "keeper": found.keeper,
        "status": found.status,
        "missing": _(", ").join(settings.checks[key].name for key in found.missing),
        "reason": found.reason,
    }


@crew.group("election", help=_("Let the members of a group choose somebody for a role."))
def election() -> None: ...


@election.command("open", help=_("Begin an election for ROLE."))
@click.argument("role")
@group_option(required=True)
@click.option("--days", default=3, show_default=True, type=int, help=_("How long members may vote."))
@output_options
@pass_state
def open_(state: State, out: Output, role: str, group: str, days: int) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise_crew import electing

    def operation(work: UnitOfWork) -> str:
        closes = electing.call(work, groups.get(work, group), role, days)
        return show(closes, work.answers.time_zone)

    with at_store(state) as (app, store):
        until = app.attempt(store, operation)
    if out.json:
        out.data({"group": group, "role": role, "closes": until})
    else:
        out.say(_("Members may vote until {time}.").format(time=until))


@election.command("vote", help=_("Count the vote of VOTER for CANDIDATE."))
@click.argument("role")
@click.argument("voter")
@click.argument("candidate")
@group_option(required=True)
@output_options
@pass_state
def vote(state: State, out: Output, role: str, voter: str, candidate: str, group: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import electing

    with at_store(state) as (app, store):
        app.attempt(store, lambda work: electing.vote(work, groups.get(work, group), role, voter, candidate))
    out.say(_("Counted."))


@election.command("show", help=_("How the election stands."))
@click.argument("role")
@group_option(required=True)
@output_options
@pass_state
def show_(state: State, out: Output, role: str, group: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import electing

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {"place": s.place, "member": s.name, "votes": s.votes}
            for s in electing.count(work, groups.get(work, group), role)
        ]
    out.table(
        [
            Col("place", _("Place"), "number"),
            Col("member", _("Member")),
            Col("votes", _("Votes"), "number"),
        ],
        rows,
    )


@election.command("close", help=_("Close the election: whoever has most votes has the role."))
@click.argument("role")
@group_option(required=True)
@click.option("--early", default="", metavar="REASON", help=_("Before the time is over; why."))
@output_options
@pass_state
def close(state: State, out: Output, role: str, group: str, early: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import electing

    with at_store(state) as (app, store):
        chosen = app.attempt(
            store, lambda work: electing.close(work, groups.get(work, group), role, early=early)
        )
    if out.json:
        out.data(None if chosen is None else {"member": chosen.name, "votes": chosen.votes})
    elif chosen is None:
        out.say(_("Nobody voted; everything stays as it was."))
    else:
        out.say(_("{name} was chosen with {count} votes.").format(name=chosen.name, count=chosen.votes))
