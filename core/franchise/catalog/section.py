"""The `catalog` and `suppliers` sections: what can be ordered, and from whom it comes.

The core has the shape of a product, and no product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from franchise import amounts
from franchise.errors import FranchiseError
from franchise.messages import gettext as _
from franchise.setups import Effective, Money, Problem, Quantity, Section, setting

_UNIT: Final = re.compile(
    r"(?P<unit>[^=@/|\s]{1,8})=(?P<ratio>[0-9.]+)(?:@(?P<price>[0-9.]+)(?:/(?P<cost>[0-9.]+))?)?"
)


@attrs.frozen(kw_only=True)
class Supplier:
    """Who delivers goods to the store, and receives a purchase order at each cut-off."""

    name: str = setting(max_length=60, about="as written on the purchase order")
    contact: str = setting(default="", max_length=40, business=True, about="whom to ask for")
    phone: str = setting(
        default="", max_length=40, business=True, about="a firm's number; shown on the purchase order"
    )
    delivery_note: str = setting(default="", max_length=200, about="when and how this supplier delivers")
    minimum_amount: Money = setting(
        default=Money(0), minimum=0, about="order value below which we warn (mov)"
    )


@attrs.frozen(kw_only=True)
class Product:
    """One product, sold by ``unit``; ``units`` are further selling units.

    An entry of ``units`` is ``公斤=2`` (2 of the base unit, at the base price) or ``箱=24@45/38`` (priced and
    bought by itself at 45, cost 38: never converted).
    """

    name: str = setting(max_length=60, about="as printed on papers")
    unit: str = setting(max_length=8, about="base selling unit")
    price: Money = setting(minimum=0, about="a unit's price to members")
    cost: Money = setting(default=Money(0), minimum=0, about="a unit's cost to the store")
    supplier: str = setting(refers_to="suppliers", about="key in [suppliers]")
    pack_size: Quantity | None = setting(default=None, minimum=1, about="base units in the supplier's pack")
    pack_unit: str = setting(default="", max_length=8, about="what the pack is called")
    moq: int = setting(default=1, minimum=1, about="fewest packs the supplier delivers")
    aliases: tuple[str, ...] = setting(default=(), about="other names people write")
    units: tuple[str, ...] = setting(default=(), about="further selling units: 公斤=2 or 箱=24@45/38")
    category: str = setting(default="", max_length=30, about="heading on lists")
    step: Quantity = setting(default=Quantity(1), minimum=1, about="smallest quantity step")
    active: bool = setting(default=True, about="false: no longer ordered, history kept")


@attrs.frozen(kw_only=True, slots=True)
class SellingUnit:
    """How an amount in one written unit is counted.

    ``ratio`` (thousandths) of ``stock_unit`` in one of ``unit``; ``price`` and ``cost`` are those of one
    ``stock_unit``.
    """

    unit: str
    stock_unit: str
    ratio: int
    price: int
    cost: int

    def stock(self, quantity: int) -> int | None:
        """Thousandths of the stock unit, or None where that is no whole number of thousandths."""
        whole, rest = divmod(quantity * self.ratio, amounts.THOUSAND)
        return None if rest else whole


@attrs.frozen(kw_only=True, slots=True)
class Card:
    """A product as order collection needs it: names, supplier, units worked out."""

    code: str
    name: str
    supplier: str
    step: int
    active: bool
    units: Mapping[str, SellingUnit]
    unit: str
    pack_size: int | None
    pack_unit: str
    moq: int
    category: str


def selling_units(unit: str, price: int, cost: int, units: Iterable[str]) -> dict[str, SellingUnit]:
    """Work out the ``units`` of a product.

    Raises:
        ValueError: An entry is neither ``unit=ratio`` nor ``unit=ratio@price/cost``.

    """
    out = {unit: SellingUnit(unit=unit, stock_unit=unit, ratio=1000, price=price, cost=cost)}
    for entry in units:
        found = _UNIT.fullmatch(entry)
        if found is None or found["unit"] in out:
            raise ValueError(entry)
        try:
            ratio = amounts.parse_fixed(found["ratio"], 3)
            own = None if found["price"] is None else amounts.parse_money(found["price"])
            own_cost = 0 if found["cost"] is None else amounts.parse_money(found["cost"])
        except FranchiseError as error:
            raise ValueError(entry) from error
        if not ratio:
            raise ValueError(entry)
        name = found["unit"]
        if own is None:
            out[name] = SellingUnit(unit=name, stock_unit=unit, ratio=ratio, price=price, cost=cost)
        else:
            out[name] = SellingUnit(unit=name, stock_unit=name, ratio=1000, price=own, cost=own_cost)
    return out


class Catalog(Mapping[str, Card]):
    """The products of an effective setup, each worked out when first asked for."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        self._products = products
        self._cards: dict[str, Card] = {}

    @classmethod
    def of(cls, setup: Effective) -> Catalog:
        """The catalogue of a setup; kept with the setup, so that it is made once."""
        return setup.once(cls, lambda: cls(setup.get("catalog")))

    def __getitem__(self, code: str) -> Card:
        card = self._cards.get(code)
        if card is None:
            product = self._products[code]
            card = self._cards[code] = Card(
                code=code,
                name=product.name,
                supplier=product.supplier,
                step=product.step,
                active=product.active,
                units=selling_units(product.unit, product.price, product.cost, product.units),
                unit=product.unit,
                pack_size=product.pack_size,
                pack_unit=product.pack_unit,
                moq=product.moq,
                category=product.category,
            )
        return card

    def __iter__(self) -> Iterator[str]:
        return iter(self._products)

    def __len__(self) -> int:
        return len(self._products)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Product code → its place in the catalogue's order: by category, then code."""
        ranked = sorted(self._products, key=lambda code: (self[code].category, code))
        return {code: place for place, code in enumerate(ranked)}


def _check_catalog(products: Mapping[str, Product], _effective: Effective) -> list[Problem]:
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    for code, product in products.items():
        try:
            selling_units(product.unit, product.price, product.cost, product.units)
        except ValueError as error:
            problems.append(
                Problem(
                    where=f"[catalog.{code}] units",
                    message=_("{entry!r} is not a selling unit.").format(entry=str(error)),
                    allowed="公斤=2, 箱=24@45/38",
                )
            )
        for name in dict.fromkeys((product.name, *product.aliases)):
            owner = taken.setdefault(name, code)
            if owner != code:
                problems.append(
                    Problem(
                        where=f"[catalog.{code}] aliases",
                        message=_("{name!r} already means the product {owner}.").format(
                            name=name, owner=owner
                        ),
                        allowed=_("a name that no other product has"),
                    )
                )
    return problems


CATALOG: Final = Section(name="catalog", each=Product, owner="core", check=_check_catalog)
SUPPLIERS: Final = Section(name="suppliers", each=Supplier, owner="core")
