"""Invented life of the example's stores: who joins, buys, posts, moves on and leaves. The same on every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, TypeVar

import attrs

from franchise import FixedClock, Franchise, OrderDraft, UnitOfWork, Wish, admission, cadence, clock
from franchise import groups as rooms
from franchise import orders as ordering
from franchise_motherbaby import activities, leads, promotion

T = TypeVar("T")
ZONE: Final = "Asia/Shanghai"
THEME_DAY: Final = 20
ORDER_DAYS: Final = (1, 4)
"""Tuesday's flash sale and Friday's vote bring orders."""
ORDINARY: Final = (
    "wipes", "wipes", "handwash", "bath", "cream", "rice", "rice", "puree", "puree", "noodle", "puff", "book",
    "diaper_s", "diaper_m", "diaper_m", "diaper_l", "cup", "bottle", "milk1", "milk2", "milk3", "goat3",
)  # fmt: skip
"""What lies in baskets; what is named twice does so twice as often."""
_FIRST: Final = "小豆糖果朵米晨禾安宁乐可萌暖星月沐念言希"
_SECOND: Final = "宝丸子雨悦心果儿苗芽一一麦甜溪舟禾夏冬阳"


@attrs.define
class Tally:
    """What happened in one store."""

    store: str
    joined: int = 0
    refused: int = 0
    bought: int = 0
    amount: int = 0
    promoted: int = 0
    waited: int = 0
    posts: int = 0
    missed: int = 0


def seeded(*parts: object) -> random.Random:
    """A source of numbers that is the same for the same words, on every machine."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - an invented life needs no secrets


def mothers(store: str) -> Iterator[str]:
    """Nicknames, each once: 小雨妈妈, 豆宝妈妈 …"""
    pairs = [f"{a}{b}" for a in dict.fromkeys(_FIRST) for b in dict.fromkeys(_SECOND) if a != b]
    seeded("names", store).shuffle(pairs)
    yield from (f"{pair}妈妈" for pair in pairs)


