"""One field of each kind: what may be written, what it becomes, and what is said otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise.setups import REQUIRED, Money, Quantity, Schema, Section, Wall, setting

Mistakes = Callable[[Callable[[], object]], list[str]]


def one_field(annotation: Any, **told: Any) -> Schema:
    made = attrs.make_class(
        "Made",
        {"field": setting(**told)},
        kw_only=True,
        class_body={"__annotations__": {"field": annotation}},
    )
    return Schema([Section(name="x", cls=made, owner="core")])


def read(schema: Schema, value: Any) -> tuple[Any, Any]:
    """The canonical form and the typed value."""
    doc = schema.parse({"setup": {"name": "n"}, "x": {"field": value}})
    return doc.body["x"]["field"], schema.effective(doc).get("x").field


@pytest.mark.parametrize(
    ("annotation", "written", "canonical", "typed"),
    [
        (str, "  蛋 ", "蛋", "蛋"),
        (str, "e\u0301", "é", "é"),
        (str, "👨‍👩‍👧", "👨‍👩‍👧", "👨‍👩‍👧"),
        (bool, True, True, True),
        (int, -3, -3, -3),
        (Money, 12, "12", 1200),
        (Money, Decimal("5.80"), "5.8", 580),
        (Money, "0005.00", "5", 500),
        (Quantity, "0.125", "0.125", 125),
        (Wall, time(7, 30), "07:30", 450),
        (Wall, "7:30", "07:30", 450),
        (Wall, "24:00", "24:00", 1440),
        (Decimal, Decimal("0.080"), "0.08", Decimal("0.08")),
        (Decimal, 3, "3", Decimal(3)),
        (Decimal, "-1.50", "-1.5", Decimal("-1.5")),
        (date, date(2026, 3, 5), "2026-03-05", date(2026, 3, 5)),
        (date, "2026-3-5", "2026-03-05", date(2026, 3, 5)),
        (Literal["a", "b"], "b", "b", "b"),
        (tuple[str, ...], ["a", " b"], ["a", "b"], ("a", "b")),
        (tuple[Wall, ...], [time(1, 0), "2:00"], ["01:00", "02:00"], (60, 120)),
        (tuple[Money, ...], [1, "2.50"], ["1", "2.5"], (100, 250)),
        (dict[str, Wall], {"b": "1:00", "a": time(2)}, {"a": "02:00", "b": "01:00"}, {"a": 120, "b": 60}),
        (Mapping[str, int], {"b": 1}, {"b": 1}, {"b": 1}),
        (str | None, "x", "x", "x"),
        (Money | None, "1", "1", 100),
    ],
)
def test_what_is_written_has_one_form_and_one_meaning(
    annotation: Any, written: Any, canonical: Any, typed: Any
) -> None:
    assert (canonical, typed) == read(one_field(annotation), written)


def test_a_signed_amount_says_so_by_its_minimum() -> None:
    assert ("-5.25", -525) == read(one_field(Money, minimum="-10"), "-5.25")
    assert ("0", 0) == read(one_field(Money, minimum="-10"), "-0.00")


@given(st.integers(0, 10**13))
def test_money_keeps_every_minor_unit(amount: int) -> None:
    written = Decimal(amount).scaleb(-2)
    assert amount == read(one_field(Money), written)[1] == read(one_field(Money), str(written))[1]


@given(st.integers(0, 1440))
def test_every_minute_of_a_day_can_be_written(minutes: int) -> None:
    assert minutes == read(one_field(Wall), f"{minutes // 60}:{minutes % 60:02d}")[1]


LINE = "one line of at most 200 characters"
AMOUNT = "a plain number with at most 2 decimal places, such as 12 or 3.5"


@pytest.mark.parametrize(
    ("annotation", "told", "value", "message"),
    [
        (str, {}, 5, f"5 is not a text. Put it in quotes. Allowed: {LINE}."),
        (str, {}, ["a"], f"['a'] is not a text. Allowed: {LINE}."),
        (str, {}, "a\nb", f"The text has a character that is not allowed (U+000A) at position 2. Allowed: {LINE}."),
        (str, {}, "a\u200bb", f"The text has a character that is not allowed (U+200B) at position 2. Allowed: {LINE}."),
        (str, {"free_text": True}, "\x07", ("The text has a character that is not allowed (U+0007) at position 1. "
         "Allowed: text of at most 4000 characters.")),
        (str, {"free_text": True, "max_length": 3}, "abcd", "The text has 4 characters. Allowed: text of at most 3 characters."),
        (str, {"minimum": 1}, "  ", "The text is empty. Allowed: 1 to 200 characters."),
        (str, {"minimum": 2, "maximum": 3}, "abcd", "'abcd' is out of bounds. Allowed: 2 to 3 characters."),
        (bool, {}, 1, "1 is neither true nor false. Allowed: true, false."),
        (int, {}, True, "True is not a whole number. Allowed: a whole number such as 12."),
        (int, {}, "5", "'5' is not a whole number. Allowed: a whole number such as 12."),
        (int, {}, 10**16, "10000000000000000 is not a whole number. Allowed: a whole number such as 12."),
        (int, {"minimum": 3}, 2, "2 is out of bounds. Allowed: 3 or more."),
        (int, {"maximum": 3}, 4, "4 is out of bounds. Allowed: 3 or less."),
        (Money, {}, True, f"True is not an amount. Allowed: {AMOUNT}."),
        (Money, {}, "1,200", f"'1,200' is not an amount. Allowed: {AMOUNT}."),
        (Money, {}, "１２", f"'１２' is not an amount. Allowed: {AMOUNT}."),
        (Money, {}, "-1", f"-1 is below zero. Allowed: {AMOUNT}."),
        (Money, {"minimum": 50, "maximum": "99.50"}, "0.4", "'0.4' is out of bounds. Allowed: 0.5 to 99.5."),
        (Wall, {}, 730, "730 is not a time of day. Allowed: a time from 00:00 to 24:00, such as 11:30."),
        (Wall, {}, "24:01", "'24:01' is not a time of day. Allowed: a time from 00:00 to 24:00, such as 11:30."),
        (Wall, {"minimum": 360}, "05:59", "'05:59' is out of bounds. Allowed: 06:00 or more."),
        (Decimal, {}, "1e3", "'1e3' is not a number. Allowed: a plain decimal such as 0.08."),
        (Decimal, {}, True, "True is not a number. Allowed: a plain decimal such as 0.08."),
        (date, {}, datetime(2026, 3, 5, 1), "2026-03-05 01:00:00 is not a date. Allowed: a date such as 2026-03-05."),
        (date, {"minimum": "2026-01-01"}, "2025-12-31", "'2025-12-31' is out of bounds. Allowed: 2026-01-01 or more."),
        (tuple[str, ...], {}, "a|b", (f"'a|b' is not a list. "
         f'Allowed: a list such as ["a", "b"], or a|b in a table cell; each: {LINE}.')),
        (tuple[int, ...], {"minimum": 1, "maximum": 2}, [1, 2, 3], "The list has 3 items. Allowed: 1 to 2 items."),
        (tuple[int, ...], {"minimum": 1}, [], "The list has 0 items. Allowed: 1 to 1000 items."),
        (tuple[str, ...], {"choices": ["a", "b"]}, ["a", "c"], "'c' is not one of the choices. Allowed: a, b."),
        (str, {"pattern": "[a-z]+"}, "A", "'A' does not have the right form. Allowed: text that matches [a-z]+."),
        (dict[str, int], {"minimum": 1}, {}, "There are 0 entries. Allowed: 1 to 20000 entries."),
        (dict[str, int], {}, [1], "[1] is not a table. Allowed: a table of named entries."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_told(
    mistakes: Mistakes, annotation: Any, told: dict[str, Any], value: Any, message: str
) -> None:
    assert [f"[x] field: {message}"] == mistakes(lambda: read(one_field(annotation, **told), value))


def test_the_entries_of_a_table_are_told_one_by_one(mistakes: Mistakes) -> None:
    assert [
        "[x.field] a: 'x' is not a whole number. Allowed: a whole number such as 12.",
        "[x.field] b: True is not a whole number. Allowed: a whole number such as 12.",
    ] == mistakes(lambda: read(one_field(dict[str, int]), {"b": True, "c": 3, "a": "x"}))


def test_null_is_nothing_written() -> None:
    schema = one_field(int, default=7)
    doc = schema.parse({"setup": {"name": "n"}, "x": {"field": None}})
    assert ({}, 7) == (doc.body["x"], schema.effective(doc).get("x").field)


@attrs.frozen(kw_only=True)
class Address:
    street: str = setting()
    lanes: dict[str, int] = setting()
    tags: tuple[str, ...] = setting()
    since: date = setting()


def test_a_local_table_is_answered_leaf_by_leaf() -> None:
    schema = one_field(Address, rule="local")
    doc = schema.parse({"setup": {"name": "n"}, "x": {}})
    setup = schema.effective(doc, {}, {"x": {"field": {"street": "中街"}}})
    assert ("x.field.lanes", "x.field.since", "x.field.tags") == schema.missing_answers(setup)
    assert Address(street="中街", lanes={}, tags=(), since=None) == setup.get("x").field  # type: ignore[arg-type]
    assert Address(street="", lanes={}, tags=(), since=None) == schema.effective(doc).get("x").field  # type: ignore[arg-type]
    assert () == schema.check_answers(doc, {"x": {"field": {"street": "中街"}}})
    assert doc == schema.freeze(setup)


@attrs.frozen
class Loop:
    inner: Loop | None = setting(default=None)
    made: int = attrs.field(init=False, default=0)


def test_a_class_inside_itself_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Loop\.inner: Loop contains itself"):
        one_field(Loop)


def test_only_attrs_classes_can_be_sections() -> None:
    with pytest.raises(TypeError, match="int is not an attrs class"):
        Schema([Section(name="x", cls=int, owner="core")])


def test_a_field_without_a_default_says_so() -> None:
    assert "REQUIRED" == repr(REQUIRED)
