"""Reading a text to see how it is read."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import TextSource
from franchise.cli.source import SourceText
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _
from franchise.orders.command_group import order


@order.command("parse", help=_("Show how one text is read; nothing is booked. --jsonl FILE reads many."))
@click.argument("source", type=TextSource(), required=False)
@click.option("--sender", default="", help=_("Who wrote it, for a message without names."))
@click.option("--offer", default="", help=_("The product on offer, for answers such as +1."))
@click.option("--roster", default="", metavar="N,N", help=_("Known members, separated by commas."))
@click.option(
    "--jsonl",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help=_("A file of messages, one JSON object a line."),
)
@output_options
@pass_state
def parse(
    _state: State,
    out: Output,
    source: SourceText | None,
    sender: str,
    offer: str,
    roster: str,
    jsonl: str | None,
) -> None:
    from franchise.orders import parsing

    reader = parsing.reader()
    if jsonl:
        with click.open_file(jsonl, "rb") as lines:
            for answer in parsing.many(reader, lines):
                out.lines(answer)
        return
    if source is None:
        raise UsageProblem(_("Which text?"), hint=_("Give a file, or - for standard input."))
    record = {
        "message": source.text,
        "sender": sender,
        "context": {"offer": offer} if offer else {},
        "roster": [name.strip() for name in roster.replace("，", ",").split(",") if name.strip()],
    }
    reading = reader(record)
    if out.json:
        out.data({key: value for key, value in reading.items() if key != "id"})
        return
    rows = [{**x, "mark": ""} for x in reading["expect"]] + [{**x, "mark": "-"} for x in reading["cancels"]]
    out.table(
        [
            Col("mark", " "),
            Col("member", _("Member")),
            Col("item", _("Item")),
            Col("qty", _("Quantity"), "number"),
            Col("unit", _("Unit")),
            Col("note", _("Note")),
        ],
        rows,
    )
    for warning in reading["warnings"]:
        words = " ".join(warning["text"].split())
        out.warn(f"{words if len(words) <= 60 else words[:59] + '…'} ({warning['code']})")
    if reading["rejected"]:
        out.say(_("Refused: {reason}").format(reason=reading["rejected"]))
    elif reading["mode"] == "chat" and not reading["ambiguous"]:
        out.say(_("There is no order in this text."))
    elif reading["ambiguous"]:
        out.say(_("Something in it must be confirmed by a person."))
