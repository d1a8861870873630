"""Gatherings in the real world: monthly dates, sign-ups, who came, who takes the reward home (I-064 … I-067, I-193)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import attrs
from sqlalchemy import func, select, update

from franchise import Conflict, Group, NotFound, Refused, UnitOfWork, clock, did_you_mean, groups
from franchise_motherbaby import tables as t
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.section import Activity
from franchise_motherbaby.settings import settings_of

LONGEST_AHEAD: Final = 731
"""Two years: the dates that `franchise motherbaby activities` can show."""


def day_in(year: int, month: int, month_day: int) -> date:
    """The day of a month, or its last where the month is shorter."""
    return date(year, month, min(month_day, calendar.monthrange(year, month)[1]))


def dates(activity: Activity, from_day: date, count: int) -> Iterator[date]:
    """The next ``count`` dates of an activity from a day on."""
    year, month = from_day.year, from_day.month
    while count:
        found = day_in(year, month, activity.month_day)
        if found >= from_day:
            count -= 1
            yield found
        year, month = year + month // 12, month % 12 + 1


@attrs.frozen(kw_only=True, slots=True)
class Date:
    """One date of an activity: how many signed up, how many may."""

    key: str
    activity: Activity
    day: str
    signed: int


def upcoming(work: UnitOfWork, months: int = 1) -> list[Date]:
    """The next dates of every activity, by day and key."""
    settings, today = settings_of(work), date.fromisoformat(work.today())
    out = [
        Date(key=key, activity=activity, day=day.isoformat(), signed=_signed(work, key, day))
        for key, activity in sorted(settings.activities.items())
        for day in dates(activity, today, months)
    ]
    return sorted(out, key=lambda d: (d.day, d.key))


def offers_on(work: UnitOfWork, day: date) -> dict[str, str]:
    """What partners offer on a day: the activity's key → the offer in words. On every other day it is nothing."""
    return {
        key: activity.offer
        for key, activity in sorted(settings_of(work).activities.items())
        if activity.offer and day == day_in(day.year, day.month, activity.month_day)
    }


def find(work: UnitOfWork, key: str) -> Activity:
    """The activity of that key.

    Raises:
        NotFound: The setup has none.

    """
    known = settings_of(work).activities
    if key not in known:
        raise NotFound(
            _("There is no activity {activity!r}.").format(activity=key[:40]),
            hint=did_you_mean(key, known) or ", ".join(sorted(known)),
        )
    return known[key]


def sign_up(work: UnitOfWork, key: str, group: Group, name: str, day: date | None = None) -> date:
    """Put a member down for an activity's next date, or for a given one; again changes nothing.

    The next one is the first that has not begun; whoever comes late is put down for a given one.

    Raises:
        Refused: The group is not of the activity's tier, he is not a member of it, the activity is not on that day,
            that day is more than `LONGEST_AHEAD` days ahead, or every place is taken.

    """
    activity = find(work, key)
    today = date.fromisoformat(work.today())
    when = day or _next(work, activity)
    if (when - today).days > LONGEST_AHEAD:
        raise Refused(
            _("{day} is too far ahead: at most {most} days.").format(day=when.isoformat(), most=LONGEST_AHEAD)
        )
    if when < today or when != day_in(when.year, when.month, activity.month_day):
        raise Refused(
            _("{activity} is not held on {day}.").format(activity=activity.name, day=when.isoformat()),
            hint=_("Next: {day}").format(day=_next(work, activity).isoformat()),
        )
    groups.hold(work, group)  # the last place is given once, and nobody becomes one with another meanwhile
    place = groups.place(work, group, name)
    if group.kind != activity.tier or place is None or place.state != "member":
        raise Refused(
            _("{activity} is for members of {tier} alone.").format(
                activity=activity.name, tier=settings_of(work).tiers[activity.tier].name
            )
        )
    row = (key, when.isoformat(), place.member_id)
    if row[1:] in {(r.day, r.member_id) for r in _rows(work, key, when)}:
        return when
    if _signed(work, key, when) >= activity.places:
        raise Conflict(
            _("Every place of {activity} on {day} is taken: {count}.").format(
                activity=activity.name, day=when.isoformat(), count=activity.places
            )
        )
    columns = ("activity", "day", "member_id", "at", "task_done", "attended", "rewarded_at")
    work.insert(t.signup, columns, [(*row, work.now(), 0, 0, None)])
    work.record("activity.signed_up", key, member_id=place.member_id, day=when.isoformat())
    return when


