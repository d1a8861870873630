"""`franchise motherbaby` as a manager uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.motherbaby.nursery import Nursery

from franchise import FranchiseError, groups
from franchise.cli.state import State
from franchise_motherbaby.commands import motherbaby


class Desk:
    def __init__(self, nursery: Nursery, url: str) -> None:
        self.nursery = nursery
        self.url = url

    def run(self, *words: str, now: str = "2026-03-08T09:00") -> Result:
        state = State(db=self.url, store="hub", now=now, actor="tester")
        return CliRunner().invoke(motherbaby, words, obj=state)

    def json(self, *words: str, now: str = "2026-03-08T09:00", status: int = 0) -> object:
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
def desk(nursery: Nursery, tmp_path: Path) -> Desk:
    from tests.support import url_of

    return Desk(nursery, url_of(nursery.app.database))


def test_tiers_are_shown_in_their_order(desk: Desk) -> None:
    rows = desk.json("tiers")
    assert ["base", "advanced", "core", "either", "pond", "theme", "transit"] == [row["tier"] for row in rows]
    assert ("90–730", 2) == (rows[2]["life"], rows[2]["capacity"])


def test_a_proposal_is_rehearsed_and_then_accepted(desk: Desk) -> None:
    desk.nursery.take("base", "小雨妈妈")
    desk.nursery.spend("小雨妈妈", 60_000)
    (row,) = desk.json("proposals")
    assert ("小雨妈妈", "advanced", "junior", 60_000) == (
        row["member"], row["tier"], row["grade"], round(float(row["amount"]) * 100)
    )  # fmt: skip
    assert [row] == desk.json("promote", "--all", "--dry-run")
    assert {} == desk.nursery.people("advanced")
    (placed,) = desk.json("promote", "小雨妈妈", "--group", "base")
    assert ("advanced", "member") == (placed["group"], placed["state"])
    assert [] == desk.json("proposals")


def test_one_who_cannot_be_placed_holds_nobody_back(desk: Desk) -> None:
    desk.nursery.take("advanced", "小雨妈妈")
    desk.nursery.take("base", "小雨妈妈", "豆宝妈妈")  # two who go by one name
    desk.nursery.spend("小雨妈妈", 100)
    desk.nursery.spend("豆宝妈妈", 100, day="2026-03-06")
    rows = {row["member"]: row["state"] for row in desk.json("promote", "--all", status=1)}
    assert {"小雨妈妈": "refused", "豆宝妈妈": "member"} == rows


def test_promoting_says_whom(desk: Desk) -> None:
    for words in (["promote"], ["promote", "小雨妈妈"], ["promote", "小雨妈妈", "--all", "--group", "base"]):
        assert "--all" in str(desk.refused(*words))


def test_declining_and_appointing(desk: Desk) -> None:
    desk.nursery.take("base", "小雨妈妈")
    desk.nursery.spend("小雨妈妈", 100)
    assert "--reason" in desk.refused("decline", "小雨妈妈", "--group", "base").hint
    assert 0 == desk.run("decline", "小雨妈妈", "--group", "base", "--reason", "再看看").exit_code
    assert [] == desk.json("proposals")
    assert 1 == len(desk.json("proposals", "--declined"))
    found = desk.json("appoint", "小雨妈妈", "distributor", "--group", "base")
    assert ("distributor", "distributor") == (found["grade"], found["named"])
    assert "ordinary" == desk.json("appoint", "小雨妈妈", "--remove", "--group", "base")["grade"]
    assert "gold" in str(desk.refused("appoint", "小雨妈妈", "gold", "--group", "base"))


def test_joining_says_what_is_missing(desk: Desk) -> None:
    missing = desk.json("join", "小雨妈妈", "--group", "young", "--source", "park_dance", status=1)
    assert "" == missing["state"]
    come = desk.json("join", "小雨妈妈", "--group", "young", "--born", "2025-03-05")
    assert "member" == come["state"]
    assert "estate_sweep" in desk.refused("join", "x", "--group", "base", "--source", "street").hint


@pytest.mark.parametrize("tag", ["buys", "=奶粉", "buys="])
def test_half_a_tag_chooses_nobody_and_says_so(desk: Desk, tag: str) -> None:
    desk.nursery.take("core", "甲妈妈")
    assert "FAMILY=TAG" in str(desk.refused("respawn", "core", "--tag", tag))


def test_a_successor_is_rehearsed_and_then_made(desk: Desk) -> None:
    from franchise import admission

    desk.nursery.take("base", "甲妈妈", "乙妈妈")

    def tag(work) -> None:
        member = groups.find_member(work, groups.get(work, "base"), "乙妈妈")
        admission.tag(work, member, "activity", "秒杀")

    desk.nursery.do(tag)
    words = ("respawn", "base", "甲妈妈", "--tag", "activity=秒杀")
    assert ["甲妈妈", "乙妈妈"] == desk.json(*words, "--dry-run")["members"]
    with desk.nursery.view() as work:
        assert 1 == sum(g.kind == "base" for g in groups.listed(work))
    made = desk.json(*words)
    assert ("母婴连锁柳荫路店会员服务2群", "2026-03-15 09:00") == (made["name"], made["active_until"])


def test_activities_from_sign_up_to_reward(desk: Desk) -> None:
    desk.nursery.take("core", "甲妈妈")
    assert "2026-03-15" == desk.json("signup", "reading", "甲妈妈", "--group", "core")["day"]
    refused = desk.refused("attend", "reading", "甲妈妈", "--group", "core", "--day", "2026-03-15")
    assert "--came" in str(refused)
    found = desk.json(
        "attend", "reading", "甲妈妈", "--group", "core", "--day", "today", "--task", "--came",
        now="2026-03-15T16:00",
    )  # fmt: skip
    assert {"task_done": True, "attended": True, "reward": "一罐奶粉"} == found
    assert "2026" in str(desk.refused("signup", "reading", "甲妈妈", "--group", "core", "--day", "15.3.2026"))
    days = [row["day"] for row in desk.json("activities", "--dates", "2") if row["activity"] == "cake"]
    assert ["2026-03-31", "2026-04-30"] == days


@pytest.mark.parametrize("word", sorted(motherbaby.commands))
def test_every_command_explains_itself(word: str) -> None:
    done = CliRunner().invoke(motherbaby, [word, "--help"], obj=State())
    assert (0, True) == (done.exit_code, "Usage" in done.output)
