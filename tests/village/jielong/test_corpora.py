"""The known corpora in the repository, message by message; one that is held out is only scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.village.jielong.score import text_of

from franchise_village.jielong.contract import answer
from franchise_village.jielong.reader import read
from franchise_village.jielong.settings import ReadingSettings

CORPUS = Path(__file__).parent / "corpus"
FIELDS = ("member", "item", "qty", "unit", "note")


def records() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in ("given", "own", *(f"unseen_{letter}" for letter in "abcdefghijk")):
        with (CORPUS / f"{name}.jsonl").open(encoding="utf-8") as rows:
            here = [json.loads(row) for row in rows]
        texts = {record["id"]: record["message"] for record in here}
        for record in here:
            record["message"] = text_of(record)
            if "previous" in record:
                record["previous_message"] = texts[record["previous"]]
        found += here
    return found


def rows(lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(line[field] for field in FIELDS) for line in lines]


RECORDS = records()
# Messages that are read otherwise than their corpus says, each with the reason.
OTHERWISE = {
    "UC012": "Names alone below one product: how many is asked, unless the settings say that it is one.",
    "UK043": "Names alone below one product, as UC012.",
}
# Messages whose lines are right, and which are asked about where their corpus asks nothing, or the other way round.
ASKED_OTHERWISE = {
    "UD056": "留个猪蹄 names no number: one is implied, and confirmed.",
    "UD057": "The order is for somebody else: that is a setting, and by default a question.",
    "UD105": "The sizes alone are named below a heading that names the goods: nothing is asked, as elsewhere.",
    "UE058": "来包烟 names no number: one is implied, and confirmed.",
    "UE061": "The order is for somebody else: that is a setting, and by default a question.",
    "UJKR42": "Two of the orders are for somebody else: that is a setting, and by default a question.",
    "UJKR43": "One of the orders is for somebody else: that is a setting, and by default a question.",
    "UK087": "同上 directly below an entry is sure, as elsewhere.",
    "UE074": "梨不要 without 了 may be a wish not to get any: it is confirmed.",
}
# Messages that are not understood as their corpus says, and are therefore asked about.
MISREAD = {
    "UF039": "酸奶12杯装一组: a pack and a number in words, with nothing between them.",
}
ORDINARY = [
    record
    for record in RECORDS
    if record["mode"] != "reject" and record["id"] not in OTHERWISE.keys() | MISREAD.keys()
]
HOSTILE = [record for record in RECORDS if record["mode"] == "reject"]


@pytest.mark.parametrize("record", ORDINARY, ids=lambda record: record["id"])
@pytest.mark.practice("I-211")
def test_a_message_is_read_as_its_corpus_says(record: dict[str, Any]) -> None:
    found = answer(record)
    expected = (
        record["mode"],
        rows(record["expect"]),
        rows(record["cancels"]),
        bool(record.get("ambiguous")) != (record["id"] in ASKED_OTHERWISE),
    )
    assert expected == (found["mode"], rows(found["expect"]), rows(found["cancels"]), found["ambiguous"])


@pytest.mark.parametrize("record", [record for record in RECORDS if record["id"] in MISREAD])
def test_what_is_misread_is_asked_about(record: dict[str, Any]) -> None:
    assert answer(record)["ambiguous"]


@pytest.mark.parametrize("record", [record for record in RECORDS if record["id"] in OTHERWISE])
def test_what_is_read_otherwise_asks_for_the_quantity_and_follows_the_corpus_where_one_is_the_rule(
    record: dict[str, Any],
) -> None:
    asked = read(record["message"])
    assumed = read(record["message"], settings=ReadingSettings(missing_quantity="one"))
    wishes = [(line["member"], line["item"], line["note"]) for line in record["expect"]]
    assert wishes == [(line.member, line.item, line.note) for line in asked.lines]
    missing = [place for place, line in enumerate(asked.lines) if line.quantity is None]
    assert list(record["defaulted"]) == missing
    assert {("quantity_missing",)} == {asked.lines[place].doubts for place in missing}
    assert wishes == [(line.member, line.item, line.note) for line in assumed.lines]
    assert {1_000} == {assumed.lines[place].quantity for place in missing}


@pytest.mark.parametrize("record", HOSTILE, ids=lambda record: record["id"])
def test_a_hostile_message_books_nothing_and_says_why(record: dict[str, Any]) -> None:
    found = answer(record)
    assert ([], []) == (found["expect"], found["cancels"])
    assert found["rejected"]
    if not record["id"].startswith("U"):  # another hand's words for the reasons
        assert record["reason"] == found["rejected"]


def test_the_corpora_hold_what_their_readers_rely_on() -> None:
    assert len(RECORDS) == len({record["id"] for record in RECORDS})
    assert {"O", "U", "given"} == {
        record["id"][0] if record["id"][0] in "OU" else "given" for record in RECORDS
    }
