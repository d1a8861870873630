"""Shifts as instants: who stands when, where nobody does, who hands over to whom. Pure (I-129).

A shift's turn on a day begins and ends at wall-clock times of the store's zone; one that ends no later than it begins
ends on the next day. Where a clock change skips a time, the first instant after it is meant; a turn of which nothing
is left does not take place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import attrs

from franchise.clock import at_wall
from franchise_crew.duties import serves, stands

if TYPE_CHECKING:
    from franchise_crew.section import Crew

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Roster = Mapping[tuple[str, str], Sequence[int]]
"""(day, shift) → ids of the people in it."""


@attrs.frozen(kw_only=True, slots=True)
class Turn:
    """A shift on one day. ``begins_at`` and ``ends_at`` are UTC milliseconds; the end is not part of it."""

    day: str
    shift: str
    role: str
    begins_at: int
    ends_at: int
    least: int
    people: tuple[int, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Gap:
    """A time at which too few are on duty: ``missing`` more are needed.

    ``no_shift``: no shift covers hours in which somebody of the role must be there; ``nobody`` and ``too_few``: a
    turn is not filled; ``no_teacher``: the ``lesson`` of a ``group`` has nobody. ``kinds`` of group it is about; ()
    for all that the role is for.
    """

    role: str
    begins_at: int
    ends_at: int
    reason: Literal["no_shift", "nobody", "too_few", "no_teacher"]
    missing: int = 1
    day: str = ""
    shift: str = ""
    kinds: tuple[str, ...] = ()
    lesson: str = ""
    group: str = ""


@attrs.frozen(kw_only=True, slots=True)
class Handover:
    """The end of a turn: ``leaving`` go off duty at ``at``, ``coming`` stand there then (nobody: a gap)."""

    at: int
    turn: Turn
    leaving: tuple[int, ...]
    coming: tuple[int, ...]
    next_shift: str = ""


def span(day: date, begins: int, ends: int, zone: str) -> tuple[int, int]:
    """From when until when a stretch of a day lasts; past midnight when it ends no later than it begins."""
    last = day if begins < ends else day + timedelta(days=1)
    return at_wall(day, begins, zone), at_wall(last, ends, zone)


def turns(section: Crew, first: date, days: int, zone: str, roster: Roster) -> list[Turn]:
    """The turns that begin on some days, by time."""
    out = []
    for day in (first + timedelta(days=n) for n in range(days)):
        for key in sorted(section.shifts):
            shift = section.shifts[key]
            if shift.weekdays and WEEKDAYS[day.weekday()] not in shift.weekdays:
                continue
            begins_at, ends_at = span(day, shift.begins, shift.ends, zone)
            if begins_at < ends_at:
                people = tuple(roster.get((day.isoformat(), key), ()))
                out.append(
                    Turn(
                        day=day.isoformat(),
                        shift=key,
                        role=shift.role,
                        begins_at=begins_at,
                        ends_at=ends_at,
                        least=shift.least,
                        people=people,
                    )
                )
    return sorted(out, key=lambda t: (t.begins_at, t.ends_at, t.shift))


def on(found: Iterable[Turn], at: int) -> list[Turn]:
    """The turns that are on at an instant."""
    return [turn for turn in found if turn.begins_at <= at < turn.ends_at]


def gaps(
    section: Crew, found: Sequence[Turn], first: date, days: int, zone: str, kinds: Iterable[str]
) -> list[Gap]:
    """Where too few are on duty on some days, by time.

    ``found`` should begin a day before ``first``, for turns that cross midnight. ``kinds`` are the kinds of group
    that the store has.
    """
    inside = {(first + timedelta(days=n)).isoformat() for n in range(days)}
    out = [gap for turn in found if turn.day in inside for gap in _unfilled(turn)]
    out += _uncovered(section, found, first, days, zone, sorted(kinds))
    return sorted(out, key=lambda g: (g.begins_at, g.ends_at, g.role, g.shift, g.kinds))


def _unfilled(turn: Turn) -> Iterator[Gap]:
    missing = turn.least - len(turn.people)
    if missing > 0:
        yield Gap(
            role=turn.role,
            begins_at=turn.begins_at,
            ends_at=turn.ends_at,
            reason="too_few" if turn.people else "nobody",
            missing=missing,
            day=turn.day,
            shift=turn.shift,
        )


def _uncovered(
    section: Crew, found: Sequence[Turn], first: date, days: int, zone: str, kinds: Sequence[str]
) -> Iterator[Gap]:
    for key in sorted(section.roles):
        role = section.roles[key]
        if role.begins is None or role.ends is None:
            continue
        served = [kind for kind in kinds if serves(section, role, kind)]
        bare: dict[tuple[int, int], list[str]] = {}
        for kind in served:
            ours = [t for t in found if t.role == key and stands(section, section.shifts[t.shift], kind)]
            for n in range(days):
                window = span(first + timedelta(days=n), role.begins, role.ends, zone)
                for stretch in uncovered(window, [(t.begins_at, t.ends_at) for t in ours]):
                    bare.setdefault(stretch, []).append(kind)
        for (begins_at, ends_at), among in sorted(bare.items()):
            yield Gap(
                role=key,
                begins_at=begins_at,
                ends_at=ends_at,
                reason="no_shift",
                kinds=() if among == served else tuple(among),
            )


def uncovered(window: tuple[int, int], stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of a window no stretch covers."""
    at, end = window
    for begins, ends in sorted(stretches):
        if at < begins and at < end:
            yield at, min(begins, end)
        at = max(at, ends)
    if at < end:
        yield at, end


def handovers(section: Crew, found: Sequence[Turn], zone: str) -> list[Handover]:
    """The ends of turns at which somebody goes off duty, by time.

    Who is in the following turn as well does not hand over. The last turn before closing time hands over to nobody
    and is left out; within the hours of its role it is told with nobody coming.
    """
    out = []
    for turn in found:
        after = [t for t in on(found, turn.ends_at) if t.role == turn.role]
        coming = tuple(dict.fromkeys(person for t in after for person in t.people))
        leaving = tuple(person for person in turn.people if person not in coming)
        if leaving and (coming or after or _needed(section, turn, zone)):
            shift = after[0].shift if after else ""
            out.append(Handover(at=turn.ends_at, turn=turn, leaving=leaving, coming=coming, next_shift=shift))
    return sorted(out, key=lambda h: (h.at, h.turn.shift, h.turn.day))


def _needed(section: Crew, turn: Turn, zone: str) -> bool:
    """Whether somebody of the role must be on duty when the turn is over."""
    role = section.roles[turn.role]
    if role.begins is None or role.ends is None:
        return False
    day = date.fromisoformat(turn.day)
    windows = (span(day + timedelta(days=n), role.begins, role.ends, zone) for n in (-1, 0, 1))
    return any(begins <= turn.ends_at < ends for begins, ends in windows)
