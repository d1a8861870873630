"""`franchise village`: villages, their routes and their partners."""

from __future__ import annotations

from pathlib import Path

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise_village.messages import gettext as _


@click.group(help=_("Villages, their routes and their partners."))
def village() -> None: ...


@village.command("add", help=_("Add a village with its group and its partner."))
@click.argument("key")
@click.option("--name", required=True, help=_("What people call it."))
@click.option("--partner", default="", help=_("Who keeps its group."))
@click.option("--phone", default="", help=_("The partner's phone number."))
@click.option("--address", default="", help=_("Where the goods are handed over."))
@click.option("--route", default="", help=_("The van round, by its key in the setup."))
@click.option("--stop", default=0, help=_("Its place on the round."))
@click.option("--households", default=0, help=_("How many households it has."))
@output_options
@pass_state
def add(
    state: State,
    out: Output,
    key: str,
    name: str,
    partner: str,
    phone: str,
    address: str,
    route: str,
    stop: int,
    households: int,
) -> None:
    from franchise.cli.program import at_store
    from franchise_village import operations

    wanted = operations.Village(
        key=key,
        name=name,
        partner=partner,
        phone=phone,
        address=address,
        route=route,
        stop=stop,
        households=households,
    )
    with at_store(state) as (app, store), app.work(store) as work:
        made = operations.add(work, wanted)
    if out.json:
        out.data({"village": made.key, "name": made.name, "partner": made.partner})
    else:
        out.say(_("{name} is there.").format(name=made.name))


@village.command(
    "import",
    help=_("Add villages from a table: key, name, partner, phone, address, route, stop, households."),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=_("Partners named in the table replace those there."))
@output_options
@pass_state
def import_(state: State, out: Output, file: Path, replace: bool) -> None:
    from franchise import UsageProblem
    from franchise.cli.program import at_store
    from franchise_village import lists, operations

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem(_("The table is not UTF-8 text."), where=str(file)) from error
    villages = lists.read_table(text, file.name)
    with at_store(state) as (app, store), app.work(store) as work:
        fresh = operations.add_all(work, villages, replace=replace)
    known = len(villages) - fresh
    if out.json:
        out.data({"added": fresh, "known": known})
    else:
        out.say(_("{fresh} villages added, {known} were there.").format(fresh=fresh, known=known))


@village.command("list", help=_("The villages in the order of the rounds."))
@output_options
@pass_state
def list_(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_village import operations

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {
                "village": v.key,
                "name": v.name,
                "partner": v.partner,
                "phone": operations.mask(v.phone),
                "route": v.route,
                "stop": v.stop,
                "address": v.address,
            }
            for v in operations.by_key(work).values()
        ]
    out.table(
        [
            Col("village", _("Village")),
            Col("name", _("Name")),
            Col("partner", _("Partner")),
            Col("phone", _("Phone")),
            Col("route", _("Route")),
            Col("stop", _("Stop"), "number"),
            Col("address", _("Address")),
        ],
        rows,
    )


@village.command("partner", help=_("Name a village's partner; a village has one."))
@click.argument("key")
@click.argument("name")
@click.option("--phone", default="", help=_("The partner's phone number."))
@click.option("--replace", is_flag=True, help=_("In place of the partner there."))
@output_options
@pass_state
def partner(state: State, out: Output, key: str, name: str, phone: str, replace: bool) -> None:
    from franchise.cli.program import at_store
    from franchise_village import operations

    with at_store(state) as (app, store), app.work(store) as work:
        operations.set_partner(work, key, name, phone, replace=replace)
    if out.json:
        out.data({"village": key, "partner": name.strip()})
    else:
        out.say(_("{name} is the partner of {key}.").format(name=name.strip(), key=key))
