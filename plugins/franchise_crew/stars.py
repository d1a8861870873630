"""The star of the week: the member who wrote most, for a week (每周之星, I-206)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

import attrs
from sqlalchemy import select

from franchise import Group, Refused, UnitOfWork, UsageProblem, chat, clock, groups, language
from franchise_crew import assigning, sparing
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of

_WEEK: Final = re.compile(r"(\d{4})-?[Ww](\d{1,2})", re.ASCII)
_FIELDS: Final = re.compile(r"\{(name|title|count|from|until|store)\}")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2199


@attrs.frozen(kw_only=True, slots=True)
class Star:
    """Who bears the title for the week after ``week``, until ``until_at`` (UTC milliseconds), and what is written.

    ``group`` is a group's key, "" for the whole store.
    """

    week: str
    group: str
    member_id: int
    name: str
    messages: int
    at: int
    until_at: int
    text: str


@attrs.frozen(kw_only=True, slots=True)
class Week:
    """A week from Monday to Sunday, by the ISO calendar, as instants of the store's clock."""

    name: str
    first: date
    begins_at: int
    ends_at: int
    until_at: int
    """The end of the week after it."""


def week_of(work: UnitOfWork, text: str = "") -> Week:
    """A week by its name, such as ``2026-W10``; without one the last that is over.

    Raises:
        UsageProblem: There is no such week.

    """
    zone = work.answers.time_zone
    if text:
        found = _WEEK.fullmatch(text.strip())
        try:
            if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
                raise ValueError
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError as error:
            raise UsageProblem(
                _("{text!r} is no week such as 2026-W10.").format(text=text[:20]), where="--week"
            ) from error
    else:
        today = clock.local(work.now(), zone).date()
        monday = today - timedelta(days=today.weekday() + 7)
    year, number, _day = monday.isocalendar()

    def midnight(weeks: int) -> int:
        return clock.at_wall(monday + timedelta(weeks=weeks), 0, zone)

    return Week(
        name=f"{year}-W{number:02d}",
        first=monday,
        begins_at=midnight(0),
        ends_at=midnight(1),
        until_at=midnight(2),
    )


def choose(work: UnitOfWork, text: str = "", group: Group | None = None) -> Star:
    """The star of a week that is over, in a group or in the whole store; chosen once, then it stays.

    The member who wrote most; of equals whoever wrote first in that week. The crew and everybody whom a plugin is
    against never are; a member who has left is not either. Two statements for each group, one for each candidate's
    plugins where they ask the database.

    Raises:
        UsageProblem: There is no such week.
        Refused: It is not over, or nobody wrote enough.

    """
    section, week = settings_of(work), week_of(work, text)
    if week.ends_at > work.now():
        raise Refused(
            _("The week {week} is not over: its star is chosen from {day} on.").format(
                week=week.name, day=clock.show(week.ends_at, work.answers.time_zone)[:10]
            )
        )
    place = group.id if group is not None else 0
    known = next((one for one in listed(work) if (one.week, one.group) == (week.name, _key(group))), None)
    if known is not None:
        return known
    found = _ranking(work, week, [group] if group is not None else assigning.groups_of(work))
    for member_id, count in found:
        if count < section.star.least:
            break
        if _barred(work, member_id):
            continue
        if work.insert_new(
            t.star,
            week=week.name,
            place=place,
            member_id=member_id,
            messages=count,
            at=work.now(),
            until_at=week.until_at,
        ):
            work.record(
                "crew.star",
                week.name,
                member_id=member_id,
                group_id=group.id if group else None,
                week=week.name,
            )
        return next(one for one in listed(work) if (one.week, one.group) == (week.name, _key(group)))
    raise Refused(
        _("Nobody is the star of {week}: no member wrote enough; it takes {least}.").format(
            week=week.name, least=section.star.least
        ),
        hint=_("Take in the chat of that week first: `franchise group ingest FILE --group KEY`."),
    )


def _key(group: Group | None) -> str:
    return group.key if group is not None else ""


def _ranking(work: UnitOfWork, week: Week, chosen: list[Group]) -> list[tuple[int, int]]:
    """Members with what they wrote in a week, the most active first; of equals whoever wrote first."""
    total: dict[int, int] = {}
    inside: dict[int, tuple[str, ...]] = {}
    for group in chosen:
        for member_id, count in chat.activity(work, group, week.begins_at, week.ends_at).items():
            total[member_id] = total.get(member_id, 0) + count
        for member in groups.members(work, group):
            if member.state == "member":
                inside[member.member_id] = (*inside.get(member.member_id, ()), *member.names)
    faces = sparing.faces(work)
    able = {m: n for m, n in total.items() if m in inside and faces.who(m, inside[m])[0] is None}
    best = sorted(set(able.values()), reverse=True)
    doubles = {n for n in best if sum(count == n for count in able.values()) > 1}
    first: dict[int, int] = {}
    if doubles:
        for group in chosen:
            for message in chat.read(work, group, week.begins_at, week.ends_at):
                if message.kind in chat.SAID and message.member_id in able:
                    at = first.get(message.member_id, message.at)
                    first[message.member_id] = min(at, message.at)
    return sorted(able.items(), key=lambda pair: (-pair[1], first.get(pair[0], 0), pair[0]))


def _barred(work: UnitOfWork, member_id: int) -> bool:
    """Whether a plugin is against it; one that fails stops the choice.

    Raises:
        Refused: A plugin failed.

    """
    try:
        work.decide("franchise_may_reward", member_id=member_id, reward=settings_of(work).star.title)
    except Refused as refused:
        if refused.__cause__ is not None:
            raise
        return True
    return False


def listed(work: UnitOfWork, *, now: int | None = None) -> list[Star]:
    """The stars that were chosen, the latest week first; at an instant only those who bear the title then."""
    c = t.star.c
    where = [c.store_id == work.store_id]
    if now is not None:
        where += [c.at <= now, c.until_at > now]
    rows = work.conn.execute(select(t.star).where(*where).order_by(c.week.desc(), c.place)).all()
    if not rows:
        return []
    names: dict[int, str] = {}
    keys = {0: ""}
    for group in assigning.groups_of(work):
        keys[group.id] = group.key
        for member in groups.members(work, group, {row.member_id for row in rows}):
            names.setdefault(member.member_id, member.name)
    out = []
    for row in rows:
        name = names.get(row.member_id, "■")
        out.append(
            Star(
                week=row.week,
                group=keys.get(row.place, ""),
                member_id=row.member_id,
                name=name,
                messages=row.messages,
                at=row.at,
                until_at=row.until_at,
                text=_text(work, row.week, name, row.messages),
            )
        )
    return out


def _text(work: UnitOfWork, name_of_week: str, name: str, count: int) -> str:
    settings, week = settings_of(work).star, week_of(work, name_of_week)
    values = {
        "name": name,
        "title": settings.title,
        "count": str(count),
        "from": week.first.isoformat(),
        "until": (datetime.combine(week.first, time.min) + timedelta(days=6)).date().isoformat(),
        "store": work.answers.name,
    }
    if settings.text:
        return _FIELDS.sub(lambda found: values[found[1]], settings.text)
    with language(work.answers.language):
        told = _(
            "@{name} Congratulations! You are our {title} of {from} to {until}: nobody wrote more. Thank you!"
        )
    return told.format(**values)
