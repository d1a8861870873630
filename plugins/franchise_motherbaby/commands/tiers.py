"""Tiers, members with their grades, and appointments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.commands.group import motherbaby
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_motherbaby.section import MotherBaby


def tier_columns(rows: Sequence[Mapping[str, Any]]) -> list[Col]:
    """The columns of a table of tiers; shares and lives where the setup has any."""
    own = {"effort", "life"}
    columns = [
        Col("tier", _("Tier")),
        Col("name", _("Name")),
        Col("takes", _("Takes")),
        Col("groups", _("Groups"), "number"),
        Col("members", _("Members"), "number"),
        Col("waiting", _("Waiting"), "number"),
        Col("capacity", _("Room in all"), "number"),
        Col("when_full", _("When full"), words={"waiting_pool": _("wait"), "next_group": _("next group")}),
        Col("effort", _("Effort %"), "number"),
        Col("life", _("Days of life")),
    ]
    return [c for c in columns if c.key not in own or any(row[c.key] for row in rows)]


def tier_rows(work: UnitOfWork) -> list[dict[str, Any]]:
    """One row for each tier: the ladder in its order, then those beside it."""
    from franchise import groups
    from franchise_motherbaby.ladder import ladder, sides
    from franchise_motherbaby.settings import settings_of

    settings, kinds = settings_of(work), work.setup.get("groups")
    sizes, found = groups.sizes(work), groups.listed(work)
    rows = []
    for key in (*ladder(settings), *sides(settings)):
        tier = settings.tiers[key]
        mine = [group for group in found if group.kind == key]
        lives = [str(days) for days in (tier.life_least, tier.life) if days is not None]
        rows.append(
            {
                "tier": key,
                "name": tier.name,
                "takes": takes(settings, key),
                "groups": len(mine),
                "members": sum(sizes.get((group.id, "member"), 0) for group in mine),
                "waiting": sum(sizes.get((group.id, "waiting"), 0) for group in mine),
                "capacity": sum(group.capacity for group in mine),
                "when_full": kinds[key].when_full,
                "effort": tier.effort,
                "life": "–".join(dict.fromkeys(lives)),
            }
        )
    return rows


def takes(settings: MotherBaby, key: str) -> str:
    """What a tier takes, in words."""
    from franchise import amounts

    tier = settings.tiers[key]
    parts = []
    if tier.orders:
        parts.append(_("paid orders: {count}").format(count=tier.orders))
    if tier.grade:
        grade = settings.grades[tier.grade]
        parts.append(
            grade.name
            if grade.named
            else _("{amount} spent").format(amount=amounts.format_money(grade.least))
        )
    if tier.cards:
        parts.append(_("or a member card"))
    if tier.lead_items:
        parts.append(_("a lead item"))
    if tier.side:
        parts.append(_("beside the others"))
    return _(", ").join(parts)


@motherbaby.command("tiers", help=_("The tiers in their order, and how full they are."))
@output_options
@pass_state
def tiers(state: State, out: Output) -> None:
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        rows = tier_rows(work)
    out.table(tier_columns(rows), rows)


@motherbaby.command("members", help=_("Members with what they have spent and their grade."))
@group_option
@output_options
@pass_state
def members(state: State, out: Output, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby.settings import settings_of
    from franchise_motherbaby.standing import standings

    with at_store(state) as (app, store), app.view(store) as work:
        settings = settings_of(work)
        chosen = [groups.get(work, group)] if group else groups.listed(work)
        rows = []
        for one in chosen:
            inside = [m for m in groups.members(work, one) if m.state == "member"]
            known = standings(work, [m.member_id for m in inside])
            rows += [
                {
                    "group": one.key,
                    "member": m.name,
                    "grade": known[m.member_id].grade,
                    "orders": known[m.member_id].orders,
                    "amount": known[m.member_id].amount,
                    "last": known[m.member_id].last_day,
                }
                for m in inside
            ]
        words = grade_words(settings)
    out.table(
        [
            Col("group", _("Group")),
            Col("member", _("Member")),
            Col("grade", _("Grade"), words=words),
            Col("orders", _("Orders"), "number"),
            Col("amount", _("Spent"), "money"),
            Col("last", _("Last order")),
        ],
        rows,
    )


def grade_words(settings: MotherBaby) -> Mapping[str, str]:
    return {key: grade.name for key, grade in settings.grades.items()}


@motherbaby.command(
    "appoint", help=_("Name a member to a grade that is not reached by spending, such as distributor.")
)
@click.argument("name")
@click.argument("grade", required=False, default="")
@group_option(required=True)
@click.option("--remove", is_flag=True, help=_("Take it back."))
@output_options
@pass_state
def appoint(state: State, out: Output, name: str, grade: str, group: str, remove: bool) -> None:
    from franchise import UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise_motherbaby.settings import settings_of
    from franchise_motherbaby.standing import Standing, name_to

    if remove == bool(grade):
        raise UsageProblem(_("Name a grade, or take one back with --remove."))

    def operation(work: UnitOfWork) -> tuple[Standing, str]:
        found = name_to(work, groups.get(work, group), name, grade)
        return found, grade_words(settings_of(work)).get(found.grade, found.grade)

    with at_store(state) as (app, store):
        found, word = app.attempt(store, operation)
    if out.json:
        out.data({"member": found.member_id, "grade": found.grade, "named": found.named})
    else:
        out.say(_("{name} is now: {grade}.").format(name=name, grade=word or "–"))
