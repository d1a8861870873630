"""Reading many messages at once: one bad line spoils itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from franchise.cli import main
from franchise.cli.run import run
from franchise.orders.parsing import many, reader

KEYS = ["id", "mode", "expect", "cancels", "rejected", "ambiguous", "warnings"]
GOOD = '{"id": "z", "message": "1. 王婶 鸡蛋3斤", "other": 1}'.encode()


@pytest.mark.parametrize(
    "bad",
    [b'{"id": "\xff\xfe"}', b'{"id": ' + b"[" * 100_000, b"[1]", b"nonsense", "{“id”: 1}".encode("gb18030"),
     b'{"id": NaN}', b'{"id": 1e999}'],
)  # fmt: skip
def test_a_line_that_is_no_object_is_refused_and_the_next_one_read(bad: bytes) -> None:
    first, second = (json.loads(answer) for answer in many(reader(), [bad, b"\n", GOOD]))
    assert (first["rejected"], first["expect"], list(first)) == ("not_json", [], KEYS)
    assert (second["id"], len(second["expect"]), list(second)) == ("z", 1, KEYS)


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it() -> None:
    (answer,) = many(reader(), [b"\xef\xbb\xbf" + GOOD])
    assert json.loads(answer)["rejected"] is None


def test_half_a_surrogate_pair_is_answered_in_words_that_can_be_printed() -> None:
    (answer,) = many(reader(), [rb'{"id": "\ud800", "message": "\ud800"}'])
    answer.encode()
    assert json.loads(answer)["expect"] == []


def test_many_are_read_without_any_database_and_the_status_is_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FRANCHISE_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.jsonl").write_bytes(b'{"id": 1, "message": "=1+1"}\n\xff\n' + GOOD)
    assert run(main, ["order", "parse", "--jsonl", "m.jsonl"], "franchise") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [a["rejected"] for a in answers] == ["formula", "not_json", None]
    assert [p.name for p in tmp_path.iterdir()] == ["m.jsonl"]
