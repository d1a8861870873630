"""Packs: what one person pastes in one slot, exactly as it is to be pasted."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from tests.cadence.sample import Room, slot

from franchise import Franchise, cadence
from franchise.messages import language

SCENE = {
    "owl": {
        "lines": [
            "owner: 大家睡了吗？有没有没睡的？",
            "fan：没呢，{store}还开着？",
            "owner: 今晚 18 元，限 10 瓶",
        ]
    }
}
NIGHT = {"night": slot("22:00", "22:30", script="owl", role="owner", name="夜猫行动")}
PEOPLE = {"cadence": {"roles": {"owner": {"person": "王芳"}, "fan": {"person": "陈丽"}}}}


def test_a_pack_is_for_one_person_and_slot_and_names_every_group(room: Room):
    with language("en"):
        found = room.texts()
    assert 4 == len(found)
    assert (
        "【whoever is on duty】 2026-03-05 07:30–09:00 早安（问候）\n"
        "Into: 青禾会员1群, 青禾会员2群\n"
        "\n"
        "Picture: g1.jpg\n"
        "--------\n"
        "早上好\n"
        "--------\n"
    ) == found[0]


def test_what_is_between_the_rules_is_what_is_pasted_to_the_letter(app: Franchise):
    text = "第一行 😀👨‍👩‍👧\n\n  · 缩进的一行\n原价 38，现价 18！"
    room = Room.make(
        app,
        slots={"a": slot(columns=["c"])},
        columns={"c": {"name": "好物"}},
        materials={"m": {"column": "c", "text": text}},
    )
    (shown,) = room.texts()
    assert text == shown.split("--------\n")[1].removesuffix("\n")


@pytest.mark.practice("I-164", "I-140")
def test_a_scene_gives_each_person_their_own_lines_with_times_and_the_others_as_cues(app: Franchise):
    room = Room.make(app, kinds=["core"], slots=NIGHT, scripts=SCENE, answers=PEOPLE)
    owner, fan = room.packs()
    assert (("王芳", [True, False, True]), ("陈丽", [False, True, False])) == (
        (owner.person, [line.own for line in owner.lines]),
        (fan.person, [line.own for line in fan.lines]),
    )
    times = [line.at for line in owner.lines]
    assert times == [line.at for line in fan.lines]
    assert all(60_000 <= b - a <= 120_000 for a, b in itertools.pairwise(times))
    shown = cadence.text(fan, room.zone)
    assert "(22:00:00 王芳: 大家睡了吗？有没有没睡的？)" in shown
    assert "--------\n没呢，青禾还开着？\n--------" in shown


def test_a_scene_begins_when_it_was_made_ready(app: Franchise):
    room = Room.make(app, kinds=["core"], slots=NIGHT, scripts=SCENE)
    room.at("2026-03-05T22:10").fill()
    assert [e["due_at"] for e in room.outbox()] == [line.at for line in room.packs()[0].lines]


@pytest.mark.practice("I-154", "I-158", "I-159")
def test_a_pack_says_what_to_look_at_before_and_what_to_do_after(app: Franchise):
    work = slot(
        "17:00",
        "18:00",
        checklist=["没有露脸"],
        interaction=5,
        activities=["order_show", "mini_game"],
        note="收好截图",
    )
    room = Room.make(app, slots={"work": work})
    with language("en"):
        (shown,) = room.texts()
    assert [
        "  □ 没有露脸",
        "收好截图",
        "With it: order_show, mini_game",
        "Then talk with members for 5 minutes.",
    ] == [line for line in shown.splitlines() if line.startswith(("  □", "收好", "With", "Then"))]


@pytest.mark.practice("I-186")
def test_a_pack_without_material_says_so_instead_of_being_left_out(app: Franchise):
    room = Room.make(app, slots={"a": slot(columns=["c"])}, columns={"c": {"name": "好物"}}, materials={})
    with language("en"):
        (shown,) = room.texts()
    assert "please write something yourself" in shown


def test_a_text_with_the_groups_name_is_a_pack_for_each_group(app: Franchise):
    room = Room.make(
        app,
        slots={"a": slot(columns=["c"])},
        columns={"c": {"name": "好物"}},
        materials={"m": {"column": "c", "text": "欢迎来到{group}，今天是{day}"}},
    )
    assert ["欢迎来到青禾会员1群，今天是2026-03-05", "欢迎来到青禾会员2群，今天是2026-03-05"] == [
        pack.lines[0].text for pack in room.packs()
    ]


def test_what_is_done_or_over_leaves_the_packs_and_comes_back_with_everything(room: Room):
    room.at("2026-03-05T08:00").done("morning", group=["base-1"])
    assert [("morning", ("青禾会员2群",))] == [
        (p.slot, p.groups) for p in room.packs() if p.slot == "morning"
    ]
    room.at("2026-03-05T12:00")
    assert ["lunch", "evening", "night"] == [p.slot for p in room.packs()]
    assert {"done", "missed", "planned"} == {p.status for p in room.packs(everything=True)}


def test_packs_can_be_had_for_tomorrow_a_slot_a_person_or_a_group(app: Franchise):
    room = Room.make(app, kinds=["base", "core"], slots=NIGHT, scripts=SCENE, answers=PEOPLE)
    assert ["2026-03-06"] * 2 == [p.day for p in room.packs(date(2026, 3, 6))]
    assert [] == room.packs(slot="morning")
    assert 2 == len(room.packs(slot="夜猫行动"))
    assert (
        {"陈丽"}
        == {p.person for p in room.packs(person="陈丽")}
        == {p.person for p in room.packs(person="气氛组")}
    )
    assert [("青禾核心1群",)] * 2 == [p.groups for p in room.packs(group=["core-1"])]


def test_tomorrows_pack_is_the_one_that_tomorrow_brings(room: Room):
    room.fill()
    ahead = [[line.text for line in p.lines] for p in room.packs(date(2026, 3, 6))]
    for at in ("07:30", "11:30", "17:30"):
        room.at(f"2026-03-05T{at}").fill()
    assert ahead == [[line.text for line in p.lines] for p in room.at("2026-03-06T00:00").packs()]


def test_packs_are_files_by_day_and_person_and_json(app: Franchise, tmp_path):
    from franchise.cadence import writing

    room = Room.make(app, kinds=["core"], slots=NIGHT, scripts=SCENE, answers=PEOPLE)
    found = room.packs()
    texts = room.texts()
    files = writing.write(tmp_path, found, texts, room.zone)
    assert ["2026-03-05/王芳/2200 夜猫行动.txt", "2026-03-05/陈丽/2200 夜猫行动.txt"] == [
        str(file.relative_to(tmp_path)) for file in files
    ]
    assert texts == [file.read_text(encoding="utf-8") for file in files]
    data = json.loads(json.dumps(writing.data(found[0], room.zone)))
    assert ("2026-03-05T22:00:00+08:00", "王芳", True) == (
        data["begins_at"],
        data["person"],
        data["lines"][0]["own"],
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b", "con:1", ""])
def test_a_persons_name_cannot_lead_out_of_the_folder(app: Franchise, tmp_path, name):
    from franchise.cadence import writing

    answers = {"cadence": {"roles": {"owner": {"person": name}}}}
    room = Room.make(app, kinds=["core"], slots={"a": slot(role="owner", name="../x")}, answers=answers)
    (file,) = writing.write(tmp_path / "out", room.packs(), room.texts(), room.zone)
    assert file.resolve().is_relative_to((tmp_path / "out" / "2026-03-05").resolve())
