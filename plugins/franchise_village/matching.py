"""From words to products: codes, names, aliases, units. Apart from reading; never a guess.

An exact name decides. Anything less becomes a suggestion in a question: the likeliest products by rapidfuzz, from
the threshold that the setup states.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from franchise_village.jielong.script import fold
from franchise_village.units import DOZEN, MONEY, PIECES, WEIGHED, canonical, weight_ratio

SUGGEST_FROM: Final = 50
CONTAINED: Final = 90
MOST: Final = 5
_NOISE: Final = re.compile(r"[\s·・,，。.、!！~～_-]+")


def key_of(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, simplified, no spaces or marks."""
    return fold(_NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold())


def keys_of(names: Sequence[str]) -> list[str]:
    """`key_of` of many names at once: a catalogue of thousands is folded as one text."""
    joined = key_of("\0".join(name.replace("\0", "") for name in names))
    return joined.split("\0") if names else []


@attrs.frozen(kw_only=True, slots=True)
class Match:
    """What a phrase means: one product, or several to choose from (``options``), the likeliest first.

    ``ambiguous``: several products could be called that; otherwise the options are merely near.
    """

    product: str = ""
    options: tuple[str, ...] = ()
    ambiguous: bool = False


@attrs.frozen(kw_only=True, slots=True)
class Amount:
    """An amount in one of the product's selling units; ``doubt`` names what must be asked instead."""

    quantity: int | None
    unit: str
    doubt: str = ""


class Products:
    """The names by which a catalogue's products can be called.

    ``catalog`` maps a code to a product's raw settings (``name``, ``aliases``, ``unit``, ``units``, ``active``).
    """

    def __init__(
        self,
        catalog: Mapping[str, Mapping[str, Any]],
        aliases: Mapping[str, str],
        *,
        suggest_from: int = SUGGEST_FROM,
    ) -> None:
        self._catalog = catalog
        self._suggest_from = suggest_from
        self._names: dict[str, set[str]] = {}
        names: list[str] = []
        codes: list[str] = []
        for code in catalog:
            product = catalog[code]
            if product.get("active", True) is False:
                continue
            for name in (code, product["name"], *product.get("aliases", ())):
                names.append(name)
                codes.append(code)
        for key, code in zip(keys_of(names), codes, strict=True):
            self._names.setdefault(key, set()).add(code)
        self._learnt = {key_of(alias): code for alias, code in aliases.items() if code in catalog}
        self._initials: dict[str, set[str]] | None = None

    def names(self) -> frozenset[str]:
        """Every name and alias as written: what a reader may know goods by."""
        return frozenset(
            name
            for product in self._catalog.values()
            for name in (product["name"], *product.get("aliases", ()))
        )

    def find(self, item: str) -> Match:
        """What a phrase means."""
        key = key_of(item)
        if not key:
            return Match()
        if learnt := self._learnt.get(key):
            return Match(product=learnt)
        exact = self._names.get(key)
        if exact:
            return (
                Match(product=next(iter(exact)))
                if len(exact) == 1
                else Match(options=tuple(sorted(exact)), ambiguous=True)
            )
        if key.isascii() and key.isalpha() and (found := self._by_initials(key)):
            return Match(options=tuple(sorted(found))[:MOST], ambiguous=True)
        options = self.suggest(key)
        within = {code for name, codes in self._names.items() if key in name for code in codes}
        return Match(options=options, ambiguous=len(within) > 1)

    def sold_by(self, code: str) -> str:
        """The units a product is sold by, in words; "" for no product."""
        product = self._catalog.get(code)
        if product is None:
            return ""
        return "、".join([str(product["unit"]), *(e.partition("=")[0] for e in product.get("units", ()))])

    def suggest(self, key: str) -> tuple[str, ...]:
        """Codes of the products whose names are nearest."""
        from rapidfuzz import fuzz, process

        names = list(self._names)
        scored = {name: score for name, score, _place in process.extract(
            key, names, scorer=fuzz.ratio, score_cutoff=self._suggest_from, limit=4 * MOST
        )}  # fmt: skip
        # One name within the other says more than their letters: 可乐 in 百事可乐500ml.
        scored |= {name: CONTAINED for name in names if len(name) > 1 and (name in key or key in name)}
        ranked = sorted(scored, key=lambda n: (-scored[n], abs(len(n) - len(key)), n))
        codes: dict[str, None] = {}
        for name in ranked:
            for code in sorted(self._names[name]):
                codes.setdefault(code)
        return tuple(codes)[:MOST]

    def _by_initials(self, key: str) -> set[str]:
        if self._initials is None:
            self._initials = {}
            for name, codes in self._names.items():
                self._initials.setdefault(initials(name), set()).update(codes)
        return self._initials.get(key, set()) if len(key) > 1 else set()

    def amount(self, code: str, quantity: int | None, unit: str) -> Amount:
        """Put a written amount into one of the product's selling units, exactly or not at all.

        ``doubt`` is ``quantity_missing``, ``unit_missing``, ``unknown_unit`` or ``by_money`` where a person must
        say.
        """
        product = self._catalog[code]
        base = str(product["unit"])
        selling = {base: base} | {u: u for u in (e.partition("=")[0] for e in product.get("units", ()))}
        by_word = {canonical(u): u for u in reversed(selling)}
        word = canonical(unit)
        if unit in selling:
            chosen = unit
        elif word in by_word:
            chosen = by_word[word]
        elif not unit:
            if canonical(base) in WEIGHED:  # three what: 斤, 两, pieces?
                return Amount(quantity=quantity, unit=base, doubt="unit_missing")
            chosen = base  # what is counted is counted in what it is sold by
        elif unit in MONEY:
            return Amount(quantity=quantity, unit=unit, doubt="by_money")
        else:
            return self._converted(quantity, unit, base)
        return Amount(
            quantity=quantity, unit=chosen, doubt="" if quantity is not None else "quantity_missing"
        )

    @staticmethod
    def _converted(quantity: int | None, unit: str, base: str) -> Amount:
        ratio = weight_ratio(unit, base)
        if ratio is None and unit in DOZEN and canonical(base) in PIECES:
            ratio = DOZEN[unit], 1
        if ratio is None:
            return Amount(quantity=quantity, unit=unit, doubt="unknown_unit")
        if quantity is None:
            return Amount(quantity=None, unit=base, doubt="quantity_missing")
        whole, rest = divmod(quantity * ratio[0], ratio[1])
        return (
            Amount(quantity=quantity, unit=unit, doubt="unknown_unit")
            if rest
            else Amount(quantity=whole, unit=base)
        )


def initials(name: str) -> str:
    """The first letters of a name's pinyin: 鸡蛋 is ``jd``. Other characters stand for themselves."""
    return "".join(_initial(c) for c in name)


# The last GBK code of each letter's first-level characters, which GBK orders by pinyin.
_BOUNDS: Final = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LAST: Final = 0xD7F9


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"))
    except UnicodeEncodeError:
        return char
    if not _BOUNDS[0][0] <= code <= _LAST:
        return char
    letter = ""
    for first, name in _BOUNDS:
        if code < first:
            break
        letter = name
    return letter


def masked(names: Iterable[str]) -> list[str]:
    """Names for an open group: the first character, then stars (C-24)."""
    return [name[:1] + "*" * min(max(len(name) - 1, 1), 2) for name in names]
