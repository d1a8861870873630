"""A group's order as it stands: for the shop, and to be pasted into the group."""

from __future__ import annotations

import click

from franchise.cli.output import Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _
from franchise.orders.command_group import line_columns, order


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


@order.command("history", help=_("What a group handed in, word for word, and what became of each question."))
@group_option(required=True)
@click.option("--cycle", help=_("Such as 2026-03-05/noon; the open one when none is named."))
@output_options
@pass_state
def history_(state: State, out: Output, group: str, cycle: str | None) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.orders import calendar, history

    with at_store(state) as (app, store), app.view(store) as work:
        found = groups.get(work, group)
        run = calendar.find(work, cycle) if cycle else calendar.choose(work, work.now())
        texts = history.handed_in(work, found, run)
        if out.json:
            out.data([history.data(work, one) for one in texts])
            return
        for one in texts:
            out.lines("\n".join(history.words(work, one)))
        if not texts:
            out.say(_("Nothing was handed in."))
        out.say(calendar.describe(work, run))


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
