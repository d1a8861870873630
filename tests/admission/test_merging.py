"""Two names of one person: everything becomes his who stays, in every group, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, func, select
from tests.admission.people import Camp
from tests.content.counting import counted
from tests.support import wish

from franchise import Franchise, admission, groups, tasks
from franchise.chat import tables as chat
from franchise.groups import operations
from franchise.groups import tables as g
from franchise.storage import metadata
from franchise.tasks import NewTask

KEEP, OTHER = "张翠花", "翠花婶"


def member_columns() -> list[Column[Any]]:
    """Every column of the core in which a member's number stands, but for the member's own."""
    return [
        column
        for table in metadata.sorted_tables
        if table.name.startswith("core__")
        for column in table.columns
        if any(key.column is g.member.c.id for key in column.foreign_keys)
        or (isinstance(column.type, BigInteger) and column.name in {"member_id", "inviter_id", "merged_into"})
    ]


def counts(camp: Camp, member_id: int) -> dict[str, int]:
    """In how many rows each column has the member's number."""
    with camp.view() as work:
        return {
            str(column): work.conn.execute(
                select(func.count())
                .select_from(column.table)
                .where(column.table.c.store_id == work.store_id, column == member_id)
            ).scalar_one()
            for column in member_columns()
        }


def member(camp: Camp, name: str, group: str = "wang") -> int:
    return camp.see(lambda work: groups.find_member(work, groups.get(work, group), name))


def merge(camp: Camp, keep: str = KEEP, other: str = OTHER, group: str = "wang") -> int:
    return camp.do(lambda work: admission.merge(work, groups.get(work, group), keep, other))


def join(camp: Camp, group: str, name: str, who: int | None = None) -> int:
    done = camp.do(lambda work: groups.join(work, groups.get(work, group), name, member_id=who))
    return done.member_id


@pytest.fixture
def both(make_camp: Callable[..., Camp]) -> Camp:
    """Both names are in one village; the other one has left a trace everywhere, and in two more groups."""
    camp = make_camp(admission={"base": {"invite_by": ["staff", "member"]}})
    camp.submit(
        wish(KEEP, "egg", "1"), wish(OTHER, "tofu", "2"), wish("小花", "tofu", "1"), wish("李叔", "egg", "1")
    )
    merge(camp, OTHER, "小花")
    kept, gone = member(camp, KEEP), member(camp, OTHER)
    camp.apply("paying", OTHER, paid=990, member_id=gone)
    join(camp, "base", "花姐", gone)
    camp.submit(wish("花姐", "egg", "3"), group="base")
    (first, _second) = camp.do(
        lambda work: admission.invite(
            work, groups.get(work, "base"), inviter="花姐", position="member", count=2
        )
    )
    camp.apply("base", "小李", token=first)
    for who, name in ((kept, "抽奖"), (gone, "抽奖"), (gone, "烘焙")):
        camp.do(lambda work, who=who, name=name: admission.tag(work, who, "activity", name))
    camp.do(lambda work: tasks.open(work, [NewTask(key="1", kind="care.call", title="回访", member_id=gone)]))

    def speak(work: Any) -> None:
        columns = [c.name for c in chat.message.columns if c.name != "store_id"]
        base = {"at": 1, "place": 0, "kind": "text", "text": "好", "link": "", "reply_to": "", "worded": 1}
        rows = [
            base
            | {"group_id": groups.get(work, key).id, "id": key, "name": OTHER, "member_id": gone}
            | {"mentions_all": 0, "digest": key}
            for key in ("wang", "base")
        ]
        work.insert(chat.message, columns, [tuple(row[name] for name in columns) for row in rows])

    camp.do(speak)
    return camp


def test_nothing_of_the_core_is_left_under_the_number_that_went(both: Camp) -> None:
    gone = member(both, OTHER)
    before = counts(both, gone)
    assert [] == [name for name, count in before.items() if not count], "the other left no trace there"
    kept = merge(both)
    assert {} == {name: count for name, count in counts(both, gone).items() if count}
    after = counts(both, kept)
    assert [] == [name for name, count in after.items() if not count]


