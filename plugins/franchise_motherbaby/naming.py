"""Group names by pattern, and groups whose name no longer follows theirs (I-045 … I-048, I-098, C-22)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

import attrs

from franchise import Group, UnitOfWork, groups


@attrs.frozen(kw_only=True, slots=True)
class Misnamed:
    """A group that should be renamed, and what its kind's pattern would call it; "" where a person's name is in it."""

    group: Group
    wanted: str


def misnamed(work: UnitOfWork) -> list[Misnamed]:
    """Groups that are called otherwise than the pattern of their kind says now, by key."""
    kinds = work.setup.get("groups")
    out = []
    for group in groups.listed(work):
        if group.kind not in kinds:
            continue
        kind = kinds[group.kind]
        known = {
            "place": group.place,
            "store": work.answers.name,
            "chain": kind.chain,
            "number": str(group.number),
        }
        if not re.fullmatch(pattern(kind.name, known), group.name):
            out.append(Misnamed(group=group, wanted=written(kind.name, known)))
    return sorted(out, key=lambda m: m.group.key)


def pattern(template: str, known: Mapping[str, str]) -> str:
    """A regular expression for the names of a template; what is not known may be anything."""
    parts = []
    for text, field, _spec, _conversion in Formatter().parse(template):
        parts.append(re.escape(text))
        if field is not None:
            parts.append(re.escape(known[field]) if field in known else ".+")
    return "".join(parts)


def written(template: str, known: Mapping[str, Any]) -> str:
    """The name that a template gives; "" when something is not known."""
    try:
        return template.format_map(known)
    except KeyError:
        return ""
