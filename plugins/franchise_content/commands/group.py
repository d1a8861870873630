"""The group that the commands are in, and what they share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork

RULE = "--------"
YEARS = range(2000, 2200)
"""Outside of these it is a slip of the finger, and arithmetic with it may fail."""


@click.group(help=_("What is said on which occasion, the mix of a plan, the library."))
def content() -> None: ...


def read_day(text: str, work: UnitOfWork, *, ahead: int = 0, where: str = "") -> date:
    """A day as given; today, or so many days ahead, when nothing is. ``where`` is the option that says it.

    Raises:
        UsageProblem: It is no date.

    """
    from franchise import UsageProblem

    today = date.fromisoformat(work.today())
    words = {"": ahead, "today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}
    if text.strip() in words:
        return today + timedelta(days=words[text.strip()])
    try:
        return _day(text)
    except ValueError as error:
        raise UsageProblem(
            _("{text!r} is not a date such as 2026-03-08.").format(text=text[:20]), where=where
        ) from error


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if found.year not in YEARS:
        raise ValueError(text)
    return found


def read_moment(text: str, work: UnitOfWork) -> int:
    """A time as given, of today where no day is, on the store's clock: UTC milliseconds.

    Raises:
        UsageProblem: It is no time.

    """
    from franchise import UsageProblem
    from franchise.clock import at_wall, parse_wall

    day, cut, wall = text.strip().replace(" ", "T").rpartition("T")
    try:
        first = _day(day) if cut else date.fromisoformat(work.today())
        minutes = parse_wall(wall)
        if not 0 <= minutes < 1440:
            raise ValueError(wall)
    except (ValueError, UsageProblem) as error:
        raise UsageProblem(
            _("{text!r} is not a time such as 12:00 or 2026-03-08T12:00.").format(text=text[:40]),
            where="--at",
        ) from error
    return at_wall(first, minutes, work.answers.time_zone)


def occasion_words() -> dict[str, str]:
    """The six occasions in words."""
    return {
        "pre_group": _("before the group"),
        "rules": _("rules"),
        "welcome": _("welcome"),
        "introduction": _("introduction"),
        "activity": _("activity"),
        "value": _("value"),
    }


def severity_words() -> dict[str, str]:
    return {"error": _("error"), "warning": _("warning")}


def ready(text: str, picture: str) -> list[str]:
    """What is to be pasted, between rules."""
    head = [_("Picture: {file}").format(file=picture)] if picture else []
    return [*head, RULE, text, RULE] if text else head
