"""`franchise plugins`: what is installed, which hooks it answers, what is wrong with it."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _


@click.command(
    help=_("Show the plugins that are installed, the hooks they answer, and what is wrong with any.")
)
@output_options
@pass_state
def plugins(_state: State, out: Output) -> None:
    from franchise.plugins import Plugins

    found = Plugins.load()
    found.collect("franchise_setup_sections")  # a plugin that fails there is out of use; say so
    rows = [
        {
            "plugin": info.name,
            "version": info.version,
            "from": info.dist,
            "hooks": list(info.hooks)
            if out.json
            else ", ".join(h.removeprefix("franchise_") for h in info.hooks),
            "problem": info.problem.message if info.problem else None if out.json else "",
        }
        for info in found.infos
    ]
    rows += [
        {
            "plugin": name,
            "version": "",
            "from": "",
            "hooks": [] if out.json else "",
            "problem": _("switched off"),
        }
        for name in found.off
    ]
    known = {row["plugin"] for row in rows}
    rows += [
        {
            "plugin": p.plugin,
            "version": "",
            "from": p.dist,
            "hooks": [] if out.json else "",
            "problem": p.message,
        }
        for p in found.problems
        if p.plugin not in known
    ]
    columns = [
        Col("plugin", _("Plugin")),
        Col("version", _("Version")),
        Col("from", _("From")),
        Col("hooks", _("Hooks")),
        Col("problem", _("Problem")),
    ]
    out.table(columns, rows)
    if found.problems:
        raise SystemExit(1)
