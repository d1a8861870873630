"""What the reader of a plan should know: what was dropped, what lacks material, what comes too often or seldom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from franchise.cadence.section import Cadence
from franchise.cadence.values import Notice, Post
from franchise.messages import gettext as _

WEEK: Final = 7
SHOWN: Final = 3
SENSES: Final = ("ritual", "participation", "organisation", "belonging")


def notices(cadence: Cadence, posts: Sequence[Post], from_day: date, days: int) -> Iterator[Notice]:
    """Every notice of a plan, in a stable order; those about weeks need a plan of whole weeks."""
    yield from _dropped(cadence, posts)
    yield from _deferred(posts)
    yield from _gaps(cadence, posts)
    planned = [post for post in posts if post.status == "planned"]
    if planned and days >= WEEK:
        yield from _senses(cadence, planned)
        yield from _rates(cadence, planned, from_day, days)
        yield from _silences(cadence, planned, from_day, days)


def _dropped(cadence: Cadence, posts: Sequence[Post]) -> Iterator[Notice]:
    for slot, days in _days_of((p.slot, p.day) for p in posts if p.status == "dropped"):
        yield Notice(
            code="capacity",
            where="[cadence] capacity",
            text=_(
                "At most {capacity} different posts can be made ready in a day: {slot} (priority {priority}) is"
                " dropped on {days}."
            ).format(
                capacity=cadence.capacity,
                slot=cadence.slots[slot].name,
                priority=cadence.slots[slot].priority,
                days=days,
            ),
        )


def _deferred(posts: Sequence[Post]) -> Iterator[Notice]:
    found = Counter(p.group for p in posts if p.status == "deferred" and p.reason == "frequency")
    for group, count in sorted(found.items()):
        yield Notice(
            code="frequency",
            where="[cadence.frequency]",
            text=_("Posts put off in {group}, where they would be too many: {count}.").format(
                group=group, count=count
            ),
        )


def _gaps(cadence: Cadence, posts: Sequence[Post]) -> Iterator[Notice]:
    for (column, slot), days in _days_of(((p.column, p.slot), p.day) for p in posts if p.gap):
        yield Notice(
            code="gap",
            where=f"[cadence.columns.{column}]",
            text=_("{column} has no material for {slot} on {days}.").format(
                column=cadence.columns[column].name if column in cadence.columns else column,
                slot=cadence.slots[slot].name,
                days=days,
            ),
        )


def _days_of(found: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
    """For each subject the days that it concerns, the first few by name."""
    days: dict[Any, set[str]] = {}
    for subject, day in found:
        days.setdefault(subject, set()).add(day)
    for subject, held in sorted(days.items()):
        first = ", ".join(sorted(held)[:SHOWN])
        rest = len(held) - SHOWN
        yield subject, first if rest <= 0 else _("{days} and {count} more").format(days=first, count=rest)


def _senses(cadence: Cadence, posts: Sequence[Post]) -> Iterator[Notice]:
    """The four senses that a community lives on (I-005); told once columns say which they serve."""
    if not any(column.sense for column in cadence.columns.values()):
        return
    served = {cadence.columns[p.column].sense for p in posts if p.column in cadence.columns}
    words = {
        "ritual": _("ritual"),
        "participation": _("participation"),
        "organisation": _("organisation"),
        "belonging": _("belonging"),
    }
    for sense in SENSES:
        if sense not in served:
            yield Notice(
                code="sense",
                where="[cadence.columns]",
                text=_("Nothing planned serves the sense of {sense}.").format(sense=words[sense]),
            )


def _rates(cadence: Cadence, posts: Sequence[Post], from_day: date, days: int) -> Iterator[Notice]:
    """Columns that come too seldom or too often in one of the plan's whole weeks (I-161)."""
    weeks = [from_day + timedelta(days=n * WEEK) for n in range(days // WEEK)]
    groups = sorted({(p.kind, p.group) for p in posts})
    for key, column in sorted(cadence.columns.items()):
        if not column.week_least and column.week_most is None:
            continue
        readers = {slot.kinds for slot in cadence.slots.values() if key in slot.columns}
        told: set[str] = set()
        for kind, group in groups:
            if kind in told or not any(not kinds or kind in kinds for kinds in readers):
                continue
            for monday in weeks:
                span = (monday.isoformat(), (monday + timedelta(days=WEEK)).isoformat())
                count = sum(
                    1 for p in posts if (p.group, p.column) == (group, key) and span[0] <= p.day < span[1]
                )
                most = count if column.week_most is None else column.week_most
                if not column.week_least <= count <= most:
                    told.add(kind)
                    yield Notice(
                        code="rate",
                        where=f"[cadence.columns.{key}]",
                        text=_(
                            "{column} comes {count} times in the week from {day}; wanted: {wanted}."
                        ).format(
                            column=column.name,
                            count=count,
                            day=span[0],
                            wanted=_wanted(column.week_least, most),
                        ),
                    )
                    break


def _wanted(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}" if most > least else f"≥ {least}"


def _silences(cadence: Cadence, posts: Sequence[Post], from_day: date, days: int) -> Iterator[Notice]:
    """Columns that are silent for longer than they may (I-163)."""
    last = from_day + timedelta(days=days - 1)
    for key, column in sorted(cadence.columns.items()):
        if column.within_days is None:
            continue
        for kind in sorted({p.kind for p in posts if p.column == key}):
            used = sorted({date.fromisoformat(p.day) for p in posts if (p.kind, p.column) == (kind, key)})
            gaps = [(b - a).days for a, b in zip(used, [*used[1:], last], strict=True)]
            if max(gaps) > column.within_days:
                yield Notice(
                    code="silence",
                    where=f"[cadence.columns.{key}]",
                    text=_("{column} is silent for {count} days; at most {most} are wanted.").format(
                        column=column.name, count=max(gaps), most=column.within_days
                    ),
                )
                break
