"""Saying the rules again: often at first, seldom later (I-110)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from franchise import NewTask, UnitOfWork, groups, language
from franchise.clock import at_wall, local
from franchise_content import choosing, handing, marks
from franchise_content.founding import DUTY
from franchise_content.hours import free_from
from franchise_content.messages import gettext as _
from franchise_content.settings import settings_of
from franchise_content.speaking import text

if TYPE_CHECKING:
    from franchise_content.telling_section import Reminders

WHAT: Final = "reminders"
LATEST: Final = 2
"""A reminder that nobody was there for is made up for on the next day, and no later: then the next one counts."""


def is_due(settings: Reminders, founded: date, day: date) -> bool:
    """Whether the rules are said again on a day in a group that was made on ``founded``."""
    age = (day - founded).days
    often, later = settings.every_days, settings.later_days
    if age <= 0:
        return False
    if age <= settings.first_days:
        return bool(often) and age % often == 0
    last = settings.first_days // often * often if often else 0
    return bool(later) and (age - last) % later == 0


def time_passed(work: UnitOfWork) -> None:
    """Have the rules said again where their day has come; one statement when none has."""
    section = settings_of(work)
    settings = section.reminders
    if not section.kinds or not (settings.every_days or settings.later_days):
        return
    zone, now = work.answers.time_zone, work.now()
    today = local(now, zone).date()
    last = today if now >= at_wall(today, int(settings.at), zone) else today - timedelta(days=1)
    before = marks.day(work, WHAT)
    if (before is not None and before >= last) or not marks.claim(work, WHAT, before, last):
        return
    first = last if before is None else max(before + timedelta(days=1), last - timedelta(days=LATEST - 1))
    if (
        before is None and last != today
    ):  # looked at for the first time, in the morning: yesterday was nobody's
        return
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    founded = {key: local(at, zone).date() for key, at in groups.founded(work).items()}
    curfew = work.setup.get("cadence").curfew
    items = []
    with language(work.answers.language):
        for group in groups.listed(work):
            found = choosing.one(section, "rules", group.kind, today)
            day = next((d for d in reversed(days) if is_due(settings, founded[group.id], d)), None)
            if found is None or day is None:
                continue
            at = at_wall(day, int(settings.at), zone)
            due = at if day == today else free_from(curfew, now, zone)
            items.append(
                NewTask(
                    key=f"content.rules/{group.id}/{day.isoformat()}",
                    kind="content.rules",
                    title=_("Say the rules again in {group}").format(group=group.name),
                    text=text(work, found[1], group.kind, group, ""),
                    group_id=group.id,
                    duty=DUTY,
                    due_at=due,
                    payload={"picture": found[1].picture},
                )
            )
    handing.hand_out(work, items)
