"""One store with house rules and two groups: what these tests begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.support import ZONE, Shop, _joined

from franchise import Franchise, Message, Task, chat, groups, tasks
from franchise.clock import instant
from franchise.tasks import Evidence
from franchise_houserules import checking, records, removals
from franchise_houserules.records import Entry

SETUP: Mapping[str, Any] = {
    "setup": {"name": "house", "plugins": ["houserules"]},
    "groups": {
        "base": {"unit": "store", "name": "{chain}母婴连锁-会员{number}群", "chain": "青禾", "capacity": 200},
        "core": {"unit": "store", "name": "{store}核心{number}群"},
    },
    "chat": {"keep_days": 30},
    "houserules": {
        "domains": ["shop.example.com"],
        "own_names": ["青禾母婴"],
        "rules": {
            "flood": {"name": "连续刷图", "kind": "flood"},
            "curfew": {"name": "宵禁", "kind": "curfew"},
            "ads": {"name": "外部广告", "kind": "advertising", "topics": ["soft"]},
            "banned": {"name": "黄赌毒", "kind": "words", "topics": ["banned"]},
            "gossip": {
                "name": "明星八卦", "kind": "words", "topics": ["gossip"], "conduct": "discouraged",
            },
            "parenting": {
                "name": "科学育儿", "kind": "words", "topics": ["parenting"], "conduct": "encouraged",
            },
            "baby_use": {
                "name": "宝宝使用晒图", "kind": "pictures", "topics": ["baby_use"], "conduct": "encouraged",
            },
        },
        "topics": {
            "soft": {"words": ["加微信", "代购"]},
            "banned": {"words": ["赌博", "大麻"], "harmless": ["大麻哈鱼", "远离赌博"]},
            "gossip": {"words": ["塌房", "流量明星"]},
            "parenting": {"words": ["辅食", "疫苗"]},
            "baby_use": {"words": ["宝宝用"]},
        },
    },
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SCREENSHOT = Evidence(name="shot.png", data=PNG)
NOW = "2026-03-06T12:00"


def body(**sections: Any) -> dict[str, Any]:
    """The setup with what is given laid over it; None removes."""
    return _without(_joined(SETUP, sections))


def _without(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without(value) if isinstance(value, Mapping) else value
        for key, value in found.items()
        if value is not None
    }


def at(text: str) -> int:
    """``05T10:00`` or ``05T10:00:30`` of March 2026, on the store's clock."""
    return instant(f"2026-03-{text}", ZONE)


def said(
    time: str, name: str, text: str = "", kind: str = "text", *, link: str = "", key: str = ""
) -> Message:
    """A message as an export has it."""
    return Message(id=key, at=at(time), kind=kind, name=name, text=text, link=link)


def pictures(day_and_minute: str, name: str, count: int, *, first: int = 0) -> list[Message]:
    """So many pictures, a second apart."""
    return [said(f"{day_and_minute}:{first + n:02d}", name, kind="image") for n in range(count)]


class House(Shop):
    """The store ``hub`` with two groups of the kind ``base``, ``base-1`` and ``base-2``, on 6 March at noon."""

    @classmethod
    def open(cls, app: Franchise, **sections: Any) -> House:
        answers = {"store": {"name": "柳荫路店", "time_zone": ZONE, "language": "en"}}
        app.create_store("hub", app.schema.parse(body(**sections)), answers)
        house = cls(app)
        house.at(NOW)
        for _n in (1, 2):
            house.do(lambda work: groups.create(work, "base"))
        return house

    def hear(self, *messages: Message, group: str = "base-1") -> Any:
        """Take messages in; gives what came in and what failed."""

        def operation(work: Any) -> Any:
            done = chat.ingest(work, groups.get(work, group), messages)
            return done, list(work.failures)

        return self.do(operation)

    def check(self, group: str = "", since: str = "") -> checking.Checked:
        return self.do(
            lambda work: checking.check(
                work, groups.get(work, group) if group else None, at(since) if since else None
            )
        )

    def found(self, *statuses: str) -> list[Entry]:
        chosen = statuses or ("open", "done", "dropped", "spared", "revoked", "doubtful")
        return self.see(lambda work: records.listed(work, statuses=chosen))

    def seen(self, *statuses: str) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
        """(group, member, step, status, rules) of every violation that holds, by time."""
        return [
            (
                e.group.key,
                e.name,
                e.violation.step,
                e.violation.status,
                e.occasion.rules if e.occasion else (),
            )
            for e in self.found(*statuses)
        ]

    def steps(self, name: str, group: str = "base-1") -> list[str]:
        """The steps of a member's violations that hold, by time."""
        return [step for where, who, step, _status, _rules in self.seen() if (where, who) == (group, name)]

    def tasks(self, status: str = "open", kind: str = "houserules") -> list[Task]:
        return self.see(lambda work: tasks.listed(work, status=status, kind=kind))

    def task(self, kind: str, name: str) -> Task:
        """The open task of a kind that is about somebody."""
        return next(t for t in self.tasks(kind=f"houserules.{kind}") if name in t.title)

    def finish(self, task: Task, by: str = "李姐", evidence: Sequence[Evidence] = ()) -> Task:
        return self.do(lambda work: tasks.finish(work, task.number, by=by, evidence=list(evidence)))

    def drop(self, task: Task, by: str = "李姐", reason: str = "看错了") -> Task:
        return self.do(lambda work: tasks.drop(work, task.number, by=by, reason=reason))

    def remove(
        self, name: str, *, reason: str = "辱骂群友", by: str = "王店长", group: str = "base-1"
    ) -> Task:
        return self.do(
            lambda work: removals.propose(work, groups.get(work, group), name, reason=reason, by=by)
        )

    def members(self, group: str = "base-1") -> dict[str, str]:
        """Name → state of everybody who has been in a group."""
        return {m.name: m.state for m in self.see(lambda work: groups.members(work, groups.get(work, group)))}
