"""JSON merge patches (RFC 7396): what a store changes for itself, as a value.

A patch is a tree of the same form as what it changes; ``None`` removes. Lists are replaced whole.
"""

from __future__ import annotations

from typing import Any

JSON = Any


def same(one: JSON, other: JSON) -> bool:
    """Equality of JSON values: unlike Python's, ``True`` is not 1 and 1 is not 1.0."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return len(one) == len(other) and all(k in other and same(v, other[k]) for k, v in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def merge_patch(base: JSON, patch: JSON) -> JSON:
    """What ``base`` becomes; neither argument is changed, and what is untouched is shared."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(base) if isinstance(base, dict) else {}
    for key, change in patch.items():
        if change is None:
            merged.pop(key, None)
        elif isinstance(change, dict):
            merged[key] = merge_patch(merged.get(key), change)
        else:
            merged[key] = change
    return merged


def make_patch(base: JSON, target: JSON) -> JSON:
    """The least patch that turns ``base`` into ``target``: merging it into ``base`` gives ``target``.

    Raises:
        ValueError: ``target`` holds nulls, which no merge patch can write.

    """
    if not isinstance(target, dict):
        if target is None:
            msg = "a merge patch cannot write null"
            raise ValueError(msg)
        return target
    if not isinstance(base, dict):
        _without_nulls(target)
        return target
    patch: dict[str, JSON] = {key: None for key in base if key not in target}
    for key, value in target.items():
        if key not in base:
            _without_nulls(value)
            patch[key] = value
        elif not same(base[key], value):
            patch[key] = make_patch(base[key], value)
    return patch


def _without_nulls(value: JSON) -> None:
    if value is None:
        msg = "a merge patch cannot write null"
        raise ValueError(msg)
    if isinstance(value, dict):
        for inner in value.values():
            _without_nulls(inner)
