"""The `crew` section: positions, roles with their duties and headcount, shifts, vetting, the ladder of KOCs.

Who fills a role is the store's own record and never in a setup. Positions are what somebody is employed as (店长),
roles what he does for the groups (群主); a role says which positions may have it (I-122 … I-124, C-16).
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import attrs

from franchise import Section, Wall, setting
from franchise_crew.campaign_settings import CampaignSettings
from franchise_crew.checks import check

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORD: Final = r"[a-z][a-z0-9_]{0,30}"


@attrs.frozen(kw_only=True)
class Duty:
    """A duty of the program's own, besides those that the framework knows."""

    name: str = setting(max_length=20, about="what people call it: 处理投诉")


@attrs.frozen(kw_only=True)
class Position:
    """What somebody is in the firm, or to it."""

    name: str = setting(max_length=20, about="what people call it: 店长, 客服, 老顾客")
    staff: bool = setting(default=True, about="employed; false: a customer who helps")


@attrs.frozen(kw_only=True)
class Persona:
    """How an account speaks in a group (小号定位, I-138)."""

    name: str = setting(max_length=30, about="how it is called in the group: 芽芽老师的助教")
    supports: str = setting(
        default="", refers_to="crew.personas", about="whom it stands beside: the assistant the teacher"
    )
    voice: str = setting(
        default="", max_length=200, about="how it speaks, in words, for whoever writes as it"
    )
    sign: str = setting(default="", max_length=40, about="{sign} in scripts: how it signs")
    address: str = setting(
        default="", max_length=20, about="{address} in scripts: what it calls members: 宝妈们"
    )


@attrs.frozen(kw_only=True)
class Role:
    """What somebody does for the groups: duties, and how many people must do so."""

    name: str = setting(max_length=20, about="what people call it: 群主, 群管理员, 气氛组")
    duties: tuple[str, ...] = setting(
        default=(),
        pattern=_WORD,
        about="what it may and must do: announce, kick, welcome, greet, atmosphere …, or a word of crew.duties",
    )
    positions: tuple[str, ...] = setting(
        default=(), refers_to="crew.positions", about="who may have it; none named: anybody of the crew"
    )
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: every kind but those of `outside`"
    )
    per: Literal["group", "store"] = setting(
        default="group", about="whether `least` and `most` count in each group or in the store"
    )
    least: int = setting(default=0, minimum=0, maximum=50, about="people, at least (定编)")
    most: int | None = setting(default=None, minimum=1, maximum=500, about="people, at most")
    begins: Wall | None = setting(default=None, about="from when on one of them must be on duty, each day")
    ends: Wall | None = setting(default=None, about="until when; it may be past midnight")
    needs: tuple[str, ...] = setting(
        default=(), max_length=30, about="what it takes, in words: 有时间, 有能力, 有专业"
    )
    disclosed: bool = setting(default=True, about="members are told that they belong to the store's crew")
    prizes: bool = setting(default=False, about="may win what members win")
    spared: bool = setting(default=True, about="house rules do not warn or remove them")
    elected: bool = setting(default=False, about="members of a group choose them (班委)")
    benefit: str = setting(default="", max_length=60, about="what they get on the first of each month")


@attrs.frozen(kw_only=True)
class Shift:
    """A stretch of the day for which people of a role are on duty (值班)."""

    name: str = setting(max_length=20, about="what people call it: 早班")
    role: str = setting(refers_to="crew.roles", about="whose people stand in it")
    begins: Wall = setting(about="when it begins")
    ends: Wall = setting(about="when it is over; no later than it begins: on the next day")
    weekdays: tuple[str, ...] = setting(
        default=(), choices=WEEKDAYS, about="on which days it begins; none named: every day"
    )
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="for which kinds of group; none named: those of the role"
    )
    least: int = setting(default=1, minimum=1, maximum=50, about="people in it, at least")
    handover: str = setting(
        default="", free_text=True, max_length=500, about="what is told to the next one, beside the usual"
    )


@attrs.frozen(kw_only=True)
class Daily:
    """Something to be done every day, as a task for whoever is on duty then (I-123, I-197)."""

    name: str = setting(max_length=40, about="one line: 早安问候")
    duty: str = setting(pattern=_WORD, about="whose duty it is")
    at: Wall = setting(about="when it must be done by")
    per: Literal["store", "group"] = setting(default="store", about="once, or once in each group")
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="per group: which kinds; none named: every kind but `outside`"
    )
    weekdays: tuple[str, ...] = setting(default=(), choices=WEEKDAYS, about="only on these days")
    text: str = setting(default="", free_text=True, max_length=1000, about="what is to be done or said")
    evidence: bool = setting(default=False, about="done only with a file, such as a picture of the screen")


