"""Members who drive a group, the ladder of key customers, what personas say."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _


@crew.command("active", help=_("The members who write most, without the crew."))
@group_option(required=True)
@click.option("--days", default=30, show_default=True, type=int, help=_("Of how many days."))
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 500), help=_("How many members.")
)
@output_options
@pass_state
def active(state: State, out: Output, group: str, days: int, top: int) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import ladder

    with at_store(state) as (app, store), app.view(store) as work:
        found = ladder.active(work, groups.get(work, group), days, top)
    out.table(
        [
            Col("place", _("Place"), "number"),
            Col("member", _("Member")),
            Col("messages", _("Messages"), "number"),
        ],
        [{"place": a.place, "member": a.name, "messages": a.messages} for a in found],
    )


@crew.command("ladder", help=_("The steps of bringing up key customers; with --group, who is on which."))
@group_option
@output_options
@pass_state
def ladder_(state: State, out: Output, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise_crew import ladder
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
        if group is None:
            reached = ladder.reached(work)
            rows = [
                {
                    "rank": section.ladder[key].rank,
                    "step": key,
                    "name": section.ladder[key].name,
                    "takes": section.ladder[key].takes,
                    "gives": section.ladder[key].gives,
                    "members": reached.get(key, 0),
                }
                for key in ladder.steps(section)
            ]
            out.table(
                [
                    Col("rank", _("Rank"), "number"),
                    Col("step", _("Key")),
                    Col("name", _("Step")),
                    Col("takes", _("Takes")),
                    Col("gives", _("Gives")),
                    Col("members", _("Members"), "number"),
                ],
                rows,
            )
            return
        names = {key: section.ladder[key].name for key in section.ladder}
        climbed = [
            {
                "member": c.name,
                "step": c.step,
                "since": show(c.at, work.answers.time_zone)[:10],
                "next": c.following,
            }
            for c in ladder.climbers(work, groups.get(work, group))
        ]
    out.table(
        [
            Col("member", _("Member")),
            Col("step", _("Step"), words=names),
            Col("since", _("Since")),
            Col("next", _("Next"), words=names),
        ],
        climbed,
    )


@crew.command("advance", help=_("Note that a member has taken the next step of the ladder."))
@click.argument("name")
@click.argument("step", required=False, default="")
@group_option(required=True)
@output_options
@pass_state
def advance(state: State, out: Output, name: str, step: str, group: str) -> None:
    from franchise import UnitOfWork, groups
    from franchise.cli.program import at_store
    from franchise_crew import ladder
    from franchise_crew.settings import settings_of

    def operation(work: UnitOfWork) -> tuple[str, str]:
        key = ladder.advance(work, groups.get(work, group), name, step)
        return key, settings_of(work).ladder[key].name

    with at_store(state) as (app, store):
        key, title = app.attempt(store, operation)
    if out.json:
        out.data({"member": name, "step": key})
    else:
        out.say(_("{name} is on the step {step}.").format(name=name, step=title))


@crew.command(
    "say", help=_("A script as PERSONA says it: {persona}, {supports}, {sign}, {address}, {store}.")
)
@click.argument("persona")
@click.argument("text")
@output_options
@pass_state
def say(state: State, out: Output, persona: str, text: str) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import personas

    with at_store(state) as (app, store), app.view(store) as work:
        said = personas.say(work, persona, text)
    if out.json:
        out.data({"persona": persona, "text": said})
    else:
        out.lines(said)
