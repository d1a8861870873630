"""Promoting products: what is fit, what is posted, what was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_content.commands.group import content, read_day, read_moment, ready
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_content.promoting import Promoted
    from franchise_content.promotions import Promotion

SHOWN: Final = 10
BACK: Final = 30
"""Days that `promotion list` looks back."""


@content.group(
    "promotion", help=_("Products that are promoted: what is fit, what is posted, what was noted.")
)
def promotion() -> None: ...


@promotion.command(
    "pick",
    help=_(
        "Which products are fit to be promoted: rarely bought, of a high margin, of a price that all know."
    ),
)
@group_option(help_text=_("Where; else what no group was shown lately."))
@click.option("--all", "everything", is_flag=True, help=_("All products, with what speaks against them."))
@click.option(
    "--limit", default=SHOWN, show_default=True, type=click.IntRange(1, 10_000), help=_("How many at most.")
)
@output_options
@pass_state
def pick(state: State, out: Output, group: str | None, everything: bool, limit: int) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import picking

    with at_store(state) as (app, store), app.view(store) as work:
        found = picking.pick(work, groups.get(work, group) if group else None)
    chosen = found if everything else [one for one in found if one.fit]
    rows: list[dict[str, Any]] = [
        {
            "product": one.product,
            "name": one.name,
            "price": one.price,
            "unit": one.unit,
            "margin": one.margin,
            "every_days": one.every_days,
            "known_price": one.known_price,
            "last": one.last,
            "fit": one.fit,
            "reasons": list(one.reasons),
            "against": [*([one.left_out] if one.left_out else []), *one.against],
        }
        for one in chosen[:limit]
    ]
    if out.json:
        out.data([{**row, "price": _money(one.price)} for row, one in zip(rows, chosen, strict=False)])
        return
    if not rows:
        out.say(
            _(
                "Nothing is fit to be promoted; `--all` shows what speaks against each of {count} products."
            ).format(count=len(found))
        )
        return
    out.table(
        [
            Col("product", _("Product"), spare=True),
            Col("name", _("Name")),
            Col("price", _("Price"), "money"),
            Col("reasons", _("Speaks for it")),
            *([Col("against", _("Speaks against it"))] if everything else []),
        ],
        [{**row, **{name: _("; ").join(row[name]) for name in ("reasons", "against")}} for row in rows],
    )


def _money(value: int) -> str:
    from franchise import amounts

    return amounts.format_money(value)


@promotion.command(
    "say",
    help=_(
        "The post that promotes PRODUCT in one of five forms (special, group_buy, flash_sale, hot_sale, invitation),"
        " ready to be pasted; it is noted."
    ),
)
@click.argument("form")
@click.argument("product")
@group_option(required=True)
@click.option("--price", required=True, metavar="AMOUNT", help=_("What one unit costs meanwhile."))
@click.option("--unit", default="", help=_("A selling unit of the product; its first one if not given."))
@click.option("--minutes", default=0, type=int, help=_("How long it lasts."))
@click.option("--pieces", default=0, type=int, help=_("How many there are, or are wanted."))
@click.option(
    "--at", "at", default="", metavar="TIME", help=_("When it is posted: 12:00 or 2026-03-08T12:00.")
)
@dry_run_option
@output_options
@pass_state
def say(
    state: State,
    out: Output,
    form: str,
    product: str,
    group: str,
    price: str,
    unit: str,
    minutes: int,
    pieces: int,
    at: str,
    dry_run: bool,
) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import promoting

    def run(work: UnitOfWork) -> Promoted:
        place = groups.get(work, group)
        when = read_moment(at, work) if at else None
        return promoting.say(
            work, form, product, place, price=price, unit=unit, minutes=minutes, pieces=pieces, at=when
        )

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                found = run(work)
        else:
            found = app.attempt(store, run)
        with app.view(store) as work:
            zone = work.answers.time_zone
    if out.json:
        out.data(
            {
                **_data(found.promotion, zone),
                "text": found.text,
                "picture": found.picture,
                "noted": found.fresh and not dry_run,
                "warnings": list(found.warnings),
            }
        )
    else:
        out.lines("\n".join(ready(found.text, found.picture)) + "\n")
    _talk(out, found, dry_run)


def _talk(out: Output, found: Promoted, dry_run: bool) -> None:
    if found.warnings:
        out.warn(
            _("{product} is not fit for a promotion: {reasons}.").format(
                product=found.promotion.name, reasons=_("; ").join(found.warnings)
            )
        )
    if out.json:
        return
    if dry_run:
        out.say(_("Nothing was noted."))
    elif not found.fresh:
        out.say(_("It was noted already."))


@promotion.command("list", help=_("What was promoted, and what is to be."))
@group_option
@click.option(
    "--from", "first", default="", metavar="DATE", help=_("The first day; 30 days ago if not given.")
)
@click.option("--days", default=61, show_default=True, type=click.IntRange(1, 366), help=_("How many days."))
@output_options
@pass_state
def list_(state: State, out: Output, group: str | None, first: str, days: int) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import promotions
    from franchise_content.forms import form_words

    with at_store(state) as (app, store), app.view(store) as work:
        found = promotions.between(
            work,
            read_day(first, work, ahead=-BACK, where="--from"),
            days,
            groups.get(work, group) if group else None,
        )
        zone = work.answers.time_zone
    if out.json:
        out.data([_data(one, zone) for one in found])
        return
    from franchise.clock import show

    out.table(
        [
            Col("at", _("Time"), whole=True),
            Col("group", _("Group")),
            Col("form", _("Form"), words=form_words()),
            Col("name", _("Product")),
            Col("price", _("Price"), "money"),
            Col("usual", _("Usual price"), "money", spare=True),
            Col("unit", _("Unit"), spare=True),
        ],
        [
            {
                "at": show(one.at, zone),
                "group": one.group,
                "form": one.form,
                "name": one.name,
                "price": one.price,
                "usual": one.usual,
                "unit": one.unit,
            }
            for one in found
        ],
    )


@promotion.command(
    "drop", help=_("Take back that PRODUCT is promoted in a group on a day: it was not posted.")
)
@click.argument("product")
@group_option(required=True)
@click.option("--day", default="", metavar="DATE", help=_("The day; today if not given."))
@output_options
@pass_state
def drop(state: State, out: Output, product: str, group: str, day: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_content import promotions

    with at_store(state) as (app, store):
        count = app.attempt(
            store,
            lambda work: promotions.drop(
                work, product, groups.get(work, group), read_day(day, work, where="--day")
            ),
        )
    if out.json:
        out.data({"dropped": count})
    else:
        out.say(_("No longer noted: {count}.").format(count=count))


def _data(one: Promotion, zone: str) -> dict[str, Any]:
    """A promotion for programs; numbers that the post does not say are null."""
    from franchise.clock import local

    return {
        "group": one.group,
        "day": one.day,
        "at": local(one.at, zone).isoformat(timespec="seconds"),
        "form": one.form,
        "product": one.product,
        "name": one.name,
        "unit": one.unit,
        "price": _money(one.price),
        "usual": _money(one.usual),
        "minutes": one.minutes or None,
        "pieces": one.pieces or None,
    }
