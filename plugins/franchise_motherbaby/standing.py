"""What members have spent and which grade they have: ordinary, 500, 1000, distributor (I-072)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import attrs
from sqlalchemy import select, update

from franchise import Cycle, Group, NotFound, Refused, UnitOfWork, amounts, did_you_mean, groups, orders
from franchise_motherbaby import tables as t
from franchise_motherbaby.ladder import grade_for, higher, rank
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.section import MotherBaby, Tier
from franchise_motherbaby.settings import settings_of


@attrs.frozen(kw_only=True, slots=True)
class Standing:
    """What a member has bought in closed cycles, and his grade now.

    ``amount`` in minor units; ``orders`` is in how many cycles; ``last_day`` ISO, "" before the first. ``named`` is
    the grade that somebody named him to.
    """

    member_id: int
    amount: int = 0
    orders: int = 0
    last_day: str = ""
    grade: str = ""
    named: str = ""


def standing(work: UnitOfWork, member_id: int) -> Standing:
    """One member's standing."""
    return standings(work, [member_id])[member_id]


def standings(work: UnitOfWork, members: Collection[int]) -> dict[int, Standing]:
    """The standing of each member; also of those who never bought anything."""
    settings = settings_of(work)
    bought = orders.spent(work, members)
    rows = _rows(work, members)
    out = {}
    for member_id in sorted(set(members)):
        found, row = bought.get(member_id), rows.get(member_id)
        amount = found.amount if found else 0
        out[member_id] = Standing(
            member_id=member_id,
            amount=amount,
            orders=found.orders if found else 0,
            last_day=found.last_day if found else "",
            grade=_grade(settings, amount, row),
            named=row.named if row is not None and row.named in settings.grades else "",
        )
    return out


def _grade(settings: MotherBaby, amount: int, row: Any) -> str:
    grade = grade_for(settings.grades, amount)
    if row is None:
        return grade
    if settings.refunds == "keep":
        grade = higher(settings.grades, grade, row.reached)
    return higher(settings.grades, grade, row.named)


def _rows(work: UnitOfWork, members: Iterable[int]) -> dict[int, Any]:
    wanted = set(members)
    query = select(t.standing.c.member_id, t.standing.c.reached, t.standing.c.named).where(
        t.standing.c.store_id == work.store_id
    )
    if len(wanted) <= 500:
        query = query.where(t.standing.c.member_id.in_(sorted(wanted)))
    return {row.member_id: row for row in work.conn.execute(query) if row.member_id in wanted}


def qualifies(settings: MotherBaby, tier: Tier, found: Standing) -> bool:
    """Whether a member has what a tier takes, cards aside."""
    return found.orders >= tier.orders and (
        not tier.grade or rank(settings.grades, found.grade) >= rank(settings.grades, tier.grade)
    )


def asks(tier: Tier) -> bool:
    """Whether a tier takes anything at all."""
    return bool(tier.orders or tier.grade)


def lacking(settings: MotherBaby, tier: Tier, found: Standing) -> str:
    """What a member still lacks for a tier, in words; "" when nothing."""
    parts = []
    if found.orders < tier.orders:
        parts.append(_("{have} of {want} paid orders").format(have=found.orders, want=tier.orders))
    if tier.grade and rank(settings.grades, found.grade) < rank(settings.grades, tier.grade):
        grade = settings.grades[tier.grade]
        parts.append(
            _("the grade {grade}").format(grade=grade.name)
            if grade.named
            else _("{have} of {want} spent").format(
                have=amounts.format_money(found.amount), want=amounts.format_money(grade.least)
            )
        )
    return _(", ").join(parts)


def has_bought(work: UnitOfWork, member_id: int | None, products: Iterable[str]) -> bool:
    """Whether a member bought one of some products, such as a member card."""
    chosen = tuple(products)
    return bool(chosen and member_id is not None and orders.spent(work, [member_id], products=chosen))


# -------------------------------------------------------------------- grades that are kept


def note_cycle(work: UnitOfWork, cycle: Cycle) -> None:
    """After a closing: remember the highest grade that each buyer has reached, and record what is new."""
    note_reached(work, {line.member_id for line in orders.cycle_lines(work, cycle)})


def note_reached(work: UnitOfWork, members: Iterable[int]) -> None:
    """Remember the highest grade that each of these has reached by spending, and record what is new."""
    settings = settings_of(work)
    buyers = sorted(set(members))
    bought, rows = orders.spent(work, buyers), _rows(work, buyers)
    for member_id in buyers:
        found = bought.get(member_id)
        grade = grade_for(settings.grades, found.amount if found else 0)
        row = rows.get(member_id)
        before = row.reached if row is not None else ""
        if rank(settings.grades, grade) <= max(rank(settings.grades, before), 0):
            continue
        _write(work, member_id, reached=grade, reached_at=work.now())
        work.record("grade.reached", member_id, member_id=member_id, grade=grade, before=before)


def name_to(work: UnitOfWork, group: Group, who: str, grade: str) -> Standing:
    """Name a member to a grade that is not reached by spending, such as distributor; "" takes it back.

    Raises:
        NotFound: No such grade or member.
        Refused: The grade is reached by spending.

    """
    settings = settings_of(work)
    member_id = groups.find_member(work, group, who)
    if grade and grade not in settings.grades:
        raise NotFound(
            _("There is no grade {grade!r}.").format(grade=grade[:40]),
            hint=did_you_mean(grade, settings.grades) or ", ".join(sorted(settings.grades)),
        )
    if grade and not settings.grades[grade].named:
        raise Refused(
            _("{grade} is reached by spending {least}; nobody is named to it.").format(
                grade=settings.grades[grade].name, least=amounts.format_money(settings.grades[grade].least)
            ),
            where=f"[motherbaby.grades.{grade}] named",
        )
    before = standing(work, member_id).named
    if before != grade:
        _write(work, member_id, named=grade, named_at=work.now(), named_by=work.actor)
        work.record("grade.named", member_id, member_id=member_id, grade=grade, before=before)
    return standing(work, member_id)


def _write(work: UnitOfWork, member_id: int, **values: Any) -> None:
    empty = {"reached": "", "reached_at": None, "named": "", "named_at": None, "named_by": ""}
    if not work.insert_new(t.standing, member_id=member_id, **(empty | values)):
        work.conn.execute(
            update(t.standing)
            .where(t.standing.c.store_id == work.store_id, t.standing.c.member_id == member_id)
            .values(values)
        )


@attrs.frozen(kw_only=True, slots=True)
class FollowUp:
    """Somebody whose only order is so old that he should be asked for a second (I-061)."""

    group: Group
    name: str
    member_id: int
    day: str
    amount: int


def follow_ups(work: UnitOfWork) -> list[FollowUp]:
    """Members of tiers with ``follow_up`` who ordered once, so many days ago or more; the longest ago first."""
    from datetime import date

    settings = settings_of(work)
    today, out = date.fromisoformat(work.today()), []
    for group in groups.listed(work):
        tier = settings.tiers.get(group.kind)
        if tier is None or tier.follow_up is None:
            continue
        inside = [m for m in groups.members(work, group) if m.state == "member"]
        bought = orders.spent(work, [m.member_id for m in inside])
        for member in inside:
            found = bought.get(member.member_id)
            if found is None or found.orders != 1:
                continue
            if (today - date.fromisoformat(found.last_day)).days >= tier.follow_up:
                out.append(
                    FollowUp(
                        group=group,
                        name=member.name,
                        member_id=member.member_id,
                        day=found.last_day,
                        amount=found.amount,
                    )
                )
    return sorted(out, key=lambda f: (f.day, f.group.key, f.name))
