"""The star of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_crew.stars import Star


@crew.command(
    "star", help=_("Choose the star of a week that is over, with a congratulation ready to be pasted.")
)
@click.option("--week", default="", metavar="WEEK", help=_("Such as 2026-W10; the last one unless given."))
@click.option("--list", "listing", is_flag=True, help=_("Who bears the title now, and who did."))
@group_option(help_text=_("Of one group; of the whole store unless given."))
@dry_run_option
@output_options
@pass_state
def star(state: State, out: Output, week: str, listing: bool, group: str | None, dry_run: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise_crew import stars

    def operation(work: UnitOfWork) -> Star:
        return stars.choose(work, week, groups.get(work, group) if group else None)

    with at_store(state) as (app, store):
        with app.view(store) as work:
            zone, now = work.answers.time_zone, work.now()
            found = _listed(work, week, group) if listing else []
        if listing:
            rows = [_row(one, show(one.until_at, zone), now < one.until_at) for one in found]
            out.table(
                [
                    Col("week", _("Week"), whole=True),
                    Col("group", _("Group")),
                    Col("member", _("Member")),
                    Col("messages", _("Messages"), "number"),
                    Col("until", _("Until"), whole=True),
                    Col("now", _("Now"), words={"yes": _("yes"), "no": _("no")}),
                ],
                rows,
            )
            return
        if dry_run:
            with app.rehearsal(store) as work:
                one = operation(work)
        else:
            one = app.attempt(store, operation)
    if out.json:
        data = _row(one, show(one.until_at, zone), now < one.until_at)
        out.data({**data, "text": one.text, "dry_run": dry_run})
        return
    out.lines(one.text)
    out.say(
        _("{name} wrote {count} messages in {week} and bears the title until {until}.").format(
            name=one.name, count=one.messages, week=one.week, until=show(one.until_at, zone)
        )
    )
    if dry_run:
        out.say(_("Nothing was changed."))


def _listed(work: UnitOfWork, week: str, group: str | None) -> list[Star]:
    """Who was chosen: in a week and a group where they are given."""
    from franchise import groups
    from franchise_crew import stars

    name = stars.week_of(work, week).name if week else ""
    key = groups.get(work, group).key if group else None
    return [
        one
        for one in stars.listed(work)
        if (not name or one.week == name) and (key is None or one.group == key)
    ]


def _row(one: Star, until: str, now: bool) -> dict[str, object]:
    return {
        "week": one.week,
        "group": one.group,
        "member": one.name,
        "messages": one.messages,
        "until": until,
        "now": "yes" if now else "no",
    }
