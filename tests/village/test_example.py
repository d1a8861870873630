"""The rural example: what its files say is what is booked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import vet

from franchise import FixedClock, Franchise, amounts, clock, groups, orders, stores
from franchise_village import lists, operations

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "rural_supermarket"
EXPECTED = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def store(tmp_path):
    morning = clock.instant("2026-03-05T10:00", "Asia/Shanghai")
    with Franchise.open(str(tmp_path / "f.db"), clock=FixedClock(morning), actor="test") as app:
        doc = app.load_setup(EXAMPLE / "setup.toml")
        app.create_store("qinghe", doc, stores.read_answers(app.schema, doc, EXAMPLE / "store.toml"))
        with app.work("qinghe") as work:
            table = (EXAMPLE / "villages.csv").read_text(encoding="utf-8")
            villages = lists.read_table(table, "villages.csv")
            operations.add_all(work, villages)
            vet(work, *(village.key for village in villages))
        yield app


def read(app, file):
    village = Path(file).stem.partition("-")[2]
    text = (EXAMPLE / file).read_text(encoding="utf-8")
    with app.view("qinghe") as work:
        group = groups.get(work, village)
        return orders.read(work, text, orders.reading_context(work, group)), group, text


@pytest.mark.practice("I-211", "I-213")
@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_a_plain_list_is_booked_as_a_careful_person_would(store, file):
    draft, group, text = read(store, file)
    with store.work("qinghe") as work:
        done = orders.submit(work, group, draft, text=text)
    booked = [
        {
            "member": done.names[x.member_id],
            "product": x.product,
            "quantity": amounts.format_quantity(x.stock_quantity),
            "unit": x.stock_unit,
        }
        for x in done.lines
    ]
    assert EXPECTED[file]["lines"] == booked
    assert () == done.questions


def test_a_list_for_another_village_is_not_booked_here(store):
    text = "#接龙\n王家湾3月5日午单\n\n1. 王婶 鸡蛋3斤"
    with store.view("qinghe") as work:
        context = orders.reading_context(work, groups.get(work, "shangzhuang"))
        draft = orders.read(work, text, context)
    assert ("reject", "other_village") == (draft.mode, draft.rejected)
    assert "wangjiawan" in draft.rejected_text


def test_the_demo_runs_from_messages_to_papers(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "franchise", "--lang", "zh", "demo", "rural_supermarket"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    folder = tmp_path / "papers" / "rural_supermarket"
    assert 4 == len([p for p in folder.iterdir() if p.is_dir()])
    assert (folder / "2026-03-05-noon" / "配货单" / "配货单：王家湾.xlsx").stat().st_size > 4000
    assert "采购单：柳溪养鸡场" in done.stdout


def test_what_may_be_an_order_and_cannot_be_read_is_kept_as_a_question(store):
    said = "鱼别忘了给我爸送两条过去哈，昨天付过钱了"
    with store.view("qinghe") as work:
        group = groups.get(work, "wangjiawan")
        draft = orders.read(work, said, orders.reading_context(work, group, sender="李婶"))
    with store.work("qinghe") as work:
        done = orders.submit(work, group, draft, text=said)
    (question,) = done.questions
    assert ((), "not_understood", "李婶", "鱼别忘了给我爸送两条过去哈") == (
        done.lines, question.question.code, question.question.member, question.question.raw,
    )  # fmt: skip
