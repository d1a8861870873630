"""`franchise db`: the database and its tables."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.messages import gettext as _


@click.group(help=_("Prepare and upgrade the database."))
def db() -> None: ...


@db.command("status", help=_("How far the tables of the core and of each plugin are."))
@output_options
@pass_state
def status(state: State, out: Output) -> None:
    from franchise.app import Franchise
    from franchise.storage import migrate

    with Franchise.open(state.db or "", actor=state.actor) as app:
        rows = [
            {
                "owner": s.owner,
                "current": s.current or "",
                "head": s.head or "",
                "state": s.state,
                "tables": s.tables,
            }
            for s in migrate.status(app.database)
        ]
        where = app.database.shown
    out.table(
        [
            Col("owner", _("Owner")),
            Col("current", _("Is at")),
            Col("head", _("Newest")),
            Col("state", _("State"), words=state_words()),
            Col("tables", _("Tables"), "number"),
        ],
        rows,
    )
    out.say(where)


@db.command("upgrade", help=_("Bring all tables up to date. Doing it twice changes nothing."))
@output_options
@pass_state
def upgrade(state: State, out: Output) -> None:
    from franchise.app import Franchise
    from franchise.storage import migrate

    with Franchise.open(state.db or "", actor=state.actor) as app:
        done = migrate.upgrade(app.database)
    if out.json:
        out.data([{"owner": d.owner, "before": d.before, "after": d.after} for d in done])
        return
    for one in done:
        out.say(
            _("{owner}: {before} → {after}").format(
                owner=one.owner, before=one.before or "-", after=one.after
            )
        )
    if not done:
        out.say(_("Everything is up to date."))
