"""`franchise houserules` as a manager uses it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.houserules.household import NOW, PNG, House, pictures, said
from tests.support import url_of

from franchise import FranchiseError
from franchise.cli.state import State
from franchise.tasks.commands import task as task_command
from franchise_houserules.commands import houserules


class Desk:
    def __init__(self, house: House, url: str) -> None:
        self.house = house
        self.url = url

    def run(self, *words: str, now: str = NOW, actor: str = "王店长", command: Any = houserules) -> Result:
        state = State(db=self.url, store="hub", now=now, actor=actor)
        return CliRunner().invoke(command, words, obj=state)

    def json(self, *words: str, status: int = 0, **given: Any) -> Any:
        done = self.run(*words, "--json", **given)
        assert status == done.exit_code, (done.output, done.exception)
        return json.loads(done.stdout)

    def refused(self, *words: str) -> FranchiseError:
        done = self.run(*words)
        assert isinstance(done.exception, FranchiseError), done.output
        return done.exception


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, url_of(house.app.database))


@pytest.fixture
def desk_with(make: Callable[..., House]) -> Callable[..., Desk]:
    def made(**sections: object) -> Desk:
        house = make(**sections)
        return Desk(house, url_of(house.app.database))

    return made


def test_a_check_is_rehearsed_and_then_done_and_then_finds_nothing(desk: Desk) -> None:
    desk.house.hear(said("05T10:00", "豆宝妈妈", "团长招募中"), *pictures("05T12:00", "朵朵妈妈", 10))
    desk.house.change("houserules.topics.soft.words", '["团长招募"]')
    rehearsed = desk.json("check", "--dry-run")
    assert (1, ["houserules.warn"], True) == (
        rehearsed["new"], [t["kind"] for t in rehearsed["tasks"]], rehearsed["dry_run"]
    )  # fmt: skip
    assert 1 == len(desk.house.seen())
    done = desk.json("check")
    assert {**rehearsed, "dry_run": False} == done
    again = desk.json("check")
    assert (0, [], [], [], []) == tuple(again[k] for k in ("new", "tasks", "withdrawn", "doubtful", "spared"))


def test_a_check_says_what_is_otherwise_now(desk: Desk) -> None:
    desk.house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "朵朵妈妈", "加微信"))
    desk.house.finish(desk.house.task("warn", "豆宝妈妈"))
    desk.house.change("houserules.topics.soft.words", '["代购"]')
    done = desk.run("check")
    assert "豆宝妈妈 has been told already" in done.stderr
    assert "withdrawn: 1" in done.stderr
    assert "朵朵妈妈" in done.stdout


def test_a_time_that_is_none_is_refused(desk: Desk) -> None:
    assert "--since" in str(desk.refused("check", "--since", "yesterday"))
    assert "--at" in str(desk.refused("try", "x", "--at", "25:00"))
    assert "--at" in str(desk.refused("state", "--at", "noon"))


def test_violations_are_listed_by_group_member_and_status(desk: Desk) -> None:
    desk.house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "朵朵妈妈", "塌房"))
    desk.house.hear(said("05T10:00", "安安妈妈", "加微信"), group="base-2")
    rows = desk.json("violations")
    assert [
        ("豆宝妈妈", "外部广告", "warn", "open"), ("安安妈妈", "外部广告", "warn", "open"), ("朵朵妈妈", "明星八卦", "remind", "open"),
    ] == [(r["member"], r["rules"], r["step"], r["status"]) for r in rows]  # fmt: skip
    assert ["安安妈妈"] == [r["member"] for r in desk.json("violations", "--group", "base-2")]
    assert ["朵朵妈妈"] == [
        r["member"] for r in desk.json("violations", "--group", "base-1", "--member", "朵朵妈妈")
    ]
    assert [] == desk.json("violations", "--status", "withdrawn")
    assert 3 == len(desk.json("violations", "--status", "all"))
    assert "--group" in str(desk.refused("violations", "--member", "朵朵妈妈"))


def test_a_record_says_what_counts_and_what_is_next(desk: Desk) -> None:
    desk.house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "辅食"))
    found = desk.json("record", "豆宝妈妈", "--group", "base-1")
    assert (1, "kick", 1, 1) == (found["counted"], found["next"], found["good"], len(found["violations"]))
    told = desk.run("record", "豆宝妈妈", "--group", "base-1")
    assert "the next would bring: put out" in told.stderr
    assert "豆宝妈妈" in desk.refused("record", "豆宝", "--group", "base-1").hint


def test_a_violation_is_taken_back(desk: Desk) -> None:
    desk.house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    (row,) = desk.json("violations")
    assert "--reason" in desk.refused("revoke", str(row["number"])).hint
    done = desk.json("revoke", str(row["number"]), "--reason", "是自家小程序")
    assert ("revoked", "是自家小程序") == (done["status"], done["reason"])
    assert [] == desk.house.tasks()


@pytest.mark.practice("C-17", "I-116")
def test_a_removal_by_hand_from_the_command_line(desk: Desk, tmp_path: Path) -> None:
    desk.house.hear(said("05T10:00", "朵朵妈妈", "早"))
    words = ("remove", "朵朵妈妈", "--group", "base-1", "--reason", "辱骂群友")
    assert "houserules.approve" == desk.json(*words, "--dry-run")["kind"]
    assert [] == desk.house.tasks()
    task = desk.json(*words)
    shot = tmp_path / "截图.png"
    shot.write_bytes(PNG)
    number = str(task["task"])
    mine = desk.run("done", number, "--evidence", str(shot), command=task_command)
    assert "somebody else" in str(mine.exception)
    done = desk.run("done", number, "--evidence", str(shot), "--by", "李姐", command=task_command)
    assert 0 == done.exit_code, done.output
    assert ["houserules.kick"] == [t.kind for t in desk.house.tasks()]


def test_names_and_groups_show_what_does_not_fit(desk_with: Callable[..., Desk]) -> None:
    form = {"format": "{city}-{trade}-{nickname}", "example": "南京-美容-小雨"}
    desk = desk_with(houserules={"names": {"member": form}})
    desk.house.hear(said("05T10:00", "A1", "早"))
    (row,) = desk.json("names")
    assert ("base-1", "member", "A1", "南京-美容-小雨") == (
        row["group"],
        row["whose"],
        row["name"],
        row["example"],
    )
    assert [] == desk.json("names", "--group", "base-2")
    assert "All names" in desk.run("names", "--group", "base-2").stderr
    assert ["base-1", "base-2"] == [r["group"] for r in desk.json("groups")]


@pytest.mark.practice("I-106", "I-107", "C-04")
@pytest.mark.parametrize(
    ("time", "state", "until"),
    [
        ("06:59", "curfew", "2026-03-06 07:00"),
        ("07:00", "neutral", "2026-03-06 08:00"),
        ("07:59", "neutral", "2026-03-06 08:00"),
        ("08:00", "open", "2026-03-06 22:00"),
        ("21:59", "open", "2026-03-06 22:00"),
        ("22:00", "neutral", "2026-03-06 23:00"),
        ("22:59", "neutral", "2026-03-06 23:00"),
        ("23:00", "curfew", "2026-03-07 07:00"),
    ],
)
def test_the_hour_is_open_neutral_or_curfew(desk: Desk, time: str, state: str, until: str) -> None:
    found = desk.json("state", "--at", time)
    assert (state, until) == (found["state"], found["until"])
    assert state in desk.run("state", "--at", time).stdout


def test_a_store_without_curfew_that_is_always_open_never_changes(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(
        cadence={
            "curfew": {"begins": "00:00", "ends": "00:00"},
            "open_hours": {"begins": "00:00", "ends": "24:00"},
        },
        houserules={"rules": {"curfew": None}},
    )
    assert ("open", None) == tuple(desk.json("state")[k] for k in ("state", "until"))


def test_a_sentence_can_be_tried(desk: Desk) -> None:
    assert [("ads", "words", "加微信")] == [
        (r["rule"], r["reason"], r["detail"]) for r in desk.json("try", "加 微 信")
    ]
    assert ["curfew"] == [r["rule"] for r in desk.json("try", "晚安", "--at", "23:10")]
    assert [] == desk.json("try", "看", "--kind", "link", "--link", "https://shop.example.com/1")
    assert "No rule" in desk.run("try", "早").stderr
    assert "--kind" in str(desk.refused("try", "x", "--kind", "letter"))
    assert "base" in desk.refused("try", "x", "--of", "bass").hint


@pytest.mark.practice("I-100", "I-120")
def test_the_rules_are_listed_and_too_many_are_warned_of(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(houserules={"rules_limit": 4})
    rows = {row["rule"]: row for row in desk.json("rules")}
    assert (["warn", "kick"], [], "encouraged") == (
        rows["ads"]["ladder"], rows["gossip"]["ladder"], rows["parenting"]["conduct"]
    )  # fmt: skip
    assert "have 5 rules; nobody keeps more than 4" in desk.run("rules").stderr


def test_rules_to_begin_with_are_printed_as_a_setup(desk: Desk) -> None:
    text = desk.run("starter").stdout
    assert tomllib.loads(text) == desk.json("starter")
