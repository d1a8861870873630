"""`franchise group`: groups and what becomes of them."""

from __future__ import annotations

import click

from franchise.chat.commands import chat, ingest
from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _


@click.group(help=_("Create community groups and see what becomes of them."))
def group() -> None: ...


group.add_command(ingest)
group.add_command(chat)


@group.command("new", help=_("Make a group of a kind that the setup has."))
@click.argument("kind")
@click.option("--place", default="", help=_("What the name template calls {place}."))
@click.option("--person", default="", help=_("What the name template calls {person}."))
@click.option("--key", default="", help=_("Its key; kind and number when not given."))
@output_options
@pass_state
def new(state: State, out: Output, kind: str, place: str, person: str, key: str) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store), app.work(store) as work:
        made = groups.create(work, kind, place=place, person=person, key=key)
    if out.json:
        out.data({"group": made.key, "name": made.name, "number": made.number})
    else:
        out.say(_("Group {key}: {name}").format(key=made.key, name=made.name))


@group.command("list", help=_("The groups of a store."))
@output_options
@pass_state
def list_(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store), app.view(store) as work:
        sizes = groups.sizes(work)
        rows = [
            {
                "group": g.key,
                "name": g.name,
                "kind": g.kind,
                "members": sizes.get((g.id, "member"), 0),
                "waiting": sizes.get((g.id, "waiting"), 0),
                "capacity": g.capacity,
            }
            for g in groups.listed(work)
        ]
    out.table(
        [
            Col("group", _("Group")),
            Col("name", _("Name")),
            Col("kind", _("Kind")),
            Col("members", _("Members"), "number"),
            Col("waiting", _("Waiting"), "number"),
            Col("capacity", _("Capacity"), "number"),
        ],
        rows,
    )


@group.command(
    "split", help=_("Divide a full group in two; the later half moves to the next numbered group.")
)
@click.argument("key")
@click.option("--anyway", is_flag=True, help=_("Also when it is not full."))
@output_options
@pass_state
def split(state: State, out: Output, key: str, anyway: bool) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.groups import splitting
    from franchise.orders import tables

    with at_store(state) as (app, store):
        done = app.attempt(
            store,
            lambda work: splitting.split(work, groups.get(work, key), anyway=anyway, copied=[tables.alias]),
        )
    if out.json:
        out.data(
            {
                "group": done.group.key,
                "into": done.into.key,
                "name": done.into.name,
                "stayed": len(done.stayed),
                "moved": len(done.moved),
                "promoted": len(done.promoted),
            }
        )
        return
    out.say(
        _("{moved} members moved to {into} ({key}), {stayed} stayed in {group}.").format(
            moved=len(done.moved),
            into=done.into.name,
            key=done.into.key,
            stayed=len(done.stayed),
            group=done.group.name,
        )
    )
    if done.promoted:
        out.say(_("{count} who had waited are members now.").format(count=len(done.promoted)))
