"""The rules held against stretches of chat."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.houserules.household import SETUP, at, pictures, said
from tests.support import ZONE

from franchise import Message
from franchise.setups import Schema
from franchise_houserules.engine import Hit, Nights, book, judge, nights
from franchise_houserules.section import SECTION, HouseRules

NONE = Nights((), (), ())


def section(**rules: object) -> HouseRules:
    """The house rules of the tests, or these rules alone."""
    from franchise.cadence.section import SECTION as CADENCE
    from franchise.groups.section import SECTION as GROUPS

    given = dict(SETUP["houserules"])
    if rules:
        given["rules"] = rules
    schema = Schema([SECTION, GROUPS, CADENCE])
    doc = schema.parse(
        {"setup": {"name": "x", "plugins": ["houserules"]}, "groups": SETUP["groups"], "houserules": given}
    )
    return schema.effective(doc).get("houserules")


def known(messages: Iterable[Message]) -> list[Message]:
    """As the chat is kept: by time, with ids and members."""
    people: dict[str, int] = {}
    out = []
    for n, one in enumerate(messages):
        member = people.setdefault(one.name, len(people) + 1)
        out.append(attrs.evolve(one, id=one.id or f"m{n:03d}", member_id=member))
    return sorted(out, key=lambda m: (m.at, m.id))


def hits(*messages: Message, nightly: bool = False, **rules: object) -> list[Hit]:
    found = section(**rules)
    around = nights(23 * 60, 7 * 60, at("01T00:00"), at("10T00:00"), ZONE) if nightly else NONE
    return judge(book(found, found.rules), known(messages), around)


def told(found: Iterable[Hit]) -> list[tuple[str, str, str]]:
    return [(hit.rule, hit.message.id, hit.detail) for hit in found]


FLOOD = {"flood": {"name": "连续刷图", "kind": "flood"}}
ADS = {"ads": {"name": "外部广告", "kind": "advertising", "topics": ["soft"]}}


@pytest.mark.practice("I-105", "C-07")
@pytest.mark.parametrize(("count", "found"), [(9, 0), (10, 1), (11, 1), (25, 1)])
def test_nine_pictures_in_a_row_do_not_hit_and_the_tenth_does_once(count: int, found: int) -> None:
    result = hits(*pictures("05T10:00", "甲", count), **FLOOD)
    assert [("flood", "m009", "10")] * found == told(result)


@pytest.mark.practice("I-105", "C-07")
def test_anothers_message_ends_the_row() -> None:
    five, more = pictures("05T10:00", "甲", 5), pictures("05T10:00", "甲", 9, first=20)
    assert [] == hits(*five, said("05T10:00:10", "乙", "好看"), *more, **FLOOD)
    assert 1 == len(hits(*five, *more, **FLOOD))


@pytest.mark.practice("C-07")
def test_the_members_own_words_and_what_the_app_says_do_not_end_the_row() -> None:
    five, more = pictures("05T10:00", "甲", 5), pictures("05T10:00", "甲", 5, first=20)
    own = said("05T10:00:10", "甲", "还有")
    app = said("05T10:00:11", "乙", kind="join")
    assert 1 == len(hits(*five, own, app, *more, **FLOOD))


@pytest.mark.practice("C-07")
@pytest.mark.parametrize(("minute", "found"), [("10:10", 1), ("10:11", 0)])
def test_a_pause_longer_than_the_window_ends_the_row(minute: str, found: int) -> None:
    first = pictures("05T10:00", "甲", 9)
    later = said(f"05T{minute}:08", "甲", kind="image")
    assert found == len(hits(*first, later, **FLOOD))


def test_a_row_that_was_ended_begins_anew() -> None:
    ten, again = pictures("05T10:00", "甲", 10), pictures("05T10:01", "甲", 10)
    assert 2 == len(hits(*ten, said("05T10:00:30", "乙", "停"), *again, **FLOOD))


def test_what_counts_in_a_row_and_how_many_are_settings() -> None:
    voices = [said(f"05T10:00:{n:02d}", "甲", kind="voice") for n in range(3)]
    assert 1 == len(hits(*voices, v={"name": "语音", "kind": "flood", "media": ["voice"], "limit": 3}))
    assert [] == hits(*voices, **FLOOD)


@pytest.mark.practice("I-107", "C-04")
@pytest.mark.parametrize(
    ("time", "found"), [("05T22:59:59", 0), ("05T23:00:00", 1), ("06T06:59:59", 1), ("06T07:00:00", 0)]
)
def test_the_curfew_begins_at_eleven_crosses_midnight_and_ends_at_seven(time: str, found: int) -> None:
    rule = {"curfew": {"name": "宵禁", "kind": "curfew"}}
    assert found == len(hits(said(time, "甲", "睡不着"), nightly=True, **rule))


def test_a_night_counts_once_for_each_member_and_the_next_night_again() -> None:
    rule = {"curfew": {"name": "宵禁", "kind": "curfew"}}
    chat = [
        said("05T23:10", "甲", "1"), said("06T02:00", "甲", "2"), said("05T23:30", "乙", "3"), said("06T23:30", "甲", "4"),
    ]  # fmt: skip
    found = hits(*chat, nightly=True, **rule)
    assert [("m000", "2026-03-05"), ("m002", "2026-03-05"), ("m003", "2026-03-06")] == [
        (h.message.id, h.detail) for h in found
    ]


def test_in_a_zone_with_summer_time_the_curfew_is_that_of_the_wall_clock() -> None:
    from franchise.clock import instant

    zone = "Europe/Berlin"
    around = nights(
        23 * 60, 7 * 60, instant("2026-03-27T12:00", zone), instant("2026-03-30T12:00", zone), zone
    )
    assert "2026-03-28" == around.of(instant("2026-03-29T06:59", zone))
    assert "" == around.of(instant("2026-03-29T07:00", zone))


def test_without_a_curfew_no_hour_is_wrong() -> None:
    assert "" == nights(0, 0, at("01T00:00"), at("02T00:00"), ZONE).of(at("01T03:00"))


@pytest.mark.practice("I-104", "I-113")
@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (said("05T10:00", "甲", "便宜 https://buy.example.cn/1"), "link"),
        (said("05T10:00", "甲", "好物", "link", link="https://shop.example.com.evil.cn/"), "link"),
        (said("05T10:00", "甲", "扫一扫", "qr"), "qr"),
        (said("05T10:00", "甲", "张老师", "card"), "card"),
        (said("05T10:00", "甲", "特卖汇", "mini_program"), "mini_program"),
        (said("05T10:00", "甲", "不知道哪里的文章", "link"), "link"),
        (said("05T10:00", "甲", "￥AbCd1234xyz￥"), "code"),
        (said("05T10:00", "甲", "加 v 信看货，加 微 信"), "words"),
        (said("05T10:00", "甲", "官方 https://shop.example.com/ 和 https://evil.cn/"), "link"),
    ],
)
def test_advertising_is_found_hard_or_soft(message: Message, reason: str) -> None:
    assert [reason] == [hit.reason for hit in hits(message, **ADS)]


@pytest.mark.practice("I-104")
@pytest.mark.parametrize(
    "message",
    [
        said("05T10:00", "甲", "https://shop.example.com/1"),
        said("05T10:00", "甲", "看看", "link", link="https://m.shop.example.com/1"),
        said("05T10:00", "甲", "青禾母婴会员日", "mini_program"),
        said("05T10:00", "甲", "今天买菜花了3.5元"),
        said("05T10:00", "甲", "图", "image"),
    ],
)
def test_what_is_the_chains_own_is_no_advertising(message: Message) -> None:
    assert [] == hits(message, **ADS)


@pytest.mark.practice("I-112")
def test_chat_red_packets_and_outings_never_hit() -> None:
    chat = [
        said("05T10:00", "甲", "周末一起去公园野餐吗？"),
        said("05T10:01", "乙", "好呀，几点集合"),
        *[said(f"05T10:02:{n:02d}", "甲", "恭喜发财", "red_packet") for n in range(20)],
        said("05T10:03", "丙", "谢谢红包"),
        said("05T10:04", "甲", "下周约饭，AA制"),
    ]
    assert [] == hits(*chat, nightly=True)


@pytest.mark.practice("I-103", "I-117")
def test_topics_are_found_by_their_words_each_with_its_conduct() -> None:
    found = hits(said("05T10:00", "甲", "那个流量明星又塌房了"), said("05T10:01", "乙", "谁要大麻"))
    assert [("gossip", "discouraged"), ("banned", "forbidden")] == [(h.rule, h.conduct) for h in found]


@pytest.mark.practice("I-101", "I-102")
def test_talk_on_raising_children_and_pictures_of_what_is_used_are_to_their_credit() -> None:
    found = hits(
        said("05T10:00", "甲", "辅食什么时候加？"),
        said("05T11:00", "乙", "宝宝用的新围兜"),
        said("05T11:02", "乙", kind="image"),
        said("05T11:03", "丙", kind="image"),
        said("05T11:30", "乙", kind="video"),
    )
    assert [("parenting", "甲"), ("baby_use", "乙")] == [(h.rule, h.message.name) for h in found]
    assert {"encouraged"} == {h.conduct for h in found}


def test_pictures_without_topics_count_all_of_them() -> None:
    rule = {"p": {"name": "晒图", "kind": "pictures", "conduct": "encouraged"}}
    assert 2 == len(hits(*pictures("05T10:00", "甲", 2), said("05T10:01", "甲", "字"), **rule))


def test_nobody_known_and_the_app_itself_hit_nothing_but_a_stranger_ends_a_row() -> None:
    stranger = Message(id="x", at=at("05T10:00:04") + 1, kind="text", name="?", text="加微信")
    app = Message(id="y", at=at("05T10:00:05") + 1, kind="system", name="", text="加微信 https://evil.cn")
    chat = sorted([*known(pictures("05T10:00", "甲", 12)), stranger, app], key=lambda m: (m.at, m.id))
    found = section()
    assert [] == judge(book(found, found.rules), chat, NONE)


@given(st.data())
def test_what_is_found_in_a_part_cut_at_a_silence_is_found_in_the_whole(data: st.DataObject) -> None:
    """Stretches between silences are judged by themselves; together they give what the whole gives."""
    parts: list[list[Message]] = []
    clock = at("05T08:00")
    for part in range(data.draw(st.integers(1, 3))):
        clock += 11 * 60_000
        one = []
        for n in range(data.draw(st.integers(0, 14))):
            clock += data.draw(st.integers(0, 600_000))
            kind = data.draw(st.sampled_from(["image", "image", "image", "text", "link"]))
            name = data.draw(st.sampled_from(["甲", "甲", "甲", "乙"]))
            text = data.draw(st.sampled_from(["", "加微信", "塌房", "辅食", "宝宝用"]))
            one.append(
                Message(
                    id=f"{part}-{n:02d}", at=clock, kind=kind, name=name, text=text,
                    member_id={"甲": 1, "乙": 2}[name],
                )
            )  # fmt: skip
        clock += 11 * 60_000
        parts.append(one)
    found = section()
    rules = book(found, found.rules)
    whole = judge(rules, [m for part in parts for m in part], NONE)
    assert whole == [hit for part in parts for hit in judge(rules, part, NONE)]
