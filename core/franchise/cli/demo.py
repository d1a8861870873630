"""``franchise demo``: run an example that a plugin ships, from start to end.

A plugin names its example in the entry-point group ``franchise.demos``: a function that is called with the
`Output` and the `State` of this command.
"""

from __future__ import annotations

from typing import Final

import click

from franchise.cli.group import entry_points
from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.errors import NotFound, PluginFailed
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean

DEMOS: Final = "franchise.demos"


@click.command(
    help=_("Run an example from start to end and show what it does. Without NAME: list the examples."),
    epilog=examples("franchise demo", "franchise demo rural_supermarket"),
)
@click.argument("name", required=False)
@output_options
@pass_state
def demo(state: State, name: str | None, out: Output) -> None:
    offered = {entry.name: entry for entry in entry_points(DEMOS)}
    if name is None:
        rows = [{"name": entry.name, "package": entry.dist and entry.dist.name} for entry in offered.values()]
        out.table((Col("name", _("Example")), Col("package", _("Package"))), rows)
        return
    entry = offered.get(name)
    if entry is None:
        raise NotFound(
            _("There is no example {name!r}.").format(name=name[:40]),
            hint=did_you_mean(name, offered) or _("`franchise demo` lists them."),
        )
    try:
        run = entry.load()
    except (ImportError, AttributeError) as problem:
        raise PluginFailed(
            _("The example {name} cannot be loaded: {problem}").format(name=name, problem=problem)
        ) from problem
    run(out, state)
