"""The parts of the `content` section that are about when something is said: to newcomers, to new groups, again."""

from __future__ import annotations

import attrs

from franchise import Wall, setting
from franchise_content.occasions import OCCASIONS


@attrs.frozen(kw_only=True)
class Welcome:
    """How newcomers are welcomed (I-200)."""

    within_seconds: int = setting(
        default=60, minimum=0, maximum=60, about="seconds after joining; in the curfew: when that ends"
    )
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="content.kinds", about="kinds of group; none named: every kind with a welcome"
    )


@attrs.frozen(kw_only=True)
class Founding:
    """What a new group is told first: the rules, then the introduction, then its lead activity."""

    needed: tuple[str, ...] = setting(
        default=("pre_group", "rules", "welcome", "introduction", "activity"),
        choices=OCCASIONS,
        about="a group of a kind of [content.kinds] is not made without these sayings (I-198)",
    )
    introduction_minutes: int = setting(
        default=1, minimum=1, maximum=1440, about="minutes from the rules to the introduction"
    )
    activity_minutes: int = setting(
        default=60, minimum=1, maximum=10080, about="minutes from the rules to the lead activity (I-202)"
    )


@attrs.frozen(kw_only=True)
class Reminders:
    """How often the rules are said again (I-110): often at first, so that members keep them themselves later."""

    every_days: int = setting(
        default=7, minimum=0, maximum=366, about="in a group's first time; 0: they are not said again"
    )
    first_days: int = setting(default=30, minimum=0, maximum=3650, about="how long that time is")
    later_days: int = setting(
        default=30, minimum=0, maximum=3650, about="after it; 0: they are not said again"
    )
    at: Wall = setting(default=Wall(10 * 60), about="when on such a day")


@attrs.frozen(kw_only=True)
class Questions:
    """What members ask most in a week is answered by an analysis (I-196)."""

    least: int = setting(
        default=0, minimum=0, maximum=100, about="members who ask the same, at least; 0: nobody looks"
    )
    at: Wall = setting(default=Wall(10 * 60), about="when on Monday the answer is due")
