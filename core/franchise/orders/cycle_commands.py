"""`franchise cycle`: rounds of orders."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.errors import UsageProblem
from franchise.messages import gettext as _


@click.group(help=_("Open and close a round of orders."))
def cycle() -> None: ...


@cycle.command("list", help=_("Rounds in which something was ordered, the latest first."))
@output_options
@pass_state
def cycles(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise.orders import calendar, closing

    with at_store(state) as (app, store), app.view(store) as work:
        zone = work.answers.time_zone
        sums = closing.sums(work)
        rows = [
            {
                "cycle": c.key,
                "name": c.name,
                "cutoff": show(c.cutoff_at, zone),
                "delivery": f"{c.deliver_on} {c.deliver_at}".strip(),
                "status": c.status,
                "lines": sums.get(c.id, (0, 0))[0],
                "amount": sums.get(c.id, (0, 0))[1],
            }
            for c in calendar.listed(work)
        ]
    columns = [
        Col("cycle", _("Round")),
        Col("name", _("Session")),
        Col("cutoff", _("Cut-off")),
        Col("delivery", _("Delivery")),
        Col("status", _("Status"), words=state_words()),
        Col("lines", _("Lines"), "number"),
        Col("amount", _("Amount"), "money"),
    ]
    out.table(columns, rows)


@cycle.command("close", help=_("Close what is due and issue its papers. Doing it twice changes nothing."))
@click.argument("cycle", required=False)
@click.option("--due", is_flag=True, help=_("Every round whose cut-off has passed."))
@click.option("--all-stores", is_flag=True, help=_("In every store."))
@click.option("--early", default="", metavar="REASON", help=_("Before its cut-off, because …"))
@output_options
@pass_state
def close(state: State, out: Output, cycle: str | None, due: bool, all_stores: bool, early: str) -> None:
    from franchise.cli.program import at_store, program
    from franchise.reports import cutoff

    if bool(cycle) == due:
        raise UsageProblem(_("Name a round such as 2026-03-05/noon, or say --due."))
    if all_stores:
        with program(state) as app:
            stores = [s.key for s in app.stores()]
            found = [x for key in stores for x in cutoff.close_due(app, key)]
    else:
        with at_store(state) as (app, store):
            found = (
                cutoff.close_due(app, store)
                if due
                else [cutoff.close_one(app, store, cycle or "", early=early)]
            )
    rows = [
        {
            "store": x.store,
            "cycle": x.closing.cycle.key,
            "name": x.closing.cycle.name,
            "already": x.closing.already,
            "papers": x.papers,
            "questions": x.closing.open_questions,
        }
        for x in found
    ]
    if out.json:
        out.data(rows)
        return
    if not rows:
        out.say(_("Nothing is due."))
        return
    columns = [
        Col("store", _("Store")),
        Col("cycle", _("Round")),
        Col("name", _("Session")),
        Col("papers", _("Papers"), "number"),
        Col("questions", _("Open questions"), "number"),
    ]
    out.table(columns, rows)
    for x in found:
        if x.closing.already:
            out.say(_("{cycle} had been closed already.").format(cycle=x.closing.cycle.key))
        if x.closing.open_questions:
            out.warn(
                _(
                    "{count} questions of {cycle} are open: what they ask is on no paper. See `franchise order review`."
                ).format(count=x.closing.open_questions, cycle=x.closing.cycle.key)
            )
        for failure in x.closing.failures:
            out.warn(str(failure))


@cycle.command("reopen", help=_("Open a closed round again for late orders; its papers are kept."))
@click.argument("cycle")
@click.option("--reason", default="", help=_("Why."))
@output_options
@pass_state
def reopen(state: State, out: Output, cycle: str, reason: str) -> None:
    from franchise.cli.program import at_store
    from franchise.orders import calendar, closing

    with at_store(state) as (app, store), app.work(store) as work:
        found = closing.reopen(work, calendar.find(work, cycle), reason)
    if out.json:
        out.data({"cycle": found.key, "status": found.status})
    else:
        out.say(_("{cycle} is open again for late orders (--late REASON).").format(cycle=found.key))
