"""The `cadence` section: what is posted when, in which groups, by whom, and how often at most."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise.cadence.checks import check
from franchise.setups import Section, Wall, setting

FORMS: Final = ("text", "picture", "article", "video", "voice", "link")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEY: Final = r"[a-z][a-z0-9_]{0,30}"


@attrs.frozen(kw_only=True)
class Curfew:
    """When nobody posts, staff and robots included; it may cross midnight (I-107, C-04)."""

    begins: Wall = setting(default=Wall(23 * 60), about="the same time twice means no curfew")
    ends: Wall = setting(default=Wall(7 * 60), about="the first minute in which posting is allowed again")


@attrs.frozen(kw_only=True)
class OpenHours:
    """When talk is encouraged; between these hours and the curfew is neutral time (I-106, C-04)."""

    begins: Wall = setting(default=Wall(8 * 60), about="talk is encouraged from here on")
    ends: Wall = setting(default=Wall(22 * 60), about="and no longer from here on")


@attrs.frozen(kw_only=True)
class Slot:
    """A window of the day in which one post is due in each group of the kinds named.

    Every condition on days that is given must hold; without any the slot is due every day.
    """

    name: str = setting(max_length=30, about="what people call it: 早安, 秒杀预告")
    begins: Wall = setting(about="the window's first minute")
    ends: Wall = setting(about="the first minute after the window; what is not posted by then is missed")
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: every group"
    )
    priority: int = setting(
        default=5, minimum=1, maximum=9, about="what has less is dropped first when there is too much"
    )
    columns: tuple[str, ...] = setting(
        default=(), refers_to="cadence.columns", about="columns that take turns here"
    )
    forms: tuple[str, ...] = setting(
        default=(), choices=FORMS, about="forms of material that fit; none named: any"
    )
    role: str = setting(default="", refers_to="cadence.roles", about="who posts it")
    channel: str = setting(
        default="handoff", pattern=_KEY, about="how it gets out; handoff: a pack that a person pastes"
    )
    script: str = setting(default="", refers_to="cadence.scripts", about="a scene that is played here")
    note: str = setting(default="", free_text=True, max_length=500, about="what else is to be done, in words")
    weekdays: tuple[str, ...] = setting(default=(), choices=WEEKDAYS, about="only on these days of the week")
    month_days: tuple[int, ...] = setting(default=(), about="only on these days of the month, 1 to 31")
    month_end: Literal["last_day", "skip"] = setting(
        default="last_day", about="a day that a short month lacks: its last day instead, or not at all"
    )
    dates: tuple[str, ...] = setting(
        default=(), pattern=r"\d{4}-\d{2}-\d{2}", about="only on these dates, such as 2026-03-05"
    )
    since: Literal["", "group", "member"] = setting(
        default="",
        about="count days from the group's start (whoever joins later joins in), or from each member's joining"
        " (everybody begins at day 1, in private)",
    )
    first_day: int = setting(
        default=1, minimum=1, maximum=3650, about="first day of that count; the start is 1"
    )
    last_day: int | None = setting(
        default=None, minimum=1, maximum=3650, about="last day of that count; not given: for ever"
    )
    every_days: int = setting(default=1, minimum=1, maximum=366, about="every so many days of that count")
    interaction: int = setting(
        default=0, minimum=0, maximum=120, about="minutes of talk with members that follow the post"
    )
    activities: tuple[str, ...] = setting(
        default=(), pattern=_KEY, about="activities that belong to it, such as mini_game"
    )
    checklist: tuple[str, ...] = setting(
        default=(), max_length=60, about="what must be looked at before it is posted: 没有露脸"
    )


@attrs.frozen(kw_only=True)
class Column:
    """A regular feature (栏目): its materials take turns."""

    name: str = setting(max_length=30, about="what people call it: 每日好物")
    sense: Literal["", "ritual", "participation", "organisation", "belonging"] = setting(
        default="",
        about="the sense that it serves (仪式感, 参与感, 组织感, 归属感); a week should serve all four",
    )
    repeat_days: int = setting(
        default=7, minimum=0, maximum=90, about="no material comes twice within so many days"
    )
    apart_days: int = setting(
        default=0, minimum=0, maximum=31, about="days from one use to the next, at least"
    )
    within_days: int | None = setting(
        default=None, minimum=1, maximum=31, about="days from one use to the next, at most; a plan warns"
    )
    week_least: int = setting(default=0, minimum=0, maximum=50, about="uses a week, at least; a plan warns")
    week_most: int | None = setting(
        default=None, minimum=1, maximum=50, about="uses a week, at most; a plan warns"
    )


@attrs.frozen(kw_only=True)
class Material:
    """Something to post. A bulky library lies in a CSV: ``[tables] "cadence.materials" = "materials.csv"``."""

    column: str = setting(refers_to="cadence.columns", about="the column that it belongs to")
    form: str = setting(default="text", choices=FORMS, about="what it is")
    text: str = setting(
        default="", free_text=True, max_length=2000, about="as it is pasted; {store}, {group}, {day}, {nth}"
    )
    picture: str = setting(default="", about="file or address of the picture or video")
    link: str = setting(default="", about="address of an article or product")
    script: str = setting(default="", refers_to="cadence.scripts", about="a scene that follows it")
    day: int | None = setting(
        default=None, minimum=1, maximum=3650, about="only on this day of a course (the slot's since)"
    )
    source: str = setting(default="", max_length=60, about="where it comes from")


@attrs.frozen(kw_only=True)
class Script:
    """A scene (话术) of several lines, a minute or two apart (I-164)."""

    name: str = setting(default="", max_length=30, about="what people call it")
    lines: tuple[str, ...] = setting(
        minimum=1, maximum=40, free_text=True, max_length=500, about="each ROLE: TEXT, in their order"
    )


@attrs.frozen(kw_only=True)
class Role:
    """Whose hand posts."""

    name: str = setting(max_length=20, about="what people call it: 群主, 气氛组")
    person: str = setting(rule="local", default="", max_length=30, about="who does it in this store")


@attrs.frozen(kw_only=True)
class Frequency:
    """How often groups of some kinds may be posted to; more annoys (I-190).

    ``premium`` and ``buying`` name the quadrant of the matrix that the caps stand for.
    """

    kinds: tuple[str, ...] = setting(refers_to="groups", minimum=1, about="kinds of group")
    premium: Literal["", "low", "high"] = setting(default="", about="how dear what they buy is")
    buying: Literal["", "low", "high"] = setting(default="", about="how often they buy")
    per_day: int | None = setting(default=None, minimum=1, maximum=50, about="posts a day, at most")
    per_week: int | None = setting(
        default=None, minimum=1, maximum=300, about="posts from Monday to Sunday, at most"
    )


@attrs.frozen(kw_only=True)
class Cadence:
    """What is posted when."""

    capacity: int | None = setting(
        default=None,
        minimum=1,
        maximum=200,
        about="different posts that the back office can make ready in a day; slots of lowest priority are dropped",
    )
    curfew: Curfew = setting(default=attrs.Factory(Curfew), about="when nobody posts", atomic=True)
    open_hours: OpenHours = setting(
        default=attrs.Factory(OpenHours), about="when talk is encouraged", atomic=True
    )
    slots: dict[str, Slot] = setting(default={}, about="one table per slot")
    columns: dict[str, Column] = setting(default={}, about="one table per column")
    materials: dict[str, Material] = setting(default={}, about="one table, or row of a CSV, per material")
    scripts: dict[str, Script] = setting(default={}, about="one table per scene")
    roles: dict[str, Role] = setting(default={}, about="one table per role")
    frequency: dict[str, Frequency] = setting(default={}, about="one table per part of the matrix")


SECTION: Final = Section(name="cadence", cls=Cadence, owner="core", check=check, reads=("groups",))
