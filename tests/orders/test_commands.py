"""`franchise order`, `franchise cycle` and `franchise village` for programs: JSON whatever they do."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from franchise.cli import main
from franchise.cli.run import run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rural_supermarket"
CHECKS = [word for point in ("able", "lives_here", "has_time", "trusted") for word in ("--check", point)]


class Desk:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.patch = monkeypatch

    def __call__(self, *args: str, text: str = "", now: str = "2026-03-05T11:30") -> str:
        self.capsys.readouterr()
        self.patch.setenv("FRANCHISE_NOW", now)
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        status = run(main, list(args), "franchise")
        said = self.capsys.readouterr()
        assert 0 == status, f"{said.out}{said.err}"
        return said.out

    def json(self, *args: str, **how: str) -> Any:
        return json.loads(self(*args, "--json", **how))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    for name, value in {"DB": str(tmp_path / "f.db"), "ACTOR": "partner", "LANG": "en"}.items():
        monkeypatch.setenv(f"FRANCHISE_{name}", value)
    monkeypatch.chdir(tmp_path)
    made = Desk(capsys, monkeypatch)
    made("store", "new", "qinghe", "--setup", str(EXAMPLE), "--answers", str(EXAMPLE / "store.toml"))
    return made


def test_villages_and_partners_are_told_as_json(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "v.csv"
    table.write_text("key,name,partner\nnew,新村,赵新\nold,老村,\n", encoding="utf-8")
    assert {"village": "new", "name": "新村", "partner": "赵新"} == desk.json(
        "village", "add", "new", "--name", " 新村 ", "--partner", "赵新"
    )
    assert {"added": 1, "known": 1} == desk.json("village", "import", str(table))
    assert {"village": "old", "partner": "李姐"} == desk.json("village", "partner", "old", "李姐")


def test_answers_dismissals_and_reopening_are_told_as_json(desk: Desk) -> None:
    desk("village", "import", str(EXAMPLE / "villages.csv"))
    desk("crew", "vet", "wangjiawan", *CHECKS, "--approve")
    text = "#接龙\n1. 王婶 鸡蛋3斤\n2. 二叔 红薯粉2斤\n3. 李嫂 大闸蟹2袋\n"
    handed = desk.json("order", "submit", "-", "--village", "wangjiawan", text=text)
    first, second = (question["id"] for question in handed["questions"])
    answered = desk.json(
        "order", "review", "--answer", first, "--product", "豆腐", "--quantity", "2", "--unit", "块"
    )
    assert (first, True) == (answered["answered"], any("豆腐" in line for line in answered["booked"]))
    assert {"dismissed": second} == desk.json("order", "review", "--dismiss", second, "--reason", "没货")
    assert {"forgotten": "红薯粉"} == desk.json(
        "order", "alias", "--village", "wangjiawan", "--forget", "红薯粉"
    )
    desk("cycle", "close", "--due", now="2026-03-05T12:05")
    assert {"cycle": "2026-03-05/noon", "status": "open"} == desk.json(
        "cycle", "reopen", "2026-03-05/noon", "--reason", "货车还没发", now="2026-03-05T12:10"
    )


def test_a_new_sheet_begins_with_revision_one_and_each_list_after_it_has_the_next(desk: Desk) -> None:
    desk("village", "import", str(EXAMPLE / "villages.csv"))
    desk("crew", "vet", "wangjiawan", *CHECKS, "--approve")
    texts = ["#接龙\n1. 王婶 鸡蛋3斤\n", "#接龙\n1. 王婶 鸡蛋3斤\n2. 二叔 豆腐2块\n"]
    found = [desk.json("order", "submit", "-", "--village", "wangjiawan", text=text) for text in texts]
    assert [(1, 1, 1), (2, 1, 2)] == [(x["revision"], len(x["added"]), len(x["lines"])) for x in found]