def _next(work: UnitOfWork, activity: Activity) -> date:
    """The first date on which an activity has not begun yet."""
    first, second = dates(activity, date.fromisoformat(work.today()), 2)
    begins = clock.at_wall(first, activity.begins, work.answers.time_zone)
    return first if work.now() < begins else second


@attrs.frozen(kw_only=True, slots=True)
class Attendance:
    """What is known of one who signed up; ``rewarded`` now, for the first time. ``withheld`` says why not."""

    member_id: int
    task_done: bool
    attended: bool
    rewarded: bool
    reward: str
    withheld: str = ""


def note(
    work: UnitOfWork, key: str, group: Group, name: str, day: date, *, task: bool = False, came: bool = False
) -> Attendance:
    """Note that somebody did the task, or came; who did both takes the reward home, once.

    Whom a plugin lets win nothing (staff, the atmosphere crew) has come all the same (I-128).

    Raises:
        NotFound: He has not signed up for that day.
        Refused: That day has not come yet, and he is said to have come.

    """
    activity = find(work, key)
    groups.hold(work, group)  # the reward is given once, and nobody becomes one with another meanwhile
    member_id = groups.find_member(work, group, name)
    row = next((r for r in _rows(work, key, day) if r.member_id == member_id), None)
    if row is None:
        raise NotFound(
            _("{name} has not signed up for {activity} on {day}.").format(
                name=name, activity=activity.name, day=day.isoformat()
            )
        )
    if came and day.isoformat() > work.today():
        raise Refused(
            _("{activity} is only on {day}; nobody has come yet.").format(
                activity=activity.name, day=day.isoformat()
            ),
            hint=_("The task may be noted before: --task."),
        )
    done, attended = bool(row.task_done) or task, bool(row.attended) or came
    earned = bool(activity.reward) and attended and (done or not activity.task) and row.rewarded_at is None
    withheld = _withheld(work, member_id, activity.reward) if earned else ""
    earned = earned and not withheld
    work.conn.execute(
        update(t.signup)
        .where(
            t.signup.c.store_id == work.store_id,
            t.signup.c.activity == key,
            t.signup.c.day == day.isoformat(),
            t.signup.c.member_id == member_id,
        )
        .values(
            task_done=int(done),
            attended=int(attended),
            rewarded_at=work.now() if earned else row.rewarded_at,
        )
    )
    if earned:
        work.record("activity.rewarded", key, member_id=member_id, day=day.isoformat())
    return Attendance(
        member_id=member_id,
        task_done=done,
        attended=attended,
        rewarded=earned,
        reward=activity.reward if earned else "",
        withheld=withheld,
    )


def _withheld(work: UnitOfWork, member_id: int, reward: str) -> str:
    """Why a member may not be given a reward; "" when nobody objects."""
    try:
        work.decide("franchise_may_reward", member_id=member_id, reward=reward)
    except Refused as refused:
        if refused.__cause__ is not None:
            raise  # a plugin that failed, and perhaps a deadlock: that must stay visible
        return refused.message
    return ""


def _rows(work: UnitOfWork, key: str, day: date) -> Sequence[Any]:
    return work.conn.execute(
        select(t.signup).where(
            t.signup.c.store_id == work.store_id,
            t.signup.c.activity == key,
            t.signup.c.day == day.isoformat(),
        )
    ).all()


def _signed(work: UnitOfWork, key: str, day: date) -> int:
    return work.conn.execute(
        select(func.count())
        .select_from(t.signup)
        .where(
            t.signup.c.store_id == work.store_id,
            t.signup.c.activity == key,
            t.signup.c.day == day.isoformat(),
        )
    ).scalar_one()
