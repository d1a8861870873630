"""Messages that only offer: goods with their prices, and nobody who wants any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong.header import MARKER, read_options
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.units import MONEY

_PRICED: Final = Pattern(
    r"[^ 0-9,:;+]{1,16}[ :]*¥? ?[0-9]{1,4}(?:\.[0-9]{1,2})? ?(?:元|块钱?)?(?:/[^ 0-9]{1,2})? *"
)
_LONGEST: Final = 2_000  # characters: what is longer is a list
_NUMBERED: Final = Pattern(r"[0-9]{1,2} ?[.、):](?![0-9])")
_ASKS: Final = Pattern(
    r"(?:我们?家?|俺|咱|给我|帮我?|麻烦|替|再|先|就)(?:也|还|再|想|先|就)*(?:要|来|订|定|买|留|拿|带|加|报|称|接)|块钱?的|元的|[要来订买加留](?=[0-9一二两三四五六七八九十半])"
)
_CALLS: Final = Pattern(
    r"截单|截止|截团|数量有限|限购|限量|先到先得|(?:需要|想要|要)的|报名|接龙|扣 ?1|特价|特惠|秒杀|到货|新品|新到|团购价|拼团|包邮|现货|预售|开团|欢迎|优惠|售完"
)


def only_offers(scene: Scene, lines: Sequence[Place]) -> bool:
    """Whether the lines are a price list (鸡蛋30元 鸭蛋20元), or goods with a price and a call for orders."""
    if not lines or lines[-1][1] - lines[0][0] > _LONGEST:
        return False
    if any(_ASKS.search(scene.text, *place) for place in lines):
        return False
    menus = [read_options(scene.source, *place) for place in lines]
    if all(menu and all(option.priced_by for option in menu) for menu in menus):  # A.鸡蛋4.9一斤
        return True
    prices = wanted = 0
    first = 0
    begun = False
    for start, end in lines:
        here, counted = _counted(scene, start, end)
        prices += here
        wanted += len(counted)
        first = first or (counted[0].value or 0 if counted else 0)
        if begun and not here and not _CALLS.search(scene.text, start, end):
            return False  # names below one product that has its price
        begun = begun or here > 0
    if prices > 1 and not wanted:
        return True
    called = _CALLS.search(scene.text, lines[0][0], lines[-1][1]) is not None
    return (
        len(lines) == 1
        and prices > 0
        and called
        and (not wanted or (first == 1_000 and wanted <= 2 * prices))
    )


def only_menus(scene: Scene, entries: Sequence[Place]) -> bool:
    """Whether each entry of a numbered list is goods with their price, and nobody's name stands before them."""
    return bool(entries) and all(_offers(scene, *place) for place in entries)


def _offers(scene: Scene, start: int, end: int) -> bool:
    prices, counted = _counted(scene, start, end)
    if not prices or counted or _ASKS.search(scene.text, start, end):
        return False
    tokens = [token for token in scene.tokens(start, end) if token.kind != "deco"]
    first = next(
        number for number, token in enumerate(tokens) if token.quantity is not None or token.kind == "note"
    )
    words = [token for token in tokens[:first] if token.kind != "space"]
    if len(words) != 1 or words[0].kind != "text":
        return False
    price = tokens[first].quantity
    return tokens[first - 1].kind == "text" or (price is not None and price.role == "price")


def is_menu(scene: Scene, entries: Sequence[Place]) -> bool:
    """Whether each entry is one run of words and a price, which may be a bare number: 糖醋里脊 28."""
    return len(entries) > 1 and all(_PRICED.fullmatch(scene.text, *place) is not None for place in entries)


def _counted(scene: Scene, start: int, end: int) -> tuple[int, list[Quantity]]:
    """How many prices stand in a line, and the amounts that are none."""
    text = scene.text
    if marker := MARKER.match(text, start, end):
        start = marker.end()
    prices = 0
    counted: list[Quantity] = []
    for token in scene.tokens(start, end):
        quantity = token.quantity
        if quantity is None:
            prices += token.kind == "note" and text.startswith("¥", token.start)
            continue
        if not quantity.has_unit and _NUMBERED.match(text, token.start, end):
            continue
        unit = text[quantity.unit_start : quantity.unit_end]
        if quantity.role == "price" or unit in MONEY or quantity.doubt == "by_money":
            prices += 1
        elif quantity.role == "amount":
            counted.append(quantity)
    return prices, counted
