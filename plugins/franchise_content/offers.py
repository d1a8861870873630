"""What is offered in a promotion: a product, a unit, a price that is one, how long, how many. Everything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from franchise import Catalog, NotFound, Refused, UsageProblem, amounts, did_you_mean, nickname_key
from franchise_content.forms import CUT, FORMS, TIMED, form_of, named
from franchise_content.messages import gettext as _
from franchise_content.occasions import variables

if TYPE_CHECKING:
    from franchise import Card, Product, UnitOfWork
    from franchise_content.promotion_section import PromotionScript
    from franchise_content.section import Content

MOST_MINUTES: Final = 7 * 1440
MOST_PIECES: Final = 99_999


@attrs.frozen(kw_only=True, slots=True)
class Offer:
    """A product at a price, in one form. ``price``, ``usual`` and ``cost`` are minor units for one ``unit``.

    ``cost`` is 0 where the catalogue has none; ``minutes`` and ``pieces`` are 0 where the post says nothing of them.
    """

    form: str
    product: str
    unit: str
    price: int
    usual: int
    cost: int
    minutes: int = 0
    pieces: int = 0


def script_of(section: Content, form: str) -> PromotionScript:
    """The script of a form.

    Raises:
        UsageProblem: There is no such form.
        NotFound: The setup has no script for it.

    """
    if form not in FORMS:
        raise UsageProblem(
            _("There is no form of promotion {form!r}.").format(form=form[:40]),
            hint=did_you_mean(form, FORMS) or named(),
        )
    found = section.promotions.get(form)
    if found is None:
        raise NotFound(
            _("The setup has no script for the form {form}.").format(form=form),
            hint=_("Add one: {where} with a `text`.").format(where=f"[content.promotions.{form}]"),
        )
    return found


def offer(
    work: UnitOfWork,
    section: Content,
    form: str,
    product: str,
    *,
    price: str,
    unit: str = "",
    minutes: int = 0,
    pieces: int = 0,
) -> Offer:
    """See that something may be offered so.

    Args:
        work: The unit of work.
        section: The store's part of the setup.
        form: One of the five forms, by its key or by what people call it.
        product: The product's key, name or another name of it.
        price: The promotion's price for one unit, as a person writes it.
        unit: One of the product's selling units; its base unit when not given.
        minutes: How long it lasts.
        pieces: How many there are, or are wanted.

    Raises:
        NotFound: No such product, unit or script.
        UsageProblem: No such form; a price that is no amount of money; a number that the script lacks or wants.
        Refused: The product is not sold, or the price is none that promotes it.

    """
    form = form_of(form)
    script = script_of(section, form)
    code = product_key(work, product)
    goods: Product = work.setup.get("catalog")[code]
    card = Catalog.of(work.setup)[code]
    if not goods.active:
        raise Refused(
            _("{product} is no longer sold.").format(product=goods.name),
            hint=_("`franchise content promotion pick` shows what is fit."),
        )
    usual, cost = usual_price(card, unit)
    asked = _money(price)
    if not usual:
        raise Refused(
            _("{product} has no price in the catalogue.").format(product=goods.name),
            hint=f"[catalog.{code}] price",
        )
    _promotes(form, goods, asked, usual)
    _counted(script, form, minutes, pieces)
    return Offer(
        form=form,
        product=code,
        unit=unit or card.unit,
        price=asked,
        usual=usual,
        cost=cost,
        minutes=minutes,
        pieces=pieces,
    )


def _promotes(form: str, goods: Product, asked: int, usual: int) -> None:
    """See that a price is one that promotes: below the usual one where the form says so, never above it.

    Raises:
        Refused: It is not.

    """
    if asked < usual or (asked == usual and form not in CUT):
        return
    text = (
        _("{price} is not below the usual price of {product}, {usual}.")
        if form in CUT
        else _("{price} is above the usual price of {product}, {usual}.")
    )
    raise Refused(
        text.format(price=amounts.format_money(asked), product=goods.name, usual=amounts.format_money(usual)),
        hint=_("A lower --price, or another product."),
    )


def product_key(work: UnitOfWork, text: str) -> str:
    """The key of a product that is named by key, name or alias.

    Raises:
        NotFound: The catalogue has none of that name; the hint has the nearest.

    """
    products: Mapping[str, Product] = work.setup.get("catalog")
    wanted = text.strip()
    if wanted in products:
        return wanted
    names = {
        _plain(name): code
        for code in sorted(products)
        for name in (products[code].name, *products[code].aliases)
    }
    found = names.get(_plain(wanted)) if wanted else None
    if found is None:
        raise NotFound(
            _("The catalogue has no product {name!r}.").format(name=text[:40]),
            hint=did_you_mean(text[:40], [*products, *(one.name for one in products.values())])
            or _("`franchise content promotion pick --all` shows all."),
        )
    return found


def _plain(name: str) -> str:
    try:
        return nickname_key(name)  # one width, one case, no spaces
    except UsageProblem:
        return name


def usual_price(card: Card, unit: str) -> tuple[int, int]:
    """What one of a unit costs members and the store, in minor units; the base unit where none is named.

    Raises:
        NotFound: The product is not sold by it.

    """
    found = card.units.get(unit or card.unit)
    if found is None:
        raise NotFound(
            _("{product} is not sold by {unit!r}.").format(product=card.name, unit=unit[:20]),
            hint=", ".join(card.units),
            where="--unit",
        )
    return amounts.amount(found.ratio, found.price), amounts.amount(found.ratio, found.cost)


def _money(text: str) -> int:
    try:
        found = amounts.parse_money(text)
    except UsageProblem as problem:
        raise UsageProblem(problem.message, hint=_("Such as 9.90."), where="--price") from problem
    if not 0 < found <= amounts.MAX_MONEY:
        raise UsageProblem(_("A promotion has a price above 0."), where="--price")
    return found


def _counted(script: PromotionScript, form: str, minutes: int, pieces: int) -> None:
    used = variables(script.text)
    least = 2 if form == "group_buy" else 1
    for name, given, wanted, smallest, most in (
        ("minutes", minutes, any(one in used for one in TIMED), 1, MOST_MINUTES),
        ("pieces", pieces, "pieces" in used, least, MOST_PIECES),
    ):
        place = f"--{name}"
        if given < 0 or given > most or (given and given < smallest):
            raise UsageProblem(
                _("{count} is out of range: {least} to {most}.").format(
                    count=given, least=smallest, most=most
                ),
                where=place,
            )
        if wanted and not given:
            raise UsageProblem(
                _("The script of {form} must be told: {option}.").format(form=form, option=place),
                hint=f"{place} N",
            )
        if given and not wanted:
            raise UsageProblem(
                _("The script of {form} says nothing of it; leave {option} away.").format(
                    form=form, option=place
                ),
                where=f"[content.promotions.{form}] text",
            )
