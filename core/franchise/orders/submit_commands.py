"""Handing in what a group wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Output, output_options
from franchise.cli.params import TextSource, group_option, yes_option
from franchise.cli.source import SourceText
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _
from franchise.orders.command_group import line_columns, order

if TYPE_CHECKING:
    from franchise.orders.values import Outcome
    from franchise.work import UnitOfWork


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
