"""`franchise admission` and `franchise member`, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from franchise.cli import main
from franchise.cli.run import run

SETUP = """
[setup]
name = "camp"
plugins = []

[groups.core]
unit = "person"
name = "{person}核心{number}群"
capacity = 1
when_full = "waiting_pool"

[groups.base]
unit = "store"
name = "{store}会员{number}群"

[admission.base]
mechanisms = ["invitation"]
consent = true

[admission.core]
mechanisms = ["task", "payment", "application", "waiting_pool"]
fee = 9.90
task = "share_3"
task_text = "转发三条"
[admission.core.requires.paid_total]
least = 500
name = "累计消费"

[tags.activity]
name = "活动标签"
"""
FULL = ("--done", "share_3", "--paid", "9.90", "--fact", "paid_total=500")


@attrs.frozen
class Said:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Types a command; the store ``s1`` has the groups ``core-1`` and ``base-1``."""
    monkeypatch.setenv("FRANCHISE_DB", str(tmp_path / "f.db"))
    monkeypatch.setenv("FRANCHISE_NOW", "2026-03-05T09:00")
    monkeypatch.setenv("FRANCHISE_LANG", "en")
    monkeypatch.setenv("FRANCHISE_ACTOR", "店长")
    (tmp_path / "setup.toml").write_text(SETUP, encoding="utf-8")

    def typed(*words: str) -> Said:
        status = 0
        try:
            status = run(main, words, "franchise")
        except SystemExit as stop:
            status = int(stop.code or 0)
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    for words in (
        ("store", "new", "s1", "--setup", str(tmp_path / "setup.toml"), "--set", "store.name=青禾"),
        ("group", "new", "core", "--person", "小周"),
        ("group", "new", "base"),
    ):
        assert typed(*words).status == 0
    return typed


def test_an_application_from_asking_to_being_in(say: Say) -> None:
    first = say("admission", "apply", "甲", "--group", "core-1", "--json")
    assert first.status == 0
    assert {k: first.data[k] for k in ("verdict", "state", "group")} == {
        "verdict": "waiting",
        "state": None,
        "group": "core-1",
    }
    for missing in ("转发三条", "0.00 of 9.90", "累计消费"):
        assert missing in first.data["reason"]
    assert say("admission", "apply", "甲", "--group", "core-1", *FULL).status == 0
    (row,) = say("admission", "review", "--json").data
    assert (row["name"], row["paid"], row["application"]) == ("甲", "9.90", first.data["short"])
    done = say("admission", "approve", first.data["short"])
    assert (done.status, done.err) == (0, "甲 is in 小周核心1群.\n")
    assert say("admission", "review", "--json").data == []


def test_a_rejection_by_the_rules_is_exit_status_1_and_is_kept(say: Say) -> None:
    done = say("admission", "apply", "甲", "--group", "core-1", "--fact", "paid_total=499")
    assert (done.status, done.out) == (1, "")
    assert "499" in done.err


def test_a_fact_that_nothing_asks_for_is_noted_with_a_warning(say: Say) -> None:
    done = say("admission", "apply", "甲", "--group", "core-1", "--fact", "paid_totle=500")
    assert done.status == 0
    assert (
        "Warning: Nothing asks for the fact paid_totle; it was noted all the same. Did you mean paid_total?"
        == done.err.splitlines()[0]
    )
    asked = say("admission", "apply", "甲", "--group", "core-1", "--fact", "paid_total=500")
    assert "Warning" not in asked.err


@pytest.mark.practice("I-086")
def test_rejecting_needs_a_reason(say: Say) -> None:
    short = say("admission", "apply", "甲", "--group", "core-1", "--json").data["short"]
    assert say("admission", "reject", short).status == 2
    done = say("admission", "reject", short, "--reason", "资料不全", "--json")
    assert (done.status, done.data["reason"]) == (0, "资料不全")


@pytest.mark.practice("I-087")
def test_who_waits_is_listed_and_moves_up_when_somebody_leaves(say: Say) -> None:
    for name in ("甲", "乙", "丙"):
        short = say("admission", "apply", name, "--group", "core-1", *FULL, "--json").data["short"]
        say("admission", "approve", short)
    assert [(r["position"], r["name"]) for r in say("admission", "waiting", "--json").data] == [
        (1, "乙"),
        (2, "丙"),
    ]
    left = say("member", "leave", "甲", "--group", "core-1")
    assert left.err == "甲 has left.\nThe first of those waiting is now a member.\n"
    assert [r["name"] for r in say("admission", "waiting", "--group", "core-1", "--json").data] == ["丙"]


@pytest.mark.practice("I-083", "I-096")
def test_an_invitation_is_printed_alone_and_works_once(say: Say) -> None:
    made = say("admission", "invite", "--group", "base-1", "--count", "2")
    first, second = made.out.split()
    assert made.err == ""
    assert say("admission", "apply", "甲", "--group", "base-1", "--token", first).status == 0
    assert say("admission", "apply", "甲", "--group", "base-1", "--consent").err == "甲 is in 青禾会员1群.\n"
    assert say("admission", "apply", "乙", "--group", "base-1", "--token", first).status == 1
    assert say("admission", "apply", "乙", "--group", "base-1", "--token", second, "--consent").status == 0