@attrs.define
class Life:
    """One store, day after day. Each step is a transaction of its own, as people would work."""

    app: Franchise
    still: FixedClock
    store: str
    tally: Tally
    names: Iterator[str]

    @classmethod
    def begin(cls, app: Franchise, still: FixedClock, store: str, day: date) -> Life:
        """Open the groups that a new store begins with."""
        life = cls(app, still, store, Tally(store), mothers(store))

        def found(work: UnitOfWork) -> None:
            for kind in ("base", "advanced", "core"):
                rooms.create(work, kind)
            rooms.create(work, "theme", place="烘焙", key="cake")

        life.do(day, "08:00", found)
        return life

    def do(self, day: date, wall: str, operation: Callable[[UnitOfWork], T]) -> T:
        self.still.at = clock.instant(f"{day.isoformat()}T{wall}", ZONE)
        return self.app.attempt(self.store, operation)

    # ---------------------------------------------------------------- a day

    def join(self, day: date, count: int) -> None:
        """Mothers come from somewhere, with babies of different ages; some babies are too old."""
        draw = seeded("join", self.store, day)

        def come(work: UnitOfWork) -> None:
            group = rooms.get(work, "base-1")
            sources = sorted(work.setup.get("motherbaby").sources)
            for _n in range(count):
                born = day - timedelta(days=draw.randrange(-60, 1150))
                placed = leads.come(
                    work, group, next(self.names), source=draw.choice(sources), born=born.isoformat()
                )
                self.tally.joined += placed.state == "member"
                self.tally.refused += not placed.state

        if count:
            self.do(day, "10:00", come)

    def order(self, day: date, share: int) -> None:
        """``share`` percent of the members order in their highest group; the round is closed at nine."""
        draw = seeded("order", self.store, day)

        def submit(work: UnitOfWork) -> bool:
            taken: set[int] = set()
            for group in sorted(
                rooms.listed(work), key=lambda g: ("core", "advanced", "base", "theme").index(g.kind)
            ):
                if group.kind == "theme":
                    continue
                inside = [
                    m for m in rooms.members(work, group) if m.state == "member" and m.member_id not in taken
                ]
                taken |= {m.member_id for m in inside}
                # Whoever moved on has bought before, and buys again more readily.
                eager = share * {"core": 3, "advanced": 2}.get(group.kind, 2) // 2
                wishes = [
                    wish
                    for m in inside
                    if draw.randrange(100) < (3 * eager if self._regular(m.name) else eager // 4)
                    for wish in self._basket(work, m.name, draw)
                ]
                if wishes:
                    done = ordering.submit(
                        work, group, OrderDraft(mode="add", wishes=tuple(wishes)), key=f"{day}"
                    )
                    self.tally.bought += len(done.added)
                    self.tally.amount += sum(line.amount for line in done.added)
            return bool(taken)

        self.do(day, "20:20", submit)

        def close(work: UnitOfWork) -> None:
            for cycle in ordering.due(work):
                ordering.close(work, cycle)

        self.do(day, "21:05", close)

    def _regular(self, name: str) -> bool:
        """A third of the mothers buy again and again, the others now and then."""
        return seeded("regular", self.store, name).randrange(3) == 0

    def _basket(self, work: UnitOfWork, name: str, draw: random.Random) -> list[Wish]:
        catalog = work.setup.get("catalog")
        chosen = draw.sample(ORDINARY, draw.choice((1, 1, 2)))
        return [
            Wish(
                member=name,
                product=code,
                unit=catalog[code].unit,
                quantity=1000 * draw.choice((1, 1, 1, 1, 2)),
                raw=f"{name} {catalog[code].name}",
            )
            for code in chosen
        ]

    def promote(self, day: date) -> None:
        """On Mondays the manager goes through the proposals."""

        def all_of_them(work: UnitOfWork) -> None:
            for proposal in promotion.proposals(work):
                placed = promotion.promote(work, proposal, consent=True)
                self.tally.promoted += placed.state == "member"
                self.tally.waited += placed.state == "waiting"

        self.do(day, "10:30", all_of_them)

    def theme(self, day: date) -> None:
        """Eight of the base group ask to join the baking group as well, and sign up for its next day."""

        def ask(work: UnitOfWork) -> None:
            base, cake = rooms.get(work, "base-1"), rooms.get(work, "cake")
            inside = [m for m in rooms.members(work, base) if m.state == "member"]
            for member in inside[:8]:
                asked = admission.apply(work, cake, member.name, member_id=member.member_id)
                admission.approve(work, asked.application.id)
                activities.sign_up(work, "cake", cake, member.name)

        self.do(day, "15:00", ask)

    def post(self, day: date, *, forget: str = "") -> None:
        """Every window of the day is looked at, and what is due is posted; ``forget`` names one that is not."""
        draw = seeded("post", self.store, day)
        with self.app.view(self.store) as work:
            slots = work.setup.get("cadence").slots
            plan = cadence.agenda(work, day)
        due = sorted({(p.begins_at, p.slot) for p in plan.posts if p.status == "planned"})

        def paste(work: UnitOfWork) -> None:
            for begins_at, key in due:
                if key == forget:
                    self.tally.missed += 1
                    continue
                self.still.at = begins_at + draw.randrange(2, 9) * 60_000
                self.tally.posts += len(cadence.done(work, key, checked=bool(slots[key].checklist)))

        if due:
            self.still.at = due[0][0]
            self.app.attempt(self.store, paste)


def live(life: Life, first: date, days: int, *, fresh: int, share: int, posting: int) -> None:
    """Let a store live: ``fresh`` new mothers in ten days, ``share`` percent who order, posts on the last days."""
    for number in range(days):
        day = first + timedelta(days=number)
        life.join(day, (number + 1) * fresh // 10 - number * fresh // 10)
        if number == THEME_DAY:
            life.theme(day)
        if day.weekday() == 0 and number < days - 14:  # what has come up since is left for the reader
            life.promote(day)
        if days - number <= posting:
            life.post(day, forget="noon" if day.weekday() == 6 else "")
        if day.weekday() in ORDER_DAYS:
            life.order(day, share)
