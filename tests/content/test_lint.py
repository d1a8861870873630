"""What is wrong with a plan: how much of what, in which words, with which pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise import Wall
from franchise.cadence import Cadence, Column, Material, Post, Script, Slot
from franchise_content.findings import Finding
from franchise_content.lint import lint
from franchise_content.section import (
    ColumnFacts,
    Content,
    MaterialFacts,
    Mix,
    Saying,
    SlotFacts,
)
from franchise_content.vocabulary import STIFF

MONDAY = date(2026, 3, 2)
NOTHING = Mix(values_a_day=0, promotions_in_a_row=0, knowledge_a_week=0, products_a_day=0, needs=())
SORTS = ("value", "promotion", "talk")
COLUMNS = {
    "value": ColumnFacts(feature="knowledge", need="benefit"),
    "promotion": ColumnFacts(feature="goods"),
    "talk": ColumnFacts(sort="talk", need="mood"),
}
CADENCE = Cadence(
    slots={
        "noon": Slot(name="午间", begins=Wall(690), ends=Wall(780)),
        "owl": Slot(name="夜猫", begins=Wall(1320), ends=Wall(1350), script="owl"),
    },
    columns={key: Column(name=f"栏目{key}") for key in SORTS},
    materials={f"{key}_1": Material(column=key, text="好", picture="a.jpg") for key in SORTS},
    scripts={"owl": Script(lines=("owner: 还有谁没睡？",))},
)


def post(day: int, sort: str, *, hour: int = 12, group: str = "base-1", **changes: Any) -> Post:
    begins = (day * 24 + hour) * 3_600_000
    values: dict[str, Any] = {
        "group_id": 1, "group": group, "group_name": group, "kind": "base", "slot": "noon", "name": "午间",
        "day": (MONDAY + timedelta(days=day)).isoformat(), "nth": 0, "begins_at": begins, "ends_at": begins + 1,
        "priority": 5, "role": "", "channel": "handoff", "column": sort, "material": f"{sort}_1" if sort else "",
    }  # fmt: skip
    return Post(**{**values, **changes})


def found(
    posts: Iterable[Post],
    mix: Mix = NOTHING,
    *,
    days: int = 7,
    cadence: Cadence = CADENCE,
    groups: Mapping[str, str] | None = None,
    inactive: Iterable[str] = (),
    **section: Any,
) -> list[Finding]:
    content = Content(mix=mix, **{"columns": COLUMNS, **section})
    return lint(content, cadence, posts, groups or {"base-1": "base"}, MONDAY, days, inactive=set(inactive))


def codes(*args: Any, **more: Any) -> list[str]:
    return [finding.code for finding in found(*args, **more)]


def material(key: str = "value_1", **changes: Any) -> Cadence:
    changed = attrs.evolve(CADENCE.materials[key], **changes)
    return attrs.evolve(CADENCE, materials={**CADENCE.materials, key: changed})


# ---------------------------------------------------------------- the mix


def test_a_day_with_all_three_has_nothing_wrong() -> None:
    week = [
        post(day, sort, hour=n) for day in range(7) for n, sort in enumerate(("value", "promotion", "talk"))
    ]
    assert [] == found(week, Mix())


@pytest.mark.practice("C-10", "I-203")
@pytest.mark.parametrize(("count", "wrong"), [(1, 0), (2, 0), (3, 1), (6, 1)])
def test_promotions_in_a_row_are_told_from_the_third_on(count: int, wrong: int) -> None:
    streak = [post(0, "promotion", hour=n) for n in range(count)]
    told = found(streak, attrs.evolve(NOTHING, promotions_in_a_row=2))
    assert wrong == len(told)
    if wrong:
        assert f"{count} promotions follow one another" in told[0].text
        assert ("error", ("2026-03-02",), ("base-1",)) == (told[0].severity, told[0].days, told[0].groups)


def test_a_streak_runs_on_over_night_and_ends_with_anything_else() -> None:
    mix = attrs.evolve(NOTHING, promotions_in_a_row=2)
    night = [post(0, "promotion", hour=21), post(0, "promotion", hour=22), post(1, "promotion", hour=8)]
    assert ["streak"] == codes(night, mix)
    assert [] == codes([*night, post(1, "talk", hour=7)], mix)


def test_each_group_has_streaks_of_its_own() -> None:
    mix = attrs.evolve(NOTHING, promotions_in_a_row=2)
    posts = [post(0, "promotion", hour=n, group=f"base-{1 + n % 2}") for n in range(4)]
    assert [] == codes(posts, mix, groups={"base-1": "base", "base-2": "base"})


@pytest.mark.practice("C-10", "I-152")
def test_a_day_without_anything_of_value_is_told_with_its_day() -> None:
    (told,) = found(
        [post(0, "value"), post(1, "talk"), post(2, "value")], attrs.evolve(NOTHING, values_a_day=1), days=3
    )
    assert ("value", ("2026-03-03",)) == (told.code, told.days)


@pytest.mark.practice("I-172")
def test_a_day_without_a_product_is_told_and_a_paired_product_counts() -> None:
    mix = attrs.evolve(NOTHING, products_a_day=1)
    assert ["product"] == codes([post(0, "value")], mix, days=1)
    assert [] == codes([post(0, "promotion")], mix, days=1)
    assert [] == codes([post(0, "value")], mix, days=1, materials={"value_1": MaterialFacts(product="wipes")})
    assert [] == codes(
        [post(0, "talk")], mix, days=1, materials={"talk_1": MaterialFacts(shows=("product",))}
    )


@pytest.mark.practice("I-170", "I-152")
def test_seven_days_without_knowledge_are_told_once() -> None:
    mix = attrs.evolve(NOTHING, knowledge_a_week=1)
    assert ["knowledge"] == codes([post(0, "talk")], mix)
    assert [] == codes([post(6, "value")], mix)
    assert ["knowledge"] == codes([post(7, "value")], mix, days=7)
    assert ["knowledge"] == codes([post(0, "value")], mix, days=14)
    assert [] == codes([post(0, "talk")], mix, days=6)  # no whole week is looked at


@pytest.mark.practice("I-191")
def test_a_need_that_nothing_serves_is_told() -> None:
    mix = attrs.evolve(NOTHING, needs=("shopping", "benefit", "mood"))
    told = found([post(0, "promotion"), post(1, "talk")], mix)
    assert [
        ("need", "warning", "Nothing in the seven days from 2026-03-02 on serves the need for benefit.")
    ] == [(f.code, f.severity, f.text) for f in told]


@pytest.mark.practice("I-161")
@pytest.mark.parametrize(("voices", "wrong"), [(0, True), (1, True), (2, False), (3, False), (4, True)])
def test_voice_messages_come_two_or_three_times_a_week(voices: int, wrong: bool) -> None:
    mix = attrs.evolve(NOTHING, voices_least=2, voices_most=3)
    cadence = material("talk_1", form="voice")
    assert wrong == (
        "voice" in codes([post(n, "talk") for n in range(voices)] + [post(6, "value")], mix, cadence=cadence)
    )


@pytest.mark.parametrize("status", ["missed", "refused", "dropped", "deferred"])
def test_what_does_not_reach_its_readers_does_not_count(status: str) -> None:
    assert ["value"] == codes(
        [post(0, "value", status=status)], attrs.evolve(NOTHING, values_a_day=1, kinds=("base",)), days=1
    )


@pytest.mark.parametrize("status", ["waiting", "done"])
def test_what_is_ready_or_posted_counts(status: str) -> None:
    assert [] == codes([post(0, "value", status=status)], attrs.evolve(NOTHING, values_a_day=1), days=1)


def test_what_goes_to_single_members_does_not_count_in_the_group() -> None:
    mix = attrs.evolve(NOTHING, values_a_day=1, kinds=("base",))
    assert ["value"] == codes([post(0, "value", private=True)], mix, days=1)


def test_the_mix_is_that_of_the_kinds_named_posts_or_not() -> None:
    mix = attrs.evolve(NOTHING, values_a_day=1, kinds=("base",))
    told = found(
        [post(0, "talk", group="theme-1")], mix, days=1, groups={"theme-1": "theme", "base-1": "base"}
    )
    assert [("value", ("base-1",))] == [(f.code, f.groups) for f in told]


def test_what_nothing_is_said_of_is_told_with_the_place_to_say_it() -> None:
    told = found([post(0, "talk"), post(1, "", slot="owl", name="夜猫")], columns={})
    assert ["[content.columns.talk] sort", "[content.slots.owl] sort"] == [f.where for f in told]
    assert [] == found([post(1, "", slot="owl")], slots={"owl": SlotFacts(sort="promotion")})


# ---------------------------------------------------------------- words and pictures


@pytest.mark.practice("I-195")
@pytest.mark.parametrize(("steps", "picture", "wrong"), [(3, "", 0), (4, "", 1), (4, "a.jpg", 0)])
def test_more_than_three_steps_want_a_picture(steps: int, picture: str, wrong: int) -> None:
    text = "\n".join(f"{n}. 做这个" for n in range(1, steps + 1))
    told = found([post(0, "value")], cadence=material(text=text, picture=picture))
    assert [("steps", "error")] * wrong == [(f.code, f.severity) for f in told]


def test_steps_that_the_text_does_not_show_can_be_told() -> None:
    cadence = material(picture="")
    assert ["steps"] == codes(
        [post(0, "value")], cadence=cadence, materials={"value_1": MaterialFacts(steps=4)}
    )


def test_a_saying_with_many_steps_wants_a_picture_too_but_rules_are_no_steps() -> None:
    text = "{group}\n1. 甲\n2. 乙\n3. 丙\n4. 丁"
    assert ["steps"] == codes([], sayings={"v": Saying(occasion="value", text=text)})
    assert [] == codes([], sayings={"v": Saying(occasion="value", text=text, picture="a.jpg")})
    assert [] == codes([], sayings={"r": Saying(occasion="rules", text=text)})
    assert [] == codes([], sayings={"i": Saying(occasion="introduction", text=text)})


def test_a_list_that_is_no_instruction_can_be_told() -> None:
    cadence = material(text="1. 湿巾\n2. 米粉\n3. 奶瓶\n4. 布书", picture="")
    assert [] == codes([post(0, "value")], cadence=cadence, materials={"value_1": MaterialFacts(steps=0)})


@pytest.mark.practice("I-162")
@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"picture": ""}, ["It has no picture."]),
        ({"text": ""}, ["It has no words."]),
        ({"form": "article", "picture": "", "link": "https://example.com/a"}, []),
        ({"form": "link", "picture": "", "link": "https://example.com/a"}, ["It has no picture."]),
        ({"form": "video"}, []),
    ],
)  # fmt: skip
def test_every_display_has_picture_and_text(changes: dict, wrong: list[str]) -> None:
    mix = attrs.evolve(NOTHING, pictured=("value", "promotion"))
    told = found([post(0, "value")], mix, cadence=material(**changes))
    assert wrong == [f.text for f in told]


def test_talk_may_do_without_a_picture() -> None:
    mix = attrs.evolve(NOTHING, pictured=("value", "promotion"))
    assert [] == found([post(0, "talk")], mix, cadence=material("talk_1", picture=""))


@pytest.mark.practice("I-194")
@pytest.mark.parametrize("phrase", STIFF)
def test_what_offices_write_is_told(phrase: str) -> None:
    told = found([post(0, "value")], cadence=material(text=f"早上好，{phrase}。"))
    assert [("stiff", "warning", "[cadence.materials.value_1] text")] == [
        (f.code, f.severity, f.where) for f in told if f"“{phrase}”" in f.text
    ]


def test_spaces_and_width_hide_no_phrase_and_scenes_and_sayings_are_read_too() -> None:
    assert ["stiff"] == codes(
        [post(0, "value")], cadence=material(text="ＮＯＴＩＣＥ: 特 此\n通知"), stiff=("特此通知",)
    )
    scene = attrs.evolve(CADENCE, scripts={"owl": Script(lines=("owner: 特此通知",))})
    told = found([post(0, "", slot="owl")], cadence=scene, slots={"owl": SlotFacts(sort="talk")})
    assert ["[cadence.scripts.owl] lines"] == [f.where for f in told]
    told = found([], sayings={"case": Saying(occasion="value", text="请知悉")})
    assert ["[content.sayings.case] text"] == [f.where for f in told]


def test_a_variable_between_two_words_makes_no_phrase() -> None:
    assert [] == codes([post(0, "value")], cadence=material(text="特此{group}通知"))


@pytest.mark.practice("I-183")
def test_a_product_that_is_no_longer_sold_is_told() -> None:
    told = found([post(0, "value")], materials={"value_1": MaterialFacts(product="milk")}, inactive=["milk"])
    assert [("product_gone", "error", "[content.materials.value_1] product")] == [
        (f.code, f.severity, f.where) for f in told
    ]


@pytest.mark.practice("I-183")
def test_knowledge_without_a_product_is_told_where_it_must_be_paired() -> None:
    mix = attrs.evolve(NOTHING, paired=True)
    assert ["unpaired"] == codes([post(0, "value")], mix)
    assert [] == codes([post(0, "value")], mix, materials={"value_1": MaterialFacts(product="wipes")})
    assert [] == codes([post(0, "talk")], mix)


@pytest.mark.practice("I-156")
def test_a_slot_wants_one_of_the_seven_kinds() -> None:
    slots = {
        "noon": SlotFacts(
            shows=("firm", "knowledge", "selling_points", "praise", "comments", "product", "event")
        )
    }
    assert ["shows"] == codes([post(0, "talk")], slots=slots)
    assert [] == codes([post(0, "talk")], slots=slots, materials={"talk_1": MaterialFacts(shows=("praise",))})
    assert [] == codes([post(0, "promotion")], slots=slots)


@pytest.mark.practice("I-155")
def test_a_material_without_its_source_is_told_where_sources_are_wanted() -> None:
    columns = {**COLUMNS, "value": ColumnFacts(feature="knowledge", source=True)}
    assert ["source"] == codes([post(0, "value")], columns=columns)
    assert [] == codes([post(0, "value")], columns=columns, cadence=material(source="新闻哥"))


@pytest.mark.practice("I-186")
def test_a_column_that_has_run_out_is_told() -> None:
    (told,) = found([post(0, "value", material="", gap=True)])
    assert ("gap", "[cadence.columns.value]", "栏目value has no material for 午间.") == (
        told.code,
        told.where,
        told.text,
    )


def test_the_same_for_several_groups_and_days_is_told_once() -> None:
    posts = [post(day, "value", group=group) for day in (1, 0) for group in ("base-2", "base-1")]
    (told,) = found(posts, cadence=material(text="请知悉"), groups={"base-1": "base", "base-2": "base"})
    assert (("2026-03-02", "2026-03-03"), ("base-1", "base-2")) == (told.days, told.groups)


# ---------------------------------------------------------------- for any plan

PLANS = st.lists(
    st.builds(
        post,
        st.integers(0, 13),
        st.sampled_from(SORTS),
        hour=st.integers(0, 23),
        group=st.sampled_from(["base-1", "base-2"]),
        status=st.sampled_from(["planned", "planned", "done", "missed", "dropped"]),
    ),
    max_size=60,
    unique_by=lambda p: (p.group, p.begins_at),
)
GROUPS = {"base-1": "base", "base-2": "base"}


def counted(posts: Iterable[Post], group: str) -> list[Post]:
    reach = [p for p in posts if p.group == group and p.status in {"planned", "done"}]
    return sorted(reach, key=lambda p: p.begins_at)


def longest_run(sorts: list[str]) -> int:
    best = run = 0
    for sort in sorts:
        run = run + 1 if sort == "promotion" else 0
        best = max(best, run)
    return best


@given(posts=PLANS, most=st.integers(1, 5))
def test_a_streak_is_told_exactly_where_one_is_too_long(posts: list[Post], most: int) -> None:
    told = found(posts, attrs.evolve(NOTHING, promotions_in_a_row=most), days=14, groups=GROUPS)
    wrong = {g for g in GROUPS if longest_run([p.column for p in counted(posts, g)]) > most}
    assert wrong == {group for f in told for group in f.groups}


@given(posts=PLANS, least=st.integers(1, 3))
def test_value_is_wanting_on_exactly_the_days_that_have_too_little(posts: list[Post], least: int) -> None:
    told = found(
        posts, attrs.evolve(NOTHING, values_a_day=least, kinds=("base",)), days=14, groups={"base-1": "base"}
    )
    per_day = {(MONDAY + timedelta(days=n)).isoformat(): 0 for n in range(14)}
    for p in counted(posts, "base-1"):
        per_day[p.day] += p.column == "value"
    assert sorted(day for day, count in per_day.items() if count < least) == [
        day for f in told for day in f.days
    ]


@given(posts=PLANS, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_posts_come_does_not_matter(posts: list[Post], seed: Any) -> None:
    shuffled = list(posts)
    seed.shuffle(shuffled)
    assert found(posts, Mix(), days=14, groups=GROUPS) == found(shuffled, Mix(), days=14, groups=GROUPS)


@given(posts=PLANS, day=st.integers(0, 13))
def test_more_of_value_never_makes_a_plan_worse(posts: list[Post], day: int) -> None:
    more = [*posts, post(day, "value", hour=25, group="base-1")]  # at an hour that no other post has
    mix = Mix(kinds=("base",))
    before = {
        (f.code, d, g) for f in found(posts, mix, days=14, groups=GROUPS) for d in f.days for g in f.groups
    }
    after = {
        (f.code, d, g) for f in found(more, mix, days=14, groups=GROUPS) for d in f.days for g in f.groups
    }
    assert after <= before


@given(posts=PLANS)
def test_each_group_is_judged_by_itself(posts: list[Post]) -> None:
    def said(some: list[Post], groups: Mapping[str, str]) -> set[tuple[str, str, str, str]]:
        told = found(some, Mix(kinds=("base",)), days=14, groups=groups)
        return {(f.code, f.text, d, g) for f in told for d in f.days for g in f.groups}

    apart = [said([p for p in posts if p.group == g], {g: "base"}) for g in GROUPS]
    assert said(posts, GROUPS) == apart[0] | apart[1]
