"""The ``franchise`` command: what it is called, what it can do, and the options that everything shares.

This module imports nothing heavier than click: ``franchise --help`` and each press of TAB import it. Commands
are imported when they are asked for; what stands in the list is in `COMMANDS`, and plugins add to it with the
entry-point group ``franchise.commands``.

Exit statuses: 0 done, 1 refused or failed, 2 usage (`diff` has its own), 130 stopped with Ctrl-C,
141 when the reader of a pipe went away.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import click

from franchise.cli.group import COLORS, FranchiseGroup, Lazy, RootOption, later
from franchise.cli.keys import store_keys
from franchise.cli.options import chosen_language, color_setting
from franchise.messages import current_language

COMMANDS: Final[Mapping[str, Lazy]] = {
    "demo": Lazy(
        "franchise.cli.demo:demo", later("See the whole thing at work: run an example from start to end.")
    ),
    "setup": Lazy(
        "franchise.setups.commands:setup", later("Write, check and save what makes a store's program run.")
    ),
    "store": Lazy("franchise.stores.commands:store", later("Open stores and look after them.")),
    "group": Lazy(
        "franchise.groups.commands:group", later("Create community groups and see what becomes of them.")
    ),
    "member": Lazy(
        "franchise.admission.member_commands:member", later("Take members into groups and look them up.")
    ),
    "admission": Lazy(
        "franchise.admission.commands:admission", later("Let people into groups, and see who waits.")
    ),
    "cadence": Lazy(
        "franchise.cadence.commands:cadence", later("See what is to be posted today, and note what was.")
    ),
    "task": Lazy(
        "franchise.tasks.commands:task", later("See what people have to do, and note what was done.")
    ),
    "order": Lazy("franchise.orders.commands:order", later("Collect orders from the text a group wrote.")),
    "relay": Lazy(
        "franchise.orders.commands:relay", later("Print the running order list to paste into a group.")
    ),
    "cycle": Lazy("franchise.orders.cycle_commands:cycle", later("Open and close a round of orders.")),
    "report": Lazy(
        "franchise.reports.commands:report", later("Print purchase orders, pick lists and packing lists.")
    ),
    "assess": Lazy(
        "franchise.replication.commands:assess", later("Show what proves that a store's setup works.")
    ),
    "clone": Lazy("franchise.replication.commands:clone", later("Make new stores from a proven one.")),
    "lineage": Lazy("franchise.replication.commands:lineage", later("Show who was cloned from whom.")),
    "diff": Lazy(
        "franchise.replication.diff_commands:diff", later("Show what clones have changed, leaf by leaf.")
    ),
    "upgrade": Lazy(
        "franchise.replication.upgrade_commands:upgrade",
        later("Carry headquarters' newest setup to the clones."),
    ),
    "resolve": Lazy(
        "franchise.replication.resolve_commands:resolve", later("Settle conflicts that an upgrade left.")
    ),
    "decline": Lazy(
        "franchise.replication.resolve_commands:decline", later("Keep a store's value against headquarters'.")
    ),
    "detach": Lazy("franchise.replication.resolve_commands:detach", later("Let upgrades pass a store by.")),
    "rejoin": Lazy(
        "franchise.replication.resolve_commands:rejoin", later("Let upgrades reach a store again.")
    ),
    "propose": Lazy(
        "franchise.replication.proposal_commands:propose",
        later("Offer a store's improvement to headquarters."),
    ),
    "proposals": Lazy(
        "franchise.replication.proposal_commands:proposals", later("Decide what stores have proposed.")
    ),
    "plugins": Lazy("franchise.plugins.commands:plugins", later("Show the plugins that are installed.")),
    "db": Lazy("franchise.cli.database:db", later("Prepare and upgrade the database.")),
    "completion": Lazy(
        "franchise.cli.completion:completion", later("Print the script that completes commands.")
    ),
}


@click.group(
    "franchise",
    cls=FranchiseGroup,
    lazy=COMMANDS,
    entry_point_group="franchise.commands",
    help=later(
        "Run a franchised community program: prove it in one store, clone it to many, and collect"
        " each group's orders every day."
    ),
    epilog=later(
        "The options above may also stand after the command.\n\n"
        "FRANCHISE_ACTOR names who does it, else the login does; FRANCHISE_NOW=2026-03-05T11:40 pretends"
        " another time, for rehearsals; FRANCHISE_DEBUG=1 shows where a mistake of the program happened."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--db", metavar="URL", envvar="FRANCHISE_DB", cls=RootOption, help=later("The database (FRANCHISE_DB).")
)
@click.option(
    "--store",
    metavar="KEY",
    envvar="FRANCHISE_STORE",
    cls=RootOption,
    help=later("The store (FRANCHISE_STORE)."),
    shell_complete=store_keys,
)
@click.option(
    "--lang",
    metavar="zh|en",
    callback=chosen_language,
    cls=RootOption,
    help=later("The language to speak (FRANCHISE_LANG, else the locale)."),
)
@click.option(
    "--color",
    type=click.Choice(COLORS),
    default="auto",
    cls=RootOption,
    help=later("Colour on a terminal (NO_COLOR and FORCE_COLOR are honoured)."),
)
@click.option("-v", "--verbose", count=True, cls=RootOption, help=later("Say more; twice: still more."))
@click.option(
    "-q", "--quiet", is_flag=True, cls=RootOption, help=later("Say nothing but data, warnings and errors.")
)
@click.version_option(
    package_name="franchise",
    message="%(prog)s %(version)s",
    cls=RootOption,
    help=later("Show the version and exit."),
)
@click.pass_context
def main(  # click passes them by name
    ctx: click.Context,
    db: str | None,
    store: str | None,
    lang: str | None,
    color: str,
    verbose: int,
    quiet: bool,
) -> None:
    from franchise.cli.state import State, login_name

    ctx.color = color_setting(color)
    ctx.obj = State(
        db=db,
        store=store,
        language=lang or current_language(),
        color=ctx.color,
        verbose=verbose,
        quiet=quiet,
        actor=login_name(),
        now=os.environ.get("FRANCHISE_NOW") or None,
    )


__all__ = ["COMMANDS", "Lazy", "main"]
