"""HQ at its terminal: prove, clone, open, look, upgrade, settle, propose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from franchise.cli import main
from franchise.cli.run import run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rural_supermarket"
WHY = ("--unproven", "--reason", "first pilots")


class Desk:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.said = ""

    def __call__(self, *args: str, status: int = 0) -> str:
        self.capsys.readouterr()
        found = run(main, list(args), "franchise")
        captured = self.capsys.readouterr()
        self.said = captured.err
        assert status == found, f"{captured.out}{captured.err}"
        return captured.out

    def json(self, *args: str, status: int = 0) -> Any:
        return json.loads(self(*args, "--json", status=status))


@pytest.fixture
def hq(tmp_path, monkeypatch, capsys) -> Desk:
    for name, value in {
        "FRANCHISE_DB": str(tmp_path / "f.db"),
        "FRANCHISE_ACTOR": "hq",
        "FRANCHISE_LANG": "en",
        "FRANCHISE_NOW": "2026-03-05T09:00",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    desk = Desk(capsys)
    desk("store", "new", "qinghe", "--setup", str(EXAMPLE), "--answers", str(EXAMPLE / "store.toml"))
    return desk


@pytest.fixture
def fleet(hq: Desk) -> Desk:
    hq("clone", "qinghe", "--count", "3", "--key-pattern", "dian-{n}", "--name-pattern", "青禾{n}店", *WHY)
    return hq


def states(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["store"]: row["state"] for row in rows}


def test_both_sides_or_neither_settle_no_conflict(fleet):
    for sides in ((), ("--ours", "--theirs")):
        fleet("resolve", "dian-1", "--all", *sides, status=2)
        assert "--ours or --theirs" in fleet.said


@pytest.mark.parametrize("option", ["--to", "--source"])
def test_an_option_of_an_upgrade_without_its_value_is_not_as_if_it_were_left_away(fleet, option):
    fleet("upgrade", "--all", option, "", status=2)
    assert option in fleet.said


def test_a_setup_is_assessed_before_it_is_cloned(hq):
    found = hq.json("assess", "qinghe")
    assert (False, ["repurchase_percent", "group_size", "weeks"]) == (
        found["proven"],
        found["evidence"]["failed"],
    )
    hq("clone", "qinghe", "--to", "a", "--set", "store.name=甲", status=1)
    assert "not proven" in hq.said
    hq("clone", "qinghe", "--to", "a", "--unproven", status=2)
    hq("clone", "qinghe", *WHY, status=2)
    assert "40.0 %" in hq("assess", "qinghe")


@pytest.mark.practice("I-251")
def test_stores_are_made_by_number_and_again_is_resuming(fleet):
    names = {row["store"]: row["name"] for row in fleet.json("store", "list")}
    assert {"dian-1": "青禾1店", "dian-2": "青禾2店", "dian-3": "青禾3店", "qinghe": "青禾生活超市"} == names
    done = fleet.json(
        "clone", "qinghe", "--count", "4", "--key-pattern", "dian-{n}", "--name-pattern", "青禾{n}店", *WHY
    )
    assert {"dian-1": "there", "dian-2": "there", "dian-3": "there", "dian-4": "made"} == states(
        done["stores"]
    )


def test_a_table_of_stores_with_bad_rows_makes_the_good_ones_and_ends_with_one(hq, tmp_path):
    table = tmp_path / "stores.csv"
    table.write_text(
        "\ufeffkey,store.name,store.phone\nnan,南山店,138\nBAD,坏,\nxi,西河店,\n", encoding="utf-8"
    )
    plan = hq.json("clone", "qinghe", "--to", str(table), "--dry-run", *WHY, status=1)
    assert (True, {"nan": "new", "BAD": "refused", "xi": "new"}) == (plan["dry_run"], states(plan["stores"]))
    assert ["qinghe"] == [row["store"] for row in hq.json("store", "list")]
    done = hq.json("clone", "qinghe", "--to", str(table), "--ring", "first", *WHY, status=1)
    assert {"nan": "made", "BAD": "refused", "xi": "made"} == states(done["stores"])
    table.write_text("name\nx\n", encoding="utf-8")
    hq("clone", "qinghe", "--to", str(table), *WHY, status=2)
    table.write_text("key,store.name\na,b,c\n", encoding="utf-8")
    hq("clone", "qinghe", "--to", str(table), *WHY, status=2)


def test_a_store_is_opened_when_its_checklist_is_done(fleet):
    items = fleet.json("store", "open", "dian-1", "--check", status=1)
    assert {"answers": "yes", "plugins": "yes", "setup": "yes", "gate": "no"} == {
        i["what"]: i["done"] for i in items
    }
    fleet("store", "open", "dian-1", status=1)
    assert "partner" in fleet.said
    fleet("village", "add", "wang", "--name", "王家湾", "--partner", "王春梅", "--store", "dian-1")
    assert {"store": "dian-1", "status": "open", "changed": True} == fleet.json("store", "open", "dian-1")
    assert not fleet.json("store", "open", "dian-1")["changed"]


def test_hq_changes_its_setup_and_carries_it_to_the_clones(fleet, tmp_path):
    fleet("setup", "set", "catalog.jidan.price", "5.20", "--store", "dian-1")
    fleet("setup", "set", "catalog.jidan.price", "5.10", "--store", "qinghe")
    fleet("setup", "set", "orders.late", "refuse", "--store", "qinghe")
    saved = fleet("setup", "save", "qinghe", "--note", "dearer eggs").strip()
    assert ["dearer eggs", ""] == [v["note"] for v in fleet.json("setup", "history", "qinghe")]

    found = fleet.json("diff", "dian-1", status=3)
    assert {"catalog.jidan.price": "conflict", "orders.late": "hq-only"} == {
        c["path"]: c["state"] for c in found["changes"]
    }
    assert ("5.2", "5.1", "4.9") == tuple(found["changes"][0][k] for k in ("ours", "theirs", "base"))
    fleet("diff", "dian-2", status=2)
    rows = fleet.json("diff", "qinghe", "--fleet", status=3)
    assert {"dian-1": 1, "dian-2": 0, "dian-3": 0} == {row["store"]: row["conflict"] for row in rows}

    plan = tmp_path / "plan.json"
    plan.write_text(fleet("upgrade", "--all", "--dry-run", "--json"), encoding="utf-8")
    fleet("setup", "set", "catalog.doufu.price", "9", "--store", "dian-3")
    done = fleet.json("upgrade", "--plan", str(plan), status=1)
    assert {"dian-1": "upgraded", "dian-2": "upgraded", "dian-3": "refused"} == states(done["stores"])
    again = fleet.json("upgrade", "--all")
    assert {"dian-1": "same", "dian-2": "same", "dian-3": "upgraded"} == states(again["stores"])
    assert {saved} == {row["to"] for row in again["stores"]}

    fleet("resolve", "dian-1", "catalog.jidan.price", status=2)
    left = fleet.json("resolve", "dian-1", "catalog.jidan.price", "--theirs")
    assert (["catalog.jidan.price"], 0) == (left["paths"], left["left"])
    fleet("diff", "dian-1")
    fleet("resolve", "dian-1", "--all", "--ours", status=1)


def test_going_back_is_upgrading_to_an_older_version(fleet):
    old = fleet.json("setup", "history", "qinghe")[0]["version"]
    fleet("setup", "set", "catalog.jidan.price", "5.10", "--store", "qinghe")
    fleet("setup", "save", "qinghe")
    fleet("upgrade", "--all")
    assert {"upgraded"} == set(states(fleet.json("upgrade", "--all", "--to", old[:10])["stores"]).values())
    assert [old[:12]] * 3 == [k["version"][:12] for k in fleet.json("lineage") if k["generation"] == 1]


def test_waves_go_in_their_order(fleet, tmp_path):
    fleet("setup", "export", "out", "--table", "catalog", "--table", "suppliers", "--store", "qinghe")
    setup = tmp_path / "out" / "setup.toml"
    text = setup.read_text(encoding="utf-8")
    setup.write_text(text + '\n[replication]\nrings = ["pilot", "rest"]\n', encoding="utf-8")
    fleet("setup", "save", "qinghe", "--from", "out", "--note", "waves")
    fleet("store", "ring", "pilot", "dian-1")
    fleet("store", "ring", "rest", "dian-2", "dian-3")
    fleet("upgrade", "--ring", "rest", status=1)
    assert "pilot" in fleet.said
    fleet("upgrade", "--ring", "pilot")
    assert {"dian-2": "upgraded", "dian-3": "upgraded"} == states(
        fleet.json("upgrade", "--ring", "rest")["stores"]
    )
    fleet("store", "ring", "rest", "dian-1", status=1)
    fleet("store", "ring", "rest", "dian-1", "--reason", "the owner insists")


def test_a_store_detaches_declines_and_rejoins(fleet):
    fleet("setup", "set", "catalog.jidan.price", "5.10", "--store", "qinghe")
    fleet("setup", "save", "qinghe")
    assert fleet.json("decline", "dian-2", "catalog.jidan.price")["changed"]
    assert not fleet.json("decline", "dian-2", "catalog.jidan.price")["changed"]
    fleet("detach", "dian-1")
    done = fleet.json("upgrade", "--all")["stores"]
    assert {"dian-1": "detached", "dian-2": "upgraded", "dian-3": "upgraded"} == states(done)
    fleet("rejoin", "dian-1")
    fleet("upgrade", "dian-1")
    assert "4.9" in fleet("setup", "show", "dian-2", "--section", "catalog")
    fleet("detach", "qinghe", status=1)


def test_a_stores_improvement_reaches_everybody(fleet, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[catalog.liangpi]\nname = "凉皮"\nunit = "份"\nprice = "6"\nsupplier = "tofu"\n', encoding="utf-8"
    )
    suppliers = fleet.json("setup", "show", "qinghe", "--section", "suppliers")["setup"]["suppliers"]
    own.write_text(own.read_text(encoding="utf-8").replace('"tofu"', f'"{min(suppliers)}"'), encoding="utf-8")
    assert fleet.json("setup", "set", "--from", str(own), "--store", "dian-1")["changed"]
    assert not fleet.json("setup", "set", "--from", str(own), "--store", "dian-1")["changed"]
    assert "dian-1:1" == fleet("propose", "dian-1", "catalog.liangpi", "--note", "sells well").strip()
    assert ["dian-1:1"] == [row["name"] for row in fleet.json("proposals")]
    fleet("proposals", "--accept", "dian-1:1")
    fleet("setup", "save", "qinghe")
    fleet("upgrade", "--all")
    assert "凉皮" in fleet("setup", "show", "dian-3", "--section", "catalog")
    assert (
        [] == fleet.json("setup", "show", "dian-1")["overlay"]
        or {} == fleet.json("setup", "show", "dian-1")["overlay"]
    )
    fleet("proposals", "--reject", "dian-1:1", "--reason", "late", status=1)


def test_a_store_does_without_something_and_takes_it_back(fleet):
    assert fleet.json("setup", "remove", "catalog.jidan", "--store", "dian-1")["changed"]
    assert not fleet.json("setup", "remove", "catalog.jidan", "--store", "dian-1")["changed"]
    assert "catalog.jidan." not in fleet("setup", "show", "dian-1", "--section", "catalog")
    assert fleet.json("setup", "unset", "catalog.jidan", "--store", "dian-1")["changed"]
    assert not fleet.json("setup", "unset", "catalog.jidan", "--store", "dian-1")["changed"]
    fleet("setup", "remove", "catalog.nothing", "--store", "dian-1", status=2)
    fleet("diff", "dian-1")


def test_a_rename_is_one_command_for_hq_and_no_change_for_the_clones(fleet):
    fleet("setup", "set", "catalog.jidan.price", "5.20", "--store", "dian-1")
    fleet("setup", "rename", "catalog.jidan", "xianjidan", "--store", "qinghe")
    done = fleet.json("upgrade", "--all")["stores"]
    assert ({"upgraded"}, 0) == (set(states(done).values()), sum(row["conflicts"] for row in done))
    assert ["catalog.xianjidan.price"] == [
        c["path"] for c in fleet.json("diff", "dian-1", status=2)["changes"]
    ]


@pytest.mark.practice("I-241")
def test_lineage_is_a_tree(fleet):
    fleet("clone", "dian-2", "--to", "sun", "--set", "store.name=孙店", *WHY)
    kin = {k["store"]: (k["source"], k["generation"], k["clones"]) for k in fleet.json("lineage")}
    assert {
        "qinghe": ("", 0, 3),
        "dian-1": ("qinghe", 1, 0),
        "dian-2": ("qinghe", 1, 1),
        "sun": ("dian-2", 2, 0),
        "dian-3": ("qinghe", 1, 0),
    } == kin
    assert ["dian-2", "sun"] == [k["store"] for k in fleet.json("lineage", "dian-2")]
    assert "   └─ sun" in fleet("lineage")


@pytest.mark.parametrize(
    "args",
    [
        ("upgrade",),
        ("upgrade", "dian-1", "--all"),
        ("upgrade", "--plan", "plan.json"),
        ("diff", "qinghe", "dian-1", "--fleet"),
        ("diff", "qinghe", "--to", "abcd"),
        ("resolve", "dian-1", "--ours"),
        ("proposals", "--accept", "a:1", "--reject", "a:2"),
        ("setup", "set", "catalog.jidan.price", "--store", "qinghe"),
        ("clone", "qinghe", "--to", "a", "--pilot", "--ring", "x", *WHY),
    ],
    ids=" ".join,
)
def test_what_contradicts_itself_is_a_usage_error(fleet, tmp_path, args):
    (tmp_path / "plan.json").write_text("[]")
    assert "" == fleet(*args, status=2)
    assert "Error: " in fleet.said


def test_a_group_is_split(fleet):
    fleet("village", "add", "wang", "--name", "王家湾", "--partner", "王春梅", "--store", "dian-1")
    for name in ("甲", "乙", "丙"):
        fleet("member", "join", name, "--group", "wang", "--store", "dian-1")
    fleet("group", "split", "wang", "--store", "dian-1", status=1)
    done = fleet.json("group", "split", "wang", "--anyway", "--store", "dian-1")
    assert ("wang-2", 2, 1) == (done["into"], done["stayed"], done["moved"])
