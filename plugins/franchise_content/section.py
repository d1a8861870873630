"""The `content` section: what is said on which occasion, what each column and material is, and in which mix."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import attrs

from franchise import Section, setting
from franchise_content.checks import check
from franchise_content.occasions import OCCASIONS
from franchise_content.praise_section import Praise
from franchise_content.promotion_section import Fit, ProductFacts, PromotionScript
from franchise_content.telling_section import Founding, Questions, Reminders, Welcome
from franchise_content.vocabulary import NEEDS, SHOWS, SORTS, STIFF

Sort = Literal["", "value", "promotion", "talk"]
Need = Literal["", "shopping", "benefit", "mood"]
Feature = Literal["", "goods", "picks", "flash", "knowledge"]
Shelf = Literal["", "poster", "product_picture", "seeding", "joke"]
_SORT: Final = "what it is for the reader: something of value, a promotion, or talk"
_NEED: Final = "the need that it serves (购物, 福利, 情绪)"
_SHOWS: Final = (
    "what it shows: the firm, product knowledge, selling points, praise, comments, a product, an event"
)
_SHELF: Final = "its shelf in the library: posters, long product pictures, seeding texts, jokes"
_TOPIC: Final = "one of the section's topics"


@attrs.frozen(kw_only=True)
class Saying:
    """What is said on one occasion, in one text with variables.

    Of each occasion a kind of group has one, its own before the one for every kind; of ``value`` as many as you like.
    """

    occasion: str = setting(choices=OCCASIONS, about="when it is said")
    kinds: tuple[str, ...] = setting(
        default=(),
        refers_to="content.kinds",
        about="kinds of group; none named: every kind of [content.kinds]",
    )
    text: str = setting(
        free_text=True, max_length=2000, minimum=1, about="as it is pasted, with the occasion's variables"
    )
    picture: str = setting(default="", about="file or address of a picture that goes with it")


@attrs.frozen(kw_only=True)
class KindFacts:
    """What sayings say of one kind of group; its key is the kind. Kinds that have none are not spoken in."""

    about: str = setting(default="", free_text=True, max_length=300, about="what the group is: {about}")
    goal: str = setting(default="", free_text=True, max_length=300, about="what it wants: {goal}")
    value: str = setting(default="", free_text=True, max_length=300, about="what it is worth: {value}")
    benefits: str = setting(
        default="", free_text=True, max_length=500, about="what a member gets: {benefits}"
    )
    owner: str = setting(
        default="", refers_to="cadence.roles", about="whom members may turn to: {owner}, the role's person"
    )


@attrs.frozen(kw_only=True)
class Activity:
    """What is on in the groups (群活动), between two days; welcomes name the latest."""

    name: str = setting(max_length=60, about="what people call it: 晒单领红包")
    text: str = setting(default="", free_text=True, max_length=500, about="how one takes part")
    link: str = setting(default="", about="its address")
    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: every kind"
    )
    from_day: date = setting(about="its first day")
    until_day: date | None = setting(default=None, about="its last day; not given: until further notice")
    lead: bool = setting(
        default=False, about="the one that a new group begins with, before the latest one (I-202)"
    )


@attrs.frozen(kw_only=True)
class ColumnFacts:
    """What a column of the cadence is for its readers; its key is the column's."""

    feature: Feature = setting(
        default="", about="which of the four columns it is (每日好物, 精选推荐, 限时秒杀, 知识分享)"
    )
    sort: Sort = setting(default="", about=_SORT)
    need: Need = setting(default="", about=_NEED)
    shows: tuple[str, ...] = setting(default=(), choices=SHOWS, about=_SHOWS)
    shelf: Shelf = setting(default="", about=_SHELF)
    topic: str = setting(default="", max_length=20, about=_TOPIC)
    source: bool = setting(default=False, about="its materials must say where they come from (I-155)")


@attrs.frozen(kw_only=True)
class MaterialFacts:
    """What one material is, where it differs from its column; its key is the material's."""

    sort: Sort = setting(default="", about=_SORT)
    need: Need = setting(default="", about=_NEED)
    shows: tuple[str, ...] = setting(default=(), choices=SHOWS, about=_SHOWS)
    shelf: Shelf = setting(default="", about=_SHELF)
    topic: str = setting(default="", max_length=20, about=_TOPIC)
    product: str = setting(
        default="",
        refers_to="catalog",
        about="the product that it is about, or that is paired with it (I-183)",
    )
    steps: int | None = setting(
        default=None,
        minimum=0,
        maximum=50,
        about="steps that it explains; counted in its text when not given",
    )


