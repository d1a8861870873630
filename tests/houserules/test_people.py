"""Members who turn out to be one, members who are forgotten, names that do not fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import inspect, select, text
from tests.houserules.household import PNG, House, pictures, said

from franchise import Message, admission, groups, tasks
from franchise.tasks import Evidence
from franchise_houserules import bases, finishing, names
from franchise_houserules import tables as t

MEMBERS = {
    "member": {
        "format": "{city}-{trade}-{nickname}",
        "example": "南京-美容-小雨",
        "parts": {"city": {"name": "城市", "most": 6}},
    }
}
GROUPS = {
    "group": {
        "whose": "groups",
        "format": "{chain}母婴连锁-会员{number}群",
        "example": "青禾母婴连锁-会员1群",
        "kinds": ["base"],
    }
}


def merge(house: House, keep: str, other: str) -> None:
    house.do(lambda work: admission.merge(work, groups.get(work, "base-1"), keep, other))


def erase(house: House, name: str) -> None:
    house.do(lambda work: admission.erase(work, groups.get(work, "base-1"), name))


def ids(house: House, *called: str, group: str = "base-1") -> list[int]:
    with house.view() as work:
        found = groups.get(work, group)
        return [groups.find_member(work, found, name) for name in called]


@pytest.mark.practice("C-06")
def test_what_two_names_of_one_member_did_is_counted_together(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆豆", "加微信"))
    into, gone = ids(house, "豆宝妈妈", "豆豆")
    assert (["warn"], ["warn"]) == (house.steps("豆宝妈妈"), house.steps("豆豆"))
    assert into != gone
    merge(house, "豆宝妈妈", "豆豆")
    assert ["warn", "kick"] == house.steps("豆宝妈妈")
    assert ["houserules.kick", "houserules.warn"] == sorted(task.kind for task in house.tasks())


def test_pictures_of_two_names_of_one_member_are_one_row(house: House) -> None:
    house.hear(*pictures("05T12:00", "豆宝妈妈", 5), *pictures("05T12:00", "豆豆", 5, first=10))
    assert [] == house.seen()
    merge(house, "豆宝妈妈", "豆豆")
    assert [("base-1", "豆宝妈妈", "warn", "open", ("flood",))] == house.seen()
    assert 0 == len(house.check().opened)


def test_of_a_forgotten_member_nothing_is_left_but_that_something_happened(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信13800000000"), said("05T12:00", "豆宝妈妈", "加微信"))
    house.hear(said("05T13:00", "朵朵妈妈", "豆宝妈妈也代购"))
    house.remove("豆宝妈妈", reason="豆宝妈妈骂人")
    (gone,) = ids(house, "豆宝妈妈")

    erase(house, "豆宝妈妈")
    with house.view() as work:
        rows = [
            *work.conn.execute(select(t.hit.c.quote, t.hit.c.detail).where(t.hit.c.member_id == gone)),
            *work.conn.execute(select(t.violation.c.reason, t.violation.c.by)),
            *work.conn.execute(select(t.removal.c.reason)),
        ]
        quotes = [*work.conn.execute(select(t.hit.c.quote).where(t.hit.c.member_id != gone)).scalars()]
    assert "豆宝妈妈" not in repr(rows)
    assert "138" not in repr(rows)
    assert ["■也代购"] == quotes
    assert {"朵朵妈妈"} == {task.title.split()[1].rstrip(":") for task in house.tasks()}
    house.check()
    assert ["dropped", "dropped", "open"] == [e.violation.status for e in house.found()]
    assert 2 == sum(e.name == "■" for e in house.found())


def test_nothing_new_is_found_of_a_forgotten_member(house: House) -> None:
    house.hear(*pictures("05T12:00", "豆宝妈妈", 6))
    erase(house, "豆宝妈妈")
    house.change("houserules.rules.flood.limit", "5")
    assert [] == house.check().settled.new


@pytest.mark.practice("I-118")
def test_members_whose_names_do_not_fit_are_listed_and_asked_once(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(
        said("05T10:00", "南京-美容-小雨", "早"),
        said("05T10:01", "豆宝妈妈", "早"),
        said("05T10:02", "A1", "早"),
    )
    assert ["A1", "豆宝妈妈"] == [m.name for m in house.see(lambda w: names.misnamed(w, groups.listed(w)))]
    (task,) = house.tasks()
    assert ("houserules.rename", "2 names in the group do not look like this: 南京-美容-小雨") == (
        task.kind,
        task.title,
    )
    assert task.text.startswith("@A1 @豆宝妈妈 ")
    house.hear(said("05T10:03", "豆宝妈妈", "早啊"))
    assert [task] == house.tasks()


@pytest.mark.practice("I-118")
def test_a_member_who_took_a_name_that_fits_is_not_asked_any_more(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(said("05T10:00", "豆宝妈妈", "早"), said("05T10:02", "A1", "早"))
    house.hear(said("05T10:05", "豆宝妈妈", "南京-教师-豆豆", "rename"))
    (task,) = house.tasks()
    assert "@A1 " in task.text
    assert "豆宝" not in task.text
    house.hear(said("05T10:06", "A1", "苏州-设计-阿一", "rename"))
    house.check()
    assert [] == house.tasks()


def test_names_are_asked_for_again_after_some_days(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(said("05T10:02", "A1", "早"))
    house.finish(house.tasks()[0])
    house.at("2026-03-08T12:00")
    house.check()
    assert [] == house.tasks()
    house.at("2026-03-14T12:00")
    house.check()
    assert ["houserules.rename"] == [task.kind for task in house.tasks()]


@pytest.mark.practice("I-098")
def test_a_group_whose_name_does_not_fit_is_to_be_renamed(make: Callable[..., House]) -> None:
    house = make(houserules={"names": GROUPS})
    house.check()
    assert [] == house.tasks()
    house.do(
        lambda work: work.conn.exec_driver_sql("UPDATE core__group SET name = '聊天群' WHERE key = 'base-2'")
    )
    house.check()
    assert ["Rename the group 聊天群; it should look like this: 青禾母婴连锁-会员1群"] == [
        task.title for task in house.tasks()
    ]


def test_staff_are_not_asked_to_change_their_names(staffed) -> None:
    staff = staffed(houserules={"names": MEMBERS})
    staff.take("王店长")
    staff.house.hear(said("05T10:00", "王店长", "早"), said("05T10:01", "豆宝妈妈", "早"))
    found = staff.house.see(lambda w: names.misnamed(w, groups.listed(w)))
    assert [("王店长", "王店长 belongs to the staff."), ("豆宝妈妈", "")] == [
        (m.name, m.spared) for m in found
    ]
    (task,) = staff.house.tasks()
    assert ("1 names in the group do not", False) == (task.title[:27], "王店长" in task.text)


@pytest.mark.practice("I-119", "I-120")
def test_a_group_has_a_name_rules_members_and_a_form_of_nicknames_or_lacks_them(
    make: Callable[..., House],
) -> None:
    house = make(houserules={"rules_limit": 2, "names": {"member": {**MEMBERS["member"], "kinds": ["core"]}}})
    house.do(lambda work: groups.create(work, "core"))
    house.hear(Message(id="", at=house.app.clock.now() - 9, kind="text", name="小雨", text="早"))
    found = {base.group.key: base for base in house.see(bases.bases)}
    assert (7, 1, "") == (found["base-1"].rules, found["base-1"].members, found["base-1"].nickname)
    assert ["a form of nicknames", "simplicity: 5 rules, 2 are enough"] == list(found["base-1"].lacks)
    assert "南京-美容-小雨" == found["core-1"].nickname
    assert [("base", 5), ("core", 5)] == house.see(bases.too_many)


@pytest.mark.practice("I-120")
def test_few_rules_are_enough(make: Callable[..., House]) -> None:
    assert [] == make(houserules={"rules_limit": 5}).see(bases.too_many)


def _everything(house: House) -> str:
    """All that is kept in every table, papers unpacked."""
    found: list[str] = []
    with house.view() as work:
        for name in sorted(inspect(work.conn).get_table_names()):
            for row in work.conn.execute(text(f'SELECT * FROM "{name}"')):
                found += [f"{name}: {value!r}" for value in row]
    return "\n".join(found)


def test_the_name_of_a_forgotten_member_stands_in_no_table(house: House) -> None:
    name = "豆宝妈妈"
    house.hear(
        said("05T09:00", "张三", name, "join"),
        said("05T10:00", name, "加微信"),
        said("05T11:00", name, kind="recall"),
        said("05T12:30", "朵朵妈妈", f"@{name} 豆 宝 妈 妈 代购"),
        said("05T13:00", "李四", f"https://evil.cn/{name} 代购"),
        said("05T14:00", "王五", "代购"),
    )
    house.remove("李四", reason=f"骂{name}")
    screenshot = Evidence(name=f"{name}骂人.png", data=PNG)
    approved = house.finish(house.task("approve", "李四"), evidence=[screenshot])
    house.drop(house.task("warn", "李四"), reason=f"不是他，是{name}")
    house.finish(house.task("warn", "王五"))
    (number,) = [e.violation.number for e in house.found() if e.name == "王五"]
    house.do(lambda work: finishing.revoke(work, number, f"是{name}逼的"))

    erase(house, name)
    assert "豆宝" not in _everything(house)
    with house.view() as work:
        reasons = [e.violation.reason for e in house.found() if e.name in {"李四", "王五"}]
        (removal,) = work.conn.execute(select(t.removal.c.reason)).scalars()
        (file,) = tasks.evidence(work, approved.number)
    assert (["不是他，是■", "是■逼的"], "骂■", "■骂人.png") == (reasons, removal, file.name)


@pytest.mark.parametrize("day", ["2026-04-20T12:00", "2026-04-04T12:25"])
def test_a_name_goes_from_quotes_that_are_too_old_to_be_judged_again(house: House, day: str) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "早"), said("05T12:30", "朵朵妈妈", "@豆宝妈妈 代购"))
    house.at(day)
    erase(house, "豆宝妈妈")
    assert "豆宝" not in _everything(house)


def test_a_word_that_was_only_somebodys_name_is_taken_back_with_the_name(house: House) -> None:
    house.change("houserules.topics.soft.words", '["代购"]')
    house.hear(said("05T10:00", "代购", "早"), said("05T12:30", "朵朵妈妈", "@代购 你好"))
    assert ["warn"] == house.steps("朵朵妈妈")
    erase(house, "代购")
    assert ([], ["withdrawn"]) == (house.tasks(), [e.violation.status for e in house.found("withdrawn")])
