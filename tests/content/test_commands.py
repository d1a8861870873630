"""`franchise content` as whoever posts uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.content.corner import Corner
from tests.content.shelf import selling
from tests.content.test_praise import ingest
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
    assert "--from: 'soon' is not a date such as 2026-03-08." == str(desk.refused("lint", "--from", "soon"))
    assert "366" in str(desk.refused("lint", "--from", "2029-01-01"))


def test_shelves_gaps_and_best_sellers_are_shown(desk: Desk) -> None:
    assert ["poster", "product_picture", "seeding", "joke"] == [row["shelf"] for row in desk.json("library")]
    assert "shelf" in {row["gap"] for row in desk.json("gaps")}
    assert [] == desk.json("bestsellers")
    assert "Nothing is left on the shelf joke" in str(desk.refused("pick", "joke", "--group", "base-1"))


# ---------------------------------------------------------------- promotions


@pytest.fixture
def seller(app: Any) -> Desk:
    return Desk(Corner.open(app, **selling()))


@pytest.mark.practice("I-127")
def test_a_promotion_is_printed_between_rules_noted_listed_and_taken_back(seller: Desk) -> None:
    words = ("promotion", "say", "flash_sale", "cup", "--group", "base-1", "--price", "49", "--minutes", "30")
    done = seller.run(*words, "--pieces", "5")
    assert (0, "") == (done.exit_code, done.stderr)
    assert (
        "Picture: flash.jpg\n--------\n学饮杯秒杀 49.00，30 分钟，到 10:30，只有 5 份\n--------\n"
        == done.stdout
    )
    again = seller.run(*words, "--pieces", "5", now="2026-03-05T11:00")
    assert (done.stdout, "It was noted already.\n") == (again.stdout, again.stderr)
    (row,) = seller.json("promotion", "list")
    assert ("flash_sale", "cup", "49.00", "59.00", 30, 5, "2026-03-05T10:00:00+08:00") == (
        row["form"], row["product"], row["price"], row["usual"], row["minutes"], row["pieces"], row["at"],
    )  # fmt: skip
    assert seller.run("promotion", "list").stdout.startswith("at\tgroup\tform\tname\tprice\tusual\tunit\n")
    assert {"dropped": 1} == seller.json("promotion", "drop", "cup", "--group", "base-1")
    assert [] == seller.json("promotion", "list", "--group", "base-1")


def test_a_promotion_may_be_tried_without_being_noted(seller: Desk) -> None:
    words = ("promotion", "say", "hot_sale", "wipes", "--group", "base-1", "--price", "12", "--dry-run")
    done = seller.run(*words)
    assert "嗨卖：湿巾 12.00" in done.stdout
    assert (
        "Warning: 湿巾 is not fit for a promotion: bought every 7 days.\nNothing was noted.\n" == done.stderr
    )
    assert (False, ["bought every 7 days"]) == (
        (row := seller.json(*words))["noted"], row["warnings"],
    )  # fmt: skip
    assert [] == seller.json("promotion", "list")


@pytest.mark.practice("I-220")
def test_what_is_fit_is_shown_with_its_reasons_and_the_rest_on_demand(seller: Desk) -> None:
    rows = seller.json("promotion", "pick")
    assert [("cup", "59.00", True), ("bib", "19.90", True), ("seat", "399.00", True)] == [
        (row["product"], row["price"], row["fit"]) for row in rows
    ]
    assert ["cup"] == [row["product"] for row in seller.json("promotion", "pick", "--limit", "1")]
    assert 7 == len(seller.json("promotion", "pick", "--all"))
    assert "bought every 120 days; margin 49 %; members know its price" in (
        seller.run("promotion", "pick").stdout
    )


def test_where_nothing_is_fit_it_is_said(desk: Desk) -> None:
    assert "Nothing is fit to be promoted; `--all` shows what speaks against each of 2 products." in (
        desk.run("promotion", "pick").stderr
    )


@pytest.mark.parametrize("text", ["soon", "25:00", "24:00", "2026-02-30T10:00", "2026-03-06"])
def test_a_time_that_is_none_is_refused(seller: Desk, text: str) -> None:
    refused = seller.refused(
        "promotion", "say", "hot_sale", "cup", "--group", "base-1", "--price", "49", "--at", text
    )
    assert f"{text!r} is not a time such as 12:00 or 2026-03-08T12:00." == refused.message


def test_a_promotion_may_be_planned_and_the_week_looked_over(seller: Desk) -> None:
    for product, price, at in (("cup", "49", "13:30"), ("bib", "15", "2026-03-05 14:00")):
        assert seller.json(
            "promotion", "say", "hot_sale", product, "--group", "base-1", "--price", price, "--at", at
        )["noted"]
    codes = [row["code"] for row in seller.json("lint", "--from", "2026-03-05", status=1)]
    assert "streak" in codes


# ---------------------------------------------------------------- praise


@pytest.mark.practice("I-178")
def test_praise_is_found_asked_for_answered_and_listed(seller: Desk) -> None:
    seller.corner.at("2026-03-05T12:00")
    ingest(seller.corner)
    tried = seller.run("praise", "find", "--group", "base-1", "--dry-run")
    assert "Nothing was noted." in tried.stderr
    assert [] == seller.json("praise", "list")
    rows = seller.json("praise", "find", "--group", "base-1", "--since", "2026-03-01")
    assert [(1, "小雨妈妈", "wipes", "found"), (2, "童童妈妈", "cup", "found")] == [
        (row["praise"], row["member"], row["product"], row["status"]) for row in rows
    ]
    asked = seller.run("praise", "ask", "1")
    assert "Ask 小雨妈妈 in 柳荫路店1群" in asked.stdout
    assert "`franchise content praise consent 1 --yes --name-shown`" in asked.stderr
    done = seller.run("praise", "consent", "1", "--yes", "--name-shown")
    assert "Praise 1 of 小雨妈妈: agreed.\n" == done.stderr
    (row,) = seller.json("praise", "list", "--status", "yes")
    assert ("湿巾很好用，回购了", True) == (row["text"], row["name_shown"])
    (row,) = seller.json("praise", "consent", "小雨妈妈", "--group", "base-1", "--no")
    assert ("withdrawn", "", False) == (row["status"], row["text"], row["name_shown"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("consent", "1"), "Did the member agree?"),
        (("consent", "1", "--no", "--name-shown"), "With a no nothing is shown."),
        (("consent", "小雨妈妈", "--yes"), "'小雨妈妈' is no praise's number."),
        (("consent", "９", "--yes"), "'９' is no praise's number."),
        (("consent", "9" * 40, "--yes"), "There is no praise 999999999999."),
        (("consent", "a", "--group", "base-1", "--yes", "--product", "cup"), "A product belongs to one praise."),
        (("list", "--status", "agreed"), "There is no status 'agreed'."),
        (("find", "--group", "base-1", "--since", "2026-03-05", "--until", "2026-03-04"), "It ends before it begins."),
        (("find", "--group", "base-9"), "The store hub has no group 'base-9'."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_of_praise_is_refused(
    seller: Desk, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence == seller.refused("praise", *words).message


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("praise", "find", "--group", "base-1", "--since", "0001-01-01"), "--since"),
        (("praise", "find", "--group", "base-1", "--until", "9999-12-31"), "--until"),
        (("promotion", "list", "--from", "9999-12-31"), "--from"),
        (("promotion", "drop", "cup", "--group", "base-1", "--day", "1.3."), "--day"),
        (("lint", "--from", "9999-12-31"), "--from"),
        (("gaps", "--from", "0001-01-01"), "--from"),
        (("bestsellers", "--day", "0001-01-01"), "--day"),
        (
            (
                "promotion", "say", "hot_sale", "cup", "--group", "base-1", "--price", "49",
                "--at", "9999-12-31T23:59",
            ),
            "--at",
        ),
    ],
)  # fmt: skip
def test_a_day_that_no_store_sees_is_refused_with_its_place(
    seller: Desk, words: tuple[str, ...], where: str
) -> None:
    error = seller.refused(*words)
    assert (2, where) == (error.exit_status, error.where)


def test_a_status_that_there_is_not_is_told_with_those_that_there_are(desk: Desk) -> None:
    assert "gone (words let go)" in desk.refused("praise", "list", "--status", "xyz").hint