@attrs.frozen(kw_only=True)
class Lesson:
    """A slot of the cadence that is a lesson: somebody must be there to teach (强IP, I-132)."""

    role: str = setting(refers_to="crew.roles", about="who teaches: somebody of this role must be there then")


@attrs.frozen(kw_only=True)
class Star:
    """The most active member of a week (每周之星, I-206)."""

    title: str = setting(default="每周之星", minimum=1, max_length=20, about="the title, for a week")
    text: str = setting(
        default="",
        free_text=True,
        max_length=1000,
        about="the congratulation instead of the usual words; {name}, {title}, {count}, {from}, {until}, {store}",
    )
    least: int = setting(
        default=1, minimum=1, maximum=1000, about="messages that a star has written in the week, at least"
    )


@attrs.frozen(kw_only=True)
class Step:
    """A step of bringing up key customers (KOC), the same in every store (I-141)."""

    name: str = setting(max_length=30, about="what people call it: 试用官")
    rank: int = setting(minimum=1, maximum=99, about="its place, from 1")
    takes: str = setting(default="", max_length=120, about="what must have been done, in words")
    gives: str = setting(default="", max_length=120, about="what it brings, in words")


@attrs.frozen(kw_only=True)
class Check:
    """One point of the list by which a keeper is chosen."""

    name: str = setting(max_length=60, about="what is looked at: 本村居住, 有时间")


@attrs.frozen(kw_only=True)
class Vetting:
    """How the keeper of a kind of group is chosen: orders are taken only when he was approved (I-130)."""

    checks: dict[str, Check] = setting(default={}, about="the points that must all hold")
    begins: date | None = setting(
        default=None,
        about="from which day on orders are refused; until then there is time to look; empty: at once",
    )


@attrs.frozen(kw_only=True)
class Card:
    """The name that staff go by in groups (实名名片, I-099)."""

    parts: tuple[str, ...] = setting(
        default=("store", "position", "name", "phone"),
        choices=("store", "position", "name", "phone"),
        minimum=1,
        maximum=4,
        about="what it consists of, in this order",
    )
    separator: str = setting(default="+", max_length=3, minimum=1, about="what stands between the parts")


@attrs.frozen(kw_only=True)
class Crew:
    """Who does what, and when."""

    duties: dict[str, Duty] = setting(default={}, about="one table per duty of the program's own")
    positions: dict[str, Position] = setting(default={}, about="one table per position")
    personas: dict[str, Persona] = setting(default={}, about="one table per persona")
    roles: dict[str, Role] = setting(default={}, about="one table per role")
    shifts: dict[str, Shift] = setting(default={}, about="one table per shift")
    daily: dict[str, Daily] = setting(default={}, about="one table per thing to be done each day")
    lessons: dict[str, Lesson] = setting(
        default={}, refers_to="cadence.slots", about="one table per slot of the cadence that is a lesson"
    )
    campaign: CampaignSettings = setting(
        default=attrs.Factory(CampaignSettings), about="campaigns for offline events"
    )
    star: Star = setting(default=attrs.Factory(Star), about="the most active member of a week")
    ladder: dict[str, Step] = setting(default={}, about="one table per step of bringing up KOCs")
    vetting: dict[str, Vetting] = setting(
        default={}, refers_to="groups", about="one table per kind of group whose keeper is vetted"
    )
    outside: tuple[str, ...] = setting(
        default=(),
        refers_to="groups",
        about="kinds of group that are kept by others than the crew, such as village partners",
    )
    team_least: int | None = setting(
        default=None, minimum=1, maximum=500, about="employed people in roles, at least"
    )
    team_most: int | None = setting(default=None, minimum=1, maximum=500, about="and at most")
    handover_minutes: int = setting(
        default=15, minimum=0, maximum=240, about="how long before the end of a shift its task is given out"
    )
    reply_minutes: int = setting(
        default=30, minimum=1, maximum=1440, about="within which a member's question is answered"
    )
    warm_minutes: int = setting(
        default=20,
        minimum=1,
        maximum=1440,
        about="after which a post of the crew that nobody answers is cold",
    )
    answers: int = setting(
        default=2, minimum=0, maximum=10, about="people of the atmosphere crew who answer a post to all"
    )
    questions: tuple[str, ...] = setting(
        default=("?", "？", "吗", "怎么", "多少", "什么时候", "能不能", "有没有"),
        max_length=10,
        about="what makes a member's message a question",
    )
    card: Card = setting(default=attrs.Factory(Card), atomic=True, about="the name that staff go by")


SECTION: Final = Section(name="crew", cls=Crew, owner="crew", check=check, reads=("groups", "cadence"))
