"""Groups, and the people in them by name."""

from __future__ import annotations

import pytest
from tests.support import Shop, wish

from franchise import Conflict, Franchise, NotFound, Refused, UsageProblem, admission, groups, nickname_key


def members(shop: Shop, group: str = "wang") -> list[tuple[str, str]]:
    with shop.view() as work:
        return [(m.name, m.state) for m in groups.members(work, groups.get(work, group))]


def make(shop: Shop, kind: str, **given: str) -> groups.Group:
    return shop.do(lambda work: groups.create(work, kind, **given))


def join(shop: Shop, group: str, *names: str) -> list[tuple[str, str]]:
    done = [shop.do(lambda work, n=n: groups.join(work, groups.get(work, group), n)) for n in names]
    return [(d.group.key, d.state) for d in done]


def leave(shop: Shop, group: str, name: str) -> int | None:
    return shop.do(lambda work: groups.leave(work, groups.get(work, group), name))


# -------------------------------------------------------------------- making them


def test_a_village_has_its_first_group_named_by_the_template(shop: Shop) -> None:
    with shop.view() as work:
        group = groups.get(work, "wang")
    assert (group.name, group.number, group.kind, group.unit, group.capacity) == (
        "王家湾1",
        1,
        "village",
        "village",
        200,
    )


def test_groups_of_one_kind_and_place_are_numbered(shop: Shop) -> None:
    assert [make(shop, "base").name for _ in range(3)] == ["青禾超市1", "青禾超市2", "青禾超市3"]
    assert [g["subject"] for g in shop.events("group.created")][-3:] == ["base-1", "base-2", "base-3"]


def test_groups_of_one_kind_in_two_places_both_get_a_key(shop: Shop) -> None:
    keys = {make(shop, "theme", place="广场舞").key, make(shop, "theme", place="钓鱼").key}
    assert len(keys) == 2


def test_a_key_is_used_once(shop: Shop) -> None:
    with pytest.raises(Conflict):
        make(shop, "base", key="wang")


@pytest.mark.parametrize("key", ["../x", "a/b", "a b", "-", "x" * 64, "x\ny"])
def test_a_key_that_cannot_be_a_files_name_is_refused(shop: Shop, key: str) -> None:
    with pytest.raises(UsageProblem):
        make(shop, "base", key=key)


def test_an_unknown_kind_suggests_the_nearest(shop: Shop) -> None:
    with pytest.raises(NotFound) as missing:
        make(shop, "bace")
    assert "base" in missing.value.hint


def test_an_unknown_group_suggests_the_nearest(shop: Shop) -> None:
    with pytest.raises(NotFound) as missing:
        shop.do(lambda work: groups.get(work, "wangg"))
    assert "wang" in missing.value.hint


def test_a_village_group_of_no_village_is_refused_by_the_plugin(shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        make(shop, "village", place="无名村")
    assert "franchise" in refused.value.hint


# -------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [("王婶", " 王 婶 "), ("Ａｌｉｃｅ", "alice"), ("STRASSE", "straße"), ("小 明", "小\u3000明")],
)
def test_names_that_look_alike_mean_one_member(one: str, other: str) -> None:
    assert nickname_key(one) == nickname_key(other)


@pytest.mark.parametrize("name", ["", "  ", "x" * 33, "a\tb\x00", "王\u202e婶", "王\u200b婶"])
def test_what_cannot_be_shown_is_no_name(name: str) -> None:
    with pytest.raises(UsageProblem):
        nickname_key(name)


def test_whoever_orders_is_in_the_group_under_the_name_written(shop: Shop) -> None:
    shop.submit(wish(" 王婶 ", "egg", "1"), wish("王 婶", "tofu", "1"), wish("李叔", "tofu", "1"))
    assert members(shop) == [("王婶", "member"), ("李叔", "member")]


