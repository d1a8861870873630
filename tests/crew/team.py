"""A mother-and-baby store with its crew: what these tests begin with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.support import ZONE, Shop, _joined

from franchise import Franchise, Message, chat, groups, tasks
from franchise_crew import assigning, people, rostering

SETUP: Mapping[str, Any] = {
    "setup": {"name": "crewed", "plugins": ["crew"]},
    "groups": {
        "base": {"unit": "store", "name": "{store}会员{number}群"},
        "core": {"unit": "store", "name": "{store}核心{number}群"},
        "village": {"unit": "village", "name": "{place}{number}"},
    },
    "crew": {
        "outside": ["village"],
        "team_least": 4,
        "team_most": 10,
        "duties": {"complaints": {"name": "处理投诉"}, "signups": {"name": "报名统计"}},
        "positions": {
            "manager": {"name": "店长"},
            "clerk": {"name": "店员"},
            "service": {"name": "客服"},
            "marketing": {"name": "市场"},
            "teacher": {"name": "育儿老师"},
            "customer": {"name": "老顾客", "staff": False},
        },
        "personas": {
            "teacher": {"name": "芽芽老师", "sign": "芽芽"},
            "assistant": {"name": "芽芽老师的助教", "supports": "teacher", "sign": "小助教", "address": "宝妈们"},
        },
        "roles": {
            "owner": {
                "name": "群主", "duties": ["keep", "announce", "approve", "greet"],
                "positions": ["manager", "service", "marketing"], "least": 1, "most": 1,
            },
            "admin": {
                "name": "群管理员",
                "duties": ["announce", "kick", "warn", "welcome", "reply", "complaints", "signups"],
                "positions": ["marketing", "service", "manager"], "per": "store", "least": 2, "most": 4,
                "begins": "08:00", "ends": "22:00",
            },
            "atmosphere": {
                "name": "气氛组", "duties": ["atmosphere"], "positions": ["clerk", "customer"], "per": "store",
            },
            "expert": {"name": "强IP", "duties": ["teach"], "positions": ["teacher"], "kinds": ["core"]},
            "committee": {
                "name": "班委", "duties": ["warn"], "positions": ["customer"], "most": 1, "elected": True,
                "prizes": True, "spared": False, "benefit": "免配送费一个月",
            },
        },
        "shifts": {
            "early": {"name": "早班", "role": "admin", "begins": "08:00", "ends": "15:00", "handover": "说清未答的问题"},
            "late": {"name": "晚班", "role": "admin", "begins": "15:00", "ends": "22:00"},
        },
        "daily": {
            "greet": {"name": "早安问候", "duty": "greet", "at": "08:30", "per": "group", "text": "各位宝妈早上好"},
            "round": {"name": "巡群", "duty": "warn", "at": "21:00"},
        },
        "ladder": {
            "tester": {"name": "试用官", "rank": 1, "takes": "买过三次", "gives": "新品试用"},
            "sharer": {"name": "分享官", "rank": 2, "takes": "写过两篇"},
            "koc": {"name": "KOC", "rank": 3},
        },
        "vetting": {
            "core": {"checks": {"time": {"name": "有时间"}, "skill": {"name": "会组织"}}},
            "village": {"checks": {"lives": {"name": "本村居住"}}},
        },
    },
}  # fmt: skip
SETUP["crew"]["duties"]["teach"] = {"name": "讲课"}
WITHOUT_TIES = {f"crew.{what}" for what in ("all", "benefit", "cold", "daily", "handover", "question")}
CREW = (
    ("林小满", "manager", "13800000101", "wx_lin"),
    ("周敏", "service", "13800000102", "wx_zhou"),
    ("吴倩", "marketing", "13800000103", "wx_wu"),
    ("何圆", "clerk", "13800000104", ""),
    ("芽芽", "teacher", "13800000105", ""),
    ("张姐", "customer", "", ""),
)


def body(**sections: Any) -> dict[str, Any]:
    """The setup with what is given laid over it; None removes."""
    return _without(_joined(SETUP, sections))


def _without(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without(value) if isinstance(value, Mapping) else value
        for key, value in found.items()
        if value is not None
    }


class Team(Shop):
    """The store ``hub`` with the groups ``base`` and ``core`` and its crew, nobody in a shift yet."""

    @classmethod
    def open(cls, app: Franchise, *, crew: bool = True, settings: Mapping[str, Any] | None = None) -> Team:
        """``crew`` False: nobody is taken in. ``settings``: what is laid over the setup."""
        answers = {"store": {"name": "柳荫路店", "time_zone": ZONE}}
        app.create_store("hub", app.schema.parse(body(**(settings or {}))), answers)
        team = cls(app)
        for kind in ("base", "core"):
            team.do(lambda work, kind=kind: groups.create(work, kind, key=kind, place=""))
        if crew:
            team.hire()
        return team

    def hire(self) -> None:
        def operation(work: Any) -> None:
            for name, position, phone, account in CREW:
                people.add(work, name, position=position, phone=phone, account=account)

        self.do(operation)
        for name, role, group in (
            ("林小满", "owner", "base"),
            ("林小满", "owner", "core"),
            ("周敏", "admin", ""),
            ("吴倩", "admin", ""),
            ("何圆", "atmosphere", ""),
            ("张姐", "atmosphere", ""),
            ("芽芽", "expert", "core"),
        ):
            self.assign(name, role, group)

    def assign(self, name: str, role: str, group: str = "", **given: Any) -> Any:
        return self.do(
            lambda work: assigning.assign(
                work, name, role, groups.get(work, group) if group else None, **given
            )
        )

    def stand(self, shift: str, day: str, *names: str, days: int = 1, **given: Any) -> int:
        return self.do(
            lambda work: rostering.put(
                work, shift, names, rostering.days_of(date.fromisoformat(day), days), **given
            )
        )

    def group(self, key: str) -> Any:
        return self.see(lambda work: groups.get(work, key))

    def ask(self, duty: str, at: str, group: str = "base") -> str | None:
        from franchise.clock import instant

        return self.see(
            lambda work: work.ask(
                "franchise_on_duty", group=groups.get(work, group), duty=duty, at=instant(at, ZONE)
            )
        )

    def chat(self, group: str, *said: tuple[str, str, str], **more: Any) -> Any:
        """Take chat in: (time, name, text) each; ``@所有人`` calls everybody."""
        from franchise.clock import instant

        def operation(work: Any) -> Any:
            messages = [
                Message(
                    id=more.get("ids", {}).get(text, ""),
                    at=instant(at, ZONE),
                    kind="text",
                    name=name,
                    text=text,
                    mentions_all="@所有人" in text,
                    reply_to=more.get("replies", {}).get(text, ""),
                )
                for at, name, text in said
            ]
            done = chat.ingest(work, groups.get(work, group), messages)
            assert [] == work.failures
            return done

        return self.do(operation)

    def pass_time(self, at: str) -> list[Any]:
        """It is later; gives the tasks that this brought."""
        self.at(at)

        def operation(work: Any) -> list[Any]:
            work.notify("franchise_time_passed")
            assert [] == work.failures
            return tasks.opened(work)

        return self.do(operation)

    def tasks_of(self, kind: str, status: str = "open") -> list[Any]:
        """The tasks whose kind begins so, by number."""
        found = self.see(lambda work: tasks.listed(work, kind="crew", status=status))
        return sorted((task for task in found if task.kind.startswith(kind)), key=lambda task: task.number)

    def tasks(self, kind: str = "crew", status: str = "open") -> list[Any]:
        """The crew's tasks; those that ask who somebody is only when they are asked for."""
        found = self.see(lambda work: tasks.listed(work, kind=kind, status=status))
        return [task for task in found if task.kind in {kind, *(() if kind != "crew" else WITHOUT_TIES)}]
