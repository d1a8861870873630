"""Which saying a kind of group has for an occasion, and which activity is on. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from franchise_content.section import Activity, Content, Saying


def of_kind(section: Content, occasion: str, kind: str) -> list[tuple[str, Saying]]:
    """The sayings of an occasion for a kind of group, by key; those for every kind only where it has none of its own.

    A kind without a table of its own in ``[content.kinds]`` has none.
    """
    if kind not in section.kinds:
        return []
    found = [(key, s) for key, s in sorted(section.sayings.items()) if s.occasion == occasion]
    own = [(key, s) for key, s in found if kind in s.kinds]
    return own or [(key, s) for key, s in found if not s.kinds]


def one(section: Content, occasion: str, kind: str, day: date) -> tuple[str, Saying] | None:
    """The saying of an occasion for a kind of group; where it has several, they take turns from day to day."""
    found = of_kind(section, occasion, kind)
    return found[day.toordinal() % len(found)] if found else None


def missing(section: Content, kind: str) -> list[str]:
    """The occasions on which nothing can be said in a kind of group."""
    from franchise_content.occasions import OCCASIONS

    return [occasion for occasion in OCCASIONS if not of_kind(section, occasion, kind)]


def latest_activity(
    section: Content, kind: str, day: date, *, lead: bool = False
) -> tuple[str, Activity] | None:
    """What is on in a kind of group on a day: what began last; a lead activity first where ``lead`` is asked for."""
    found = [
        (key, a)
        for key, a in section.activities.items()
        if a.from_day <= day
        and (a.until_day is None or day <= a.until_day)
        and (not a.kinds or kind in a.kinds)
    ]
    return max(found, key=lambda item: (lead and item[1].lead, item[1].from_day, item[0]), default=None)
