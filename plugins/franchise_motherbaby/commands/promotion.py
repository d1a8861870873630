"""Proposals for the next tier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.commands.tiers import grade_words
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_motherbaby.promotion import Placed, Proposal


def proposal_columns(words: Mapping[str, str]) -> list[Col]:
    return [
        Col("member", _("Member")),
        Col("group", _("Group")),
        Col("tier", _("Proposed for")),
        Col("target", _("Into")),
        Col("grade", _("Grade"), words=words),
        Col("orders", _("Orders"), "number"),
        Col("amount", _("Spent"), "money"),
    ]


def proposal_row(one: Proposal) -> dict[str, Any]:
    return {
        "member": one.name,
        "group": one.group.key,
        "tier": one.tier,
        "target": one.target.key if one.target else None,
        "grade": one.standing.grade,
        "orders": one.standing.orders,
        "amount": one.standing.amount,
    }


@motherbaby.command("proposals", help=_("Who has what the next tier takes, and is not in it yet."))
@click.option("--declined", is_flag=True, help=_("Those that were declined too."))
@output_options
@pass_state
def proposals(state: State, out: Output, declined: bool) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby import promotion
    from franchise_motherbaby.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [proposal_row(one) for one in promotion.proposals(work, declined=declined)]
        words = grade_words(settings_of(work))
    out.table(proposal_columns(words), rows)


def placed_columns() -> list[Col]:
    return [
        Col("member", _("Member")),
        Col("group", _("Group")),
        Col("state", _("State"), words=state_words()),
        Col("position", _("Place in the pool"), "number"),
        Col("reason", _("Why")),
    ]


def state_words() -> dict[str, str]:
    return {"member": _("member"), "waiting": _("waiting"), "": _("not yet"), "refused": _("refused")}


def placed_row(one: Placed) -> dict[str, Any]:
    return {
        "member": one.name,
        "group": one.group.key,
        "state": one.state,
        "position": one.position or None,
        "reason": one.reason,
    }


@motherbaby.command("promote", help=_("Bring a member who is proposed into the next tier; --all: everybody."))
@click.argument("name", required=False, default="")
@group_option
@click.option("--all", "everybody", is_flag=True, help=_("Everybody who is proposed."))
@click.option("--consent", is_flag=True, help=_("They said yes."))
@dry_run_option
@output_options
@pass_state
def promote(
    state: State, out: Output, name: str, group: str | None, everybody: bool, consent: bool, dry_run: bool
) -> None:
    from franchise import FranchiseError, UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import promotion
    from franchise_motherbaby.settings import settings_of

    if everybody == bool(name) or (name and not group):
        raise UsageProblem(_("Whom? A name with --group, or --all."))
    with at_store(state) as (app, store):
        with app.view(store) as work:
            chosen = (
                promotion.proposals(work)
                if everybody
                else [promotion.find(work, groups.get(work, str(group)), name)]
            )
            words = grade_words(settings_of(work))
        if dry_run:
            out.table(proposal_columns(words), [proposal_row(one) for one in chosen])
            return
        rows, failed = [], False
        for one in chosen:  # each by itself: one that cannot be placed holds nobody back

            def operation(work: UnitOfWork, one: Proposal = one) -> Placed:
                again = promotion.find(work, groups.get(work, one.group.key), one.name)
                return promotion.promote(work, again, consent=consent)

            try:
                rows.append(placed_row(app.attempt(store, operation)))
            except FranchiseError as error:
                if not everybody:
                    raise
                failed = True
                where = one.target.key if one.target else one.tier
                rows.append({"member": one.name, "group": where, "state": "refused", "reason": str(error)})
    out.table(placed_columns(), rows)
    if failed:
        raise SystemExit(1)


@motherbaby.command("decline", help=_("Let a proposal rest until the member has a higher grade."))
@click.argument("name")
@group_option(required=True)
@click.option("--reason", default="", help=_("Why; it is kept."))
@output_options
@pass_state
def decline(state: State, out: Output, name: str, group: str, reason: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import promotion

    def operation(work: UnitOfWork) -> None:
        promotion.decline(work, promotion.find(work, groups.get(work, group), name), reason)

    with at_store(state) as (app, store):
        app.attempt(store, operation)
    if out.json:
        out.data({"member": name, "group": group, "declined": True})
    else:
        out.say(_("{name} is not proposed again before reaching a higher grade.").format(name=name))
