"""The library: shelves, gaps, what sold best."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_content.commands.group import content, read_day, ready
from franchise_content.messages import gettext as _
from franchise_content.shelves import shelf_words


@content.command("library", help=_("What lies on the library's shelves, and how much of it may be picked."))
@group_option(help_text=_("What one group may be shown; else what no group was shown lately."))
@output_options
@pass_state
def library(state: State, out: Output, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import library as room

    with at_store(state) as (app, store), app.view(store) as work:
        found = room.shelves(work, groups.get(work, group) if group else None)
        columns = work.setup.get("cadence").columns
    rows = [
        {
            "shelf": one.shelf,
            "materials": one.materials,
            "free": one.free,
            "columns": ", ".join(columns[key].name for key in one.columns),
        }
        for one in found
    ]
    out.table(
        [
            Col("shelf", _("Shelf"), words=shelf_words()),
            Col("materials", _("Materials"), "number"),
            Col("free", _("May be picked"), "number"),
            Col("columns", _("Columns")),
        ],
        rows,
    )


@content.command(
    "pick",
    help=_(
        "Draw something from a shelf (poster, product_picture, seeding, joke) for a group, and remember it."
    ),
)
@click.argument("shelf")
@group_option(required=True)
@output_options
@pass_state
def pick(state: State, out: Output, shelf: str, group: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import library as room

    with at_store(state) as (app, store):
        key, material = app.attempt(store, lambda work: room.pick(work, shelf, groups.get(work, group)))
    if out.json:
        out.data({"material": key, "text": material.text, "picture": material.picture, "link": material.link})
        return
    link = [_("Link: {address}").format(address=material.link)] if material.link else []
    out.lines("\n".join([*ready(material.text, material.picture), *link]) + "\n")


@content.command("gaps", help=_("What is missing: sayings, columns, materials, shelves, topics."))
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 92), help=_("How many days."))
@click.option("--from", "first", default="", metavar="DATE", help=_("The first day; tomorrow if not given."))
@output_options
@pass_state
def gaps(state: State, out: Output, days: int, first: str) -> None:
    from franchise.cli.program import at_store
    from franchise_content import library as room

    with at_store(state) as (app, store), app.view(store) as work:
        found = room.gaps(work, read_day(first, work, ahead=1, where="--from"), days)
    rows = [
        {"gap": one.code, "needed": "yes" if one.needed else "", "where": one.where, "text": one.text}
        for one in found
    ]
    if not rows and not out.json:
        out.say(_("Nothing is missing."))
        return
    out.table(
        [
            Col("gap", _("Gap"), spare=True),
            Col("needed", _("Needed"), words={"yes": _("yes")}),
            Col("where", _("Where")),
            Col("text", _("What is missing")),
        ],
        rows,
    )


@content.command("bestsellers", help=_("What most members ordered on a day; yesterday if none is given."))
@click.option("--day", default="yesterday", metavar="DATE", help=_("Another day."))
@output_options
@pass_state
def bestsellers(state: State, out: Output, day: str) -> None:
    from franchise.cli.program import at_store
    from franchise_content import speaking

    with at_store(state) as (app, store), app.view(store) as work:
        found = speaking.best_sellers(work, read_day(day, work, where="--day"))
    rows = [
        {"product": one.product, "name": one.name, "members": one.members, "amount": one.amount}
        for one in found
    ]
    out.table(
        [
            Col("product", _("Product"), spare=True),
            Col("name", _("Name")),
            Col("members", _("Members"), "number"),
            Col("amount", _("Amount"), "money"),
        ],
        rows,
    )
