"""`franchise crew` as a manager uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.crew.team import Team
from tests.support import url_of

from franchise import FranchiseError
from franchise.cli.state import State
from franchise_crew.commands import crew


class Desk:
    def __init__(self, team: Team, url: str) -> None:
        self.team = team
        self.url = url

    def run(self, *words: str, now: str = "2026-03-05T09:00") -> Result:
        state = State(db=self.url, store="hub", now=now, actor="林小满")
        return CliRunner().invoke(crew, words, obj=state)

    def json(self, *words: str, now: str = "2026-03-05T09:00", status: int = 0) -> Any:
        done = self.run(*words, "--json", now=now)
        assert status == done.exit_code, (done.output, done.exception)
        return json.loads(done.stdout)

    def said(self, *words: str) -> str:
        done = self.run(*words)
        assert 0 == done.exit_code, (done.output, done.exception)
        return done.output.strip()

    def refused(self, *words: str) -> FranchiseError:
        done = self.run(*words)
        assert isinstance(done.exception, FranchiseError), done.output
        return done.exception


@pytest.fixture
def desk(team: Team) -> Desk:
    return Desk(team, url_of(team.app.database))


def test_phones_are_masked_unless_they_are_asked_for(desk: Desk) -> None:
    assert "13800000102" not in desk.run("person", "list").output
    assert "13800000102" not in desk.run("person", "list", "--json").output
    assert "138****0102" in desk.run("person", "list").output
    assert "13800000102" in desk.run("person", "list", "--phones").output
    assert "13800000102" not in desk.run("cards").output
    assert "13800000102" in desk.run("cards", "--phones").output
    assert "13900000009" not in desk.run("person", "add", "赵新", "--phone", "13900000009", "--json").output


def test_people_come_and_go(desk: Desk) -> None:
    assert "赵新 belongs to the crew." == desk.said("person", "add", "赵新", "--position", "clerk")
    assert "赵新 is 气氛组." == desk.said("assign", "赵新", "atmosphere")
    assert [["atmosphere"]] == [r["roles"] for r in desk.json("person", "list") if r["person"] == "赵新"]
    assert "no longer" in desk.said("unassign", "赵新", "atmosphere")
    assert "nothing was changed" in desk.said("unassign", "赵新", "atmosphere")
    desk.said("person", "leave", "赵新")
    assert "former" in {r["status"] for r in desk.json("person", "list", "--former")}
    assert "This needs a yes" in str(desk.refused("person", "erase", "赵新"))
    desk.said("person", "erase", "赵新", "--yes")
    assert "赵新" not in desk.run("person", "list", "--former").output


def test_the_shifts_end_with_status_1_while_there_is_a_gap(desk: Desk) -> None:
    rows = desk.json("shifts", "--days", "1", status=1)
    assert [("early", "nobody"), ("late", "nobody")] == [(r["shift"], r["problem"]) for r in rows]
    assert {"places": 1, "dry_run": True} == desk.json(
        "roster", "set", "early", "周敏", "--day", "2026-03-05", "--dry-run"
    )
    assert rows == desk.json("shifts", "--days", "1", status=1)
    desk.json("roster", "set", "early", "周敏", "--day", "2026-03-05", "--days", "7")
    desk.json("roster", "set", "late", "吴倩", "--day", "2026-03-05", "--days", "14", "--weekdays", "thu,fri")
    assert ["周敏", "吴倩"] == [r["people"] for r in desk.json("shifts", "--days", "1")]
    assert [("周敏", "吴倩")] == [
        (r["leaving"], r["coming"]) for r in desk.json("shifts", "--days", "1", "--handovers")
    ]
    assert 5 == len(desk.json("shifts", "--gaps", status=1))
    copied = desk.json("roster", "copy", "--from", "2026-03-05", "--to", "2026-03-12")
    assert {"places": 7, "dry_run": False} == copied


def test_emptying_a_shift_is_said_outright(desk: Desk) -> None:
    assert "--only" in str(desk.refused("roster", "set", "early", "--day", "2026-03-05"))
    desk.json("roster", "set", "early", "周敏", "--day", "2026-03-05")
    desk.json("roster", "set", "early", "--only", "--day", "2026-03-05")
    assert "nobody" == desk.json("shifts", "--days", "1", status=1)[0]["problem"]


@pytest.mark.parametrize(
    "words",
    [
        ("roster", "set", "early", "周敏", "--day", "5.3."),
        ("shifts", "--from", "morgen"),
        ("shifts", "--days", "0"),
        ("duty", "--at", "bald"),
        ("daily", "--from", "2026-02-30"),
        ("roster", "set", "early", "周敏", "--day", "2026-03-05", "--weekdays", "mo"),
        ("roster", "copy", "--from", "2026-03-05", "--to", "x"),
        ("shifts", "--from", "9999-12-31"),
        ("duty", "--at", "0001-01-01T00:00"),
        ("duty", "--at", "2026-03-05"),
    ],
)
def test_what_is_no_day_or_time_is_told_with_its_place(desk: Desk, words: tuple[str, ...]) -> None:
    error = desk.refused(*words)
    assert (2, True) == (error.exit_status, bool(error.where))


def test_who_is_on_duty_for_what(desk: Desk) -> None:
    desk.json("roster", "set", "late", "吴倩", "--day", "2026-03-05")
    rows = {r["duty"]: r for r in desk.json("duty", "--at", "2026-03-05T16:00", "--group", "base")}
    assert ("吴倩", "22:00") == (rows["welcome"]["people"], rows["welcome"]["until"])
    assert ("林小满", "") == (rows["keep"]["people"], rows["keep"]["until"])


def test_permissions_of_everybody_and_of_one(desk: Desk) -> None:
    rows = {r["duty"]: r["roles"] for r in desk.json("permissions")}
    assert (["admin"], []) == (rows["kick"], rows.get("nothing", []))
    assert ["keep", "announce", "approve", "greet"] == [
        r["duty"] for r in desk.json("permissions", "--person", "林小满")
    ]


def test_the_headcount_ends_with_status_1_while_somebody_is_missing(desk: Desk) -> None:
    assert [] == desk.json("headcount")
    assert 5 <= len(desk.json("headcount", "--all"))
    desk.said("person", "leave", "周敏")
    assert [("admin", "under", 1, 2)] == [
        (r["role"], r["state"], r["have"], r["least"]) for r in desk.json("headcount", status=1)
    ]


def test_a_keeper_is_vetted_point_by_point(desk: Desk) -> None:
    assert ["open"] == [r["status"] for r in desk.json("keepers", status=1)]
    assert "--check skill --check time" == desk.refused("vet", "core", "--approve").hint
    assert ["skill"] == desk.json("vet", "core", "--check", "time")["missing"]
    assert "approved" == desk.json("vet", "core", "--check", "skill", "--approve")["status"]
    assert "林小满, keeper of core: approved" in desk.run("vet", "core").output
    assert ["approved"] == [r["status"] for r in desk.json("keepers")]
    assert [] == desk.json("keepers", "--open")
    desk.said("unassign", "林小满", "owner", "--group", "core")
    assert ["nobody"] == [r["status"] for r in desk.json("keepers", status=1)]


def test_the_day_is_reported(desk: Desk) -> None:
    desk.team.pass_time("2026-03-05T00:01")
    rows = desk.json("daily", now="2026-03-05T22:30")
    assert [("早安问候", "overdue"), ("早安问候", "overdue"), ("巡群", "overdue")] == [
        (r["what"], r["status"]) for r in rows
    ]
    assert "0 of 3 done." in desk.run("daily", now="2026-03-05T22:30").output


def test_members_climb_are_elected_and_counted(desk: Desk) -> None:
    desk.team.at("2026-03-05T08:55")
    desk.team.chat("base", ("2026-03-05T08:00", "豆宝妈妈", "早"), ("2026-03-05T08:01", "米粒妈妈", "早"))
    assert ["豆宝妈妈", "米粒妈妈"] == [r["member"] for r in desk.json("active", "--group", "base")]
    assert {"member": "豆宝妈妈", "step": "tester"} == desk.json("advance", "豆宝妈妈", "--group", "base")
    assert [1, 0, 0] == [r["members"] for r in desk.json("ladder")]
    assert [("豆宝妈妈", "sharer")] == [
        (r["member"], r["next"]) for r in desk.json("ladder", "--group", "base")
    ]
    assert "2026-03-08 09:00" == desk.json("election", "open", "committee", "--group", "base")["closes"]
    assert "Counted." == desk.said("election", "vote", "committee", "豆宝妈妈", "米粒妈妈", "--group", "base")
    assert ["米粒妈妈"] == [
        r["member"] for r in desk.json("election", "show", "committee", "--group", "base")
    ]
    closed = desk.json("election", "close", "committee", "--group", "base", "--early", "都投了")
    assert {"member": "米粒妈妈", "votes": 1} == closed


def test_names_that_are_no_cards_end_with_status_1(desk: Desk) -> None:
    desk.team.at("2026-03-05T08:55")
    desk.team.chat("base", ("2026-03-05T08:00", "周敏", "早"))
    assert ["周敏"] == [r["person"] for r in desk.json("cards", "--group", "base", status=1)]
    assert "周敏 is 周敏 of the crew." == desk.said("person", "tie", "周敏", "--group", "base")
    assert "is not" in desk.said("person", "tie", "周敏", "--group", "base", "--stranger")
    assert [] == desk.json("cards", "--group", "base")


def test_a_persona_says_a_script(desk: Desk) -> None:
    assert "芽芽老师的助教，小助教" == desk.run("say", "assistant", "{persona}，{sign}").stdout.strip()
    assert "address" in desk.refused("say", "assistant", "{adress}").hint


def test_a_store_without_the_plugin_is_told_how_to_get_it(desk: Desk) -> None:
    plain = desk.team.app.schema.parse({"setup": {"name": "plain"}, "groups": {"base": {"unit": "store"}}})
    desk.team.app.create_store("plain", plain, {"store": {"name": "x", "time_zone": "Asia/Shanghai"}})
    state = State(db=desk.url, store="plain", now="2026-03-05T09:00", actor="x")
    done = CliRunner().invoke(crew, ["headcount"], obj=state)
    assert isinstance(done.exception, FranchiseError)
    assert 'plugins = ["crew"]' in done.exception.hint


def test_who_leaves_with_open_tasks_is_told_of(desk: Desk) -> None:
    desk.team.stand("late", "2026-03-05", "周敏")
    desk.team.pass_time("2026-03-05T16:00")
    said = desk.said("person", "leave", "周敏")
    assert "Open tasks that stand with 周敏: 1." in said
    assert "`franchise task list --person 周敏`" in said
    assert "Open tasks" not in desk.said("person", "leave", "何圆")


def test_a_rejection_without_a_reason_is_refused(desk: Desk) -> None:
    assert "Say why" in str(desk.refused("vet", "core", "--reject", ""))