def test_a_name_in_a_group_that_only_the_other_was_in_means_the_household(both: Camp) -> None:
    kept = merge(both)
    assert [kept] * 5 == [
        member(both, name, group)
        for name, group in (
            (KEEP, "wang"),
            (OTHER, "wang"),
            ("小花", "wang"),
            ("花姐", "base"),
            (OTHER, "paying"),
        )
    ]
    assert {KEEP: "member", "李叔": "member"} == both.people("wang")
    assert {"花姐": "member", "小李": "member"} == both.people("base")


def test_tags_are_those_of_both_each_once(both: Camp) -> None:
    kept = merge(both)
    found = both.see(lambda work: admission.tags_of(work, kept))
    assert [("activity", "抽奖"), ("activity", "烘焙")] == found


def test_merging_twice_changes_nothing(both: Camp) -> None:
    kept = merge(both)
    before = counts(both, kept), len(both.events())
    assert kept == merge(both)
    assert before == (counts(both, kept), len(both.events()))


def test_who_is_merged_and_erased_is_nowhere_in_any_group(both: Camp) -> None:
    merge(both)
    both.erase("base", "花姐")
    assert {"李叔": "member"} == both.people("wang")
    assert {"小李": "member"} == both.people("base")


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("甲", "乙", "member"),
        ("乙", "甲", "member"),
        ("甲", "丙", "member"),
        ("丙", "甲", "member"),
        ("丙", "丁", "waiting"),
    ],
)
def test_in_a_group_that_both_were_in_they_have_the_better_place(
    camp: Camp, first: str, second: str, state: str
) -> None:
    ids = {name: join(camp, "camp", name) for name in "甲乙丙丁"}  # two have a place, two wait
    for name in "甲乙丙丁":
        join(camp, "wang", name, ids[name])
    merge(camp, first, second)
    assert state == camp.people("camp")[first]
    assert second not in camp.people("camp")
    free = 1 if {first, second} == {"甲", "乙"} else 0
    assert 2 == sum(state == "member" for state in camp.people("camp").values())
    assert free == len(camp.events("member.promoted"))


def test_two_who_wait_stand_where_the_first_of_them_stood(camp: Camp) -> None:
    ids = {name: join(camp, "camp", name) for name in "甲乙丙丁戊"}
    for name in "丙戊":
        join(camp, "wang", name, ids[name])
    merge(camp, "戊", "丙")
    assert ["戊", "丁"] == camp.waiting("camp")


def test_plugins_are_told_for_each_group_that_the_other_was_in(
    both: Camp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from franchise.work import UnitOfWork

    told: list[str] = []
    before = UnitOfWork.notify

    def notify(self: UnitOfWork, hook: str, **kw: Any) -> None:
        if hook == "franchise_members_merged":
            told.append(kw["group"].key)
        before(self, hook, **kw)

    monkeypatch.setattr(UnitOfWork, "notify", notify)
    merge(both)
    assert ["base", "paying", "wang"] == sorted(told)


def test_the_statements_of_the_core_do_not_grow_with_what_the_other_left(app: Franchise, camp: Camp) -> None:
    asked = []
    for count in (1, 30):
        names = (f"留{count}", f"走{count}")
        camp.submit(
            *(wish(name, "egg", "1", note=str(n)) for name in names for n in range(count)), mode="append"
        )
        ids = [member(camp, name) for name in names]
        for n in range(count):
            made = camp.do(lambda work, n=n, count=count: groups.create(work, "plain", key=f"p{count}-{n}"))
            for name, who in zip(names, ids, strict=True):
                join(camp, made.key, name, who)
            camp.do(lambda work, n=n, ids=ids: admission.tag(work, ids[1], "activity", f"第{n}"))
        with counted(app) as said:
            camp.do(
                lambda work, names=names: operations.merge(work, groups.get(work, "wang"), *names),
            )
        asked.append(len(said))
    assert asked[0] == asked[1]
