"""`franchise store`: opening stores and looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.stores.opening import Item


@click.group(help=_("Open stores and look after them."))
def store() -> None: ...


@store.command("new", help=_("Make a store that follows a setup document."))
@click.argument("key")
@click.option(
    "--setup",
    "setup_file",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help=_("The setup: a TOML file, or its folder."),
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The store's own answers, a TOML file."),
)
@click.option(
    "--set", "pairs", multiple=True, metavar="PATH=VALUE", help=_("One answer, such as store.name=…")
)
@output_options
@pass_state
def new(
    state: State, out: Output, key: str, setup_file: Path, answers: Path | None, pairs: tuple[str, ...]
) -> None:
    from franchise.cli.program import program
    from franchise.setups import merge_patch
    from franchise.stores import operations as stores

    with program(state) as app:
        doc = app.load_setup(setup_file)
        given = stores.read_answers(app.schema, doc, answers) if answers else {}
        for path, value in stores.parse_pairs(pairs):
            given = merge_patch(given, app.schema.assign(path, value, doc))
        made = app.create_store(key, doc, given)
        if out.json:
            out.data({"store": made.key, "version": made.version, "status": made.status})
        else:
            out.say(_("Store {key} follows setup {version}.").format(key=made.key, version=made.version[:12]))


@store.command("list", help=_("Every store, and the setup version that it follows."))
@output_options
@pass_state
def list_(state: State, out: Output) -> None:
    from franchise.cli.program import program

    with program(state) as app:
        found = app.stores()
        keys = {s.id: s.key for s in found}
        rows = [
            {
                "store": s.key,
                "name": s.answers.get("store", {}).get("name", ""),
                "status": s.status,
                "version": s.version[:12],
                "source": keys.get(s.source_store_id or 0, ""),
            }
            for s in found
        ]
    out.table(
        [
            Col("store", _("Store")),
            Col("name", _("Name")),
            Col("status", _("Status"), words=state_words()),
            Col("version", _("Setup")),
            Col("source", _("Cloned from")),
        ],
        rows,
    )


@store.command("open", help=_("Open a store that is being prepared, once its checklist is complete."))
@click.argument("key")
@click.option("--check", is_flag=True, help=_("Only show the checklist."))
@output_options
@pass_state
def open_(state: State, out: Output, key: str, check: bool) -> None:
    from franchise.cli.program import program
    from franchise.stores import opening

    with program(state) as app:
        if check:
            with app.view(key) as work:
                items = opening.checklist(work, app.schema)
            _show_checklist(out, items)
            return
        with app.work(key) as work:
            changed = opening.open_store(work, app.schema)
    if out.json:
        out.data({"store": key, "status": "open", "changed": changed})
        return
    out.say(
        _("Store {key} is open.").format(key=key)
        if changed
        else _("Store {key} was open already.").format(key=key)
    )


def _show_checklist(out: Output, items: Sequence[Item]) -> None:
    words = {
        "answers": _("The store's own answers"),
        "plugins": _("Plugins that the setup needs"),
        "setup": _("The setup as a whole"),
        "gate": _("What a plugin asks for"),
    }
    out.table(
        [
            Col("what", _("Point"), words=words),
            Col("done", _("Done"), words={"yes": _("yes"), "no": _("no")}),
            Col("problem", _("Still missing")),
        ],
        [{"what": i.what, "done": "yes" if i.done else "no", "problem": i.problem} for i in items],
    )
    if not all(item.done for item in items):
        raise click.exceptions.Exit(1)


@store.command("ring", help=_("Put stores into a wave of upgrades; an empty name takes them out."))
@click.argument("ring")
@click.argument("keys", nargs=-1, required=True)
@click.option("--reason", default="", help=_("Why a pilot store leaves that wave before it is proven."))
@output_options
@pass_state
def ring_(state: State, out: Output, ring: str, keys: tuple[str, ...], reason: str) -> None:
    from franchise.cli.program import program
    from franchise.replication.waves import put_into

    with program(state) as app:
        for key in keys:
            with app.work(key) as work:
                put_into(work, ring, reason=reason)
    if out.json:
        out.data({"ring": ring, "stores": list(keys)})
    elif ring:
        out.say(_("{stores}: in the wave {ring}.").format(stores=", ".join(keys), ring=ring))
    else:
        out.say(_("{stores}: in no wave.").format(stores=", ".join(keys)))
