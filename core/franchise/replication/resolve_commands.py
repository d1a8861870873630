"""`franchise resolve`, `decline`, `detach`, `rejoin`: what people decide about one store."""

from __future__ import annotations

import click

from franchise.cli.output import Output, output_options
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _


@click.command(help=_("Settle conflicts of a store: keep its own value, or take headquarters'."))
@click.argument("store")
@click.argument("path", required=False)
@click.option("--ours", is_flag=True, help=_("The store's value stays."))
@click.option("--theirs", is_flag=True, help=_("Headquarters' value is taken."))
@click.option("--all", "everything", is_flag=True, help=_("Every conflict of the store."))
@output_options
@pass_state
def resolve(
    state: State, out: Output, store: str, path: str | None, ours: bool, theirs: bool, everything: bool
) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving

    if ours == theirs:
        raise UsageProblem(_("Whose value? Give --ours or --theirs."))
    if bool(path) == everything:
        raise UsageProblem(_("Name a path, or give --all."))
    side: resolving.Side = "ours" if ours else "theirs"
    with program(state) as app, app.work(store) as work:
        done = resolving.resolve(work, app.schema, path or "", side)
    if out.json:
        out.data({"store": store, "side": side, "paths": list(done.paths), "left": done.left})
        return
    for one in done.paths:
        out.say(
            _("{path}: the store's value stays.").format(path=one)
            if ours
            else _("{path}: headquarters' value is taken.").format(path=one)
        )
    out.say(_("{count} conflicts are left in {store}.").format(count=done.left, store=store))


@click.command(help=_("Keep what a store has at a path, whatever headquarters' newer version says."))
@click.argument("store")
@click.argument("path")
@output_options
@pass_state
def decline(state: State, out: Output, store: str, path: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving
    from franchise.replication.following import Newest

    with program(state) as app, app.work(store) as work:
        target = Newest(work.conn).of(work.store.source_store_id) or work.store.version
        done = resolving.decline(work, app.schema, app.document(work.conn, target), path)
    if out.json:
        out.data({"store": store, "path": path, "changed": done})
    else:
        out.say(
            _("{store} keeps what it has at {path}.").format(store=store, path=path)
            if done
            else _("{store} kept what it has at {path} already.").format(store=store, path=path)
        )


@click.command(help=_("Let upgrades pass a store by."))
@click.argument("store")
@output_options
@pass_state
def detach(state: State, out: Output, store: str) -> None:
    _pass_by(state, out, store, detached=True)


@click.command(help=_("Let upgrades reach a store again."))
@click.argument("store")
@output_options
@pass_state
def rejoin(state: State, out: Output, store: str) -> None:
    _pass_by(state, out, store, detached=False)


def _pass_by(state: State, out: Output, store: str, *, detached: bool) -> None:
    """Let upgrades pass a store by or reach it again, and say so."""
    from franchise.cli.program import program
    from franchise.replication import resolving

    with program(state) as app, app.work(store) as work:
        changed = resolving.detach(work) if detached else resolving.rejoin(work)
    if out.json:
        out.data({"store": store, "detached": detached, "changed": changed})
        return
    sentence = (
        _("Upgrades pass {store} by; `franchise rejoin {store}` ends that.")
        if detached
        else _("Upgrades reach {store} again; `franchise upgrade {store}` brings it up to date.")
    )
    out.say(sentence.format(store=store))
