"""`franchise content` as whoever posts uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.content.corner import Corner
from tests.support import url_of

from franchise import FranchiseError, groups, tasks
from franchise.cli.state import State
from franchise_content.commands import content


class Desk:
    def __init__(self, corner: Corner) -> None:
        self.corner = corner
        self.url = url_of(corner.app.database)

    def run(self, *words: str, now: str = "2026-03-05T10:00") -> Result:
        state = State(db=self.url, store="hub", now=now, actor="文静")
        return CliRunner().invoke(content, words, obj=state)

    def json(self, *words: str, now: str = "2026-03-05T10:00", status: int = 0) -> Any:
        done = self.run(*words, "--json", now=now)
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
def desk(corner: Corner) -> Desk:
    return Desk(corner)


@pytest.mark.practice("I-198")
def test_sayings_are_shown_in_the_order_of_their_occasions(desk: Desk) -> None:
    rows = desk.json("sayings")
    assert ["pre_group", "rules", "welcome", "introduction", "activity", "value", "value"] == [
        row["occasion"] for row in rows
    ]
    assert ("all", "group", SAYING) == (rows[1]["kinds"], rows[1]["variables"], rows[1]["text"])


SAYING = "这里是{group}，分享小经验。\n晚上 11 点后不发消息。"


def test_a_saying_is_printed_between_rules_ready_to_be_pasted(desk: Desk) -> None:
    done = desk.run("say", "rules", "--group", "base-1")
    assert "--------\n这里是柳荫路店1群，分享小经验。\n晚上 11 点后不发消息。\n--------\n" == done.stdout
    assert "方便拉你进群吗？" in desk.json("say", "ask", "--kind", "base")["text"]
    assert desk.json("say", "welcome", "--group", "base-1", "--name", "甲", "--name", "乙")[
        "text"
    ].startswith("欢迎 @甲 @乙！")


def test_it_must_be_said_where(desk: Desk) -> None:
    assert "Where is it said?" == str(desk.refused("say", "rules"))
    assert "no group 'base-9'" in str(desk.refused("say", "rules", "--group", "base-9"))


def test_newcomers_are_shown_in_one_text_and_noted_as_welcomed(desk: Desk) -> None:
    for name in ("甲", "乙"):
        desk.corner.do(lambda work, name=name: groups.join(work, groups.get(work, "base-1"), name))
    (row,) = desk.json("welcome")
    assert (["甲", "乙"], "base-1") == (row["names"], row["group"])
    assert "欢迎 @甲 @乙！" in desk.run("welcome").stdout
    done = desk.run("welcome", "--done", "--group", "base-1")
    assert "Noted as welcomed in 柳荫路店1群: 甲, 乙." in done.stderr
    assert "Nobody is to be welcomed now." in desk.run("welcome").stderr
    found = desk.corner.see(lambda work: tasks.listed(work, kind="content.welcome", status="done"))
    assert ["文静", "文静"] == [task.finished_by for task in found]


def test_in_the_curfew_nobody_is_shown(desk: Desk) -> None:
    desk.corner.at("2026-03-05T22:59:30")
    desk.corner.do(lambda work: groups.join(work, groups.get(work, "base-1"), "甲"))
    assert [] == desk.json("welcome", now="2026-03-05T23:30")
    assert "Nobody is to be welcomed before 2026-03-06 07:00: 1 newcomers wait for it." in (
        desk.run("welcome", now="2026-03-05T23:30").stderr
    )
    assert 1 == len(desk.json("welcome", now="2026-03-06T07:00"))


def test_a_week_with_an_error_ends_with_status_one(desk: Desk) -> None:
    rows = desk.json("lint", status=0)
    assert [] == rows
    desk.corner.do(lambda work: groups.create(work, "base"))
    done = desk.run("lint", "--from", "2026-03-06", "--days", "7")
    assert (0, "0 errors and 0 warnings in 7 days from 2026-03-06 on.\n") == (done.exit_code, done.stderr)


def test_a_lint_tells_code_place_days_and_what_to_do(app: Any) -> None:
    corner = Corner.open(
        app, cadence={"slots": {"morning": {"columns": ["chat"]}}}, content={"mix": {"kinds": ["base"]}}
    )
    rows = Desk(corner).json("lint", "--days", "1", status=1)
    assert [("value", "error", "[content.mix] values_a_day", ["2026-03-06"], ["base-1"])] == [
        (r["code"], r["severity"], r["where"], r["days"], r["groups"])
        for r in rows
        if r["severity"] == "error"
    ]
    done = Desk(corner).run("lint", "--days", "1")
    assert 1 == done.exit_code
    assert done.stdout.startswith("severity\tcode\twhere\ttext\tadvice\tdays\tgroups\n")
    assert "1 errors and " in done.stderr


def test_a_date_that_is_none_is_refused(desk: Desk) -> None:
    assert "'soon' is not a date such as 2026-03-08." == str(desk.refused("lint", "--from", "soon"))
    assert "366" in str(desk.refused("lint", "--from", "2029-01-01"))


def test_shelves_gaps_and_best_sellers_are_shown(desk: Desk) -> None:
    assert ["poster", "product_picture", "seeding", "joke"] == [row["shelf"] for row in desk.json("library")]
    assert "shelf" in {row["gap"] for row in desk.json("gaps")}
    assert [] == desk.json("bestsellers")
    assert "Nothing is left on the shelf joke" in str(desk.refused("pick", "joke", "--group", "base-1"))
