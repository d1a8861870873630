"""What people type: days and times."""

from __future__ import annotations

from datetime import date
from typing import Final

from franchise_crew.messages import gettext as _

_YEARS: Final = range(2000, 2200)
"""Outside of these it is a slip of the finger, and arithmetic with it may fail."""


def day(text: str, where: str = "") -> date:
    """A date.

    Raises:
        UsageProblem: It is none.

    """
    from franchise import UsageProblem

    try:
        found = date.fromisoformat(text)
        if found.year not in _YEARS:
            raise ValueError
        return found
    except ValueError as error:
        raise UsageProblem(
            _("{text!r} is not a date such as 2026-03-08.").format(text=text[:20]), where=where
        ) from error


def instant(text: str, zone: str, where: str = "") -> int:
    """A time of the store's clock as UTC milliseconds. A day alone is none: nothing begins at midnight unsaid.

    Raises:
        UsageProblem: It is none.

    """
    from franchise import UsageProblem, clock

    try:
        if date.fromisoformat(text[:10]).year not in _YEARS or ":" not in text:
            raise ValueError
        return clock.instant(text, zone)
    except ValueError as error:
        raise UsageProblem(
            _("{text!r} is not a time such as 2026-03-08T14:30.").format(text=text[:30]), where=where
        ) from error


def weekday(text: str) -> str:
    """What people call the weekday of a date: Mon, 周一."""
    words = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return words[date.fromisoformat(text).weekday()]
