from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise.setups import make_patch, merge_patch
from franchise.setups.patches import same

SCALARS = st.one_of(st.booleans(), st.integers(-3, 3), st.sampled_from(["", "a", "蛋"]))
KEYS = st.sampled_from(["a", "b", "c", "d"])
# Few keys and values, so that documents meet in many leaves.
WITHOUT_NULL = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner)), max_leaves=12
)
ANY = st.recursive(
    st.one_of(st.none(), SCALARS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner)),
    max_leaves=12,
)
TABLES = st.dictionaries(KEYS, WITHOUT_NULL)


def text(value: Any) -> str:
    """JSON tells true from 1, which Python's equality does not."""
    return json.dumps(value, sort_keys=True)


@given(ANY, WITHOUT_NULL)
def test_a_patch_made_of_two_values_turns_one_into_the_other(base: Any, target: Any) -> None:
    assert text(target) == text(merge_patch(base, make_patch(base, target)))


@given(TABLES)
def test_nothing_changed_is_an_empty_patch(base: Any) -> None:
    assert {} == make_patch(base, copy.deepcopy(base))


@given(ANY, ANY)
def test_merging_twice_is_merging_once(base: Any, patch: Any) -> None:
    once = merge_patch(base, patch)
    assert text(once) == text(merge_patch(once, patch))


@given(ANY, ANY)
def test_merging_changes_neither_argument(base: Any, patch: Any) -> None:
    before = text([base, patch])
    merge_patch(base, patch)
    assert before == text([base, patch])


@given(TABLES, TABLES)
def test_a_patch_names_only_what_differs(base: Any, target: Any) -> None:
    patch = make_patch(base, target)
    assert sorted(patch) == sorted(
        k
        for k in base.keys() | target.keys()
        if k not in base or k not in target or text(base[k]) != text(target[k])
    )


@given(WITHOUT_NULL, WITHOUT_NULL)
def test_same_is_the_equality_of_json(one: Any, other: Any) -> None:
    assert (text(one) == text(other)) == same(one, other)


@pytest.mark.parametrize(
    ("base", "patch", "expected"),
    [  # RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_follows_the_standard(base: Any, patch: Any, expected: Any) -> None:
    assert expected == merge_patch(base, patch)


@pytest.mark.parametrize("target", [None, {"a": None}, {"a": {"b": None}}])
def test_a_target_with_nulls_is_refused(target: Any) -> None:
    with pytest.raises(ValueError, match="null"):
        make_patch({}, target)
