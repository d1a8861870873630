"""`franchise order` and `franchise relay`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import TextSource, group_option, yes_option
from franchise.cli.source import SourceText
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.orders.values import Outcome
    from franchise.work import UnitOfWork


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


@click.group(help=_("Collect orders from the text a group wrote."))
def order() -> None: ...


@order.command(
    "submit",
    help=_("Hand in what a group wrote: a pasted list, additions, cancellations."),
    epilog=_("Example: pbpaste | franchise order submit --village wangjiawan"),
)
@click.argument("source", type=TextSource(), default="-")
@group_option(required=True)
@click.option("--sender", default="", help=_("Who wrote it, for a message without names."))
@click.option("--offer", default="", help=_("The product on offer, for answers such as +1."))
@click.option("--needed-on", default="", metavar="DATE", help=_("The day it is needed, such as 2026-03-08."))
@click.option(
    "--late", default="", metavar="REASON", help=_("Into the session just past, permitted because …")
)
@click.option(
    "--cycle",
    "late_for",
    default="",
    metavar="CYCLE",
    help=_("With --late: the round it is for, if not the last."),
)
@click.option(
    "--message-id",
    default="",
    help=_("What your program calls this message; handed in again, it changes nothing."),
)
@yes_option
@output_options
@pass_state
def submit(
    state: State,
    out: Output,
    source: SourceText,
    group: str,
    sender: str,
    offer: str,
    needed_on: str,
    late: str,
    late_for: str,
    message_id: str,
    yes: bool,
) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.orders import dialogue, reading, show, submitting
    from franchise.orders.calendar import check_day

    needed_on = check_day(needed_on)
    with at_store(state) as (app, store):
        with app.view(store) as work:
            context = reading.reading_context(work, groups.get(work, group), sender=sender, offer=offer)
            draft = reading.read(work, source.text, context)

        def book(work: UnitOfWork) -> tuple[Outcome, dialogue.Told, dict[str, Any]]:
            found = groups.get(work, group)
            key = submitting.content_key(source.text, sender, offer, late, late_for, needed_on)
            done = submitting.submit(
                work,
                found,
                draft,
                text=source.text,
                key=key,
                message_id=message_id,
                late=late,
                late_for=late_for,
                needed_on=needed_on,
            )
            return done, dialogue.told(work, found, done), show.outcome_data(work, found, done)

        outcome, words, data = app.attempt(store, book)
        if out.json:
            out.data(data)
        else:
            asking = bool(outcome.questions) and not yes and dialogue.can_ask()
            dialogue.tell(out, outcome, words, line_columns(), asking=asking)
            if asking:
                dialogue.ask(out, app, store, outcome.questions)
    if outcome.rejected:
        raise SystemExit(1)


@order.command("list", help=_("A group's order as it stands."))
@group_option(required=True)
@click.option("--cycle", help=_("Such as 2026-03-05/noon; the open one when none is named."))
@output_options
@pass_state
def list_(state: State, out: Output, group: str, cycle: str | None) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.orders import calendar, show
    from franchise.orders.lines import sheet_lines

    with at_store(state) as (app, store), app.view(store) as work:
        found = groups.get(work, group)
        run = calendar.find(work, cycle) if cycle else calendar.choose(work, work.now())
        names = groups.roster(work, found).shown
        lines = [x for _c, x in sheet_lines(work, found, [run.id]) if x.status == "active"]
        out.table(
            line_columns()[1:], [show.line_row(x, names) for x in lines], title=f"{found.name} {run.name}"
        )
        if not out.json:
            out.say(calendar.describe(work, run))


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
            out.lines("\n".join(booked))
        else:
            dialogue.review(out, app, store, group)


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
        with click.open_file(jsonl, encoding="utf-8") as lines:
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
        out.warn(f"{warning['text']} ({warning['code']})")
    if reading["rejected"]:
        out.say(_("Refused: {reason}").format(reason=reading["rejected"]))
    elif reading["ambiguous"]:
        out.say(_("Something in it must be confirmed by a person."))


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
            out.say(_("Forgotten: {name}").format(name=forgotten))
            return
        with app.view(store) as work:
            catalog = Catalog.of(work.setup)
            rows = [
                {"alias": name, "product": code, "name": catalog[code].name if code in catalog else ""}
                for name, code in questions.aliases(work, groups.get(work, group)).items()
            ]
    out.table([Col("alias", _("Written")), Col("product", _("Code")), Col("name", _("Product"))], rows)


@click.command(help=_("Print the running order list to paste into a group; names are masked."))
@group_option(required=True)
@click.option("--full-names", is_flag=True, help=_("Names as they are."))
@output_options
@pass_state
def relay(state: State, out: Output, group: str, full_names: bool) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import local
    from franchise.groups import operations as groups
    from franchise.messages import language
    from franchise.orders import calendar, show
    from franchise.orders.lines import sheet_lines

    with at_store(state) as (app, store), app.view(store) as work, language(work.answers.language):
        found = groups.get(work, group)
        run = calendar.choose(work, work.now())
        lines = [x for _c, x in sheet_lines(work, found, [run.id]) if x.status == "active"]
        hide = work.setup.get("orders").names == "masked" and not full_names
        closes = _("Closes at {time}; delivered {day} {part}.").format(
            time=local(run.cutoff_at, work.answers.time_zone).strftime("%H:%M"),
            day=run.deliver_on,
            part=run.deliver_at,
        )
        names = groups.roster(work, found).shown
        text = show.relay_text(f"{found.name} {run.name}", lines, names, hide=hide, closes=closes)
    if out.json:
        out.data({"group": group, "cycle": run.key, "text": text})
    else:
        out.lines(text)