def test_joining_is_being_brought_by_the_staff(say: Say) -> None:
    without = say("member", "join", "甲", "--group", "base-1")
    assert without.status == 1
    done = say("member", "join", "甲", "--group", "base-1", "--consent", "--json")
    assert (done.status, done.data["state"]) == (0, "member")
    assert say("member", "join", "甲", "--group", "base-1").status == 0


@pytest.mark.practice("I-085")
def test_a_refund_is_decided_by_a_person(say: Say) -> None:
    short = say("admission", "apply", "甲", "--group", "core-1", *FULL, "--json").data["short"]
    say("admission", "approve", short)
    assert say("admission", "refund", short, "--json").data["status"] == "review"
    assert [r["status"] for r in say("admission", "review", "--json").data] == ["review"]
    assert say("admission", "reject", short, "--reason", "已退款").status == 0
    assert [r["state"] for r in say("member", "list", "--group", "core-1", "--json").data] == ["left"]


@pytest.mark.practice("I-082")
def test_the_block_list_is_kept_by_hand(say: Say) -> None:
    assert say("admission", "block", "老王").status == 2
    assert say("admission", "block", "--word", "母婴店", "--reason", "同行").status == 0
    done = say("admission", "apply", "城东母婴店", "--group", "base-1", "--consent")
    assert (done.status, "同行" in done.err) == (1, True)
    assert [(r["field"], r["shown"], r["by"]) for r in say("admission", "block", "--json").data] == [
        ("word", "母婴店", "店长")
    ]
    assert say("admission", "block", "甲", "--word", "乙", "--reason", "x").status == 2
    assert say("admission", "block", "--word", "母婴店", "--remove").status == 0
    assert say("admission", "block", "--json").data == []


@pytest.mark.practice("I-114")
def test_erasing_asks_first_and_leaves_no_name(say: Say) -> None:
    say("member", "join", "张翠花", "--group", "base-1", "--consent")
    assert say("member", "erase", "张翠花", "--group", "base-1").status == 2
    assert say("member", "erase", "张翠花", "--group", "base-1", "--yes", "--json").data["applications"] == 1
    assert say("member", "list", "--group", "base-1", "--json").data == []
    assert say("member", "erase", "张翠花", "--group", "base-1", "--yes").status == 1


@pytest.mark.practice("I-207", "I-209")
def test_tags_are_put_on_shown_and_taken_off(say: Say) -> None:
    say("member", "join", "甲", "--group", "base-1", "--consent")
    on = say("member", "tag", "甲", "activity=抽奖", "activity=签到", "--group", "base-1", "--json")
    assert [r["tag"] for r in on.data] == ["抽奖", "签到"]
    off = say("member", "tag", "甲", "activity=抽奖", "--remove", "--group", "base-1", "--json")
    assert [r["tag"] for r in off.data] == ["签到"]
    wrong = say("member", "tag", "甲", "activty=抽奖", "--group", "base-1")
    assert (wrong.status, "activity" in wrong.err) == (1, True)


def test_the_rules_of_every_kind_are_shown(say: Say) -> None:
    rows = {r["kind"]: r for r in say("admission", "rules", "--json").data}
    assert rows["base"]["mechanisms"] == ["invitation"]
    assert (rows["core"]["fee"], rows["core"]["when_full"]) == ("9.90", "waiting_pool")
    assert rows["core"]["requires"] == "累计消费 ≥ 500"
    assert (rows["base"]["fee"], rows["base"]["consent"]) == (None, True)


def test_a_member_of_one_group_is_the_same_member_in_another(say: Say) -> None:
    say("member", "join", "甲", "--group", "base-1", "--consent")
    say("admission", "apply", "甲", "--group", "core-1", "--member-of", "base-1", *FULL)
    short = say("admission", "review", "--json").data[0]["application"]
    done = say("admission", "approve", short, "--json").data
    assert done["member"] is not None
    assert say("admission", "apply", "乙", "--group", "core-1", "--member-of", "base-1").status == 1


@pytest.mark.parametrize(
    "words",
    [
        ("apply", "甲", "--group", "core-1", "--paid", "many"),
        ("apply", "甲", "--group", "core-1", "--fact", "paid_total"),
        ("apply", "x" * 33, "--group", "core-1"),
        ("apply", "甲\u202e", "--group", "core-1"),
        ("apply", "甲"),
        ("invite", "--group", "base-1", "--count", "0"),
    ],
)
def test_what_cannot_be_taken_is_exit_status_2_and_changes_nothing(say: Say, words: tuple[str, ...]) -> None:
    done = say("admission", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err.strip()
    assert say("admission", "review", "--json").data == []


@pytest.mark.parametrize(
    "words", [("approve", "zzzz"), ("reject", "17", "--reason", "x"), ("refund", "zzzz")]
)
def test_an_application_that_never_was_is_exit_status_1_and_told_where_to_look(
    say: Say, words: tuple[str, ...]
) -> None:
    done = say("admission", *words)
    assert done.status == 1
    assert "admission review" in done.err


def test_merging_says_who_is_one_household_and_how_papers_call_it(say: Say) -> None:
    for name in ("王婶", "王婶家", "小王"):
        assert say("member", "join", name, "--group", "base-1", "--consent").status == 0
    assert say("member", "merge", "王婶", "小王", "--group", "base-1").err == (
        "小王 and 王婶 are one household now; papers call it 王婶.\n"
    )
    done = say("--lang", "zh", "member", "merge", "小王", "王婶家", "--group", "base-1")
    assert (done.status, done.err) == (0, "王婶家和小王现在算一户，单据上写王婶。\n")
