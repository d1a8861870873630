"""The loop: posts made ready at their time, day and night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cadence.command_group import cadence
from franchise.cli.output import Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.cadence.filling import Filled


@cadence.command(
    "run",
    help=_(
        "Make posts ready when they are due and write down what is missed; all open stores unless one is named."
        " It may be stopped and started again at any moment."
    ),
)
@click.option("--once", is_flag=True, help=_("Look once and end."))
@click.option(
    "--every",
    default=300,
    show_default=True,
    type=click.IntRange(1, 3600),
    help=_("Seconds from one look at a store to the next, at most."),
)
@output_options
@pass_state
def run(state: State, out: Output, once: bool, every: int) -> None:
    from franchise.cadence import loop
    from franchise.cli.program import program

    failed = False
    with program(state) as app:
        stores = [state.store] if state.store else []
        for key in stores:  # a name that is wrong now stays wrong
            with app.view(key):
                pass
        if once:
            found = iter(loop.fill_stores(app, stores or loop.open_stores(app)))
        else:
            found = loop.run(app, stores, every=every, alarm=lambda error: out.warn(str(error)))
        for one in found:
            if isinstance(one, loop.Failed):
                failed = True
                out.warn(f"{one.store}: {one.error}")
            else:
                _tell(out, one, quietly=not once)
    if failed:
        raise SystemExit(1)


def _tell(out: Output, filled: Filled, *, quietly: bool) -> None:
    """What one look did: a row of JSON under ``--json``, else words where there is something to say."""
    import json

    from franchise.cadence.telling import reason_words, status_words

    posts = [*filled.ready, *filled.missed, *filled.refused]
    if quietly and not posts:
        return
    if out.json:
        found = [
            {
                "day": p.day,
                "slot": p.slot,
                "group": p.group,
                "nth": p.nth,
                "status": p.status,
                "reason": p.reason,
            }
            for p in posts
        ]
        out.lines(json.dumps({"store": filled.store, "posts": found}, ensure_ascii=False))
        return
    for status, words in status_words().items():
        for slot, name, reason in dict.fromkeys(
            (p.slot, p.name, p.reason) for p in posts if p.status == status
        ):
            count = sum(1 for p in posts if (p.slot, p.status, p.reason) == (slot, status, reason))
            why = reason_words().get(reason, reason)
            out.say(
                _("{store}: {name} – {status}: {count}").format(
                    store=filled.store, name=name, status=words, count=count
                )
                + (f" ({why})" if why else "")
            )
    if not posts:
        out.say(_("{store}: nothing is due now.").format(store=filled.store))