def test_the_same_name_in_two_villages_is_two_people(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    shop.submit(wish("王婶", "egg", "1"), group="shang")
    ids = {shop.lines("noon", g)[0].member_id for g in ("wang", "shang")}
    assert len(ids) == 2


def test_two_names_of_one_household_become_one(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"), wish("王婶家", "tofu", "2"))

    def merge(work):
        return admission.merge(work, groups.get(work, "wang"), "王婶", "王婶家")

    into = shop.do(merge)
    assert shop.do(merge) == into
    assert shop.sheet("noon") == [("王婶", "egg", "1斤"), ("王婶", "tofu", "2块")]
    with shop.view() as work:
        assert [m.names for m in groups.members(work, groups.get(work, "wang"))] == [("王婶", "王婶家")]
    shop.submit(wish("王婶家", "milk", "1"), mode="add")
    assert shop.sheet("noon")[-1] == ("王婶", "milk", "1瓶")
    assert len(shop.events("members.merged")) == 1


@pytest.mark.parametrize(("keep", "other"), [("甲", "乙"), ("甲", "丁"), ("丁", "甲")])
def test_a_merged_household_keeps_one_place_and_the_next_who_waits_gets_the_other(
    shop: Shop, keep: str, other: str
) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "甲", "乙", "丙", "丁", "戊")
    shop.do(lambda work: admission.merge(work, groups.get(work, "base"), keep, other))
    states = dict(members(shop, "base"))
    assert states[keep] == "member"
    assert [*states.values()].count("member") == 3
    if (keep, other) == ("甲", "乙"):
        assert states["丁"] == "member"


def test_a_name_that_nobody_has_cannot_be_merged(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    with pytest.raises(NotFound):
        shop.do(lambda work: admission.merge(work, groups.get(work, "wang"), "王婶", "李叔"))


# -------------------------------------------------------------------- joining and leaving


@pytest.mark.practice("I-087")
def test_a_full_group_with_a_waiting_pool_lets_newcomers_wait(shop: Shop) -> None:
    make(shop, "base", key="base")
    assert (
        join(shop, "base", "甲", "乙", "丙", "丁", "戊")
        == [("base", "member")] * 3 + [("base", "waiting")] * 2
    )


@pytest.mark.practice("I-087")
def test_whoever_waited_first_takes_the_place_of_one_who_leaves(shop: Shop) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "甲", "乙", "丙", "丁", "戊")
    assert leave(shop, "base", "乙") is not None
    assert members(shop, "base") == [
        ("甲", "member"), ("乙", "left"), ("丙", "member"), ("丁", "member"), ("戊", "waiting")
    ]  # fmt: skip
    leave(shop, "base", "甲")
    assert ("戊", "member") in members(shop, "base")
    assert leave(shop, "base", "丙") is None


def test_one_who_leaves_the_waiting_pool_takes_nobodys_place(shop: Shop) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "甲", "乙", "丙", "丁", "戊")
    assert leave(shop, "base", "丁") is None
    assert [s for _n, s in members(shop, "base")] == ["member", "member", "member", "left", "waiting"]


def test_joining_twice_changes_nothing(shop: Shop) -> None:
    make(shop, "base", key="base")
    assert join(shop, "base", "甲", "甲", " 甲 ") == [("base", "member")] * 3
    assert len(shop.events("member.joined")) == 1


def test_one_who_left_may_come_back_if_there_is_room(shop: Shop) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "甲", "乙", "丙", "丁")
    leave(shop, "base", "甲")
    assert join(shop, "base", "甲") == [("base", "waiting")]
    leave(shop, "base", "乙")
    assert ("甲", "member") in members(shop, "base")


def test_leaving_twice_promotes_nobody_twice(shop: Shop) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "甲", "乙", "丙", "丁", "戊")
    leave(shop, "base", "甲")
    assert leave(shop, "base", "甲") is None
    assert [s for _n, s in members(shop, "base")].count("member") == 3


@pytest.mark.practice("C-08")
def test_a_full_group_overflows_into_the_next_number(shop: Shop) -> None:
    make(shop, "theme", key="fish", place="钓鱼")
    assert join(shop, "fish", "甲", "乙", "丙", "丁", "戊") == [
        ("fish", "member"), ("fish", "member"), ("fish-2", "member"), ("fish-2", "member"), ("fish-3", "member")
    ]  # fmt: skip
    with shop.view() as work:
        assert [g.name for g in groups.listed(work) if g.kind == "theme"] == ["钓鱼1", "钓鱼2", "钓鱼3"]
    assert join(shop, "fish", "戊") == [("fish-3", "member")]


@pytest.mark.practice("C-08")
def test_a_full_villages_second_group_is_kept_by_the_same_partner(app: Franchise) -> None:
    shop = Shop.make(app, groups={"village": {"capacity": 2}})
    assert join(shop, "wang", "甲", "乙", "丙")[-1] == ("wang-2", "member")
    assert shop.submit(wish("丙", "egg", "1"), group="wang-2").lines


def test_nobodys_order_is_refused_for_want_of_a_place(app: Franchise) -> None:
    shop = Shop.make(app, groups={"village": {"capacity": 2}})
    shop.submit(*(wish(name, "egg", "1") for name in ("甲", "乙", "丙")))
    assert members(shop) == [("甲", "member"), ("乙", "member"), ("丙", "waiting")]
    assert len(shop.lines("noon")) == 3


def test_a_place_that_became_free_is_given_to_the_next_who_orders(app: Franchise) -> None:
    shop = Shop.make(app, groups={"village": {"capacity": 2}})
    shop.submit(wish("甲", "egg", "1"), wish("乙", "egg", "1"))
    leave(shop, "wang", "甲")
    shop.submit(wish("丙", "egg", "1"), mode="add")
    assert ("丙", "member") in members(shop)


def test_what_the_leaver_ordered_stays(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    leave(shop, "wang", "王婶")
    assert shop.sheet("noon") == [("王婶", "egg", "1斤")]


def test_nobody_of_that_name_can_leave(shop: Shop) -> None:
    with pytest.raises(NotFound):
        leave(shop, "wang", "张三")


def test_events_name_people_by_number_only(shop: Shop) -> None:
    make(shop, "base", key="base")
    join(shop, "base", "张翠花")
    shop.submit(wish("张翠花", "egg", "1", raw="张翠花 13812345678 鸡蛋"))
    leave(shop, "base", "张翠花")
    assert "张翠花" not in str(shop.events())
    assert "13812345678" not in str(shop.events())
