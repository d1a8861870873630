from __future__ import annotations

import csv
import tempfile
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise.errors import UsageProblem
from franchise.setups import Document, Schema, Section, dump, setting

# What cells and TOML strings find hard: separators, quotes, formulas, line breaks, words that mean values.
HARD = st.sampled_from(
    [
        *list(",;|\"'\\#=+-@ \t\n[]{}蛋é0"),
        "'=",
        "true",
        "12:00",
        "\r\n",
        "é",
        "👨\u200d👩\u200d👧",
        "＝",
        "｜",
    ]
)
WORDS = st.lists(HARD, max_size=6).map("".join)
LINES = WORDS.filter(lambda text: not {"\t", "\n"} & set(text.replace("\r\n", "\n").strip()))
NAMES = LINES.filter(lambda text: 0 < len(text.strip()) <= 18)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)
WALLS = st.integers(0, 1440).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")


def some(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


PRODUCTS = st.builds(
    lambda must, may: {**must, **may},
    st.fixed_dictionaries(
        {"name": NAMES, "price": st.decimals("0.01", "1000", places=2), "supplier": st.just("hub")}
    ),
    some(
        aliases=st.lists(LINES, max_size=3),
        storage=st.sampled_from(["dry", "cold"]),
        limit=st.integers(1, 99),
        active=st.booleans(),
        since=st.dates(),
        note=WORDS,
        pack=some(size=st.decimals("0.001", "9", places=3), unit=LINES.filter(lambda t: len(t) < 8)),
    ),
)
SETUPS = st.fixed_dictionaries(
    {
        "setup": st.builds(
            lambda name, may: {"name": name, **may}, NAMES, some(about=WORDS, plugins=st.just(["later"]))
        ),
        "suppliers": st.just({"hub": {"name": "总店"}}),
    },
    optional={
        "catalog": st.dictionaries(KEYS, PRODUCTS, max_size=4),
        "orders": some(
            sessions=st.dictionaries(
                KEYS,
                st.builds(
                    lambda c, may: {"cutoff": c, **may}, WALLS, some(reminders=st.lists(WALLS, max_size=3))
                ),
                max_size=1,
            ),
            opens=st.just(time(5, 30)),
            pay=some(share=st.decimals("0", "0.5", places=4), base=st.decimals("0", "9", places=2)),
            greeting=WORDS,
            late=st.just("refuse"),
        ),
    },
)


@given(body=SETUPS, as_tables=st.booleans(), typed=st.booleans())
def test_a_written_setup_loads_back_to_the_same_digest(
    schema: Schema, body: dict[str, Any], as_tables: bool, typed: bool
) -> None:
    doc = schema.parse(body)
    tables = [name for name in ("catalog", "suppliers") if name in doc.body] if as_tables else []
    with tempfile.TemporaryDirectory() as folder:
        dump(doc, folder, tables=tables, schema=schema if typed else None)
        again = schema.load(folder)
    assert dict(doc.body) == dict(again.body)
    assert doc == again


@given(body=SETUPS)
def test_reading_what_was_read_changes_nothing(schema: Schema, body: dict[str, Any]) -> None:
    doc = schema.parse(body)
    assert doc == schema.parse(doc.body)


def test_times_and_decimals_are_written_as_such(schema: Schema, doc: Document, tmp_path: Path) -> None:
    files = dump(doc, tmp_path / "out", tables=["catalog"], schema=schema)
    assert ["setup.toml", "catalog.csv"] == [file.name for file in files]
    assert """\
[setup]
name = "village"

[tables]
catalog = "catalog.csv"

[orders]
late = "refuse"

[orders.pay]
base = 12
share = 0.08

[orders.sessions.evening]
cutoff = "24:00"

[orders.sessions.noon]
cutoff = 12:00:00
reminders = [10:30:00, 11:30:00]

[suppliers.hub]
name = "总店"

[suppliers.veg]
name = "镇北合作社"
""" == "\n".join(
        line
        for line in (tmp_path / "out" / "setup.toml").read_text("utf-8").split("\n")
        if not line.startswith(("[catalog", "size"))
    ).replace("\n\n\n", "\n\n")


def test_a_table_is_written_for_a_spreadsheet(schema: Schema, body: dict[str, Any], tmp_path: Path) -> None:
    body["catalog"]["egg"] |= {"name": "=1+1", "aliases": ["a", "b"], "note": "x\ny", "active": False}
    dump(schema.parse(body), tmp_path, tables=["catalog"])
    data = (tmp_path / "catalog.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert [
        ["key", "active", "aliases", "name", "note", "price", "supplier"],
        ["egg", "false", "a|b", "'=1+1", "x\ny", "5.8", "hub"],
    ] == list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))


def test_what_no_cell_can_say_stays_in_the_toml(schema: Schema, body: dict[str, Any], tmp_path: Path) -> None:
    body["catalog"]["egg"] |= {"aliases": ["a|b"], "note": "", "pack": {"size": 2}}
    dump(schema.parse(body), tmp_path, tables=["catalog"])
    written = tomllib.loads((tmp_path / "setup.toml").read_text("utf-8"))
    assert {"egg": {"aliases": ["a|b"], "note": "", "pack": {"size": "2"}}} == written["catalog"]


def test_a_table_inside_a_section_can_be_written_beside(
    schema: Schema, doc: Document, tmp_path: Path
) -> None:
    files = dump(doc, tmp_path, tables=["orders.sessions"], schema=schema)
    assert ["setup.toml", "orders.sessions.csv"] == [file.name for file in files]
    assert doc == schema.load(tmp_path)


@pytest.mark.parametrize("name", ["orders", "nothing", "setup", "orders.late"])
def test_only_tables_can_be_written_beside(doc: Document, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageProblem, match="is not a table of this setup"):
        dump(doc, tmp_path, tables=[name])
    assert [] == list((tmp_path).glob("*.draft"))


def test_sections_of_missing_plugins_and_versions_are_written_too(
    schema: Schema, body: dict[str, Any], tmp_path: Path
) -> None:
    doc = schema.parse(
        {**body, "setup": {"name": "x", "plugins": {"a": ">=1"}}, "a": {"_version": 3, "b": ["c"]}}
    )
    dump(doc, tmp_path)
    assert doc == schema.load(tmp_path)


OPAQUE_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
OPAQUE = st.recursive(
    st.one_of(st.booleans(), st.integers(-(10**15), 10**15), OPAQUE_TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(OPAQUE_TEXT, inner, max_size=3)),
    max_leaves=8,
)


@given(section=st.dictionaries(OPAQUE_TEXT, OPAQUE, max_size=4))
def test_whatever_a_missing_plugin_wrote_is_kept_to_the_letter(
    schema: Schema, section: dict[str, Any]
) -> None:
    doc = schema.parse({"setup": {"name": "x", "plugins": ["later"]}, "later": section})
    with tempfile.TemporaryDirectory() as folder:
        dump(doc, folder)
        again = schema.load(folder)
    assert dict(doc.body) == dict(again.body)


@attrs.frozen(kw_only=True)
class Row:
    name: str = setting()


def test_a_table_of_a_later_version_keeps_its_mark_in_the_toml(tmp_path: Path) -> None:
    schema = Schema([Section(name="rows", each=Row, owner="core", version=2, migrations={1: dict})])
    doc = schema.parse({"setup": {"name": "x"}, "rows": {"_version": 2, "a": {"name": "b"}}})
    dump(doc, tmp_path, tables=["rows"], schema=schema)
    assert doc == schema.load(tmp_path)
    assert {"_version": 2} == tomllib.loads((tmp_path / "setup.toml").read_text("utf-8"))["rows"]
