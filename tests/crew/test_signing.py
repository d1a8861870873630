"""What members write when they sign up, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_crew.campaign_settings import CampaignSettings
from franchise_crew.section import Crew
from franchise_crew.signing import Said, plain, reader

MEMBERS = {"豆豆妈": 1, "米粒妈妈": 2, "a1": 3}
READER = reader(CampaignSettings(), Crew().questions, [("周六读书会", "reading"), ("读书会", "reading")])


def read(text: str) -> list[Said]:
    return READER.read(text, lambda name: MEMBERS.get(name.casefold()))


def told(text: str) -> list[tuple[str, int, bool]]:
    return [(one.sort, one.people, one.sure) for one in read(text)]


@pytest.mark.practice("I-126")
@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("报名", 1),
        ("我要报名！", 1),
        ("报名+1", 1),
        ("报名＋２", 2),
        ("报名2人", 2),
        ("报名 3", 3),
        ("2人报名", 2),
        ("两个人报名", 2),
        ("我们俩报名", 2),
        ("一家三口报名", 3),
        ("报名2大1小", 3),
        ("报名 2个大人1个小孩", 3),
        ("接龙报名", 1),
        ("接龙报名+2", 2),
        ("@周敏 报名两位，谢谢", 2),
        ("周六读书会报名", 1),
        ("读书会 报名1位", 1),
        ("我参加", 1),
        ("算我一个", 1),
        ("报名一下", 1),
    ],
)
def test_a_member_signs_up_in_his_own_words(text: str, people: int) -> None:
    assert [("sign", people, True)] == told(text)


@pytest.mark.parametrize("name", ["周六读书会", "周六 · 读书会", "周六《读书会》", "BOOK club"])
@pytest.mark.parametrize(
    "said", ["周六读书会报名2人", "周六 读书会 报名2人", "报名2人 bookclub", "Book Club 报名2人"]
)
def test_a_name_is_known_however_it_is_spaced(name: str, said: str) -> None:
    found = reader(CampaignSettings(), (), [(name, "reading")]).read(said, lambda _name: None)
    same = ("ook" in name.casefold()) == ("ook" in said.casefold())
    assert [(same, {"reading"} if same else set())] == [(one.sure, set(one.called)) for one in found]


@pytest.mark.practice("I-126")
@pytest.mark.parametrize("text", ["取消报名", "不去了", "我去不了了", "报名取消", "周六读书会不参加了"])
def test_a_member_takes_it_back(text: str) -> None:
    assert [("back", 1, True)] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "帮隔壁王姐报名",
        "我们报名",
        "姐妹们周六读书会开始报名啦",
        "报名2人或3人",
        "报名200人",
        "报名0人",
        "报名13800000000",
        "报名-1",
        "报名2-3人",
        "我已经报名过了",
        "我不想报名",
        "豆豆妈报名",
        "取消1人，报名",
        "昨天说不去了，现在又报名",
        "今天超市不去了",
    ],
)
def test_what_may_be_one_and_is_not_clear_is_for_a_person(text: str) -> None:
    assert [False] == [sure for _sort, _people, sure in told(text)]


@pytest.mark.parametrize(
    "text", ["怎么报名", "报名多少钱", "还能报名吗？", "什么时候报名", "早", "+1", "周六读书会", "", "👍"]
)
def test_questions_and_other_talk_sign_nobody_up(text: str) -> None:
    assert [] == told(text)


@pytest.mark.practice("I-126")
def test_a_chain_list_signs_up_each_of_its_lines() -> None:
    found = read("#接龙报名 周六读书会\n1. 豆豆妈\n2、米粒妈妈 2人\n3）A1 +3")
    assert [(1, 1), (2, 2), (3, 3)] == [(one.member_id, one.people) for one in found]
    assert all(one.sure and one.called == {"reading"} for one in found)


def test_a_name_that_nobody_has_in_a_chain_list_is_for_a_person() -> None:
    found = read("接龙报名\n1. 豆豆妈\n2. 路人甲 2人")
    assert [(1, True, ""), (None, False, "names")] == [(one.member_id, one.sure, one.why) for one in found]


def test_a_list_of_goods_signs_nobody_up() -> None:
    assert [] == read("#接龙 鸡蛋\n1. 豆豆妈 2斤\n2. 米粒妈妈 3斤")


def test_what_a_message_names_is_told() -> None:
    assert [frozenset({"reading"})] == [one.called for one in read("报名周六读书会")]
    assert [frozenset()] == [one.called for one in read("报名")]


@given(st.text(max_size=60))
def test_any_text_is_read_and_the_same_text_alike(text: str) -> None:
    assert read(text) == read(text)
    assert plain(text) == plain(plain(text))


@given(
    people=st.integers(1, 10),
    spaces=st.sampled_from(["", " ", "　"]),
    unit=st.sampled_from(["", "人", "位", "个"]),
)
def test_a_number_is_read_as_it_is_written(people: int, spaces: str, unit: str) -> None:
    assert [("sign", people, True)] == told(f"报名{spaces}{people}{unit}")
