"""The `houserules` section: what members may do in the groups, and what follows when they do otherwise.

Curfew and open hours are the cadence section's: what holds for staff and programs holds for members.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise import Section, setting
from franchise_houserules.checks import check

KINDS: Final = ("flood", "curfew", "advertising", "words", "pictures")
CONDUCT: Final = ("forbidden", "discouraged", "encouraged")
STEPS: Final = ("remind", "warn", "kick")
"""What may follow, the mildest first."""
MEDIA: Final = ("image", "video", "voice", "sticker", "file", "link", "card", "mini_program", "qr")
"""Kinds of message that rules may name. Words and red packets are not among them: whoever chats is welcome (I-112)."""


@attrs.frozen(kw_only=True)
class Rule:
    """One rule. Which fields count depends on ``kind``; a field that does not is a mistake."""

    name: str = setting(max_length=30, about="what people call it: 连续刷图")
    kind: Literal["flood", "curfew", "advertising", "words", "pictures"] = setting(
        about="what it looks at: many pictures in a row, the hour, advertising, words, pictures on a topic"
    )
    conduct: Literal["forbidden", "discouraged", "encouraged"] = setting(
        default="forbidden",
        about="forbidden: the ladder; discouraged: a reminder, no more; encouraged: counted as good",
    )
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: every group"
    )
    media: tuple[str, ...] = setting(
        default=(),
        choices=MEDIA,
        about="kinds of message that count; none named: image for flood, image and video for pictures,"
        " link, card, mini_program and qr for advertising",
    )
    limit: int | None = setting(
        default=None, minimum=2, maximum=200, about="flood: so many in a row are too many (10)"
    )
    window_minutes: int | None = setting(
        default=None,
        minimum=1,
        maximum=240,
        about="flood: a longer pause ends the row; pictures: how near the words are (10)",
    )
    topics: tuple[str, ...] = setting(
        default=(), refers_to="houserules.topics", about="topics whose words count"
    )
    ladder: tuple[str, ...] = setting(
        default=(), choices=STEPS, about="its own ladder; none: that of the section"
    )
    say: str = setting(
        default="",
        free_text=True,
        max_length=500,
        about="what the member is told instead of the usual words; {name}, {rule}, {group}",
    )


@attrs.frozen(kw_only=True)
class Topic:
    """A list of words. Widths, cases, and spaces or signs between the letters of a word make no difference."""

    name: str = setting(default="", max_length=30, about="what people call it: 流量明星")
    words: tuple[str, ...] = setting(
        default=(), max_length=40, about="words of at least two letters; Latin words stand alone"
    )
    harmless: tuple[str, ...] = setting(
        default=(), max_length=40, about="longer words that hold one of them and mean no harm: 大麻哈鱼"
    )


@attrs.frozen(kw_only=True)
class Part:
    """What a place in a name may hold."""

    name: str = setting(default="", max_length=20, about="what people call it: 城市")
    least: int = setting(default=1, minimum=1, maximum=32, about="letters, at least")
    most: int = setting(default=12, minimum=1, maximum=32, about="letters, at most")
    only: Literal["any", "digits", "letters", "han"] = setting(
        default="any", about="any letters, digits, Latin letters, Chinese characters"
    )
    choices: tuple[str, ...] = setting(default=(), max_length=32, about="one of these, and nothing else")


@attrs.frozen(kw_only=True)
class NameFormat:
    """How members or groups are to be called: texts and places in braces (I-098, I-118)."""

    whose: Literal["members", "groups"] = setting(default="members", about="whose names")
    format: str = setting(
        max_length=80,
        about="{city}-{trade}-{nickname}; {store}, {place}, {chain}, {number} are what they are for the group",
    )
    example: str = setting(max_length=64, about="a name that fits; people are shown it")
    parts: dict[str, Part] = setting(default={}, about="what a place may hold, by its name in the format")
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: every group"
    )


@attrs.frozen(kw_only=True)
class HouseRules:
    """Good order."""

    rules: dict[str, Rule] = setting(default={}, about="one table per rule")
    topics: dict[str, Topic] = setting(
        default={}, about="one table per topic; a store changes the words for itself"
    )
    domains: tuple[str, ...] = setting(
        default=(),
        max_length=120,
        about="the chain's own addresses: example.com stands for all that ends in .example.com",
    )
    own_names: tuple[str, ...] = setting(
        default=(),
        max_length=40,
        about="what cards, mini programs and links without an address are called when they are the chain's own",
    )
    names: dict[str, NameFormat] = setting(default={}, about="one table per format of names")
    ladder: tuple[str, ...] = setting(
        default=("warn", "kick"),
        choices=STEPS,
        minimum=1,
        maximum=10,
        about="what follows the first time, the second …; the last goes on",
    )
    warn_days: int | None = setting(
        default=None,
        minimum=1,
        maximum=3650,
        about="what is older does not count any more; none: it always does",
    )
    counts: Literal["violations", "told"] = setting(
        default="violations",
        about="the ladder counts every earlier violation, or only those that the member had been told of by then",
    )
    scope: Literal["group", "store"] = setting(
        default="group", about="whether what happened in another group of the store counts"
    )
    after_kick: Literal["go_on", "begin_again"] = setting(
        default="go_on", about="whoever comes back after a removal: the ladder goes on, or begins again"
    )
    occasion_minutes: int = setting(
        default=10,
        minimum=0,
        maximum=240,
        about="what one member does within so many minutes of the last counts as once; 0: each message counts",
    )
    rules_limit: int = setting(
        default=8, minimum=1, maximum=100, about="more rules than that for a group are too many"
    )
    rename_days: int = setting(
        default=7, minimum=1, maximum=90, about="members with names that do not fit are asked so often"
    )


SECTION: Final = Section(
    name="houserules", cls=HouseRules, owner="houserules", check=check, reads=("groups", "cadence")
)
