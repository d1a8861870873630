"""What a person must answer, and what the answers taught."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _
from franchise.orders.command_group import order


@order.command("review", help=_("Work through what is open: questions that a person must answer."))
@group_option
@click.option("--answer", "answered", metavar="ID", help=_("Answer this question."))
@click.option(
    "--dismiss", "dismissed", metavar="ID", help=_("Settle this question without booking anything.")
)
@click.option("--product", default="", help=_("The product that is meant: code or name."))
@click.option("--quantity", default="", help=_("How much."))
@click.option("--unit", default="", help=_("Of which unit."))
@click.option("--member", default="", help=_("Whose order it is."))
@click.option("--reason", default="", help=_("Why it is dismissed."))
@click.option(
    "--late", default="", metavar="REASON", help=_("Into the session just past, permitted because …")
)
@output_options
@pass_state
def review(
    state: State,
    out: Output,
    group: str | None,
    answered: str | None,
    dismissed: str | None,
    product: str,
    quantity: str,
    unit: str,
    member: str,
    reason: str,
    late: str,
) -> None:
    from franchise.amounts import parse_quantity
    from franchise.cli.program import at_store
    from franchise.orders import dialogue

    if answered and dismissed:
        raise UsageProblem(_("Either --answer or --dismiss."))
    with at_store(state) as (app, store):
        if dismissed:
            dialogue.settle(app, store, dismissed, reason)
            if out.json:
                out.data({"dismissed": dismissed})
            else:
                out.say(_("Dismissed."))
        elif answered:
            booked = dialogue.answer(
                app,
                store,
                answered,
                product=product,
                quantity=parse_quantity(quantity) if quantity else None,
                unit=unit,
                member=member,
                late=late,
            )
            if out.json:
                out.data({"answered": answered, "booked": booked})
            else:
                out.lines("\n".join(booked))
        else:
            dialogue.review(out, app, store, group)


@order.command("alias", help=_("What a group's answers taught: its own names for products."))
@group_option(required=True)
@click.option("--forget", "forgotten", metavar="NAME", help=_("Forget this name."))
@output_options
@pass_state
def alias(state: State, out: Output, group: str, forgotten: str | None) -> None:
    from franchise.catalog.section import Catalog
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.orders import questions

    with at_store(state) as (app, store):
        if forgotten:
            with app.work(store) as work:
                questions.forget(work, groups.get(work, group), forgotten)
            if out.json:
                out.data({"forgotten": forgotten})
            else:
                out.say(_("Forgotten: {name}").format(name=forgotten))
            return
        with app.view(store) as work:
            catalog = Catalog.of(work.setup)
            rows = [
                {"alias": name, "product": code, "name": catalog[code].name if code in catalog else ""}
                for name, code in questions.aliases(work, groups.get(work, group)).items()
            ]
    out.table([Col("alias", _("Written")), Col("product", _("Code")), Col("name", _("Product"))], rows)
