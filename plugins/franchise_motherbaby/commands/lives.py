"""Groups that are due, successors, names that no longer fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork


@motherbaby.command("due", help=_("Groups that have lived longer than their tier lets them."))
@output_options
@pass_state
def due(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby import lives

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {"group": d.group.key, "name": d.group.name, "days": d.days, "most": d.most, "why": d.why}
            for d in lives.due(work)
        ]
    words = {"life": _("older than its tier lets it become"), "fresh": _("its fresh days are over")}
    out.table(
        [
            Col("group", _("Group")),
            Col("name", _("Name")),
            Col("days", _("Days"), "number"),
            Col("most", _("At most"), "number"),
            Col("why", _("Why"), words=words),
        ],
        rows,
    )


@motherbaby.command(
    "respawn", help=_("Make a successor of a group with those of its members who are interested.")
)
@click.argument("group")
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--tag", "tag", default="", metavar="FAMILY=TAG", help=_("Everybody with this tag."))
@dry_run_option
@output_options
@pass_state
def respawn(state: State, out: Output, group: str, names: tuple[str, ...], tag: str, dry_run: bool) -> None:
    from franchise import UsageProblem, admission, clock, groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import lives

    family, sign, text = tag.partition("=")
    if tag and not (family and sign and text):
        raise UsageProblem(_("{tag!r} is not FAMILY=TAG.").format(tag=tag[:40]))

    def operation(work: UnitOfWork) -> lives.Respawned:
        found = groups.get(work, group)
        tagged = set(admission.tagged(work, family, text)) if tag else set()
        inside = [m for m in groups.members(work, found) if m.state == "member" and m.member_id in tagged]
        return lives.respawn(work, found, [*names, *(m.name for m in inside)])

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                done, zone = operation(work), work.answers.time_zone
        else:
            done = app.attempt(store, operation)
            with app.view(store) as work:
                zone = work.answers.time_zone
    if out.json:
        out.data(
            {
                "group": done.group.key,
                "name": done.group.name,
                "members": list(done.members),
                "waiting": list(done.waiting),
                "active_until": clock.show(done.active_until, zone),
            }
        )
        return
    said = (
        _("Would be made: {group} with {count} members, fresh until {until}.")
        if dry_run
        else _("{group} is there with {count} members, fresh until {until}.")
    )
    out.say(
        said.format(group=done.group.name, count=len(done.members), until=clock.show(done.active_until, zone))
    )


@motherbaby.command("rename", help=_("Groups whose name does not follow the pattern of their kind."))
@output_options
@pass_state
def rename(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby.naming import misnamed

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [{"group": m.group.key, "name": m.group.name, "wanted": m.wanted} for m in misnamed(work)]
    out.table([Col("group", _("Group")), Col("name", _("Name")), Col("wanted", _("Should be"))], rows)
