"""The plan: which post is due in which group on which day, with which material. Pure and deterministic.

Nothing is looked up and nothing is drawn by lot: the same setup, groups, days and earlier posts give the same plan.
What takes turns is what was used longest ago by groups of the same kind, so that all of them get the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from franchise.cadence.notices import notices
from franchise.cadence.section import Cadence, Frequency, Slot
from franchise.cadence.triggers import first_day, for_kind, nth_day, on_calendar
from franchise.cadence.values import Audience, Made, Plan, Post, PostKey
from franchise.cadence.windows import window

MEMORY: Final = 100
"""Days of earlier posts that a plan looks back on; more than any column's ``repeat_days``."""
NEVER: Final = -1
Choice = tuple[str, str, int]
"""A day's choice of material: (slot, kind of group, nth)."""


def plan(
    cadence: Cadence,
    audiences: Iterable[Audience],
    from_day: date,
    days: int,
    *,
    zone: str,
    made: Iterable[Made] = (),
) -> Plan:
    """Plan ``days`` days from ``from_day`` on.

    Args:
        cadence: The setup's section.
        audiences: The store's groups.
        from_day: The first day, by the store's calendar.
        days: How many days.
        zone: The store's time zone.
        made: Posts of the days before (`MEMORY` days are enough), and those of the planned days that are made
            already: they keep what they have, and count first.

    """
    groups = sorted(audiences, key=lambda a: (a.key, a.group_id))
    ledger = _Ledger(cadence, {a.group_id: a.kind for a in groups}, made)
    ledger.remember(until=from_day)
    posts: list[Post] = []
    for offset in range(days):
        day = from_day + timedelta(days=offset)
        posts += _day(cadence, list(_due(cadence, groups, day, zone)), day, ledger)
    return Plan(
        from_day=from_day.isoformat(),
        days=days,
        posts=tuple(posts),
        notices=tuple(notices(cadence, posts, from_day, days)),
    )


def _due(cadence: Cadence, groups: Sequence[Audience], day: date, zone: str) -> Iterator[Post]:
    """Every post that the setup asks for on a day, by time, slot, group and count."""
    slots = sorted(cadence.slots.items(), key=lambda item: (item[1].begins, item[0]))
    for key, slot in slots:
        if not on_calendar(slot, day):
            continue
        begins_at, ends_at = window(slot, day, zone)
        if begins_at >= ends_at:  # a clock change skips it
            continue
        for group in groups:
            if ends_at <= max(group.created_at, group.watched_since) or not for_kind(slot, group.kind):
                continue
            for nth in _counts(cadence, slot, group, day, zone):
                yield Post(
                    group_id=group.group_id,
                    group=group.key,
                    group_name=group.name,
                    kind=group.kind,
                    slot=key,
                    name=slot.name,
                    day=day.isoformat(),
                    nth=nth,
                    begins_at=begins_at,
                    ends_at=ends_at,
                    priority=slot.priority,
                    role=slot.role,
                    channel=slot.channel,
                    private=slot.since == "member",
                )


def _counts(cadence: Cadence, slot: Slot, group: Audience, day: date, zone: str) -> list[int]:
    """Which days of its count a slot has for a group on ``day``: 0 without one, several for its members."""
    if not slot.since:
        return [0]
    if slot.since == "group":
        start = group.started or first_day(cadence, group.kind, "group", group.created_at, zone)
        starts = {start}
    else:
        starts = {first_day(cadence, group.kind, "member", at, zone) for at in group.joined}
    found = (nth_day(slot, start, day) for start in starts)
    return sorted(nth for nth in found if nth is not None)


def _day(cadence: Cadence, due: list[Post], day: date, ledger: _Ledger) -> list[Post]:
    """One day's posts with their fate: planned with a column and material, dropped, or deferred."""
    ledger.begin(day, due)
    dropped = _over_capacity(cadence, due, ledger)
    over = _over_frequency(cadence, [p for p in due if p.slot not in dropped], ledger)
    out = []
    for post in due:
        if post.slot in dropped:
            out.append(attrs.evolve(post, status="dropped", reason="capacity"))
        elif post.key in over:
            out.append(attrs.evolve(post, status="deferred", reason="frequency"))
        else:
            out.append(ledger.fill(post))
    return out


def _over_capacity(cadence: Cadence, due: Sequence[Post], ledger: _Ledger) -> set[str]:
    """The slots that are too many for the back office on this day (I-022, I-143)."""
    if cadence.capacity is None:
        return set()
    alive = sorted({p.slot for p in due if not ledger.rests(p)})
    made = {p.slot for p in due if p.key in ledger.today}
    slots = cadence.slots
    alive.sort(key=lambda key: (key not in made, -slots[key].priority, slots[key].begins, key))
    return set(alive[max(cadence.capacity - ledger.foreign_slots, 0) :]) - made


def _over_frequency(cadence: Cadence, due: Sequence[Post], ledger: _Ledger) -> set[PostKey]:
    """The posts that are too many for their groups (I-190); they come again when there is room."""
    if not cadence.frequency:
        return set()
    caps: dict[str, Frequency] = {kind: f for f in cadence.frequency.values() for kind in f.kinds}
    by_group: dict[int, list[Post]] = {}
    for post in due:
        made = ledger.today.get(post.key)
        if made is not None and not made.posted:
            continue
        if post.kind in caps and not post.private and not ledger.rests(post):
            by_group.setdefault(post.group_id, []).append(post)
    over: set[PostKey] = set()
    for group_id, posts in by_group.items():
        cap = caps[posts[0].kind]
        room = ledger.room(group_id, cap)
        if room is None:
            continue
        posts.sort(key=lambda p: (p.key not in ledger.today, -p.priority, p.begins_at, p.slot, p.nth))
        over |= {p.key for p in posts[room:] if p.key not in ledger.today}
    return over


