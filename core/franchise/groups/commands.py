"""`franchise group` and `franchise member`."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.messages import gettext as _


@click.group(help=_("Create community groups and see what becomes of them."))
def group() -> None: ...


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


@click.group(help=_("Take members into groups and look them up."))
def member() -> None: ...


@member.command("list", help=_("Who is in a group, and who waits."))
@group_option(required=True)
@output_options
@pass_state
def members(state: State, out: Output, group: str) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import show
    from franchise.groups import operations as groups

    with at_store(state) as (app, store), app.view(store) as work:
        zone = work.answers.time_zone
        rows = [
            {
                "member": m.name,
                "state": m.state,
                "also": ", ".join(m.names[1:]),
                "joined": show(m.joined_at, zone),
            }
            for m in groups.members(work, groups.get(work, group))
        ]
    columns = [
        Col("member", _("Member")),
        Col("state", _("State"), words=state_words()),
        Col("also", _("Also called")),
        Col("joined", _("Since")),
    ]
    out.table(columns, rows)


@member.command("join", help=_("Let somebody into a group, as far as there is room."))
@click.argument("name")
@group_option(required=True)
@output_options
@pass_state
def join(state: State, out: Output, group: str, name: str) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store):
        done = app.attempt(store, lambda work: groups.join(work, groups.get(work, group), name))
    if out.json:
        out.data({"group": done.group.key, "member": name, "state": done.state})
    elif done.state == "waiting":
        out.say(_("{group} is full; {name} waits for a place.").format(group=done.group.name, name=name))
    else:
        out.say(_("{name} is in {group}.").format(group=done.group.name, name=name))


@member.command("leave", help=_("Let a member leave; the first who waits moves up."))
@click.argument("name")
@group_option(required=True)
@output_options
@pass_state
def leave(state: State, out: Output, group: str, name: str) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store):
        promoted = app.attempt(store, lambda work: groups.leave(work, groups.get(work, group), name))
    out.say(_("{name} has left.").format(name=name))
    if promoted is not None:
        out.say(_("The first of those waiting is now a member."))


@member.command("merge", help=_("Make two names one household: what OTHER ordered becomes KEEP's."))
@click.argument("keep")
@click.argument("other")
@group_option(required=True)
@output_options
@pass_state
def merge(state: State, out: Output, group: str, keep: str, other: str) -> None:
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.orders import tables

    with at_store(state) as (app, store), app.work(store) as work:
        groups.merge(work, groups.get(work, group), keep, other, tables=[tables.line])
    out.say(_("{other} is now {keep}'s household.").format(keep=keep, other=other))
