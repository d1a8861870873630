"""Whatever comes in, the answer is a document or a list of problems, never another error."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.errors import SetupInvalid, UsageProblem
from franchise.setups import Problem, Schema, canonical

# Names that mean something, so that nonsense gets beyond the first step.
NAMES = st.sampled_from(
    [
        "setup",
        "tables",
        "catalog",
        "suppliers",
        "orders",
        "shop",
        "name",
        "plugins",
        "price",
        "supplier",
        "sessions",
        "cutoff",
        "reminders",
        "place",
        "pay",
        "share",
        "late",
        "departs",
        "egg",
        "hub",
        "noon",
        "Noon",
        "_version",
        "pack",
        "size",
        "village",
        "蛋",
        "a.b",
    ]
) | st.text(max_size=3)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=5),
    st.sampled_from(
        ["12:00", "5.8", "hub", "noon", "x" * 5000, "refuse", "2026-03-05", date.min, time.max, datetime.max]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=25,
)
BODIES = st.dictionaries(NAMES, VALUES, max_size=6)


@contextlib.contextmanager
def place(**files: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name.replace("_", ".")).write_bytes(data)
        yield Path(folder)


def only_problems(error: SetupInvalid) -> None:
    assert error.problems
    assert all(isinstance(problem, Problem) and problem.message for problem in error.problems)
    str(error)


@given(body=BODIES)
def test_any_body_is_a_document_or_a_list_of_problems(schema: Schema, body: dict[str, Any]) -> None:
    try:
        doc = schema.parse(body)
    except SetupInvalid as error:
        only_problems(error)
    else:
        assert doc == schema.parse(doc.body)


@given(section=st.sampled_from(["catalog", "suppliers", "orders", "shop"]), value=VALUES)
def test_any_section_is_a_document_or_a_list_of_problems(schema: Schema, section: str, value: Any) -> None:
    try:
        doc = schema.parse({"setup": {"name": "x"}, section: value})
    except SetupInvalid as error:
        only_problems(error)
    else:
        assert doc.sections == schema.restore(doc.body).sections
        assert () == schema.check(doc)
        schema.effective(doc).get(section)


@given(
    data=st.one_of(
        st.binary(max_size=60), st.text("key,name\n\"'|=;\t蛋1.-\r\x00", max_size=60).map(str.encode)
    )
)
def test_any_bytes_for_a_table_are_read_or_told(schema: Schema, data: bytes) -> None:
    toml = b'[setup]\nname = "x"\n[tables]\ncatalog = "catalog.csv"\n'
    for head in (b"", b"key,name,price,supplier\n"):
        with place(setup_toml=toml, catalog_csv=head + data) as folder:
            try:
                doc = schema.load(folder)
            except SetupInvalid as error:
                only_problems(error)
            else:
                assert doc == schema.parse(doc.body)


@given(data=st.one_of(st.binary(max_size=60), st.text("[setup]\n.=\"'{},#1:e-", max_size=60).map(str.encode)))
def test_any_bytes_for_a_setup_are_read_or_told(schema: Schema, data: bytes) -> None:
    for head in (b"", b'[setup]\nname = "x"\n[tables]\n', b'[setup]\nname = "x"\n[orders]\n'):
        with place(setup_toml=head + data) as folder:
            try:
                doc = schema.load(folder)
            except SetupInvalid as error:
                only_problems(error)
            else:
                assert doc == schema.parse(doc.body)


@settings(max_examples=300)
@given(patch=BODIES)
def test_any_patch_is_good_or_has_problems(schema: Schema, patch: dict[str, Any]) -> None:
    doc = schema.parse(
        {
            "setup": {"name": "x"},
            "catalog": {"egg": {"name": "蛋", "price": "5", "supplier": "hub"}},
            "suppliers": {"hub": {"name": "x"}},
            "orders": {"sessions": {"noon": {"cutoff": "12:00"}}},
        }
    )
    if not schema.check_patch(doc, patch, by="store"):
        assert () == schema.check(schema.effective(doc, patch))
        canonical(schema.effective(doc, patch).body)
    if not schema.check_answers(doc, patch):
        assert () == schema.check(schema.effective(doc, {}, patch))


@settings(max_examples=300)
@given(path=st.lists(NAMES, max_size=5).map(".".join), text=st.none() | st.text(max_size=8))
def test_any_path_and_word_are_a_patch_or_a_usage_problem(
    schema: Schema, path: str, text: str | None
) -> None:
    with contextlib.suppress(UsageProblem):
        patch = schema.assign(path, text)
        assert 1 == len(patch)


@pytest.mark.parametrize(
    "value", [Decimal("sNaN"), Decimal("1e400"), Decimal("-Infinity"), 10**400, float("nan")]
)
def test_numbers_beyond_all_bounds_are_told(schema: Schema, body: dict[str, Any], value: Any) -> None:
    for field in ("price", "limit", "name", "since"):
        body["catalog"]["egg"][field] = value
    body["orders"] |= {"pay": {"share": value}, "opens": value}
    with pytest.raises(SetupInvalid) as caught:
        schema.parse(body)
    assert 6 == len(caught.value.problems)
