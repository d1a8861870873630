"""Who signed up for a campaign, and what is noted of it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.campaigns import campaign, facts, states, status, summary
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_crew.signups import Noted


@campaign.command("list", help=_("The campaigns, by the time of the event."))
@click.option("--all", "everything", is_flag=True, help=_("Those that are closed too."))
@output_options
@pass_state
def list_(state: State, out: Output, everything: bool) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise_crew import campaigns, signups
    from franchise_crew.lines import line
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        settings_of(work)
        found, zone = campaigns.listed(work, closed=everything), work.answers.time_zone
        marks = signups.marks(work, [one.id for one in found])
        rows = []
        for one in found:
            stands = line(marks[one.id], one.places)
            rows.append(
                {
                    "campaign": one.key,
                    "name": one.name,
                    "at": show(one.at, zone),
                    "until": show(one.until_at, zone),
                    "status": status(work, one),
                    "people": stands.people,
                    "places": one.places,
                    "waiting": stands.waiting,
                    "unclear": len(stands.asks),
                }
            )
    out.table(
        [
            Col("campaign", _("Key"), whole=True),
            Col("name", _("Event")),
            Col("at", _("Begins"), whole=True),
            Col("until", _("Sign-up until"), whole=True, spare=True),
            Col("status", _("State"), words=states()),
            Col("people", _("People"), "number"),
            Col("places", _("Places"), "number"),
            Col("waiting", _("Waiting"), "number"),
            Col("unclear", _("Unclear"), "number"),
        ],
        rows,
    )


@campaign.command(
    "show", help=_("How the campaign KEY stands: who comes, who waits, what is unclear, what is to be done.")
)
@click.argument("key", required=False, default="")
@output_options
@pass_state
def show_(state: State, out: Output, key: str) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import campaigns, looking

    with at_store(state) as (app, store), app.view(store) as work:
        found = campaigns.get(work, key) if key else campaigns.running(work)
        told = facts(work, found)
        people, unclear = looking.people(work, found), looking.unclear(work, found)
    if out.json:
        out.data({**told, "signed": people, "to_look_at": unclear})
        return
    out.say(summary(told, shown=True))
    out.table(
        [
            Col("no", _("No."), "number"),
            Col("member", _("Member")),
            Col("group", _("Group"), spare=True),
            Col("people", _("People"), "number"),
            Col("placed", _("Places"), "number"),
            Col("waiting", _("Waiting"), "number"),
            Col("since", _("Signed up"), whole=True, spare=True),
            Col("note", _("Note"), words={"left": _("has left the group"), "": ""}),
        ],
        people,
    )
    if unclear:
        _unclear(out, unclear, settled=told["status"] == "closed")
    if told["duties"]:
        _duties(out, told["duties"])


def _unclear(out: Output, rows: list[dict[str, Any]], *, settled: bool) -> None:
    """What a person has to read; ``settled``: nothing more is noted."""
    from franchise_crew import looking

    out.table(
        [
            Col("time", _("Time"), whole=True),
            Col("member", _("Member")),
            Col("why", _("Unclear because"), words=looking.reasons()),
            Col("said", _("Said")),
        ],
        rows,
        title=_("To be looked at"),
    )
    if not settled:
        out.say(
            _(
                "`franchise crew campaign sign NAME --people N` says that a member comes, `unsign NAME` that he does"
                " not; either settles what is unclear about him."
            )
        )


def _duties(out: Output, rows: list[dict[str, Any]]) -> None:
    names = {
        "share": _("tell the group"),
        "complaints": _("handle complaints"),
        "opinions": _("collect opinions"),
        "signups": _("count sign-ups"),
    }
    out.table(
        [
            Col("task", _("Task"), "number"),
            Col("duty", _("Duty"), words=names),
            Col("group", _("Group")),
            Col("person", _("Person")),
            Col("due", _("Due"), whole=True),
        ],
        rows,
        title=_("Still to be done"),
    )


_WHICH = click.option(
    "--campaign", "key", default="", metavar="KEY", help=_("Which campaign; the only open one unless given.")
)


@campaign.command("sign", help=_("Note that NAME comes, told in the shop or by phone."))
@click.argument("name")
@click.option(
    "--people", type=int, default=1, show_default=True, metavar="N", help=_("With himself, how many.")
)
@_WHICH
@group_option(help_text=_("In which group NAME is called so."))
@output_options
@pass_state
def sign(state: State, out: Output, name: str, people: int, key: str, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import campaigns, signups

    def operation(work: UnitOfWork) -> Noted:
        place = groups.get(work, group) if group else None
        return signups.sign(work, campaigns.running(work, key), name, people, place)

    with at_store(state) as (app, store):
        done = app.attempt(store, operation)
    _noted(out, done, name)


@campaign.command("unsign", help=_("Note that NAME does not come."))
@click.argument("name")
@_WHICH
@group_option(help_text=_("In which group NAME is called so."))
@output_options
@pass_state
def unsign(state: State, out: Output, name: str, key: str, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import campaigns, signups

    def operation(work: UnitOfWork) -> Noted:
        place = groups.get(work, group) if group else None
        return signups.unsign(work, campaigns.running(work, key), name, place)

    with at_store(state) as (app, store):
        done = app.attempt(store, operation)
    _noted(out, done, name)


def _noted(out: Output, done: Noted, name: str) -> None:
    if out.json:
        out.data(
            {
                "campaign": done.campaign.key,
                "member": name,
                "people": done.people,
                "placed": done.placed,
                "changed": done.changed,
            }
        )
        return
    if not done.people:
        said = _("{name} does not come to {campaign}.")
    elif done.placed == done.people:
        said = _("{name} comes to {campaign}: {people} people.")
    else:
        said = _("{name} comes to {campaign}: {people} people, of whom {waiting} wait for a place.")
    out.say(
        said.format(
            name=name, campaign=done.campaign.name, people=done.people, waiting=done.people - done.placed
        )
    )
    if not done.changed:
        out.say(_("It was so already; nothing was changed."))
