"""The store of these tests, and the shortest ways to ask it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from tests.support import Shop, _joined

from franchise import Application, Franchise, admission, groups
from franchise.admission.values import Outcome

KINDS: Final[Mapping[str, Any]] = {
    "base": {"unit": "store", "name": "{store}会员服务{number}群", "capacity": 3},
    "active": {"unit": "store", "name": "{store}活跃{number}群", "capacity": 3},
    "paying": {"unit": "store", "name": "{store}付费{number}群", "capacity": 3},
    "event": {"unit": "store", "name": "{store}活动{number}群", "capacity": 3},
    "camp": {"unit": "store", "name": "{store}预备{number}群", "capacity": 2, "when_full": "waiting_pool"},
    "core": {"unit": "person", "name": "{person}核心{number}群", "capacity": 2, "when_full": "waiting_pool"},
    "either": {"unit": "store", "name": "{store}任选{number}群", "capacity": 3},
    "plain": {"unit": "store", "name": "{store}普通{number}群", "capacity": 3},
}
RULES: Final[Mapping[str, Any]] = {
    "base": {"mechanisms": ["invitation"]},
    "active": {"mechanisms": ["task"], "task": "share_3", "task_text": "转发三条"},
    "paying": {"mechanisms": ["payment"], "fee": "9.90"},
    "event": {"mechanisms": ["application"]},
    "camp": {"mechanisms": ["waiting_pool"]},
    "core": {
        "mechanisms": ["task", "payment", "application", "waiting_pool"],
        "fee": "9.90",
        "task": "share_3",
        "consent": True,
        "requires": {"paid_total": {"least": 500, "name": "累计消费"}},
    },
    "either": {"mechanisms": ["task", "payment"], "combine": "any", "fee": "29.90", "task": "share_3"},
}
TAGS: Final[Mapping[str, Any]] = {
    "member": {"name": "会员专属标签", "tags": ["VIP", "分销"]},
    "activity": {"name": "活动标签"},
    "purchase": {"name": "购买标签"},
}


class Camp(Shop):
    """One store, as its keeper uses it: each call is a transaction of its own."""

    @classmethod
    def make_camp(cls, app: Franchise, **sections: Any) -> Camp:
        laid = _joined({"groups": KINDS, "admission": RULES, "tags": TAGS}, sections)
        camp = cls.make(app, **laid)
        assert isinstance(camp, Camp)
        for kind in laid["groups"]:
            if kind != "village":
                camp.do(partial(groups.create, kind=kind, key=kind, person="小周"))
        return camp

    def apply(self, group: str, name: str, **given: Any) -> Outcome:
        return self.do(lambda work: admission.apply(work, groups.get(work, group), name, **given))

    def approve(self, outcome: Outcome) -> Outcome:
        return self.do(lambda work: admission.approve(work, outcome.application.id))

    def reject(self, outcome: Outcome, reason: str) -> Outcome:
        return self.do(lambda work: admission.reject(work, outcome.application.id, reason))

    def refund(self, outcome: Outcome) -> Outcome:
        return self.do(lambda work: admission.refund(work, outcome.application.id))

    def invite(self, group: str, **given: Any) -> list[str]:
        return self.do(lambda work: admission.invite(work, groups.get(work, group), **given))

    def leave(self, group: str, name: str) -> admission.Left:
        return self.do(lambda work: admission.leave(work, groups.get(work, group), name))

    def erase(self, group: str, name: str) -> admission.Erasure:
        return self.do(lambda work: admission.erase(work, groups.get(work, group), name))

    def block(self, field: Any, text: str, reason: str = "同行") -> admission.Blocked:
        return self.do(lambda work: admission.block(work, field, text, reason))

    def review(self, group: str = "") -> list[Application]:
        return self.see(lambda work: admission.review(work, groups.get(work, group) if group else None))

    def waiting(self, group: str) -> list[str]:
        return [x.name for x in self.see(lambda work: admission.waiting(work, groups.get(work, group)))]

    def people(self, group: str) -> dict[str, str]:
        """Who is in a group: name → state."""
        return {m.name: m.state for m in self.see(lambda work: groups.members(work, groups.get(work, group)))}


def said(outcome: Outcome) -> tuple[str, str]:
    """An outcome in two words: the verdict, and where the person is now."""
    return outcome.verdict.code, outcome.state
