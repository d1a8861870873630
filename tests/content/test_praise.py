"""Praise is used with consent alone, and goes when that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pytest
from sqlalchemy import select
from tests.content.corner import SETUP, Corner
from tests.content.counting import counted
from tests.content.shelf import selling
from tests.support import open_program, url_of

from franchise import (
    Message,
    NotFound,
    Refused,
    SetupInvalid,
    Task,
    UnitOfWork,
    admission,
    chat,
    groups,
    hookimpl,
    tasks,
)
from franchise.clock import instant
from franchise.plugins import Plugins
from franchise.storage import Database
from franchise_content import asking_consent, consent, praise, promoting, quoting, speaking
from franchise_content import tables as t
from franchise_content.praise import Praised

SAID = (
    ("2026-03-05T10:00", "小雨妈妈", "湿巾很好用，回购了"),
    ("2026-03-05T10:05", "童童妈妈", "米粉不好吃"),
    ("2026-03-05T10:10", "童童妈妈", "学饮杯真不错"),
    ("2026-03-05T10:20", "乐乐妈妈", "好吃吗"),
    ("2026-03-05T10:30", "文静", "围兜好用，推荐"),
    ("2026-03-05T10:40", "乐乐妈妈", "童童妈妈 说得对，好用"),
)


def ingest(corner: Corner, said: Any = SAID, group: str = "base-1", tag: str = "m") -> None:
    messages = [
        Message(id=f"{tag}{n}", at=instant(when, corner.zone), kind="text", name=name, text=text)
        for n, (when, name, text) in enumerate(said)
    ]
    corner.do(lambda work: chat.ingest(work, groups.get(work, group), messages))


@pytest.fixture
def shop(make: Callable[..., Corner]) -> Corner:
    corner = make(**selling()).at("2026-03-05T12:00")
    ingest(corner)
    return corner


def find(corner: Corner, group: str = "base-1") -> list[Praised]:
    span = (instant("2026-03-01T00:00", corner.zone), instant("2026-04-01T00:00", corner.zone))
    return corner.do(lambda work: praise.find(work, groups.get(work, group), *span))


def ask(corner: Corner, number: int, **more: str) -> Task:
    return corner.do(lambda work: asking_consent.ask(work, number, **more))


def settle(corner: Corner, number: int, *, yes: bool, **more: Any) -> Praised:
    return corner.do(lambda work: consent.settle(work, number, yes=yes, **more))


def settle_all(corner: Corner, name: str, *, yes: bool, **more: Any) -> list[Praised]:
    return corner.do(lambda work: consent.settle_all(work, groups.get(work, "base-1"), name, yes=yes, **more))


def rows(corner: Corner) -> list[tuple[int, str, str]]:
    with corner.view() as work:
        query = select(t.praise.c.number, t.praise.c.status, t.praise.c.text).order_by(t.praise.c.number)
        return [tuple(row) for row in work.conn.execute(query)]


def quoted(corner: Corner, product: str = "") -> str:
    return corner.see(lambda work: quoting.quote(work, date(2026, 3, 5), product))


def post(corner: Corner, product: str = "wipes", group: str = "base-1") -> str:
    return corner.do(
        lambda work: promoting.say(work, "special", product, groups.get(work, group), price="12")
    ).text


# ---------------------------------------------------------------- found


@pytest.mark.practice("I-178")
def test_messages_that_praise_are_found_with_their_product_and_noted_without_their_words(
    shop: Corner,
) -> None:
    assert [(1, "wipes", "湿巾很好用,回购了", "found"), (2, "cup", "学饮杯真不错", "found")] == [
        (one.number, one.product, one.text.replace("，", ","), one.status) for one in find(shop)
    ]
    assert [(1, "found", ""), (2, "found", "")] == rows(shop)


def test_what_names_somebody_of_the_store_is_not_found_though_he_is_in_no_group(
    make: Callable[..., Corner],
) -> None:
    corner = make(**selling()).at("2026-03-05T12:00")
    ingest(
        corner,
        [
            ("2026-03-05T10:00", "小雨妈妈", "文静推荐的湿巾很好用"),
            ("2026-03-05T10:01", "童童妈妈", "湿巾好用"),
        ],
    )
    assert ["湿巾好用"] == [one.text for one in find(corner)]


def test_looking_twice_notes_nothing_twice(shop: Corner) -> None:
    assert find(shop) == find(shop)
    assert 1 == len(shop.events("content.praise_found"))


def test_numbers_go_on_from_group_to_group(shop: Corner) -> None:
    find(shop)
    ingest(shop, [("2026-03-05T11:00", "别处妈妈", "好吃")], group="pool-1")
    assert [3] == [one.number for one in find(shop, "pool-1")]


def test_who_may_win_no_prize_is_not_quoted(make: Callable[..., Corner]) -> None:
    from franchise_crew import people, ties

    corner = make(
        setup={"name": "corner", "plugins": ["content", "crew"]},
        crew={"roles": {"fan": {"name": "气氛组", "duties": ["atmosphere"]}}},
        **selling(),
    ).at("2026-03-05T12:00")  # fmt: skip
    ingest(corner)
    corner.do(lambda work: people.add(work, "小芳"))
    corner.do(lambda work: ties.tie(work, "小芳", groups.get(work, "base-1"), "小雨妈妈"))
    assert ["cup"] == [one.product for one in find(corner)]


class Broken:
    """A plugin that should know who wins no prizes, and cannot say."""

    @hookimpl
    def franchise_may_reward(self) -> str | None:
        raise RuntimeError("the list of the staff cannot be read")


class Point(EntryPoint):
    """A plugin that stands in the test itself, as if it were installed."""

    def load(self) -> Broken:
        return Broken()


def test_a_plugin_that_cannot_say_who_is_staff_stops_the_search(database: Database) -> None:
    points = [*entry_points(group="franchise.plugins"), Point("broken", "tests", "franchise.plugins")]
    with open_program(url_of(database), plugins=Plugins.load(points)) as app:
        corner = Corner.open(app, setup={"name": "corner", "plugins": ["content", "broken"]}, **selling())
        corner.at("2026-03-05T12:00")
        ingest(corner)
        with pytest.raises(Refused, match="broken"):
            find(corner)
        assert [] == rows(corner)


def test_fifty_messages_cost_as_many_statements_as_one(make: Callable[..., Corner]) -> None:
    corner = make(**selling()).at("2026-03-20T12:00")

    def cost(day: int, count: int) -> int:
        said = [(f"2026-03-{day:02d}T10:{n:02d}", f"妈妈{n}", "好吃") for n in range(count)]
        ingest(corner, said, tag=f"d{day}")
        first, last = (instant(f"2026-03-{d:02d}T00:00", corner.zone) for d in (day, day + 1))
        with counted(corner.app) as said_to:
            found = corner.do(lambda work: praise.find(work, groups.get(work, "base-1"), first, last))
        assert count == len(found)
        return len(said_to)

    cost(5, 1)
    assert cost(6, 1) >= cost(7, 50)


def test_two_who_look_at_once_note_it_once(shop: Corner) -> None:
    span = (instant("2026-03-01T00:00", shop.zone), instant("2026-04-01T00:00", shop.zone))
    shop.overlapped(lambda work: praise.find(work, groups.get(work, "base-1"), *span) and None)
    assert [1, 2] == [number for number, _status, _text in rows(shop)]


@pytest.mark.practice("I-178")
def test_hook_messages_ingested_collects_praise_where_the_setup_says_so(make: Callable[..., Corner]) -> None:
    corner = make(**selling(praise={"collect": True})).at("2026-03-05T12:00")
    ingest(corner)
    assert [(1, "found", ""), (2, "found", "")] == rows(corner)
    ingest(corner)
    assert 2 == len(rows(corner))


def test_nothing_is_collected_where_the_setup_does_not_say_so(shop: Corner) -> None:
    assert [] == rows(shop)


# ---------------------------------------------------------------- asked


@pytest.mark.practice("I-178")
def test_asking_opens_one_task_for_a_person_with_the_words_ready_and_none_of_the_member_s(
    shop: Corner,
) -> None:
    find(shop)
    task = ask(shop, 1)
    assert ("content.praise", "reply", "base-1", "open") == (task.kind, task.duty, task.group, task.status)
    assert "Ask 小雨妈妈 in 柳荫路店1群 whether we may quote the praise; yes: done, no: drop it" == task.title
    assert task.text.startswith("@小雨妈妈 thank you for what you wrote on 2026-03-05 about 湿巾!")
    assert "回购" not in task.text
    assert task.number == ask(shop, 1).number
    assert [(1, "asked", ""), (2, "found", "")] == rows(shop)


def test_a_setup_has_its_own_question_and_the_asker_may_name_the_product(make: Callable[..., Corner]) -> None:
    corner: Any = make(**selling(praise={"question": "{name}，{product}那句能转给大家看吗？"}))
    corner.at("2026-03-05T12:00")
    ingest(corner, [("2026-03-05T10:00", "小雨妈妈", "真好用")])
    find(corner)
    assert "小雨妈妈，学饮杯那句能转给大家看吗？" == ask(corner, 1, product="学饮杯").text
    with pytest.raises(NotFound, match="no product 'cap'"):
        ask(corner, 1, product="cap")


def test_in_the_curfew_the_question_waits(shop: Corner) -> None:
    find(shop)
    shop.at("2026-03-05T23:30")
    assert instant("2026-03-06T07:00", shop.zone) == ask(shop, 1).due_at


@pytest.mark.practice("I-178")
@pytest.mark.parametrize(("done", "status", "text"), [(True, "yes", "湿巾很好用，回购了"), (False, "no", "")])
def test_hook_task_finished_notes_the_answer(shop: Corner, done: bool, status: str, text: str) -> None:
    find(shop)
    number = ask(shop, 1).number
    if done:
        shop.do(lambda work: tasks.finish(work, number, by="文静"))
    else:
        shop.do(lambda work: tasks.drop(work, number, by="文静", reason="不愿意"))
    assert (1, status, text) == rows(shop)[0]


def test_a_task_of_another_kind_is_none_of_ours(shop: Corner) -> None:
    find(shop)
    with shop.app.work("hub") as work:
        (task,) = tasks.open(
            work, [tasks.NewTask(key="x", kind="other.praise", title="x", payload={"praise": 1})]
        )
    shop.do(lambda work: tasks.finish(work, task.number, by="文静"))
    assert (1, "found", "") == rows(shop)[0]


def test_who_has_answered_is_not_asked_again(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=False)
    with pytest.raises(Refused, match="Nobody is asked again: praise 1 is refused"):
        ask(shop, 1)
    with pytest.raises(NotFound, match="There is no praise 99"):
        ask(shop, 99)
    for number in (0, -1, 2**40):
        with pytest.raises(NotFound):
            ask(shop, number)


def test_who_left_is_not_asked(shop: Corner) -> None:
    find(shop)
    shop.do(lambda work: groups.leave(work, groups.get(work, "base-1"), "小雨妈妈"))
    with pytest.raises(NotFound, match="no longer in"):
        ask(shop, 1)
    assert (1, "found", "") == rows(shop)[0]


# ---------------------------------------------------------------- consent


@pytest.mark.practice("I-178")
def test_nothing_is_quoted_before_a_yes_and_a_masked_name_after_it(shop: Corner) -> None:
    find(shop)
    ask(shop, 1)
    assert "" == quoted(shop)
    assert "宝妈说" not in post(shop)
    settle(shop, 1, yes=True)
    assert "“湿巾很好用，回购了” – 小**" == quoted(shop, "wipes")
    assert "" == quoted(shop, "cup")
    assert post(shop).endswith("\n宝妈说：“湿巾很好用，回购了” – 小**")
    assert [] == shop.see(lambda work: tasks.listed(work, kind="content.praise"))


def test_a_name_is_shown_only_where_the_member_wants_it(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=True, named=True)
    assert quoted(shop).endswith("小雨妈妈")
    settle(shop, 1, yes=True)
    assert quoted(shop).endswith("小雨妈妈")
    settle(shop, 1, yes=True, named=False)
    assert quoted(shop).endswith("小**")


@pytest.mark.practice("I-178")
def test_a_consent_that_is_withdrawn_takes_the_words_away_at_once(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=True)
    post(shop)
    assert "withdrawn" == settle(shop, 1, yes=False).status
    assert [(1, "withdrawn", ""), (2, "found", "")] == rows(shop)
    assert ("", "今日特价：湿巾 12.00 元一包，平时 15.90，省 3.90") == (quoted(shop), post(shop))
    with pytest.raises(Refused, match="Nobody is asked again"):
        ask(shop, 1)
    assert 2 == len(find(shop))


def test_the_same_answer_twice_changes_nothing(shop: Corner) -> None:
    find(shop)
    once = settle(shop, 1, yes=True)
    shop.at("2026-03-06T12:00")
    assert once == settle(shop, 1, yes=True)
    gone = settle(shop, 1, yes=False)
    shop.at("2026-03-07T12:00")
    assert gone == settle(shop, 1, yes=False)
    assert ["yes", "withdrawn"] == [event["status"] for event in shop.events("content.praise_settled")]


def test_a_member_answers_by_name_for_what_was_asked_and_takes_everything_back(shop: Corner) -> None:
    ingest(shop, [("2026-03-05T11:00", "小雨妈妈", "围兜好用")], tag="n")
    find(shop)
    with pytest.raises(Refused, match="小雨妈妈 was asked nothing that is open") as refused:
        settle_all(shop, "小雨妈妈", yes=True)
    assert "Name the praise by its number: 1, 3." == refused.value.hint
    ask(shop, 1)
    assert [(1, "yes")] == [(one.number, one.status) for one in settle_all(shop, "小雨妈妈", yes=True)]
    assert [(1, "withdrawn"), (3, "no")] == [
        (one.number, one.status) for one in settle_all(shop, "小雨妈妈", yes=False)
    ]
    with pytest.raises(NotFound, match="No praise of 乐乐妈妈 is noted"):
        settle_all(shop, "乐乐妈妈", yes=False)
    with pytest.raises(NotFound, match="is called '没人'"):
        settle_all(shop, "没人", yes=False)


@pytest.mark.practice("I-178")
def test_words_that_the_chat_let_go_are_kept_with_consent_alone(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=True)
    number = ask(shop, 2).number
    shop.at("2026-05-05T12:00")
    shop.do(chat.prune)
    assert quoted(shop).startswith("“湿巾很好用，回购了”")
    with pytest.raises(Refused, match="The words of praise 2 are no longer kept"):
        settle(shop, 2, yes=True)
    with pytest.raises(Refused, match="no longer kept"):
        ask(shop, 2)
    shop.do(lambda work: tasks.finish(work, number, by="文静"))
    assert (2, "gone", "") == rows(shop)[1]


@pytest.mark.practice("I-178")
def test_hook_members_erased_leaves_nothing_of_him_nor_his_name_in_others_words(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=True, named=True)
    settle(shop, 2, yes=True)
    shop.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "小雨妈妈"))
    assert [(2, "yes", "学饮杯真不错")] == rows(shop)
    assert "" == quoted(shop, "wipes")
    with pytest.raises(NotFound):
        settle(shop, 1, yes=True)
    assert [2] == [one.number for one in find(shop)]
    # Somebody who is called like a word of another's praise goes out of it too.
    ingest(shop, [("2026-03-05T11:00", "真不错", "到货了吗")], tag="n")
    shop.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "真不错"))
    assert [(2, "yes", "学饮杯■")] == rows(shop)


def test_an_open_question_to_a_member_who_is_erased_is_dropped(shop: Corner) -> None:
    find(shop)
    ask(shop, 1)
    shop.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "小雨妈妈"))
    assert [] == shop.see(lambda work: tasks.listed(work, kind="content.praise"))
    assert "小雨" not in str(shop.see(lambda work: tasks.listed(work, status="")))


def test_hook_members_merged_makes_praise_his_who_he_is(shop: Corner) -> None:
    find(shop)
    ask(shop, 1)
    shop.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "乐乐妈妈", "小雨妈妈"))
    assert [(1, "yes")] == [(one.number, one.status) for one in settle_all(shop, "乐乐妈妈", yes=True)]
    assert quoted(shop).endswith("乐**")


def test_several_take_turns_from_day_to_day(shop: Corner) -> None:
    find(shop)
    settle(shop, 1, yes=True)
    settle(shop, 2, yes=True)
    said = [shop.see(lambda work, day=day: quoting.quote(work, date(2026, 3, day))) for day in (5, 6, 7)]
    assert said[0] == said[2] != said[1]


@pytest.mark.practice("I-178")
def test_a_saying_of_value_may_quote_and_its_line_goes_where_nobody_agreed(
    make: Callable[..., Corner],
) -> None:
    sayings = dict.fromkeys(("case_1", "case_2")) | {
        "case": {"occasion": "value", "text": "大家怎么说？\n她们说：{praise}"}
    }
    corner: Any = make(**selling(sayings=sayings)).at("2026-03-05T12:00")
    ingest(corner)
    find(corner)

    def value() -> str:
        return corner.see(lambda work: speaking.say(work, "value", group=groups.get(work, "base-1")).text)

    assert "大家怎么说？" == value()
    settle(corner, 2, yes=True)
    assert "大家怎么说？\n她们说：“学饮杯真不错” – 童**" == value()


# ---------------------------------------------------------------- the setup


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        ({"promotions": {"specail": {"text": "{product}"}}}, "content.promotions.specail",
         "There is no form of promotion 'specail'. Did you mean special?"),
        ({"promotions": {"hot_sale": {"text": "{product} {price} {pice}"}}}, "content.promotions.hot_sale.text",
         "There is nothing to put in for {pice} here. Did you mean"),
        ({"promotions": {"hot_sale": {"text": "{product} {price} {"}}}, "content.promotions.hot_sale.text",
         "A brace stands alone in the text."),
        ({"promotions": {"group_buy": {"text": "{product} {price}"}}}, "content.promotions.group_buy.text",
         "The text must have {pieces}."),
        ({"praise": {"question": "能转吗？"}}, "content.praise.question", "The text must have {name}."),
        ({"praise": {"words": ["好吃", " "]}}, "content.praise.words", "An empty word stands in every message."),
        ({"products": {"cap": {"every_days": 3}}}, "content.products", "cap"),
        ({"products": {"wipes": {"margin": 101}}}, "content.products.wipes.margin", "101"),
        ({"sayings": {"hello2": {"occasion": "rules", "kinds": ["pool"], "text": "{group} {praise}"}}},
         "content.sayings.hello2.text", "There is nothing to put in for {praise}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_mistake_in_the_setup_is_told_with_its_place(
    make: Callable[..., Corner], content: dict[str, Any], place: str, sentence: str
) -> None:
    with pytest.raises(SetupInvalid) as refused:
        make(**selling(**content) if "promotions" not in content else {"content": content})
    assert [(place, True)] == [(".".join(p.path), sentence in p.message) for p in refused.value.problems]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_store_whose_setup_does_not_use_content_asks_nobody(make: Callable[..., Corner]) -> None:
    corner: Any = make()
    plain = {key: value for key, value in SETUP.items() if key != "content"}
    corner.app.create_store(
        "other", corner.app.schema.parse({**plain, "setup": {"name": "o", "plugins": []}}),
        {"store": {"name": "另一家"}, "cadence": {"roles": {"owner": {"person": "文静"}}}},
    )  # fmt: skip

    def every(work: UnitOfWork) -> tuple[Callable[[], object], ...]:
        group = groups.create(work, "base")
        return (
            lambda: praise.find(work, group, 0, 1),
            lambda: praise.listed(work),
            lambda: asking_consent.ask(work, 1),
            lambda: consent.settle(work, 1, yes=True),
        )

    with corner.app.work("other") as work:
        for run in every(work):
            with pytest.raises(Refused, match="does not use content"):
                run()
