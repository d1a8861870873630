"""The two documents of the example: what they plan, day by day, and what seven stores come to in ninety days."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.motherbaby.nursery import EXAMPLE

from franchise import FixedClock, Franchise, SetupInvalid, cadence, groups, stores
from franchise.cadence.planner import plan
from franchise.cadence.values import Audience
from franchise.clock import instant, local
from franchise_motherbaby.chain import PROVEN

ZONE = "Asia/Shanghai"
KINDS = ("base", "advanced", "core", "theme")
TUESDAY = date(2026, 4, 7)


@pytest.fixture
def still() -> FixedClock:
    return FixedClock(instant("2026-04-06T06:00", ZONE))


@pytest.fixture
def program(tmp_path: Path, still: FixedClock) -> Iterator[Franchise]:
    with Franchise.open(str(tmp_path / "f.db"), clock=still, actor="tester") as app:
        yield app


@pytest.fixture
def store(program: Franchise) -> str:
    doc = program.load_setup(EXAMPLE / "hq.toml")
    program.create_store("here", doc, stores.read_answers(program.schema, doc, EXAMPLE / "store.toml"))
    with program.work("here") as work:
        for kind in KINDS:
            groups.create(work, kind, key=kind, place="烘焙" if kind == "theme" else "")
    return "here"


@pytest.fixture
def days(program: Franchise, store: str) -> Callable[..., list[cadence.Post]]:
    """The posts that are planned in a group from a day on."""

    def found(group: str, first: date, count: int = 1) -> list[cadence.Post]:
        with program.view(store) as work:
            posts = cadence.agenda(work, first, count).posts
        return [p for p in posts if p.group == group and p.status == "planned"]

    return found


def window(post: cadence.Post) -> tuple[str, str, str]:
    begins, ends = (local(at, ZONE).strftime("%H:%M") for at in (post.begins_at, post.ends_at))
    return (post.slot, begins, ends)


FOUR = [
    ("morning", "07:30", "09:00"),
    ("noon", "11:30", "13:00"),
    ("evening", "17:30", "19:00"),
    ("night", "22:00", "22:30"),
]


@pytest.mark.practice("I-144", "I-145", "I-146", "I-147", "I-148", "C-03")
def test_four_posts_a_day_in_the_four_windows(days: Callable[..., list[cadence.Post]]) -> None:
    assert [window(p) for p in days("advanced", date(2026, 4, 8))] == FOUR
    for offset in range(20, 40):  # after the course of the first two weeks
        assert FOUR == [window(p) for p in days("base", date(2026, 4, 7) + timedelta(days=offset))]


@pytest.mark.practice("I-145", "I-146", "I-147", "I-148")
def test_each_window_takes_the_forms_that_belong_to_it(program: Franchise, store: str) -> None:
    with program.view(store) as work:
        section = work.setup.get("cadence")
        posts = [p for p in cadence.agenda(work, TUESDAY, 28).posts if p.material]
    wanted = {
        "morning": {"picture", "article"},
        "noon": {"picture", "article", "video"},
        "evening": {"picture", "article", "video"},
        "night": {"picture", "text"},
    }
    for slot, forms in wanted.items():
        used = {section.materials[p.material].form for p in posts if p.slot == slot}
        assert forms == used, slot


def test_no_material_is_lacking_in_four_weeks(program: Franchise, store: str) -> None:
    with program.view(store) as work:
        found = cadence.agenda(work, TUESDAY, 28)
    assert [] == [n.text for n in found.notices if n.code in {"gap", "capacity", "sense", "rate"}]


@pytest.mark.practice("I-107", "I-148")
def test_nothing_is_ever_planned_in_the_curfew(program: Franchise, store: str) -> None:
    with program.view(store) as work:
        for post in cadence.agenda(work, TUESDAY, 60).posts:
            for at in (post.begins_at, post.ends_at - 1):
                assert 7 <= local(at, ZONE).hour < 23


@pytest.mark.practice("I-167", "I-168")
def test_flash_sales_on_tuesdays_votes_on_fridays(days: Callable[..., list[cadence.Post]]) -> None:
    found = [p for p in days("core", TUESDAY, 28) if p.slot in {"flash", "vote"}]
    assert {("flash", 1), ("vote", 4)} == {(p.slot, date.fromisoformat(p.day).weekday()) for p in found}
    assert {"flash": 4, "vote": 4} == Counter(p.slot for p in found)


@pytest.mark.practice("I-063", "I-150", "I-151")
def test_the_night_owl_and_the_quiz_are_for_the_core_tier_alone(program: Franchise, store: str) -> None:
    with program.view(store) as work:
        found = [p for p in cadence.agenda(work, TUESDAY, 14).posts if p.slot in {"owl", "quiz"}]
    assert {"core"} == {p.group for p in found}
    assert {("owl", "22:00", "22:30"), ("quiz", "09:00", "09:20")} == {window(p) for p in found}
    assert 2 == sum(p.slot == "owl" for p in found)


@pytest.mark.practice("I-160")
def test_the_course_has_fourteen_days_and_ends(days: Callable[..., list[cadence.Post]]) -> None:
    lessons = [p for p in days("base", date(2026, 4, 6), 21) if p.slot == "course"]
    assert list(range(1, 15)) == [p.nth for p in lessons]
    assert [f"lesson_{n:02d}" for n in range(1, 15)] == [p.material for p in lessons]
    assert ("2026-04-06", "2026-04-19") == (lessons[0].day, lessons[-1].day)


@pytest.mark.practice("I-066", "I-067")
def test_theme_groups_hear_of_their_days_also_in_short_months(
    days: Callable[..., list[cadence.Post]],
) -> None:
    found = [p.day for p in days("theme", date(2026, 4, 7), 60)]
    assert [
        "2026-04-08", "2026-04-24", "2026-04-30", "2026-05-01", "2026-05-08", "2026-05-24", "2026-05-31",
        "2026-06-01",
    ] == found[:8]  # fmt: skip


@pytest.mark.practice("I-059", "I-152")
def test_the_base_tier_gets_its_free_knowledge_every_week(
    days: Callable[..., list[cadence.Post]],
) -> None:
    found = [date.fromisoformat(p.day) for p in days("base", TUESDAY, 28) if p.column == "parenting"]
    weeks = Counter((day - TUESDAY).days // 7 for day in found)
    assert 4 == len(weeks)
    assert min(weeks.values()) >= 1


@pytest.mark.practice("I-164")
def test_the_lines_of_tuesdays_scene_are_a_minute_or_two_apart(
    program: Franchise, store: str, still: FixedClock
) -> None:
    still.at = instant("2026-04-07T20:00", ZONE)
    with program.view(store) as work:
        packs = cadence.packs(work, slot="flash")
    assert ["文静", "阿宁"] == [p.person for p in packs]
    times = [line.at for line in packs[0].lines]
    assert all(60_000 <= b - a <= 120_000 for a, b in pairwise(times))
    assert [True, True, False, True] == [line.own for line in packs[0].lines]


@pytest.mark.practice("I-154", "I-156", "I-158", "I-159", "I-166", "C-03")
def test_the_other_preset_has_its_own_windows(tmp_path: Path, program: Franchise) -> None:
    section = program.schema.effective(program.load_setup(EXAMPLE / "funnel.toml")).get("cadence")
    made = instant("2026-04-06T06:00", ZONE)
    pond = Audience(group_id=1, key="pond", name="鱼塘1群", kind="pond", created_at=made)
    found = plan(section, [pond], TUESDAY, 1, zone=ZONE).posts
    assert [
        ("morning", "07:30", "08:30"), ("strength", "11:00", "12:00"), ("afternoon", "13:00", "16:00"),
        ("backstage", "17:00", "18:00"), ("lesson", "19:30", "19:55"), ("sign_in", "20:00", "20:15"),
    ] == [window(p) for p in found]  # fmt: skip
    assert (5, ("order_show", "mini_game"), ("没有露脸", "没有保密内容")) == (
        section.slots["morning"].interaction,
        section.slots["afternoon"].activities,
        section.slots["backstage"].checklist,
    )


@pytest.mark.practice("I-068", "I-069", "I-070")
def test_the_funnels_groups_are_entered_freely_by_a_lead_item_and_by_spending_or_card(
    program: Franchise,
) -> None:
    rules = program.schema.effective(program.load_setup(EXAMPLE / "funnel.toml")).get("admission")
    assert {
        "pond": ("open",), "transit": ("lead_item",), "core": ("spending", "member_card"),
    } == {kind: rules[kind].mechanisms for kind in rules}  # fmt: skip
    assert "any" == rules["core"].combine


def test_a_setup_that_does_not_use_the_plugin_cannot_name_its_mechanisms(program: Franchise) -> None:
    with pytest.raises(SetupInvalid, match="motherbaby"):
        program.schema.parse(
            {
                "setup": {"name": "x"},
                "groups": {"pond": {"unit": "store"}},
                "admission": {"pond": {"mechanisms": ["open"]}},
            }
        )


# -------------------------------------------------------------------- the demo


def demo(folder: Path, *words: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "franchise", "demo", "mother_baby_chain", *words],
        cwd=folder,
        env={**os.environ, "FRANCHISE_LANG": lang, "FRANCHISE_ACTOR": "tester"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("demo")
    done = demo(folder, "--json")
    assert (0, "") == (done.returncode, done.stderr)
    return folder, json.loads(done.stdout)


def test_the_demo_shows_seven_stores_and_the_first_is_proven(shown) -> None:
    _folder, data = shown
    names = [row["store"] for row in data["stores"]]
    assert (7, PROVEN, 3) == (len(names), names[0], len({name.split("-")[0] for name in names}))
    assert "5/5" == data["stores"][0]["gate"]
    assert all(row["joined"] > 40 and row["bought"] > 50 and row["posts"] > 50 for row in data["stores"])


def test_the_demo_shows_a_promotion_and_a_waiting_pool_at_work(shown) -> None:
    _folder, data = shown
    assert {"advanced", "core"} == {row["tier"] for row in data["proposed"]}
    assert {"member", "waiting"} == {row["state"] for row in data["placed"]}
    assert data["waiting"][0]["name"] == data["moved_up"]
    assert [row["name"] for row in data["waiting"][1:]] == [row["name"] for row in data["waiting_then"]]


@pytest.mark.practice("I-007")
def test_the_demo_shows_what_differs_between_two_clones(shown) -> None:
    _folder, data = shown
    assert {
        "cadence.capacity", "cadence.slots.flash.begins", "cadence.slots.flash.ends", "catalog.milk1.price",
        "groups.core.capacity",
    } == {row["path"] for row in data["differences"]}  # fmt: skip


def test_the_demo_writes_packs_in_the_stores_language(shown) -> None:
    _folder, data = shown
    assert 2 == len(data["packs"])
    assert all("文静" in text for text in data["packs"])


def said(data: dict[str, object], words: str) -> list[dict[str, object]]:
    """What the commands of the scene that begin so said, in their order."""
    return [one for one in data["good_order"] if one["command"].startswith(words)]


@pytest.mark.practice("I-129", "I-141")
def test_the_scene_plans_shifts_and_finds_the_gap_of_the_weekend(shown) -> None:
    _folder, data = shown
    (plan,) = said(data, "crew shifts")
    gaps = [(row["begins"][:10], row["shift"]) for row in plan["said"] if row["missing"]]
    assert (1, [("2026-04-11", "late"), ("2026-04-12", "late")]) == (plan["status"], gaps)


@pytest.mark.practice("I-200")
def test_the_scene_welcomes_a_newcomer_within_a_minute(shown) -> None:
    _folder, data = shown
    (task,) = said(data, "task list")[0]["said"]
    (shown_task,) = said(data, "task show")[:1]
    assert ("content.welcome", "2026-04-07T16:21:00+08:00") == (task["kind"], task["due_at"])
    assert "欢迎@小满妈妈" in json.dumps(shown_task["said"], ensure_ascii=False)


@pytest.mark.practice("I-108", "I-116", "C-17")
def test_the_scene_warns_first_then_removes_with_evidence(shown) -> None:
    folder, data = shown
    rehearsed, really, later = said(data, "group ingest")
    assert [0, 0, 0] == [rehearsed["status"], really["status"], later["status"]]
    assert ["houserules.kick"] == [task["kind"] for task in later["said"]["tasks"]]
    without, with_file = said(data, "task done")[2:]
    assert (1, 0) == (without["status"], with_file["status"])
    with Franchise.open(str(folder / "papers/mother_baby_chain/demo.db")) as app, app.view(PROVEN) as work:
        group = groups.get(work, "core-1")
        inside = {name: m.state for m in groups.members(work, group) for name in m.names}
    assert ("left", "member") == (inside["暖丸妈妈"], inside["米甜妈妈"])


def test_the_scene_lints_a_week_and_rehearses_the_upgrade_of_the_clones(shown) -> None:
    _folder, data = shown
    (lint,), (upgrade,) = said(data, "content lint"), said(data, "upgrade")
    assert (1, {"streak", "value"}) == (lint["status"], {row["code"] for row in lint["said"]})
    assert 6 == len(upgrade["said"]["stores"])


def test_the_demos_database_can_be_looked_at_afterwards(shown) -> None:
    folder, _data = shown
    env = {**os.environ, "FRANCHISE_LANG": "en", "FRANCHISE_NOW": "2026-04-07T07:40"}
    base = ["--db", "papers/mother_baby_chain/demo.db", "--store", PROVEN]
    for words, wanted in (
        (["motherbaby", "sources"], "hospital_class"),
        (["motherbaby", "tiers"], "advanced"),
        (["motherbaby", "activities"], "2026-04-08"),
        (["motherbaby", "followups"], "2026-"),
        (["motherbaby", "members", "--group", "core-1"], "core"),
        (["motherbaby", "due"], "group"),
        (["motherbaby", "rename"], "wanted"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "franchise", *base, *words],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (0, True) == (done.returncode, wanted in done.stdout), (words, done.stderr)