class _Ledger:
    """What was used when: columns and materials by kind of group, posts by group and day."""

    def __init__(self, cadence: Cadence, kinds: Mapping[int, str], made: Iterable[Made]) -> None:
        self.cadence = cadence
        self.kinds = kinds
        self.made: dict[str, list[Made]] = {}
        for one in sorted(made, key=lambda m: (m.day, m.key)):
            self.made.setdefault(one.day, []).append(one)
        self.columns: dict[tuple[str, str], int] = {}
        self.waves: dict[tuple[str, str], int] = {}
        self.materials: dict[tuple[str, str], int] = {}
        self.counts: dict[tuple[int, int], int] = {}
        self.ordinal = 0
        self.today: dict[PostKey, Made] = {}
        self.chosen: dict[Choice, tuple[str, str]] = {}
        self.foreign_slots = 0

    def remember(self, *, until: date) -> None:
        """Take the posts before ``until`` into account."""
        for day, found in sorted(self.made.items()):
            if day < until.isoformat():
                for one in found:
                    self._use(one, date.fromisoformat(day).toordinal())

    def _use(self, one: Made, ordinal: int) -> None:
        kind = self.kinds.get(one.group_id)
        if kind is None:
            return
        self._used(kind, one.column, one.material, ordinal, posted=one.posted)
        if one.posted and not self._private(one.slot):
            self._count(one.group_id, ordinal)

    def _private(self, slot: str) -> bool:
        found = self.cadence.slots.get(slot)
        return found is not None and found.since == "member"

    def _used(self, kind: str, column: str, material: str, ordinal: int, *, posted: bool) -> None:
        """Turns go on after a missed post, so that what was prepared for tomorrow stays; a pause does not begin."""
        if column:
            self.columns[kind, column] = ordinal
        if column and posted:
            self.waves[kind, column] = ordinal
        if material:
            self.materials[kind, material] = ordinal

    def _count(self, group_id: int, ordinal: int) -> None:
        self.counts[group_id, ordinal] = self.counts.get((group_id, ordinal), 0) + 1

    def begin(self, day: date, due: Sequence[Post]) -> None:
        """Begin a day: what is made already for it stands, whether it is still asked for or not."""
        self.ordinal = day.toordinal()
        self.chosen = {}
        asked = {post.key for post in due}
        found = self.made.get(day.isoformat(), ())
        self.today = {one.key: one for one in found if one.key in asked}
        foreign = [one for one in found if one.key not in asked]
        for one in foreign:
            self._use(one, self.ordinal)
        self.foreign_slots = len({one.slot for one in foreign} - {post.slot for post in due})
        for one in self.today.values():
            self.chosen.setdefault((one.slot, self.kinds[one.group_id], one.nth), (one.column, one.material))

    def room(self, group_id: int, cap: Frequency) -> int | None:
        """How many posts of this day fit under a group's caps; None: no cap."""
        rooms = []
        if cap.per_day is not None:
            rooms.append(cap.per_day - self.counts.get((group_id, self.ordinal), 0))
        if cap.per_week is not None:
            monday = self.ordinal - (self.ordinal - 1) % 7
            week = sum(self.counts.get((group_id, day), 0) for day in range(monday, self.ordinal + 1))
            rooms.append(cap.per_week - week)
        return max(min(rooms), 0) if rooms else None

    def rests(self, post: Post) -> bool:
        """Whether every column of the post's slot was used too lately (I-163)."""
        slot = self.cadence.slots[post.slot]
        if post.key in self.today or not slot.columns:
            return False
        return all(self._resting(post.kind, column) for column in slot.columns)

    def _resting(self, kind: str, column: str) -> bool:
        used = self.waves.get((kind, column), NEVER)
        return used != NEVER and self.ordinal - used < self.cadence.columns[column].apart_days

    def fill(self, post: Post) -> Post:
        """Give a post its column and material; the same for every group of its kind."""
        choice = (post.slot, post.kind, post.nth)
        slot = self.cadence.slots[post.slot]
        own = self.today.get(post.key)
        if own is not None:
            column, material = own.column, own.material
        elif choice in self.chosen:
            column, material = self.chosen[choice]
        elif slot.columns:
            free = [c for c in slot.columns if not self._resting(post.kind, c)]
            if not free:
                return attrs.evolve(post, status="deferred", reason="rest")
            column = min(free, key=lambda c: (self.columns.get((post.kind, c), NEVER), slot.columns.index(c)))
            material = self._material(slot, post, column)
        else:
            column = material = ""
        self.chosen[choice] = (column, material)
        posted = own is None or own.posted
        self._used(post.kind, column, material, self.ordinal, posted=posted)
        if posted and not post.private:
            self._count(post.group_id, self.ordinal)
        return attrs.evolve(post, column=column, material=material, gap=bool(column) and not material)

    def _material(self, slot: Slot, post: Post, column: str) -> str:
        """The material of a column that was used longest ago; "" when all were used too lately."""
        fitting = sorted(
            key
            for key, m in self.cadence.materials.items()
            if m.column == column and (not slot.forms or m.form in slot.forms)
        )
        course = [key for key in fitting if self.cadence.materials[key].day is not None]
        if slot.since and course:  # a lesson belongs to its day, however often it was given to others
            fitting = [key for key in course if self.cadence.materials[key].day == post.nth]
            apart = 0
        else:
            fitting = [key for key in fitting if key not in set(course)]
            apart = self.cadence.columns[column].repeat_days
        used = {key: self.materials.get((post.kind, key), NEVER) for key in fitting}
        free = [key for key in fitting if used[key] == NEVER or self.ordinal - used[key] >= max(apart, 0)]
        return min(free, key=lambda key: (used[key], key), default="")
