from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from franchise.setups.lines import Lines

TOML = '''\
# [not.a.table]
top = 1
"quoted key" = """
[nor.this]
x = 1
""" # and = no key
literal = \'\'\'
y = "\'\'\'

[a]
b.c = { d = 1, "e f" = [1, 2], g = { h = "},]" } }
list = [
    "one", # a comment with ]
    { deep = 2 },

    [3, [4]],
]

  [ a . "x.y" ]
z = 2026-03-05T07:30:00Z
w = 07:30:00
'''


def test_every_key_has_its_line() -> None:
    tomllib.loads(TOML)
    lines = Lines(TOML)
    expected = {
        ("top",): 2,
        ("quoted key",): 3,
        ("literal",): 7,
        ("a",): 10,
        ("a", "b", "c", "d"): 11,
        ("a", "b", "c", "e f"): 11,
        ("a", "b", "c", "g", "h"): 11,
        ("a", "list"): 12,
        ("a", "list", "0"): 13,
        ("a", "list", "1", "deep"): 14,
        ("a", "list", "2", "1", "0"): 16,
        ("a", "x.y"): 19,
        ("a", "x.y", "z"): 20,
        ("a", "x.y", "w"): 21,
    }
    assert expected == {path: lines.line(path) for path in expected}


def test_what_is_missing_has_the_line_of_the_nearest_table() -> None:
    lines = Lines(TOML)
    assert (19, 10, 1) == (lines.line(("a", "x.y", "no", "no")), lines.line(("a", "no")), lines.line(("no",)))


def test_a_text_that_is_no_toml_does_no_harm() -> None:
    for text in ("", "[", "a = [", "a = {", "=", "a", '"', "[a\nb = 1", "a = \n"):
        assert 1 == Lines(text).line(("zz",))


KEYS = st.text("ab\"'.= #[]{}蛋", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.text("a\"'\\\n#[]{}=,蛋", max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=10,
)


def tables(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, held in value.items():
        yield (*path, key)
        if isinstance(held, dict):
            yield from tables(held, (*path, key))


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_every_key_of_any_toml_is_on_the_line_that_is_told(value: dict[str, Any]) -> None:
    text = tomlkit.dumps(value)
    assert value == tomllib.loads(text)
    shown = text.split("\n")
    lines = Lines(text)
    for path in tables(value):
        if path not in lines:  # a table of which only the tables inside are written
            continue
        here = shown[lines.line(path) - 1]
        key = path[-1]
        assert key in here or json.dumps(key, ensure_ascii=False)[1:-1] in here
