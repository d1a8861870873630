"""What every line of a message shares: the text, the settings, and what the surroundings tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from franchise_village.jielong.script import fold
from franchise_village.jielong.settings import ReadingSettings
from franchise_village.jielong.shields import Shields, shields
from franchise_village.jielong.source import Source
from franchise_village.jielong.tokeniser import tokenise
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.values import ItemSource

Place = tuple[int, int]
_MOST_KEPT: Final = 1_024  # stretches whose tokens are kept: more than a list has lines


@attrs.frozen(kw_only=True)
class Scene:
    """``item`` is what the header (or the offer) names, ``options`` its menu by folded letter or number.

    ``one_each``: nobody may have more than one of it, so a name alone asks for one.
    ``roster`` holds folded names, longest first; ``products`` folded names.
    """

    source: Source
    settings: ReadingSettings
    sender: str = ""
    item: str = ""
    item_from: ItemSource = "header"
    options: Mapping[str, str] = attrs.field(factory=dict)
    priced_by: Mapping[str, str] = attrs.field(factory=dict)  # the unit of an option's price
    one_each: bool = False
    roster: tuple[str, ...] = ()
    products: frozenset[str] = frozenset()
    shields: Shields = attrs.field(factory=dict)
    text: str = attrs.field(init=False)
    read_before: dict[tuple[int, int, bool], list[Token]] = attrs.field(factory=dict, eq=False, repr=False)

    @text.default
    def _folded(self) -> str:
        return self.source.text

    @property
    def most(self) -> int:
        return self.settings.max_quantity * 1_000

    def tokens(self, start: int, end: int, *, dashes: bool = False) -> list[Token]:
        """The tokens of a stretch. Several steps look at the same one; it is read once, and nobody changes the list."""
        place = start, end, dashes
        known = self.read_before.get(place)
        if known is None:
            if len(self.read_before) >= _MOST_KEPT:
                self.read_before.clear()
            known = tokenise(self.text, start, end, most=self.most, products=self.shields, dashes=dashes)
            self.read_before[place] = known
        return known


def folded_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(name).strip() for name in names} - {""}, key=lambda name: (-len(name), name)))


def make_scene(
    source: Source,
    settings: ReadingSettings,
    *,
    sender: str,
    offer: str,
    roster: Sequence[str],
    products: Collection[str],
) -> Scene:
    folded = [name.strip() for name in fold("\0".join(products)).split("\0")] if products else []
    goods = frozenset(folded) - {""}
    return Scene(
        source=source, settings=settings, sender=sender.strip(), item=offer.strip(), item_from="context",
        roster=folded_names(roster), products=goods, shields=shields(folded),
    )  # fmt: skip
