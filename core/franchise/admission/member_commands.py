"""`franchise member`: who is in the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option, yes_option
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.work import UnitOfWork


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


@member.command("join", help=_("Bring somebody into a group: as by an invitation of the staff."))
@click.argument("name")
@group_option(required=True)
@click.option("--consent", is_flag=True, help=_("The person said yes to being taken in."))
@output_options
@pass_state
def join(state: State, out: Output, group: str, name: str, consent: bool) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store):
        done = app.attempt(
            store,
            lambda work: admission.apply(
                work, groups.get(work, group), name, invited_by="staff", consent=consent
            ),
        )
    if out.json:
        state_now = done.state or done.verdict.code
        out.data({"group": done.group.key, "member": name, "state": state_now, "reason": done.verdict.reason})
    elif done.state == "waiting":
        out.say(_("{group} is full; {name} waits for a place.").format(group=done.group.name, name=name))
    elif done.state == "member":
        out.say(_("{name} is in {group}.").format(group=done.group.name, name=name))
    else:
        out.warn(
            _("{name} is not in {group}: {reason}").format(
                group=done.group.name, name=name, reason=done.verdict.reason
            )
        )
    if not done.state:
        raise SystemExit(1)


@member.command("leave", help=_("Let a member leave, which is always free; the first who waits moves up."))
@click.argument("name")
@group_option(required=True)
@output_options
@pass_state
def leave(state: State, out: Output, group: str, name: str) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store):
        done = app.attempt(store, lambda work: admission.leave(work, groups.get(work, group), name))
    if out.json:
        out.data({"member": done.member_id, "promoted": done.promoted, "withdrawn": done.withdrawn})
        return
    out.say(
        _("{name} has left.").format(name=name)
        if done.member_id is not None
        else _("The application of {name} is withdrawn.").format(name=name)
    )
    if done.promoted is not None:
        out.say(_("The first of those waiting is now a member."))


@member.command(
    "erase", help=_("Forget who a member was: names, contacts and words go; amounts and counts stay.")
)
@click.argument("name")
@group_option(required=True)
@yes_option
@output_options
@pass_state
def erase(state: State, out: Output, group: str, name: str, yes: bool) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups

    with at_store(state) as (app, store):
        with app.view(store) as work:
            groups.get(work, group)
        out.confirm(_("Forget {name} for ever, in every group of the store?").format(name=name), yes=yes)
        done = app.attempt(store, lambda work: admission.erase(work, groups.get(work, group), name))
    if out.json:
        out.data(
            {
                "member_ids": list(done.member_ids),
                "names": done.names,
                "applications": done.applications,
                "papers": done.papers,
                "promoted": list(done.promoted),
                "notes": list(done.notes),
            }
        )
        return
    out.say(_("Forgotten. What was ordered and paid still counts, under a number."))
    for sentence in done.notes:
        out.warn(sentence)
    if done.papers:
        out.warn(
            _("{count} issued papers were changed; files exported before still hold the name.").format(
                count=done.papers
            )
        )


@member.command("tag", help=_("Show a member's tags, or put FAMILY=TAG on; --remove takes them off."))
@click.argument("name")
@click.argument("pairs", nargs=-1, metavar="[FAMILY=TAG]…")
@group_option(required=True)
@click.option("--remove", is_flag=True, help=_("Take them off."))
@output_options
@pass_state
def tag(state: State, out: Output, group: str, name: str, pairs: tuple[str, ...], remove: bool) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.groups import operations as groups
    from franchise.stores.operations import parse_pairs

    given = parse_pairs(pairs)

    def operation(work: UnitOfWork) -> list[tuple[str, str]]:
        member_id = groups.find_member(work, groups.get(work, group), name)
        for family, text in given:
            if remove:
                admission.untag(work, member_id, family, text)
            else:
                admission.tag(work, member_id, family, text)
        return admission.tags_of(work, member_id)

    with at_store(state) as (app, store):
        found = app.attempt(store, operation)
    out.table(
        [Col("family", _("Family")), Col("tag", _("Tag"))],
        [{"family": family, "tag": text} for family, text in found],
    )


@member.command("merge", help=_("Make two names one household: what OTHER ordered becomes KEEP's."))
@click.argument("keep")
@click.argument("other")
@group_option(required=True)
@output_options
@pass_state
def merge(state: State, out: Output, group: str, keep: str, other: str) -> None:
    from franchise import admission, groups
    from franchise.cli.program import at_store

    def operation(work: UnitOfWork) -> str:
        room = groups.get(work, group)
        member_id = admission.merge(work, room, keep, other)
        return groups.roster(work, room).shown[member_id]

    with at_store(state) as (app, store):
        name = app.attempt(store, operation)
    out.say(
        _("{other} and {keep} are one household now; papers call it {name}.").format(
            other=other, keep=keep, name=name
        )
    )
