"""The `motherbaby` section: tiers of groups, grades of members, where members come from, activities offline.

Tiers and grades are two things (C-01): a tier is a kind of group, a grade is what one member has spent.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise import Money, Section, Wall, setting
from franchise_motherbaby.checks import check

_SLUG: Final = r"[a-z][a-z0-9_]{0,62}"


@attrs.frozen(kw_only=True)
class Tier:
    """One class of groups; its key is the group kind. Tiers follow each other by ``next``; others stand beside."""

    name: str = setting(max_length=20, about="what people call it: 基础群")
    next: str = setting(
        default="", refers_to="motherbaby.tiers", about="the tier that its members are proposed for"
    )
    side: bool = setting(default=False, about="beside the ladder: may be joined together with any tier of it")
    partner: str = setting(
        default="", refers_to="motherbaby.partners", about="beside: the trade that it is held with"
    )
    orders: int = setting(default=0, minimum=0, maximum=1000, about="paid orders that it takes")
    grade: str = setting(default="", refers_to="motherbaby.grades", about="the grade that it takes, at least")
    cards: tuple[str, ...] = setting(
        default=(), refers_to="catalog", about="products that open it whatever was spent: a member card"
    )
    lead_items: tuple[str, ...] = setting(
        default=(),
        refers_to="catalog",
        about="low-priced products; buying one opens it (mechanism lead_item)",
    )
    stays: bool = setting(default=True, about="whoever moves on stays in the group that he comes from")
    effort: int | None = setting(
        default=None, minimum=0, maximum=100, about="percent of all effort; together they make 100"
    )
    life_least: int | None = setting(
        default=None, minimum=1, maximum=3650, about="days that a group lives, at least"
    )
    life: int | None = setting(
        default=None, minimum=1, maximum=3650, about="days that a group lives, at most; older ones are due"
    )
    free_service: tuple[str, ...] = setting(
        default=(), refers_to="cadence.columns", about="columns that are given for nothing: 育儿知识"
    )
    follow_up: int | None = setting(
        default=None,
        minimum=1,
        maximum=365,
        about="days after a first order after which its buyer is asked for a second",
    )


@attrs.frozen(kw_only=True)
class Grade:
    """One grade of members (会员等级)."""

    name: str = setting(max_length=20, about="what people call it: 初级会员")
    rank: int = setting(minimum=0, maximum=99, about="its place in the order of grades, from 0")
    least: Money = setting(default=Money(0), about="spent in all, at least; exactly so much is enough")
    named: bool = setting(default=False, about="not reached by spending: somebody names the member to it")


@attrs.frozen(kw_only=True)
class Baby:
    """Which babies' mothers the program is for; both ends belong to it."""

    months_least: int = setting(
        default=-9, minimum=-10, maximum=240, about="youngest; below 0 the baby is still expected"
    )
    months_most: int = setting(default=36, minimum=0, maximum=240, about="oldest (0 to 3 years)")


@attrs.frozen(kw_only=True)
class Source:
    """One way in which members are won: a place and what is done there."""

    name: str = setting(max_length=30, about="what people call it: 小区扫楼")
    place: str = setting(pattern=_SLUG, about="what kind of place it is: estate, hospital, vaccine, park")
    begins: Wall | None = setting(default=None, about="when it is worth being there")
    ends: Wall | None = setting(default=None, about="until when")


@attrs.frozen(kw_only=True)
class Partner:
    """A business of another trade with which groups or activities are held (异业合作)."""

    name: str = setting(max_length=40, about="as members know it")
    trade: str = setting(default="", max_length=20, about="烘焙, 花艺")


@attrs.frozen(kw_only=True)
class Activity:
    """A regular gathering in the real world (线下活动)."""

    name: str = setting(max_length=40, about="what people call it: 读书会")
    tier: str = setting(refers_to="motherbaby.tiers", about="whose members may sign up")
    month_day: int = setting(
        minimum=1, maximum=31, about="the day of the month; a short month's last day in place of one it lacks"
    )
    begins: Wall = setting(about="when it begins")
    places: int = setting(minimum=1, maximum=1000, about="how many may come")
    partner: str = setting(default="", refers_to="motherbaby.partners", about="with whom it is held")
    task: str = setting(default="", max_length=60, about="what must be done before, in words; empty: nothing")
    reward: str = setting(
        default="", max_length=60, about="what whoever did the task and came takes home, one each"
    )
    offer: str = setting(default="", max_length=120, about="what the partner offers on that day alone")


@attrs.frozen(kw_only=True)
class MotherBaby:
    """What the mother-and-baby program adds to a setup."""

    tiers: dict[str, Tier] = setting(default={}, refers_to="groups", about="one table per tier")
    grades: dict[str, Grade] = setting(default={}, about="one table per grade")
    refunds: Literal["lower", "keep"] = setting(
        default="lower",
        about="a grade goes down with orders that are taken back, or stays once it was reached",
    )
    baby: Baby = setting(default=Baby(), atomic=True, about="whose mothers it is for (mechanism baby_age)")
    successor_days: int = setting(
        default=7, minimum=1, maximum=90, about="days for which a successor group counts as fresh"
    )
    sources: dict[str, Source] = setting(default={}, about="one table per way of winning members")
    partners: dict[str, Partner] = setting(default={}, about="one table per partner")
    activities: dict[str, Activity] = setting(default={}, about="one table per activity offline")


SECTION: Final = Section(
    name="motherbaby", cls=MotherBaby, owner="motherbaby", check=check, reads=("groups", "cadence")
)
