"""Where members come from, and whom to ask for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.commands.promotion import placed_row
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_motherbaby.promotion import Placed


@motherbaby.command(
    "join", help=_("Ask for a place for somebody, with where she was won and the baby's birth.")
)
@click.argument("name")
@group_option(required=True)
@click.option("--source", default="", metavar="KEY", help=_("Where she was won, by its key in the setup."))
@click.option("--born", default="", metavar="DATE", help=_("The baby's date of birth, such as 2025-03-05."))
@click.option("--contact", default="", help=_("A phone number or account; only a digest of it is kept."))
@click.option("--token", default="", help=_("The invitation; without one the staff brings her."))
@click.option("--consent", is_flag=True, help=_("The person said yes to being taken in."))
@output_options
@pass_state
def join(
    state: State,
    out: Output,
    name: str,
    group: str,
    source: str,
    born: str,
    contact: str,
    token: str,
    consent: bool,
) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import leads

    def operation(work: UnitOfWork) -> Placed:
        found = groups.get(work, group)
        return leads.come(
            work, found, name, source=source, born=born, contact=contact, token=token, consent=consent
        )

    with at_store(state) as (app, store):
        done = app.attempt(store, operation)
    if out.json:
        out.data(placed_row(done))
    elif done.state == "member":
        out.say(_("{name} is in {group}.").format(name=name, group=done.group.name))
    else:
        out.warn(
            _("{name} is not in {group}: {reason}").format(
                name=name, group=done.group.name, reason=done.reason
            )
        )
    if not done.state:
        raise SystemExit(1)


@motherbaby.command("sources", help=_("What each way of winning members came to."))
@output_options
@pass_state
def sources(state: State, out: Output) -> None:
    import attrs

    from franchise.cli.program import at_store
    from franchise_motherbaby import leads

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [attrs.asdict(one) for one in leads.funnel(work)]
    out.table(source_columns(), rows)


def source_columns() -> list[Col]:
    return [
        Col("place", _("Place")),
        Col("source", _("Source")),
        Col("name", _("Name")),
        Col("asked", _("Asked"), "number"),
        Col("joined", _("Joined"), "number"),
        Col("buyers", _("Bought"), "number"),
        Col("amount", _("Spent"), "money"),
    ]


@motherbaby.command("followups", help=_("Who ordered once, some time ago, and should be asked for more."))
@output_options
@pass_state
def followups(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby.standing import follow_ups

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {"member": f.name, "group": f.group.key, "day": f.day, "amount": f.amount}
            for f in follow_ups(work)
        ]
    out.table(
        [
            Col("member", _("Member")),
            Col("group", _("Group")),
            Col("day", _("Ordered on")),
            Col("amount", _("Spent"), "money"),
        ],
        rows,
    )
