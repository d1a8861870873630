"""The door: what it takes to come in, who is invited, who is kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.admission.command_group import admission
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.admission.section import Need


@admission.command(
    "invite", help=_("Make invitations; each admits one person, once. They are shown only now.")
)
@group_option(required=True)
@click.option("--count", default=1, show_default=True, type=int, help=_("How many."))
@click.option("--position", default="staff", show_default=True, help=_("The position of whoever invites."))
@click.option("--by", "inviter", default="", metavar="NAME", help=_("The member who invites."))
@output_options
@pass_state
def invite(state: State, out: Output, group: str, count: int, position: str, inviter: str) -> None:
    from franchise import admission, groups
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        tokens = app.attempt(
            store,
            lambda work: admission.invite(
                work, groups.get(work, group), position=position, inviter=inviter, count=count
            ),
        )
    if out.json:
        out.data({"group": group, "tokens": tokens})
    else:
        out.lines("\n".join(tokens))


@admission.command(
    "block", help=_("Keep somebody out of every group of the store; without a name, show the list.")
)
@click.argument("name", required=False)
@click.option("--word", default="", help=_("Whoever has this in the name, such as a competitor's shop."))
@click.option("--contact", default="", help=_("A phone number or account; only a digest of it is kept."))
@click.option("--reason", default="", help=_("Why; it is kept."))
@click.option("--remove", is_flag=True, help=_("Take this entry off the list."))
@output_options
@pass_state
def block(
    state: State,
    out: Output,
    name: str | None,
    word: str,
    contact: str,
    reason: str,
    remove: bool,
) -> None:
    from franchise import admission
    from franchise.admission.blocks import Field
    from franchise.cli.program import at_store
    from franchise.groups.values import typed

    fields: tuple[Field, Field, Field] = ("name", "word", "contact")
    given = [(field, text) for field, text in zip(fields, (name, word, contact), strict=True) if text]
    if not given:
        _show_blocks(state, out)
        return
    if len(given) > 1:
        raise UsageProblem(_("One entry at a time: a name, --word or --contact."))
    field, text = given[0]
    with at_store(state) as (app, store):
        if remove:
            entry = app.attempt(store, lambda work: admission.unblock(work, field, text))
            out.say(_("{name} is off the list.").format(name=entry.shown))
            return
        done = app.attempt(store, lambda work: admission.block(work, field, text, reason))
    if out.json:
        out.data(
            {
                "block": done.block.id,
                "already": done.already,
                "rejected": list(done.rejected),
                "removed": list(done.removed),
                "members": [{"group": group, "name": who} for group, who in done.members],
            }
        )
        return
    out.say(
        _("{name} was on the list before.").format(name=done.block.shown)
        if done.already
        else _("{name} is kept out from now on.").format(name=done.block.shown)
    )
    for group, who in done.members:
        out.warn(
            _("{name} is in {group}; `{command}` would end that.").format(
                name=who, group=group, command=f"franchise member leave {typed(who)} --group {group}"
            )
        )


def _show_blocks(state: State, out: Output) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.clock import show

    with at_store(state) as (app, store), app.view(store) as work:
        zone = work.answers.time_zone
        rows = [
            {
                "field": x.field,
                "shown": x.shown,
                "reason": x.reason,
                "by": x.blocked_by,
                "since": show(x.blocked_at, zone),
            }
            for x in admission.blocked(work)
        ]
    words = {"name": _("name"), "word": _("word in the name"), "contact": _("contact")}
    out.table(
        [
            Col("field", _("By"), words=words),
            Col("shown", _("Who")),
            Col("reason", _("Reason")),
            Col("by", _("Entered by")),
            Col("since", _("Since")),
        ],
        rows,
    )


def requirement(need: Need) -> str:
    """What a fact must be, in signs."""
    if need.one_of:
        return "= " + " / ".join(need.one_of)
    signs = [f"{sign} {bound}" for sign, bound in (("≥", need.least), ("≤", need.most)) if bound is not None]
    return ", ".join(signs)


@admission.command("rules", help=_("What it takes to get into each kind of group."))
@output_options
@pass_state
def rules(state: State, out: Output) -> None:
    from franchise import admission
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        titles = {
            name: one.title() for name, (one, _plugin) in admission.known_mechanisms(work.plugins).items()
        }
        rows = []
        for kind, settings in work.setup.get("groups").items():
            rule = admission.rules_of(work, kind)
            needs = [f"{n.name or fact} {requirement(n)}" for fact, n in sorted(rule.requires.items())]
            rows.append(
                {
                    "kind": kind,
                    "mechanisms": list(rule.mechanisms)
                    if out.json
                    else (" + " if rule.combine == "all" else " / ").join(
                        titles.get(m, m) for m in rule.mechanisms
                    ),
                    "combine": rule.combine,
                    "fee": rule.fee or None,
                    "task": rule.task_text or rule.task,
                    "invite_by": ", ".join(rule.invite_by) if "invitation" in rule.mechanisms else "",
                    "requires": "; ".join(needs),
                    "consent": rule.consent if out.json else _("yes") if rule.consent else "",
                    "capacity": settings.capacity,
                    "when_full": settings.when_full,
                }
            )
    columns = [
        Col("kind", _("Kind")),
        Col("mechanisms", _("Ways in")),
        Col("fee", _("Fee"), "money"),
        Col("task", _("Task")),
        Col("invite_by", _("Invited by")),
        Col("requires", _("Required")),
        Col("consent", _("Consent")),
        Col("capacity", _("Capacity"), "number"),
        Col("when_full", _("When full"), words={"waiting_pool": _("wait"), "next_group": _("next group")}),
    ]
    out.table(columns, rows)
