"""A small store with a hub and three villages: what the tests of orders, groups, stores and papers begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from franchise import (
    Cancellation,
    Cycle,
    FixedClock,
    Franchise,
    Line,
    OrderDraft,
    Outcome,
    Question,
    UnitOfWork,
    Wish,
    amounts,
    groups,
    orders,
    reports,
)
from franchise.clock import instant
from franchise.orders import calendar
from franchise.orders.lines import sheet_lines
from franchise.plugins import Plugins
from franchise.storage import Database
from franchise_village import operations as villages
from franchise_village.operations import Village

ZONE = "Asia/Shanghai"
MORNING = "2026-03-05T09:00"
SETUP: Mapping[str, Any] = {
    "setup": {"name": "rural", "plugins": ["village"]},
    "groups": {
        "village": {"unit": "village", "name": "{place}{number}", "capacity": 200},
        "base": {"unit": "store", "name": "{store}{number}", "capacity": 3, "when_full": "waiting_pool"},
        "theme": {"unit": "store", "name": "{place}{number}", "capacity": 2, "when_full": "next_group"},
    },
    "orders": {
        "sessions": {
            "noon": {"name": "午单", "cutoff": "12:00", "deliver_days": 0, "deliver_at": "下午"},
            "evening": {"name": "晚单", "cutoff": "20:00", "deliver_days": 1, "deliver_at": "上午"},
        }
    },
    "suppliers": {
        "farm": {"name": "镇北合作社", "contact": "邵", "phone": "13800000201", "minimum_amount": "100"},
        "dairy": {"name": "县城乳品"},
    },
    "catalog": {
        "egg": {
            "name": "鸡蛋",
            "unit": "斤",
            "price": "4.50",
            "cost": "3.80",
            "supplier": "farm",
            "pack_size": "30",
            "pack_unit": "箱",
            "moq": 2,
            "aliases": ["土鸡蛋"],
            "units": ["公斤=2", "板=2.5@11/9.80"],
            "step": "0.1",
        },
        "tofu": {"name": "豆腐", "unit": "块", "price": "2", "cost": "1.20", "supplier": "farm", "step": "1"},
        "milk": {
            "name": "牛奶",
            "unit": "瓶",
            "price": "3.50",
            "cost": "2.90",
            "supplier": "dairy",
            "pack_size": "12",
            "pack_unit": "箱",
            "units": ["箱=12@40/36"],
            "step": "1",
        },
        "salt": {"name": "食盐", "unit": "袋", "price": "2.35", "cost": "1.99", "supplier": "dairy"},
    },
    "village": {"routes": {"east": {"name": "东线"}, "south": {"name": "南线"}}},
}
VILLAGES = (
    Village(key="wang", name="王家湾", partner="王春梅", phone="13800000301", route="east", stop=1),
    Village(key="shang", name="上庄", partner="李桂兰", phone="13800000302", route="east", stop=2),
    Village(key="dong", name="东坡", partner="苏玉芬", phone="13800000303", route="south", stop=1),
)
T = TypeVar("T")


def setup_body(**sections: Any) -> dict[str, Any]:
    """The setup; what is given is laid over it, section by section, dictionaries joined."""
    return _joined(SETUP, sections)


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(one)
    for name, value in other.items():
        old = out.get(name)
        out[name] = _joined(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return out


def wish(member: str, product: str, quantity: str, unit: str = "", *, note: str = "", raw: str = "") -> Wish:
    unit = unit or SETUP["catalog"][product]["unit"]
    return Wish(
        member=member,
        product=product,
        quantity=amounts.parse_quantity(quantity),
        unit=unit,
        note=note,
        raw=raw or f"{member} {product}{quantity}{unit}{note}",
    )


def unknown(member: str, item: str, quantity: str | None = "1", unit: str = "袋", **more: Any) -> Question:
    """A question as a reader asks it for a product that the catalogue does not have."""
    return Question(
        code="unknown_product",
        text=f"{item}?",
        raw=f"{member} {item}{quantity or ''}{unit}",
        member=member,
        item=item,
        quantity=None if quantity is None else amounts.parse_quantity(quantity),
        unit=unit,
        **more,
    )


def open_program(url: str, *, at: str = MORNING, plugins: Plugins | None = None) -> Franchise:
    return Franchise.open(url, clock=FixedClock(instant(at, ZONE)), actor="tester", plugins=plugins)


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


class Shop:
    """One store of a program, as its keeper uses it: each call is a transaction of its own."""

    def __init__(self, app: Franchise, key: str = "hub", zone: str = ZONE) -> None:
        self.app = app
        self.key = key
        self.zone = zone

    @classmethod
    def make(
        cls,
        app: Franchise,
        key: str = "hub",
        *,
        zone: str = ZONE,
        places: Iterable[Village] = VILLAGES,
        **sections: Any,
    ) -> Shop:
        answers = {"store": {"name": "青禾超市", "time_zone": zone, "phone": "13800000100"}}
        app.create_store(key, app.schema.parse(setup_body(**sections)), answers)
        shop = cls(app, key, zone)
        shop.do(lambda work: villages.add_all(work, places))
        return shop

    def at(self, text: str) -> Shop:
        self.app.clock.at = instant(text, self.zone)  # type: ignore[attr-defined]
        return self

    def do(self, operation: Callable[[UnitOfWork], T]) -> T:
        return self.app.attempt(self.key, operation)

    @contextmanager
    def view(self) -> Iterator[UnitOfWork]:
        with self.app.view(self.key) as work:
            yield work

    def see(self, look: Callable[[UnitOfWork], T]) -> T:
        with self.view() as work:
            return look(work)

    def submit(
        self,
        *wishes: Wish,
        group: str = "wang",
        mode: Any = "snapshot",
        cancels: Iterable[Cancellation] = (),
        questions: Iterable[Question] = (),
        **options: Any,
    ) -> Outcome:
        draft = OrderDraft(mode=mode, wishes=wishes, cancels=tuple(cancels), questions=tuple(questions))
        return self.hand_in(draft, group=group, **options)

    def hand_in(self, draft: OrderDraft, *, group: str = "wang", **options: Any) -> Outcome:
        return self.do(lambda work: orders.submit(work, groups.get(work, group), draft, **options))

    def close(self, key: str, early: str = "") -> Any:
        return reports.close_one(self.app, self.key, key, early=early)

    def cycle(self, key: str) -> Cycle:
        return self.see(lambda work: calendar.find(work, key))

    def reopen(self, key: str, reason: str) -> Cycle:
        return self.do(lambda work: orders.reopen(work, calendar.find(work, key), reason))

    def lines(self, key: str, group: str = "wang") -> list[Line]:
        """The active lines of a group in a cycle."""
        with self.view() as work:
            found = groups.get(work, group)
            cycle = calendar.find(work, key)
            return [x for _id, x in sheet_lines(work, found, [cycle.id]) if x.status == "active"]

    def sheet(self, key: str, group: str = "wang") -> list[tuple[str, str, str]]:
        """Who wants what in a cycle: (member, product, amount with unit)."""
        names = self.see(lambda work: groups.roster(work, groups.get(work, group)).shown)
        return [
            (names[x.member_id], x.product, orders.said(x.quantity, x.unit)) for x in self.lines(key, group)
        ]

    def questions(self) -> list[Any]:
        return self.see(orders.open_questions)

    def answer(self, identity: int, **given: Any) -> Outcome:
        from franchise.orders import questions

        def run(work: UnitOfWork) -> Outcome:
            asked = questions.get(work, identity)
            group = next(g for g in groups.listed(work) if g.id == asked.group_id)
            return orders.answer(work, group, asked, **given)

        return self.do(run)

    def dismiss(self, identity: int, reason: str) -> None:
        from franchise.orders import questions

        self.do(lambda work: orders.dismiss(work, questions.get(work, identity), reason))

    def change(self, path: str, text: str) -> bool:
        """Change one setting of the store."""
        from franchise.stores import changes

        def run(work: UnitOfWork) -> bool:
            doc = self.app.document(work.conn, work.store.version)
            return changes.change(work, self.app.schema, doc, path, text)

        return self.do(run)

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        import json

        from sqlalchemy import select

        from franchise.events import event

        query = select(event.c.kind, event.c.subject, event.c.payload).where(event.c.store_id == self.id)
        if kind:
            query = query.where(event.c.kind == kind)
        with self.view() as work:
            rows = work.conn.execute(query.order_by(event.c.seq)).all()
        return [{"kind": r.kind, "subject": r.subject, **json.loads(r.payload)} for r in rows]

    @property
    def id(self) -> int:
        from franchise.ids import store_id

        return store_id(self.key)


def vet(work: UnitOfWork, *keys: str) -> None:
    """Approve the keepers of groups whose kind is vetted, such as the rural example's partners."""
    from franchise_crew import vetting
    from franchise_crew.settings import settings_of

    for key in keys:
        group = groups.get(work, key)
        vetting.vet(work, group, checks=tuple(settings_of(work).vetting[group.kind].checks), approve=True)
