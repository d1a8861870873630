"""One store that says something on every occasion: what these tests begin with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from tests.support import ZONE, Shop, _joined

from franchise import Franchise, UnitOfWork, groups

SAYINGS: Mapping[str, Any] = {
    "ask": {"occasion": "pre_group", "text": "{goal}\n{value}\n{benefits}\n{consent}"},
    "rules": {"occasion": "rules", "text": "这里是{group}，分享小经验。\n晚上 11 点后不发消息。"},
    "hello": {
        "occasion": "welcome",
        "text": "欢迎 {names}！\n{about}\n{benefits}\n{rules}\n{activity}",
    },
    "intro": {"occasion": "introduction", "text": "{about}\n{benefits}\n有事找{owner}"},
    "start": {"occasion": "activity", "text": "今天一起来：{activity}"},
    "case_1": {"occasion": "value", "text": "小雨家的湿疹，三天好的。"},
    "case_2": {"occasion": "value", "text": "童童学会自己吃饭了。"},
}
FACTS: Mapping[str, Any] = {
    "about": "妈妈们的育儿小圈子",
    "goal": "一起把娃带好",
    "value": "每天一条育儿知识",
    "benefits": "好物、福利、育儿问答",
    "owner": "owner",
}
SETUP: Mapping[str, Any] = {
    "setup": {"name": "corner", "plugins": ["content"]},
    "groups": {
        "base": {"unit": "store", "name": "{store}{number}群", "capacity": 500},
        "pool": {"unit": "store", "name": "{store}小群{number}", "capacity": 1, "when_full": "waiting_pool"},
        "person": {"unit": "person", "name": "{person}群"},
    },
    "cadence": {
        "roles": {"owner": {"name": "店长"}},
        "slots": {
            "morning": {"name": "早安", "begins": "07:30", "ends": "09:00", "kinds": ["base"], "columns": ["know"]},
            "noon": {"name": "午间", "begins": "11:30", "ends": "13:00", "kinds": ["base"], "columns": ["goods"]},
            "night": {"name": "晚安", "begins": "21:00", "ends": "22:00", "kinds": ["base"], "columns": ["chat"]},
        },
        "columns": {
            "know": {"name": "育儿知识", "repeat_days": 0},
            "goods": {"name": "每日好物", "repeat_days": 0},
            "chat": {"name": "晚安话", "repeat_days": 0},
        },
        "materials": {
            "know_1": {"column": "know", "text": "湿疹怎么护理", "picture": "a.jpg"},
            "goods_1": {"column": "goods", "text": "今天的好物：湿巾", "picture": "b.jpg"},
            "chat_1": {"column": "chat", "text": "晚安，明天见"},
        },
    },
    "suppliers": {"own": {"name": "总仓"}},
    "catalog": {
        "wipes": {"name": "湿巾", "unit": "包", "price": "15.90", "supplier": "own"},
        "milk": {"name": "奶粉", "unit": "罐", "price": "258", "supplier": "own", "active": False},
    },
    "content": {
        "consent": "方便拉你进群吗？",
        "kinds": {"base": FACTS, "pool": FACTS},
        "sayings": SAYINGS,
        "columns": {
            "know": {"feature": "knowledge"},
            "goods": {"feature": "goods"},
            "chat": {"sort": "talk", "need": "mood"},
        },
        "materials": {"know_1": {"need": "benefit"}},
        "activities": {
            "show": {
                "name": "晒单领红包", "link": "https://example.com/show", "from_day": "2026-03-01",
                "until_day": "2026-03-31",
            },
            "old": {"name": "冬至", "text": "包饺子", "from_day": "2025-12-20", "until_day": "2025-12-22"},
        },
    },
}  # fmt: skip


def body(**sections: Any) -> dict[str, Any]:
    """The setup with what is given laid over it; None removes."""
    return _without(_joined(SETUP, sections))


def _without(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without(value) if isinstance(value, Mapping) else value
        for key, value in found.items()
        if value is not None
    }


class Corner(Shop):
    """The store ``hub`` with the groups ``base-1`` and ``pool-1``, made at nine in the morning of 5 March 2026."""

    @classmethod
    def open(cls, app: Franchise, *, zone: str = ZONE, **sections: Any) -> Corner:
        answers = {
            "store": {"name": "柳荫路店", "time_zone": zone, "language": "en"},
            "cadence": {"roles": {"owner": {"person": "文静"}}},
        }
        app.create_store("hub", app.schema.parse(body(**sections)), answers)
        corner = cls(app, zone=zone)
        corner.at("2026-03-05T09:00")
        corner.do(lambda work: groups.create(work, "base"))
        corner.do(lambda work: groups.create(work, "pool"))
        return corner

    def overlapped(self, operation: Callable[[UnitOfWork], None]) -> None:
        """Do it in two transactions at once: the second begins before the first has ended, and waits for it."""
        failed: list[BaseException] = []

        def again() -> None:
            try:
                self.do(operation)
            except BaseException as error:  # noqa: BLE001  # raised below
                failed.append(error)

        second = threading.Thread(target=again)
        with self.app.work(self.key) as work:
            operation(work)
            second.start()
            second.join(0.5)  # it is held up by then, or has gone past
        second.join(30)
        assert not second.is_alive()
        if failed:
            raise failed[0]
