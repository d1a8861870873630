"""The table of practices is whole, and says built only where a test proves it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("core.", "motherbaby", "glow")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("practices", ROOT / "tools" / "practices.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def table(tool: ModuleType) -> list[dict[str, str]]:
    return tool.rows()


def test_no_practice_is_missing(table) -> None:
    assert [f"I-{n:03d}" for n in range(1, 281)] == [row["id"] for row in table]


def test_every_practice_that_is_built_has_a_test_that_carries_its_id(tool, table) -> None:
    tests = tool.marked()
    assert [] == [row["id"] for row in table if row["status"] == "built" and not tests.get(row["id"])]


def test_the_page_the_table_and_the_tests_say_the_same(tool, table) -> None:
    tests = tool.marked()
    assert [] == list(tool.faults(table, tests))
    assert tool.page(table, tests) == tool.PAGE.read_text(encoding="utf-8")


def test_every_mechanism_of_the_second_vertical_is_built_or_says_why_not(table) -> None:
    ours = [
        row
        for row in table
        if row["section"] in "ABCDG"
        and row["kind"] == "M"
        and any(owner.startswith(OURS) for owner in row["owner"].split("; "))
    ]
    assert 77 == len(ours)
    assert [] == [row["id"] for row in ours if row["status"] != "built" and not row["note"]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows.pop(16), "I-017 is missing"),
        (lambda rows: rows.append(dict(rows[0])), "I-001 is there 2 times"),
        (lambda rows: rows.append({**rows[0], "id": "I-281"}), "I-281 is no practice"),
        (lambda rows: rows[0].update(status="built"), "I-001 is said to be built"),
        (lambda rows: rows[0].update(note=""), "I-001 is not built, and nothing says why"),
        (lambda rows: rows[3].update(status="context"), "I-004 is a mechanism"),
        (lambda rows: rows[0].update(practice=""), "I-001: kind, section, status or sentence"),
        (lambda rows: rows.reverse(), "not in their order"),
    ],
)
def test_what_is_wrong_with_the_table_is_told(tool, table, change, told) -> None:
    change(table)
    assert any(told in fault for fault in tool.faults(table, {"I-005": ["x"]}))


def test_marks_are_found_where_tests_carry_them(tool) -> None:
    source = '@pytest.mark.practice("I-213", "C-08", "I-131")\ndef test_x():\n    """practice("I-001")"""\n'
    assert ["I-213", "I-131"] == list(tool.ids_in(source))
