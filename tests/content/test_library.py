"""The library's shelves, what is missing, what sold best, and texts ready to be said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.content.corner import Corner

from franchise import NotFound, OrderDraft, Refused, UsageProblem, Wish, amounts, groups, orders
from franchise_content import library, speaking
from franchise_content.occasions import fill, stray_braces, variables

JOKES = {
    "cadence": {
        "columns": {"fun": {"name": "笑话"}},
        "materials": {f"joke_{n}": {"column": "fun", "text": f"笑话 {n}"} for n in range(5)},
    },
    "content": {"columns": {"fun": {"sort": "talk", "shelf": "joke"}}, "repeat_days": 10},
}


def pick(corner: Corner, shelf: str = "joke", group: str = "base-1") -> str:
    return corner.do(lambda work: library.pick(work, shelf, groups.get(work, group)))[0]


# ---------------------------------------------------------------- shelves


@pytest.mark.practice("I-184")
def test_the_library_has_four_shelves_with_what_lies_there(make: Callable[..., Corner]) -> None:
    corner = make(**JOKES)
    found = corner.see(library.shelves)
    assert [("poster", 0), ("product_picture", 0), ("seeding", 0), ("joke", 5)] == [
        (one.shelf, one.materials) for one in found
    ]


@pytest.mark.practice("I-184")
def test_nothing_is_picked_twice_for_a_group_within_the_days_named(make: Callable[..., Corner]) -> None:
    corner = make(**JOKES)
    first = [pick(corner) for _n in range(5)]
    assert 5 == len(set(first))
    with pytest.raises(Refused) as refused:
        pick(corner)
    assert "Nothing is left on the shelf joke for 柳荫路店1群: 5 lie there." in str(refused.value)
    assert pick(corner, group="pool-1") in first
    corner.at("2026-03-15T08:59")
    with pytest.raises(Refused):
        pick(corner)
    corner.at("2026-03-15T09:00")
    assert pick(corner) in first
    (joke,) = [
        one
        for one in corner.see(lambda w: library.shelves(w, groups.get(w, "base-1")))
        if one.shelf == "joke"
    ]
    assert 4 == joke.free


def test_the_draw_does_not_follow_the_order_of_the_keys(make: Callable[..., Corner]) -> None:
    corner = make(**JOKES)
    drawn = [pick(corner, group=group) for group in ("base-1", "pool-1") for _n in range(5)]
    assert drawn[:5] != sorted(drawn[:5]) or drawn[5:] != sorted(drawn[5:])


def test_a_material_says_itself_on_which_shelf_it_lies(make: Callable[..., Corner]) -> None:
    corner = make(content={"materials": {"goods_1": {"shelf": "seeding"}}})
    assert "goods_1" == pick(corner, "seeding")


def test_an_unknown_shelf_is_refused_with_the_four(corner: Corner) -> None:
    with pytest.raises(UsageProblem) as refused:
        pick(corner, "shelf9")
    assert "poster, product_picture, seeding, joke" in str(refused.value.hint)


def test_hook_setup_keys_names_the_column_of_materials_that_were_shown() -> None:
    from franchise.plugins import Plugins

    (found,) = [a.value for a in Plugins.load().collect("franchise_setup_keys") if a.plugin == "content"]
    assert ["content__shown.material"] == [str(key.column) for key in found["cadence.materials"]]


# ---------------------------------------------------------------- gaps


def missing(corner: Corner) -> list[tuple[str, str]]:
    found = corner.see(lambda work: library.gaps(work, date(2026, 3, 6), 7))
    return [(gap.code, gap.text) for gap in found]


@pytest.mark.practice("I-186")
def test_the_four_columns_are_looked_for_and_their_slots_and_their_materials(
    make: Callable[..., Corner],
) -> None:
    corner = make(
        cadence={
            "columns": {
                "picks": {"name": "精选推荐"},
                "goods": {"repeat_days": 3},
                "chat": {"repeat_days": 0},
            }
        },
        content={"columns": {"picks": {"feature": "picks"}}},
    )
    assert [
        ("slot", "精选推荐 is in no slot."),
        ("feature", "No column has the feature flash."),
    ] == [gap for gap in missing(corner) if gap[0] in {"slot", "feature"}]
    (material,) = [text for code, text in missing(corner) if code == "material"]
    assert material.startswith("每日好物 has no material for 午间 on ")


def test_a_column_without_any_material_is_told(make: Callable[..., Corner]) -> None:
    corner = make(cadence={"materials": {"chat_1": None}})
    assert ("empty", "晚安话 has no material at all.") in missing(corner)


@pytest.mark.practice("I-180")
def test_topics_that_nothing_is_about_are_told(make: Callable[..., Corner]) -> None:
    corner = make(content={"topics": ["育儿", "养生"], "columns": {"know": {"topic": "育儿"}}})
    assert [("topic", "Nothing is about 养生.")] == [gap for gap in missing(corner) if gap[0] == "topic"]


def test_kinds_in_which_nothing_is_said_and_a_month_without_activity_are_told(corner: Corner) -> None:
    corner.at("2026-04-01T09:00")
    found = corner.see(lambda work: library.gaps(work, date(2026, 4, 2), 1))
    assert ["Nothing is said in groups of kind person."] == [gap.text for gap in found if gap.code == "kind"]
    assert 2 == sum(gap.code == "activity" for gap in found)


# ---------------------------------------------------------------- the ledger


def order(corner: Corner, group: str, *wishes: tuple[str, str, str]) -> None:
    lines = tuple(
        Wish(
            member=m,
            product=p,
            quantity=amounts.parse_quantity(q),
            unit={"wipes": "包", "rice": "盒"}[p],
            raw=m,
        )
        for m, p, q in wishes
    )
    draft = OrderDraft(mode="snapshot", wishes=lines, cancels=(), questions=())
    corner.do(lambda work: orders.submit(work, groups.get(work, group), draft))


@pytest.fixture
def shop(make: Callable[..., Corner]) -> Corner:
    corner = make(
        orders={
            "sessions": {
                "noon": {"name": "午单", "cutoff": "12:00"},
                "late": {"name": "晚单", "cutoff": "20:00"},
            }
        },
        catalog={"rice": {"name": "米粉", "unit": "盒", "price": "42", "supplier": "own"}},
        content={
            "sayings": {
                "best": {"occasion": "value", "text": "昨天大家最爱{best_seller}", "kinds": ["base"]}
            },
        },
    )
    order(
        corner.at("2026-03-05T10:00"),
        "base-1",
        ("甲", "wipes", "1"),
        ("乙", "wipes", "1"),
        ("丙", "rice", "9"),
    )
    order(corner.at("2026-03-05T15:00"), "pool-1", ("丁", "rice", "1"), ("戊", "wipes", "1"))
    return corner


@pytest.mark.practice("I-157")
def test_yesterday_s_best_seller_is_what_most_members_ordered(shop: Corner) -> None:
    shop.at("2026-03-06T09:00")
    found = shop.see(lambda work: speaking.best_sellers(work, date(2026, 3, 5)))
    assert [("wipes", "湿巾", 3, 4770), ("rice", "米粉", 2, 42000)] == [
        (one.product, one.name, one.members, one.amount) for one in found
    ]
    said = shop.see(lambda work: speaking.say(work, "best", group=groups.get(work, "base-1")))
    assert "昨天大家最爱湿巾" == said.text


def test_a_day_without_orders_has_no_best_seller(shop: Corner) -> None:
    assert "" == shop.see(lambda work: speaking.best_seller(work, date(2026, 3, 4)))


# ---------------------------------------------------------------- saying


def say(corner: Corner, what: str, group: str = "base-1", **more: object) -> str:
    return corner.see(lambda work: speaking.say(work, what, group=groups.get(work, group), **more)).text  # type: ignore[arg-type]


@pytest.mark.practice("I-199")
def test_before_there_is_a_group_it_is_said_what_it_is_for_and_asked(corner: Corner) -> None:
    said = corner.see(lambda work: speaking.say(work, "pre_group", kind="base"))
    assert "一起把娃带好\n每天一条育儿知识\n好物、福利、育儿问答\n方便拉你进群吗？" == said.text


def test_without_words_of_its_own_consent_is_asked_for_in_the_store_s_language(
    make: Callable[..., Corner],
) -> None:
    corner = make(content={"consent": ""})
    assert "May we add you to the group? You may leave whenever you like." in say(corner, "pre_group")


@pytest.mark.practice("I-111")
def test_the_rules_name_the_group(corner: Corner) -> None:
    assert say(corner, "rules").startswith("这里是柳荫路店1群，")


def test_when_no_activity_is_on_its_line_goes(corner: Corner) -> None:
    corner.at("2026-04-01T09:00")
    assert say(corner, "welcome", names=["甲"]).endswith("晚上 11 点后不发消息。")


def test_the_owner_is_the_role_s_person_or_who_keeps_the_group_or_the_role(
    make: Callable[..., Corner],
) -> None:
    corner = make(
        cadence={"roles": {"other": {"name": "值班店员"}}}, content={"kinds": {"pool": {"owner": "other"}}}
    )
    assert ("有事找文静", "有事找值班店员") == tuple(
        say(corner, "introduction", group).rpartition("\n")[2] for group in ("base-1", "pool-1")
    )


def test_value_is_said_by_another_case_each_day(corner: Corner) -> None:
    texts = [say(corner.at(f"2026-03-0{day}T10:00"), "value") for day in (6, 7, 8)]
    assert (2, True) == (len(set(texts)), texts[0] == texts[2])


def test_an_unknown_occasion_is_refused_with_the_nearest(corner: Corner) -> None:
    with pytest.raises(NotFound) as refused:
        say(corner, "wellcome")
    assert ("There is no occasion and no saying 'wellcome'.", True) == (
        str(refused.value), "welcome" in refused.value.hint,
    )  # fmt: skip


def test_a_kind_of_which_nothing_is_known_is_refused_with_the_place(corner: Corner) -> None:
    with pytest.raises(NotFound) as refused:
        corner.see(lambda work: speaking.say(work, "rules", kind="person"))
    assert "[content.kinds.person]" == refused.value.hint


def test_a_store_that_does_not_use_the_plugin_is_told_so(make: Callable[..., Corner]) -> None:
    corner = make(setup={"plugins": []}, content=None)
    with pytest.raises(Refused) as refused:
        say(corner, "rules")
    assert "The setup of hub does not use content." == str(refused.value)


# ---------------------------------------------------------------- filling in

NAMES = st.sampled_from(["group", "names", "store"])
WORDS = st.dictionaries(NAMES, st.text(alphabet="甲乙{}a\n group", max_size=8), min_size=3, max_size=3)
PARTS = st.lists(st.one_of(NAMES.map("{{{}}}".format), st.sampled_from(["你好", "\n", "，"])), max_size=12)


@given(parts=PARTS, words=WORDS)
def test_what_is_put_in_is_not_read_again(parts: list[str], words: dict[str, str]) -> None:
    text = "".join(parts)
    lines = []
    for line in text.split("\n"):
        filled = line
        for name in words:  # through marks that no word holds
            filled = filled.replace(f"{{{name}}}", f"\0{name}\0")
        for name, word in words.items():
            filled = filled.replace(f"\0{name}\0", word)
        if filled.strip() or not line.strip():
            lines.append(filled)
    assert "\n".join(lines) == fill(text, words)


@given(parts=PARTS)
def test_a_text_of_variables_alone_has_no_stray_brace(parts: list[str]) -> None:
    text = "".join(parts)
    assert not stray_braces(text)
    assert stray_braces(text + "{")
    assert set(variables(text)) == {part[1:-1] for part in parts if part.startswith("{")}
