"""Who has a place at an event and who waits for one, from everything that was said. Pure (I-126)."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from franchise_crew.signing import Sort


@attrs.frozen(kw_only=True, slots=True)
class Mark:
    """Something that was said about signing up: in a group's chat, or (``message_id`` "") told by hand.

    ``member_id`` is whom it is about, ``writer_id`` who wrote it; ``at`` in UTC milliseconds.
    """

    at: int
    group_id: int
    message_id: str
    nth: int
    member_id: int
    writer_id: int | None
    sort: Sort
    people: int = 1
    sure: bool = True
    why: str = ""

    @property
    def by_hand(self) -> bool:
        return self.writer_id is None

    @property
    def order(self) -> tuple[int, bool, int, str, int]:
        return (self.at, self.by_hand, self.group_id, self.message_id, self.nth)


@attrs.frozen(kw_only=True, slots=True)
class Entry:
    """One member's sign-up: ``people`` of whom ``placed`` have a place, the others wait."""

    member_id: int
    group_id: int
    people: int
    placed: int
    since: int

    @property
    def waiting(self) -> int:
        return self.people - self.placed


@attrs.frozen(kw_only=True)
class Line:
    """The sign-ups of a campaign in the order of their time, and what a person has to look at."""

    entries: tuple[Entry, ...] = ()
    asks: tuple[Mark, ...] = ()

    @property
    def people(self) -> int:
        return sum(entry.people for entry in self.entries)

    @property
    def placed(self) -> int:
        return sum(entry.placed for entry in self.entries)

    @property
    def waiting(self) -> int:
        return self.people - self.placed


@attrs.define
class _Standing:
    group_id: int = 0
    layers: list[tuple[tuple[int, bool, int, str, int], int]] = attrs.field(factory=list)
    """The people whom he signed up at one time, and when: who comes later stands further back."""
    back: bool = False
    asks: list[Mark] = attrs.field(factory=list)

    @property
    def people(self) -> int:
        return sum(count for _order, count in self.layers)

    def stand(self, mark: Mark) -> None:
        more = mark.people - self.people
        if not self.layers:
            self.group_id = mark.group_id
        if more > 0:
            self.layers.append((mark.order, more))
        while more < 0:
            order, count = self.layers.pop()
            if count > -more:
                self.layers.append((order, count + more))
            more = min(0, more + count)
        self.back = False


def line(marks: Iterable[Mark], places: int | None) -> Line:
    """How a campaign stands, whatever the order in which the marks came to be known.

    A later sign-up replaces the earlier one; who signs up more people keeps the place in line of the first, and the
    others stand behind. Nobody passes by who waits. A list that somebody else hands on does not sign up again who
    took it back. What was unclear is settled by what the member clearly says later, or by a person's word.
    """
    found: dict[int, _Standing] = {}
    for mark in sorted(marks, key=lambda m: m.order):
        standing = found.setdefault(mark.member_id, _Standing())
        own = mark.by_hand or mark.writer_id == mark.member_id
        if not mark.sure:
            if mark.sort == "sign" or standing.people:
                standing.asks.append(mark)
            continue
        if mark.sort == "sign" and not own and standing.back:
            standing.asks.append(attrs.evolve(mark, sure=False, why="back"))
            continue
        if own:
            standing.asks = [ask for ask in standing.asks if ask.why == "names" and not mark.by_hand]
        if mark.sort == "sign":
            standing.stand(mark)
        else:
            standing.layers.clear()
            standing.back = True
    return Line(
        entries=tuple(_placed(found, places)),
        asks=tuple(sorted((ask for one in found.values() for ask in one.asks), key=lambda m: m.order)),
    )


def _placed(found: dict[int, _Standing], places: int | None) -> list[Entry]:
    layers = sorted(
        (order, member, count) for member, standing in found.items() for order, count in standing.layers
    )
    free, full = places, False
    placed: dict[int, int] = {}
    first: dict[int, int] = {}
    for order, member, count in layers:
        first.setdefault(member, order[0])
        placed.setdefault(member, 0)
        full = full or (free is not None and count > free)
        if not full:
            placed[member] += count
            free = None if free is None else free - count
    return [
        Entry(
            member_id=member,
            group_id=found[member].group_id,
            people=found[member].people,
            placed=placed[member],
            since=since,
        )
        for member, since in first.items()
    ]
