"""Which products are fit to be promoted, and why: rarely used, of a high margin, of a price that all know (I-220)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise import Group, Product, UnitOfWork
    from franchise_content.promotion_section import Fit, ProductFacts


@attrs.frozen(kw_only=True, slots=True)
class Candidate:
    """A product as the picker sees it.

    ``price`` in minor units for one of ``unit``; ``margin`` in percent, None: not known; ``every_days`` None: nobody
    says. ``last`` is the day (ISO) on which it was last pushed, "" for never. ``reasons`` speak for it, ``against``
    against it; ``left_out`` says why it cannot be promoted now, "" when it can.
    """

    product: str
    name: str
    unit: str
    price: int
    margin: int | None
    every_days: int | None
    known_price: bool
    last: str = ""
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def fit(self) -> bool:
        return not self.against and not self.left_out


def margin_of(facts: ProductFacts | None, price: int, cost: int) -> int | None:
    """Percent of the price that stays with the store, rounded down; None where neither setup nor catalogue says it.

    A cost of 0 in the catalogue is one that nobody has written down.
    """
    if facts is not None and facts.margin is not None:
        return facts.margin
    if price <= 0 or cost <= 0:
        return None
    return (price - cost) * 100 // price


def judged(
    code: str,
    product: Product,
    facts: ProductFacts | None,
    fit: Fit,
    *,
    last: str = "",
    resting: int = 0,
    day: str = "",
) -> Candidate:
    """One product with what speaks for and against it. Pure.

    Args:
        code: The product's key.
        product: As the catalogue has it.
        facts: As ``[content.products]`` has it.
        fit: What is wanted.
        last: The day on which it was last pushed or is to be, ISO; "" for none.
        resting: Days before it may be pushed again.
        day: The day that it would be pushed on, ISO.

    """
    margin = margin_of(facts, product.price, product.cost)
    every, known = (facts.every_days, facts.known_price) if facts is not None else (None, False)
    told = (
        _rarely(every, fit),
        _margin(margin, fit),
        (True, _("members know its price"))
        if known
        else (not fit.known_price, _("nothing says that members know its price")),
    )
    return Candidate(
        product=code,
        name=product.name,
        unit=product.unit,
        price=product.price,
        margin=margin,
        every_days=every,
        known_price=known,
        last=last,
        reasons=tuple(text for good, text in told if good),
        against=tuple(text for good, text in told if not good),
        left_out=_left_out(product, last, resting, day),
    )


def _rarely(every: int | None, fit: Fit) -> tuple[bool, str]:
    if every is None:
        return not fit.every_days, _("nothing says how often it is bought")
    return every >= fit.every_days, _("bought every {days} days").format(days=every)


def _margin(margin: int | None, fit: Fit) -> tuple[bool, str]:
    if margin is None:
        return not fit.margin, _("its margin is not known")
    return margin >= fit.margin, _("margin {margin} %").format(margin=margin)


def _left_out(product: Product, last: str, resting: int, day: str) -> str:
    if not product.active:
        return _("no longer sold")
    if product.price <= 0:
        return _("has no price")
    if last and resting and abs((date.fromisoformat(day) - date.fromisoformat(last)).days) < resting:
        again = date.fromisoformat(last) + timedelta(days=resting)
        return _("promoted on {day}; again from {again} on").format(day=last, again=again.isoformat())
    return ""


def ranked(candidates: Mapping[str, Candidate]) -> list[Candidate]:
    """Those that are fit first; then by how little speaks against them, by margin, by rarity, by code."""

    def place(one: Candidate) -> tuple[bool, int, int, int, str]:
        unknown = -(10**6)
        margin = unknown if one.margin is None else one.margin
        return (bool(one.left_out), len(one.against), -margin, -(one.every_days or 0), one.product)

    return sorted(candidates.values(), key=place)


def pick(work: UnitOfWork, group: Group | None = None) -> list[Candidate]:
    """Every product of the catalogue, the fittest first; the same rows give the same order. One statement.

    What was pushed lately in the group, or in any group of the store where none is given, is left out.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    from franchise_content import promotions
    from franchise_content.settings import settings_of

    section = settings_of(work)
    products: Mapping[str, Product] = work.setup.get("catalog")
    today, resting = work.today(), section.mix.product_days
    last = promotions.nearest(work, group, today)
    return ranked(
        {
            code: judged(
                code,
                product,
                section.products.get(code),
                section.fit,
                last=last.get(code, ""),
                resting=resting,
                day=today,
            )
            for code, product in products.items()
        }
    )
