"""One mother-and-baby store with its four tiers: what these tests begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support import ZONE, Shop, _joined

from franchise import Franchise, OrderDraft, Wish, admission, groups, orders
from franchise_motherbaby import leads, promotion, standing
from franchise_motherbaby.promotion import Placed, Proposal
from franchise_motherbaby.standing import Standing

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "mother_baby_chain"
GRADES: Mapping[str, Any] = {
    "ordinary": {"name": "普通会员", "rank": 0},
    "junior": {"name": "初级会员", "rank": 1, "least": "500"},
    "core": {"name": "核心会员", "rank": 2, "least": "1000"},
    "distributor": {"name": "分销商", "rank": 3, "named": True},
}
SETUP: Mapping[str, Any] = {
    "setup": {"name": "nursery", "plugins": ["motherbaby"]},
    "groups": {
        "base": {"unit": "store", "name": "母婴连锁{store}会员服务{number}群", "capacity": 200},
        "advanced": {"unit": "store", "name": "母婴连锁{store}进阶{number}群", "capacity": 3},
        "core": {
            "unit": "store", "name": "母婴连锁{store}核心{number}群", "capacity": 2, "when_full": "waiting_pool",
        },
        "theme": {"unit": "store", "name": "母婴连锁{store}{place}主题{number}群", "capacity": 20},
        "company": {"unit": "company", "chain": "X", "name": "{chain}母婴连锁会员服务{number}群"},
        "person": {"unit": "person", "name": "母婴连锁{person}好物分享群", "when_full": "waiting_pool"},
        "pond": {"unit": "store", "name": "{store}鱼塘{number}群", "capacity": 2},
        "transit": {"unit": "store", "name": "{store}中转{number}群"},
        "either": {"unit": "store", "name": "{store}漏斗{number}群"},
        "young": {"unit": "store", "name": "{store}月龄{number}群"},
    },
    "admission": {
        "advanced": {"mechanisms": ["invitation"]},
        "core": {"mechanisms": ["application", "waiting_pool"], "consent": True},
        "theme": {"mechanisms": ["open"]},
        "pond": {"mechanisms": ["open"]},
        "transit": {"mechanisms": ["lead_item"]},
        "either": {"mechanisms": ["spending", "member_card"], "combine": "any"},
        "young": {"mechanisms": ["baby_age"]},
    },
    "tags": {"activity": {"name": "活动标签"}},
    "motherbaby": {
        "tiers": {
            "base": {"name": "基础群", "next": "advanced", "free_service": ["parenting"]},
            "advanced": {"name": "进阶群", "next": "core", "orders": 1, "follow_up": 14},
            "core": {"name": "核心群", "grade": "core", "cards": ["card"], "life_least": 90, "life": 730},
            "theme": {"name": "主题群", "side": True, "partner": "bakery", "life": 28},
            "pond": {"name": "鱼塘群", "side": True, "life": 7},
            "transit": {"name": "中转群", "side": True, "lead_items": ["lead"]},
            "either": {"name": "漏斗核心", "side": True, "grade": "core", "cards": ["card"]},
        },
        "grades": GRADES,
        "sources": {
            "estate_sweep": {"name": "小区扫楼", "place": "estate"},
            "hospital_class": {"name": "妈妈班", "place": "hospital"},
            "vaccine_desk": {"name": "咨询台", "place": "vaccine"},
            "park_dance": {"name": "广场舞", "place": "park", "begins": "19:00", "ends": "20:30"},
        },
        "partners": {"bakery": {"name": "麦香里", "trade": "烘焙"}},
        "activities": {
            "reading": {
                "name": "读书会", "tier": "core", "month_day": 15, "begins": "14:30", "places": 1,
                "task": "读完当月那本", "reward": "一罐奶粉",
            },
            "cake": {
                "name": "做蛋糕", "tier": "theme", "month_day": 31, "begins": "15:00", "places": 5,
                "partner": "bakery", "offer": "当日全场八折",
            },
        },
    },
    "cadence": {
        "slots": {"noon": {"name": "午间", "begins": "11:30", "ends": "13:00", "columns": ["parenting"]}},
        "columns": {"parenting": {"name": "育儿知识"}},
    },
    "orders": {"sessions": {"evening": {"name": "当日单", "cutoff": "21:00"}}},
    "suppliers": {"own": {"name": "总仓"}},
    "catalog": {
        "cent": {"name": "一分", "unit": "个", "price": "0.01", "supplier": "own"},
        "milk": {"name": "奶粉", "unit": "罐", "price": "100", "supplier": "own"},
        "card": {"name": "会员卡", "unit": "张", "price": "199", "supplier": "own"},
        "lead": {"name": "湿巾体验包", "unit": "包", "price": "1", "supplier": "own"},
    },
}  # fmt: skip
UNITS = {"cent": "个", "milk": "罐", "card": "张", "lead": "包"}
GROUPS = ("base", "advanced", "core", "theme", "pond", "transit", "either", "young")


def body(**sections: Any) -> dict[str, Any]:
    """The setup with what is given laid over it; None removes."""
    return _without(_joined(SETUP, sections))


def _without(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without(value) if isinstance(value, Mapping) else value
        for key, value in found.items()
        if value is not None
    }


class Nursery(Shop):
    """The store ``hub`` with one group of each kind, its key that of the kind."""

    @classmethod
    def open(cls, app: Franchise, **sections: Any) -> Nursery:
        answers = {"store": {"name": "柳荫路店", "time_zone": ZONE}}
        app.create_store("hub", app.schema.parse(body(**sections)), answers)
        nursery = cls(app)
        for kind in GROUPS:
            nursery.do(lambda work, kind=kind: groups.create(work, kind, key=kind, place=""))
        return nursery

    def take(self, group: str, *names: str) -> None:
        """Bring people in as the manager may, past every rule."""
        for name in names:
            self.do(lambda work, name=name: groups.join(work, groups.get(work, group), name))

    def apply(self, group: str, name: str, *, of: str = "", **given: Any) -> Any:
        """Apply, as a member of the group ``of`` where one is named."""

        def operation(work: Any) -> Any:
            member = groups.find_member(work, groups.get(work, of), name) if of else None
            return admission.apply(work, groups.get(work, group), name, member_id=member, **given)

        return self.do(operation)

    def come(self, group: str, name: str, **given: Any) -> Placed:
        return self.do(lambda work: leads.come(work, groups.get(work, group), name, **given))

    def buy(
        self, name: str, product: str, count: int = 1, *, group: str = "base", day: str = "2026-03-05"
    ) -> None:
        """Order something and close the day's round."""
        self.at(f"{day}T12:00")
        wish = Wish(
            member=name, product=product, unit=UNITS[product], quantity=count * 1000, raw=f"{name} {product}"
        )
        self.hand_in(OrderDraft(mode="add", wishes=(wish,)), group=group, key=f"{day}{name}{product}{count}")
        self.shut(day)

    def spend(self, name: str, fen: int, *, group: str = "base", day: str = "2026-03-05") -> None:
        """Order for exactly so much, and close the day's round."""
        self.at(f"{day}T12:00")
        whole, rest = divmod(fen, 10_000)
        wishes = [
            Wish(
                member=name,
                product=code,
                unit=UNITS[code],
                quantity=count * 1000,
                raw=f"{name} {code}{count}",
            )
            for code, count in (("milk", whole), ("cent", rest))
            if count
        ]
        self.hand_in(OrderDraft(mode="add", wishes=tuple(wishes)), group=group, key=f"{day}{name}{fen}")
        self.shut(day)

    def shut(self, day: str) -> None:
        self.at(f"{day}T21:30")
        self.do(lambda work: orders.close(work, orders.find(work, f"{day}/evening")))

    def standing(self, name: str, group: str = "base") -> Standing:
        return self.see(
            lambda work: standing.standing(work, groups.find_member(work, groups.get(work, group), name))
        )

    def proposed(self) -> list[tuple[str, str, str | None]]:
        """(name, tier, group to come into) of every proposal."""
        return [(p.name, p.tier, p.target.key if p.target else None) for p in self.see(promotion.proposals)]

    def proposal(self, name: str, group: str = "base") -> Proposal:
        return self.see(lambda work: promotion.find(work, groups.get(work, group), name))

    def promote(self, name: str, group: str = "base", *, consent: bool = True) -> Placed:
        return self.do(
            lambda work: promotion.promote(
                work, promotion.find(work, groups.get(work, group), name), consent=consent
            )
        )

    def people(self, group: str) -> dict[str, str]:
        return {m.name: m.state for m in self.see(lambda work: groups.members(work, groups.get(work, group)))}
