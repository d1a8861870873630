"""`franchise propose` and `franchise proposals`: improvements on their way up."""

from __future__ import annotations

from typing import Any

import attrs
import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _


@click.command(help=_("Offer what a store does better to headquarters."))
@click.argument("store")
@click.argument("path")
@click.option("--note", default="", help=_("Why it is better."))
@output_options
@pass_state
def propose(state: State, out: Output, store: str, path: str, note: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import proposals as offers
    from franchise.setups.commands import warn_personal

    with program(state) as app, app.work(store) as work:
        made, findings = offers.propose(work, app.schema, path, note)
    if out.json:
        out.data(_data(made))
        return
    warn_personal(out, findings)
    out.lines(made.name)
    out.say(_("Proposed as {name}; headquarters decides.").format(name=made.name))


@click.command(help=_("List what stores have proposed; accept or reject one."))
@click.option("--accept", default="", metavar="NAME", help=_("Take it into the source's setup."))
@click.option("--reject", default="", metavar="NAME", help=_("Decline it."))
@click.option("--reason", default="", help=_("Why it is declined; its store reads that."))
@click.option("--source", default="", metavar="KEY", help=_("Only clones of this store."))
@click.option("--all", "everything", is_flag=True, help=_("Decided ones too."))
@output_options
@pass_state
def proposals(
    state: State, out: Output, accept: str, reject: str, reason: str, source: str, everything: bool
) -> None:
    from franchise.cli.program import program
    from franchise.cli.words import state_words
    from franchise.replication import proposals as offers
    from franchise.replication import show

    if accept and reject:
        raise UsageProblem(_("Accept it or reject it."))
    with program(state) as app:
        if accept or reject:
            _decide(app, out, accept or reject, accepted=bool(accept), reason=reason)
            return
        with app.hq_view() as conn:
            found = offers.listed(conn, source=source, status="" if everything else "open")
    if out.json:
        out.data([_data(one) for one in found])
        return
    words = state_words() | {"accepted": _("accepted"), "rejected": _("rejected")}
    out.table(
        [
            Col("name", _("Proposal")),
            Col("path", _("Path")),
            Col("base", _("Headquarters")),
            Col("value", _("Proposed")),
            Col("note", _("Note")),
            Col("status", _("State"), words=words),
            Col("reason", _("Reason")),
        ],
        [{**_data(one), "base": show.value(one.base), "value": show.value(one.value)} for one in found],
    )


def _decide(app: Any, out: Output, name: str, *, accepted: bool, reason: str) -> None:
    from franchise.errors import NotFound
    from franchise.replication import proposals as offers
    from franchise.stores import operations as stores

    with app.hq_view() as conn:
        found = offers.find(conn, name)
        identity = stores.find(conn, found.store).source_store_id
        keys = {s.id: s.key for s in stores.listed(conn)} if identity is not None else {}
    if identity not in keys:
        raise NotFound(_("The source of {store} is gone.").format(store=found.store))
    source = keys[identity]
    with app.work(source) as work:
        if accepted:
            offers.accept(work, app.schema, found)
        else:
            offers.reject(work, found, reason)
    if out.json:
        out.data({"proposal": name, "source": source, "status": "accepted" if accepted else "rejected"})
    elif accepted:
        out.say(
            _(
                "{source} now has it; `franchise setup save {source}` makes it the version of all clones."
            ).format(source=source)
        )
    else:
        out.say(_("{name} is declined.").format(name=name))


def _data(one: Any) -> dict[str, Any]:
    return {"name": one.name, **attrs.asdict(one)}
