from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise.setups import canonical, digest_of
from franchise.setups.problems import Wrong

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
WRITTEN = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(10**15), 10**15),
        DECIMALS,
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.times(),
        st.dates(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4),
    ),
    max_leaves=15,
)


@given(WRITTEN)
def test_the_canonical_form_of_a_canonical_form_is_itself(value: Any) -> None:
    data = canonical(value)
    assert data == canonical(json.loads(data))


@given(st.dictionaries(st.text("abcdef", max_size=3), st.integers(-9, 9)), st.randoms())
def test_the_order_in_which_keys_are_written_does_not_matter(value: dict[str, int], random: Any) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert canonical(value) == canonical(dict(items))


@given(DECIMALS)
def test_decimals_keep_their_value_and_lose_trailing_zeros(value: Decimal) -> None:
    text = json.loads(canonical(value))
    assert value == Decimal(text)
    assert "." not in text or not text.endswith("0")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_are_composed(text: str) -> None:
    assert unicodedata.normalize("NFC", text) == json.loads(canonical(text))


def test_what_people_write_has_one_form() -> None:
    written = {
        "b": time(7, 30),
        "a": Decimal("12.50"),
        "d": date(2026, 3, 5),
        "c": ["蛋", True, 3],
        "n": None,
    }
    assert '{"a":"12.5","b":"07:30","c":["蛋",true,3],"d":"2026-03-05"}'.encode() == canonical(written)


def test_the_digest_is_sha_256() -> None:
    assert "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" == digest_of(canonical({}))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, "type float"),
        ({"a": [0.1]}, "type float"),
        (Decimal("NaN"), "not a usable number"),
        (Decimal("1e99999"), "not a usable number"),
        (10**16, "too large"),
        ({1: 2}, "must be texts"),
        ("\ud800", "not valid Unicode"),
        (b"x", "type bytes"),
        ([None], "cannot hold nulls"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any, message: str) -> None:
    with pytest.raises(Wrong, match=message):
        canonical(value)


def test_tables_nested_too_deeply_are_refused() -> None:
    value: Any = {}
    for _ in range(20):
        value = {"a": value}
    with pytest.raises(Wrong, match="nested too deeply"):
        canonical(value)


PROGRAM = """
import sys
from pathlib import Path
import attrs
from franchise.setups import Money, Schema, Section, setting
from franchise.errors import SetupInvalid

@attrs.frozen(kw_only=True)
class Product:
    name: str = setting()
    price: Money = setting()
    kind: str = setting(default="", choices=("a", "b", "c"))

schema = Schema([Section(name=n, each=Product, owner="core") for n in ("catalog", "extra", "more")])
names = [f"k{n}" for n in range(40)]
body = {"setup": {"name": "x", "plugins": ["q", "p", "r"]}}
for section in {"more", "extra", "catalog"}:
    body[section] = {n: {"price": "1.50", "name": n} for n in set(names)}
doc = schema.parse(body)
print(doc.digest, doc.sections, [leaf.path for leaf in schema.leaves(doc.body)])
print(list(schema.effective(doc, {"catalog": {n: {"name": "y"} for n in set(names)}}).get("catalog")))
try:
    schema.parse({**body, "extra": {n: {x: 1 for x in {"nam", "prise", "knd"}} for n in set(names)}, "zz": {}})
except SetupInvalid as error:
    print(*error.problems, sep="\\n")
"""


def test_nothing_depends_on_the_hash_seed() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "FRANCHISE_LANG": "en"},
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert 1 == len(outputs)
    assert "Did you mean" in outputs.pop()
