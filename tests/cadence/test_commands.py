"""`franchise cadence` as people and programs use it, in real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SETUP = """
[setup]
name = "mother"

[tables]
"cadence.materials" = "materials.csv"

[groups.base]
unit = "store"
name = "{store}会员{number}群"

[cadence.roles.owner]
name = "群主"

[cadence.columns.greeting]
name = "问候"

[cadence.slots.morning]
name = "早安"
begins = 07:30:00
ends = 09:00:00
columns = ["greeting"]
role = "owner"
priority = 9

[cadence.slots.night]
name = "晚安"
begins = 22:00:00
ends = 22:30:00
columns = ["greeting"]
role = "owner"
"""
MATERIALS = (
    "key,column,form,text,picture\ng1,greeting,picture,早上好,g1.jpg\ng2,greeting,picture,晚安,g2.jpg\n"
)


class Desk:
    """A terminal in the shop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "setup.toml").write_text(SETUP, encoding="utf-8")
        (folder / "materials.csv").write_text(MATERIALS, encoding="utf-8")

    def run(self, *args: str, now: str = "2026-03-05T07:00", status: int = 0, lang: str = "en") -> str:
        done = self.say(*args, now=now, lang=lang)
        assert status == done.returncode, done.stderr
        return done.stdout

    def say(
        self, *args: str, now: str = "2026-03-05T07:00", lang: str = "en"
    ) -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "FRANCHISE_DB": str(self.folder / "f.db"),
            "FRANCHISE_NOW": now,
            "FRANCHISE_LANG": lang,
            "FRANCHISE_ACTOR": "tester",
        }
        command = [sys.executable, "-m", "franchise", *args]
        return subprocess.run(command, capture_output=True, text=True, env=env, check=False, cwd=self.folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run(
        "store",
        "new",
        "qh",
        "--setup",
        "setup.toml",
        "--set",
        "store.name=青禾",
        "--set",
        "cadence.roles.owner.person=王芳",
    )
    made.run("group", "new", "base")
    made.run("group", "new", "base")
    return made


def test_today_is_a_row_for_each_slot_and_group(desk: Desk):
    lines = desk.run("cadence", "today").splitlines()
    assert "time\tslot\tname\tgroup\tcolumn\tmaterial\tperson\tstatus\treason" == lines[0]
    assert "07:30-09:00\tmorning\t早安\tbase-1\t问候\tg1\t王芳\tplanned\t" == lines[1]
    assert 5 == len(lines)


@pytest.mark.practice("I-185")
def test_the_plan_of_seven_days_is_the_same_every_time(desk: Desk):
    first = desk.run("cadence", "plan", "--days", "7", "--json")
    assert first == desk.run("cadence", "plan", "--json")
    found = json.loads(first)
    assert ("2026-03-05", 7, 28) == (found["from"], found["days"], len(found["posts"]))
    assert "2026-03-05T07:30:00+08:00" == found["posts"][0]["begins_at"]


def test_the_day_as_it_goes(desk: Desk, tmp_path: Path):
    assert {"waiting"} == {
        p["status"]
        for p in json.loads(desk.run("cadence", "run", "--once", "--json", now="2026-03-05T07:40"))["posts"]
    }
    pack = desk.run("cadence", "pack", "morning", now="2026-03-05T07:41")
    assert "【王芳】 2026-03-05 07:30–09:00 早安（问候）" == pack.splitlines()[0]
    assert "早上好" in pack
    assert "base-1" in desk.run("cadence", "done", "morning", "--json", now="2026-03-05T07:45")
    later = json.loads(desk.run("cadence", "today", "--json", now="2026-03-05T23:30"))
    assert ["done", "done", "missed", "missed"] == [p["status"] for p in later["posts"]]
    assert "curfew" == later["hour"]
    files = desk.run(
        "cadence", "pack", "--day", "tomorrow", "--out", "packs", now="2026-03-05T23:30"
    ).splitlines()
    assert ["packs/2026-03-06/王芳/0730 早安.txt", "packs/2026-03-06/王芳/2200 晚安.txt"] == files
    assert (tmp_path / files[0]).read_text(encoding="utf-8").startswith("【王芳】 2026-03-06")


def test_what_was_missed_is_noted_with_its_reason(desk: Desk):
    desk.run("cadence", "done", "早安", "--missed", "停电", "--group", "base-2")
    found = json.loads(desk.run("cadence", "today", "--json"))["posts"]
    assert [("base-2", "missed", "停电")] == [
        (p["group"], p["status"], p["reason"]) for p in found if p["status"] != "planned"
    ]


def test_a_slot_and_a_person_with_nothing_left_are_told_so(desk: Desk):
    for chosen in (("morning",), ("--person", "owner"), ("--person", "王芳")):
        done = desk.say("cadence", "pack", "--day", "yesterday", *chosen)
        assert (0, "", "Nothing is left to post.\n") == (done.returncode, done.stdout, done.stderr)


def test_posting_is_noted_with_the_time_at_which_it_was(desk: Desk):
    refused = desk.say("cadence", "done", "morning", now="2026-03-05T10:00")
    assert (1, "") == (refused.returncode, refused.stdout)
    assert "07:30 to 09:00" in refused.stderr
    assert "--at" in refused.stderr
    desk.run("cadence", "done", "morning", "--at", "08：50", now="2026-03-05T10:00")
    found = json.loads(desk.run("cadence", "today", "--json", now="2026-03-05T10:00"))["posts"]
    assert {"2026-03-05T08:50:00+08:00"} == {p["done_at"] for p in found if p["slot"] == "morning"}


def test_a_group_begins_a_course_on_a_day(desk: Desk):
    assert {"group": "base-1", "day": "2026-03-06"} == json.loads(
        desk.run("cadence", "start", "--group", "base-1", "--on", "tomorrow", "--json")
    )


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("done", "mornin"), 1, "morning"),
        (("done", "morning", "--at", "8点"), 2, "08:50"),
        (("done", "morning", "--group", "base-9"), 1, "base-9"),
        (("done", "morning", "--at", "08:00", "--missed", "x"), 2, "missed"),
        (("plan", "--days", "0"), 2, "1 to 92"),
        (("plan", "--from", "2026-02-30"), 2, "2026-02-30"),
        (("plan", "--from", "2028-01-01"), 2, "366"),
        (("today", "--day", "bald"), 2, "bald"),
        (("run", "--once", "--store", "nowhere"), 1, "nowhere"),
        (("run", "--every", "0"), 2, "--every"),
        (("today", "--day", "0001-01-01"), 2, "3660"),
        (("plan", "--from", "0001-01-01"), 2, "3660"),
        (("start", "--group", "base-1", "--on", "9999-12-31"), 2, "366"),
        (("start", "--group", "base-1", "--on", "0001-01-01"), 2, "3660"),
        (("done", "morning", "--missed", ""), 2, "reason"),
        (("pack", "mornin"), 1, "morning"),
        (("pack", "--day", "tomorrow", "--out", "setup.toml/x"), 1, "cannot be used: Not a directory"),
        (("pack", "--person", "王方"), 1, "王芳"),
        (("pack", "--group", "base-9"), 1, "has no group"),
        (("pack", "--day", "2028-01-01"), 2, "too far ahead"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_without_a_traceback(desk: Desk, args, status, said):
    done = desk.say("cadence", *args)
    assert (status, True) == (done.returncode, said in done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("begins = 22:00:00", "begins = 08:59:00", "setup.toml:", "[cadence.slots.night] begins"),
        ("ends = 22:30:00", "ends = 23:30:00", "setup.toml:", "[cadence.slots.night] ends"),
        (
            'columns = ["greeting"]\nrole = "owner"\npriority',
            'columns = ["greting"]\npriority',
            "setup.toml:",
            "greeting",
        ),
        (
            "[cadence.roles.owner]",
            "[cadence]\ncapacity = 0\n[cadence.roles.owner]",
            "setup.toml:",
            "[cadence] capacity",
        ),
    ],
)
def test_a_mistake_in_the_setup_is_told_with_file_and_line(desk: Desk, tmp_path: Path, old, new, place, said):
    (tmp_path / "setup.toml").write_text(SETUP.replace(old, new, 1), encoding="utf-8")
    done = desk.say("setup", "check", "setup.toml")
    assert 1 == done.returncode
    assert place in done.stderr
    assert said in done.stderr


def test_a_mistake_in_the_materials_is_told_with_the_row_of_its_file(desk: Desk, tmp_path: Path):
    (tmp_path / "materials.csv").write_text(
        MATERIALS.replace("g2,greeting", "g2,greetings"), encoding="utf-8"
    )
    done = desk.say("setup", "check", "setup.toml")
    assert (1, True) == (done.returncode, "materials.csv:3 column" in done.stderr)


def test_every_command_speaks_chinese_and_english_without_failing(desk: Desk):
    for lang in ("zh", "en"):
        for args in (("today",), ("plan", "--days", "2"), ("pack",), ("run", "--once"), ("done", "night")):
            done = desk.say("cadence", *args, now="2026-03-05T22:05", lang=lang)
            assert 0 == done.returncode, done.stderr
