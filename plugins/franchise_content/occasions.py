"""The six occasions on which a saying is due (I-198), and the variables that their texts may and must hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

OCCASIONS: Final = ("pre_group", "rules", "welcome", "introduction", "activity", "value")
NEEDED: Final = OCCASIONS[:-1]
"""Without these no group is made; without ``value`` one only lacks something (I-198)."""
WITHOUT: Final = ("praise",)
"""Variables without which their whole line is nothing: “they say:”, and nobody does."""
FACTS: Final = ("about", "goal", "value", "benefits", "owner")
"""Variables that come from ``[content.kinds.<kind>]``."""


@attrs.frozen(kw_only=True, slots=True)
class Variables:
    """Which variables a text of one occasion must have, and which it may have besides."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def allowed(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


VARIABLES: Final[Mapping[str, Variables]] = {
    # Before there is a group: what it is to be for, what one gets, and whether one wants to be in it (I-199).
    "pre_group": Variables(
        required=("goal", "value", "benefits", "consent"), optional=("store", "about", "owner")
    ),
    # "This is the group so-and-so" comes first (I-111, I-121).
    "rules": Variables(required=("group",), optional=("store", "about", "owner")),
    # To whom, where he is, what he gets, what holds here, what is on (I-115, I-153, I-200).
    "welcome": Variables(
        required=("names", "about", "benefits", "rules", "activity"),
        optional=("store", "group", "goal", "value", "owner"),
    ),
    # What it is, what a member gets, whom he may turn to (I-201).
    "introduction": Variables(
        required=("about", "benefits", "owner"),
        optional=("store", "group", "goal", "value", "rules", "activity"),
    ),
    "activity": Variables(
        required=("activity",), optional=("store", "group", "about", "best_seller", "owner")
    ),
    "value": Variables(
        required=(),
        optional=("store", "group", "about", "goal", "value", "benefits", "best_seller", "owner", "praise"),
    ),
}

_VARIABLE: Final = re.compile(r"\{([a-z_]+)\}")
_BRACE: Final = re.compile(r"[{}]")


def variables(text: str) -> tuple[str, ...]:
    """The variables of a text, each once, in their order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def stray_braces(text: str) -> bool:
    """Whether a brace is left that belongs to no variable, such as in ``{group``."""
    return _BRACE.search(_VARIABLE.sub("", text)) is not None


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put the words in, all at once: what they hold themselves stays as it is.

    A line that held nothing but variables which are empty goes, and one whose praise is empty, whatever else it says.
    """
    return "\n".join(_lines(text, words))


def _lines(text: str, words: Mapping[str, str]) -> Iterator[str]:
    for line in text.split("\n"):
        if any(name in WITHOUT and not words.get(name, name) for name in _VARIABLE.findall(line)):
            continue
        filled = _VARIABLE.sub(lambda found: words.get(found[1], found[0]), line)
        if filled.strip() or not line.strip():
            yield filled
