"""The group that the commands are in, and the columns of a line."""

from __future__ import annotations

import click

from franchise.cli.output import Col
from franchise.messages import gettext as _


@click.group(help=_("Collect orders from the text a group wrote."))
def order() -> None: ...


def line_columns() -> list[Col]:
    return [
        Col("mark", " "),
        Col("member", _("Member")),
        Col("product", _("Product")),
        Col("quantity", _("Quantity"), "quantity"),
        Col("unit", _("Unit")),
        Col("price", _("Price"), "money"),
        Col("amount", _("Amount"), "money"),
        Col("note", _("Note")),
    ]