@attrs.frozen(kw_only=True)
class SlotFacts:
    """What a slot of the cadence wants; its key is the slot's."""

    sort: Sort = setting(default="", about=f"{_SORT}; for what its column does not say, such as a scene")
    need: Need = setting(default="", about=_NEED)
    shows: tuple[str, ...] = setting(
        default=(), choices=SHOWS, about="a post must show one of these at least (I-156)"
    )


@attrs.frozen(kw_only=True)
class Mix:
    """How much of what a group is given (C-10). What is 0 or empty is not looked at."""

    kinds: tuple[str, ...] = setting(
        default=(), refers_to="groups", about="kinds of group; none named: each kind that has posts"
    )
    values_a_day: int = setting(default=1, minimum=0, maximum=50, about="posts of value a day, at least")
    promotions_in_a_row: int = setting(
        default=2, minimum=0, maximum=50, about="promotions one after another, at most (I-203); 0: any number"
    )
    promotions_a_week: int = setting(
        default=5,
        minimum=0,
        maximum=50,
        about="products promoted in a group in seven days, at most; 0: any number",
    )
    product_days: int = setting(
        default=14,
        minimum=0,
        maximum=366,
        about="days before a product is promoted in a group again; 0: it may be at once",
    )
    knowledge_a_week: int = setting(
        default=1, minimum=0, maximum=50, about="knowledge posts in seven days, at least (I-170)"
    )
    products_a_day: int = setting(
        default=1, minimum=0, maximum=50, about="posts about a product a day, at least (I-172)"
    )
    needs: tuple[str, ...] = setting(
        default=NEEDS, choices=NEEDS, about="needs that seven days must serve (I-191)"
    )
    voices_least: int = setting(
        default=0, minimum=0, maximum=50, about="voice messages in seven days, at least (I-161)"
    )
    voices_most: int | None = setting(
        default=None, minimum=0, maximum=50, about="voice messages in seven days, at most"
    )
    pictured: tuple[str, ...] = setting(
        default=(), choices=SORTS, about="sorts of post that must have picture and text (I-162)"
    )
    steps: int = setting(
        default=3, minimum=1, maximum=50, about="more steps than so many want a picture (I-195)"
    )
    paired: bool = setting(default=False, about="knowledge must be paired with a product (I-183)")


@attrs.frozen(kw_only=True)
class Content:
    """What is said, by which words, in which mix."""

    kinds: dict[str, KindFacts] = setting(
        default={}, refers_to="groups", about="one table per kind of group in which something is said"
    )
    sayings: dict[str, Saying] = setting(default={}, about="one table per saying")
    activities: dict[str, Activity] = setting(default={}, about="one table per activity")
    columns: dict[str, ColumnFacts] = setting(
        default={}, refers_to="cadence.columns", about="one table per column"
    )
    materials: dict[str, MaterialFacts] = setting(
        default={}, refers_to="cadence.materials", about="one table, or row of a CSV, per material"
    )
    slots: dict[str, SlotFacts] = setting(default={}, refers_to="cadence.slots", about="one table per slot")
    promotions: dict[str, PromotionScript] = setting(
        default={},
        about="one table per form of pushing a product: special, group_buy, flash_sale, hot_sale, invitation",
    )
    products: dict[str, ProductFacts] = setting(
        default={}, refers_to="catalog", about="one table, or row of a CSV, per product"
    )
    fit: Fit = setting(default=attrs.Factory(Fit), about="which products are fit for a promotion")
    praise: Praise = setting(default=attrs.Factory(Praise), about="how praise is found and asked for")
    mix: Mix = setting(default=attrs.Factory(Mix), about="how much of what")
    welcome: Welcome = setting(default=attrs.Factory(Welcome), about="how newcomers are welcomed")
    founding: Founding = setting(default=attrs.Factory(Founding), about="what a new group is told first")
    reminders: Reminders = setting(
        default=attrs.Factory(Reminders), about="how often the rules are said again"
    )
    questions: Questions = setting(default=attrs.Factory(Questions), about="what members ask most")
    consent: str = setting(
        default="",
        free_text=True,
        max_length=200,
        about="the question whether one wants to be added: {consent}",
    )
    channel: str = setting(
        default="handoff",
        pattern=r"[a-z][a-z0-9_]{0,30}",
        about="how it gets out; handoff: a task for a person",
    )
    topics: tuple[str, ...] = setting(
        default=(), max_length=20, about="what content is about: 养生, 美妆, 育儿 (I-180)"
    )
    repeat_days: int = setting(
        default=30, minimum=0, maximum=366, about="nothing is picked from a shelf twice within so many days"
    )
    stiff: tuple[str, ...] = setting(
        default=STIFF,
        max_length=40,
        about="phrases of offices and manuals that nobody says to friends (I-194)",
    )


SECTION: Final = Section(
    name="content", cls=Content, owner="content", check=check, reads=("groups", "cadence", "catalog")
)
