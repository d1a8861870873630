"""`franchise motherbaby`: tiers, grades, proposals, groups that are due, where members come from, activities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork
    from franchise_motherbaby.promotion import Placed, Proposal
    from franchise_motherbaby.section import MotherBaby


@click.group(help=_("Tiers of groups, grades of members, promotions, successors, activities."))
def motherbaby() -> None: ...


def tier_columns() -> list[Col]:
    return [
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
    out.table(tier_columns(), rows)


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


# -------------------------------------------------------------------- promotion


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
    out.say(_("{name} is not proposed again before reaching a higher grade.").format(name=name))


# -------------------------------------------------------------------- lives


@motherbaby.command("due", help=_("Groups that have lived longer than their tier lets them."))
@output_options
@pass_state
def due(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby import lives

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {"group": d.group.key, "name": d.group.name, "days": d.days, "most": d.most, "why": d.why}
            for d in lives.due(work)
        ]
    words = {"life": _("older than its tier lets it become"), "fresh": _("its fresh days are over")}
    out.table(
        [
            Col("group", _("Group")),
            Col("name", _("Name")),
            Col("days", _("Days"), "number"),
            Col("most", _("At most"), "number"),
            Col("why", _("Why"), words=words),
        ],
        rows,
    )


@motherbaby.command(
    "respawn", help=_("Make a successor of a group with those of its members who are interested.")
)
@click.argument("group")
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--tag", "tag", default="", metavar="FAMILY=TAG", help=_("Everybody with this tag."))
@dry_run_option
@output_options
@pass_state
def respawn(state: State, out: Output, group: str, names: tuple[str, ...], tag: str, dry_run: bool) -> None:
    from franchise import UsageProblem, admission, clock, groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import lives

    family, sign, text = tag.partition("=")
    if tag and not sign:
        raise UsageProblem(_("{tag!r} is not FAMILY=TAG.").format(tag=tag[:40]))

    def operation(work: UnitOfWork) -> lives.Respawned:
        found = groups.get(work, group)
        tagged = set(admission.tagged(work, family, text)) if tag else set()
        inside = [m for m in groups.members(work, found) if m.state == "member" and m.member_id in tagged]
        return lives.respawn(work, found, [*names, *(m.name for m in inside)])

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                done, zone = operation(work), work.answers.time_zone
        else:
            done = app.attempt(store, operation)
            with app.view(store) as work:
                zone = work.answers.time_zone
    if out.json:
        out.data(
            {
                "group": done.group.key,
                "name": done.group.name,
                "members": list(done.members),
                "waiting": list(done.waiting),
                "active_until": clock.show(done.active_until, zone),
            }
        )
        return
    said = (
        _("Would be made: {group} with {count} members, fresh until {until}.")
        if dry_run
        else _("{group} is there with {count} members, fresh until {until}.")
    )
    out.say(
        said.format(group=done.group.name, count=len(done.members), until=clock.show(done.active_until, zone))
    )


@motherbaby.command("rename", help=_("Groups whose name does not follow the pattern of their kind."))
@output_options
@pass_state
def rename(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby.naming import misnamed

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [{"group": m.group.key, "name": m.group.name, "wanted": m.wanted} for m in misnamed(work)]
    out.table([Col("group", _("Group")), Col("name", _("Name")), Col("wanted", _("Should be"))], rows)


# -------------------------------------------------------------------- coming


@motherbaby.command(
    "join", help=_("Ask for a place for somebody, with where she was won and the baby's birth.")
)
@click.argument("name")
@group_option(required=True)
@click.option("--source", default="", metavar="KEY", help=_("Where she was won, by its key in the setup."))
@click.option("--born", default="", metavar="DATE", help=_("The baby's date of birth, such as 2025-03-05."))
@click.option("--contact", default="", help=_("A phone number or account; only a digest of it is kept."))
@click.option("--token", default="", help=_("The invitation; without one the staff brings her."))
@click.option("--consent", is_flag=True, help=_("The person said yes to being taken in."))
@output_options
@pass_state
def join(
    state: State,
    out: Output,
    name: str,
    group: str,
    source: str,
    born: str,
    contact: str,
    token: str,
    consent: bool,
) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import leads

    def operation(work: UnitOfWork) -> Placed:
        found = groups.get(work, group)
        return leads.come(
            work, found, name, source=source, born=born, contact=contact, token=token, consent=consent
        )

    with at_store(state) as (app, store):
        done = app.attempt(store, operation)
    if out.json:
        out.data(placed_row(done))
    elif done.state == "member":
        out.say(_("{name} is in {group}.").format(name=name, group=done.group.name))
    else:
        out.warn(
            _("{name} is not in {group}: {reason}").format(
                name=name, group=done.group.name, reason=done.reason
            )
        )
    if not done.state:
        raise SystemExit(1)


@motherbaby.command("sources", help=_("What each way of winning members came to."))
@output_options
@pass_state
def sources(state: State, out: Output) -> None:
    import attrs

    from franchise.cli.program import at_store
    from franchise_motherbaby import leads

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [attrs.asdict(one) for one in leads.funnel(work)]
    out.table(source_columns(), rows)


def source_columns() -> list[Col]:
    return [
        Col("place", _("Place")),
        Col("source", _("Source")),
        Col("name", _("Name")),
        Col("asked", _("Asked"), "number"),
        Col("joined", _("Joined"), "number"),
        Col("buyers", _("Bought"), "number"),
        Col("amount", _("Spent"), "money"),
    ]


@motherbaby.command("followups", help=_("Who ordered once, some time ago, and should be asked for more."))
@output_options
@pass_state
def followups(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby.standing import follow_ups

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {"member": f.name, "group": f.group.key, "day": f.day, "amount": f.amount}
            for f in follow_ups(work)
        ]
    out.table(
        [
            Col("member", _("Member")),
            Col("group", _("Group")),
            Col("day", _("Ordered on")),
            Col("amount", _("Spent"), "money"),
        ],
        rows,
    )


# -------------------------------------------------------------------- activities


@motherbaby.command("activities", help=_("The next dates of the activities offline."))
@click.option(
    "--dates", "count", default=1, show_default=True, type=click.IntRange(1, 24), help=_("How many.")
)
@output_options
@pass_state
def activities(state: State, out: Output, count: int) -> None:
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms
    from franchise_motherbaby.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        settings = settings_of(work)
        rows = [
            {
                "day": d.day,
                "time": f"{d.activity.begins // 60:02d}:{d.activity.begins % 60:02d}",
                "activity": d.key,
                "name": d.activity.name,
                "tier": d.activity.tier,
                "partner": settings.partners[d.activity.partner].name if d.activity.partner else "",
                "signed": d.signed,
                "places": d.activity.places,
                "offer": d.activity.offer,
            }
            for d in rooms.upcoming(work, count)
        ]
    out.table(
        [
            Col("day", _("Day")),
            Col("time", _("Time")),
            Col("activity", _("Activity")),
            Col("name", _("Name")),
            Col("tier", _("Tier")),
            Col("partner", _("Partner")),
            Col("signed", _("Signed up"), "number"),
            Col("places", _("Places"), "number"),
            Col("offer", _("Offer of the day")),
        ],
        rows,
    )


@motherbaby.command("signup", help=_("Put a member down for an activity's next date."))
@click.argument("activity")
@click.argument("name")
@group_option(required=True)
@click.option("--day", default="", metavar="DATE", help=_("Another of its dates."))
@output_options
@pass_state
def signup(state: State, out: Output, activity: str, name: str, group: str, day: str) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms

    when = _day(day) if day else None
    with at_store(state) as (app, store):
        found = app.attempt(
            store, lambda work: rooms.sign_up(work, activity, groups.get(work, group), name, when)
        )
    if out.json:
        out.data({"activity": activity, "member": name, "day": found.isoformat()})
    else:
        out.say(_("{name} has a place on {day}.").format(name=name, day=found.isoformat()))


@motherbaby.command("attend", help=_("Note that somebody did an activity's task (--task), or came (--came)."))
@click.argument("activity")
@click.argument("name")
@group_option(required=True)
@click.option("--day", required=True, metavar="DATE", help=_("The date of the activity."))
@click.option("--task", is_flag=True, help=_("The task is done."))
@click.option("--came", is_flag=True, help=_("Was there."))
@output_options
@pass_state
def attend(
    state: State, out: Output, activity: str, name: str, group: str, day: str, task: bool, came: bool
) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_motherbaby import activities as rooms

    when = _day(day)
    with at_store(state) as (app, store):
        found = app.attempt(
            store,
            lambda work: rooms.note(
                work, activity, groups.get(work, group), name, when, task=task, came=came
            ),
        )
    if out.json:
        out.data({"task_done": found.task_done, "attended": found.attended, "reward": found.reward})
    elif found.rewarded:
        out.say(_("{name} takes home: {reward}.").format(name=name, reward=found.reward))
    else:
        out.say(_("Noted."))


def _day(text: str) -> date:
    from franchise import UsageProblem

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem(_("{text!r} is not a date such as 2026-03-08.").format(text=text[:20])) from error
