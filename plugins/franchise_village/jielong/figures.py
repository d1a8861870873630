"""Tokens that begin with a number or with a sign of counting: 2斤, x3, +1, 负两斤."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.details import ADDRESS, AGED, DATE, PHONE, REMARK_SIGNS, TIME
from franchise_village.jielong.goods import GOODS
from franchise_village.jielong.numbers import THOUSAND, unit_at
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import COUNTED, Quantity, one_and_half, scan
from franchise_village.jielong.shields import Shields, shielded
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.units import UNIT_WORDS

_SIZE_CODES: Final = frozenset({"nb", "s", "m", "l", "xl", "xxl", "xxxl"})
_OUR_GROUP: Final = Pattern(r"[我咱俺你他]们[0-9一二三四五六七八九十]{1,3}[组队排栋社]")
_LONGEST_RUN: Final = 32  # digits: longer than any telephone number
_POINTED: Final = Pattern(
    r"[零一二两三四五六七八九十]{1,3}点[零一二三四五六七八九]{1,2}(?=[斤两公千克kgml升米吨])"
)
_PACKED: Final = Pattern(r"[0-9]{1,2}[瓶盒罐袋包箱支桶提斤]")
_PLAIN: Final = Pattern(r"[0-9]{1,2}(?:\.[0-9])?")
_MEASURES: Final = frozenset({"ml", "l", "g", "kg", "cc", "cm"})
_NO_UNITS: Final = tuple(sorted(UNIT_WORDS))  # 3包子
_INITIALS: Final = 2
_JOINS: Final = frozenset({"加", "我加", "也加", "再加", "我也加", "我再加", "俺加"})


def _counts_behind_latin(text: str, at: int, run: int, end: int) -> bool:
    """DHA|2瓶, 拉拉裤XXL|2包: an amount, not a model such as B12."""
    start = at
    while start > run and at - start < 8 and "a" <= text[start - 1] <= "z":
        start -= 1
    word = text[start:at]
    if (
        start > run and text[start - 1].isdigit() and word in _MEASURES
    ):  # 百事可乐500ml|2瓶, a name of the catalogue
        return _counts_packs(text, at, end)
    if (
        len(word) == _INITIALS and start == run and _counts_packs(text, at, end)
    ):  # jd|2斤: 鸡蛋, by its initials
        return True
    return (len(word) > _INITIALS or word in _SIZE_CODES) and _PACKED.match(text, at, end) is not None


def _counts_packs(text: str, at: int, end: int) -> bool:
    """Whether a plain number with its unit, and nothing more of a word, stands there."""
    found = _PLAIN.match(text, at, end)
    if found is None or not (size := unit_at(text, found.end(), end)):
        return False
    stop = found.end() + size
    return (
        "\u4e00" <= text[found.end()] <= "\u9fff"
        and not text.startswith(_NO_UNITS, found.end(), end)
        and stop <= end
    )


def digits(text: str, at: int, run: int, end: int, *, most: int, indexes: tuple[Shields, ...]) -> Token | int:
    if (
        at > run
        and "a" <= text[at - 1] <= "z"
        and not (text[run:at] in _SIZE_CODES and unit_at(text, at + 1, end))
        and not _counts_behind_latin(text, at, run, end)
    ):  # b12, a4: a model
        stop = at
        while stop < end and "0" <= text[stop] <= "9":
            stop += 1
        return stop
    if len(indexes) == 1 and (counted := COUNTED.match(text, at, end)) is not None:  # by far the most: 2斤
        value, stop = int(counted[1]) * THOUSAND, counted.end()
        if 0 < value <= most:
            return Token("amount", at, stop, Quantity(value, at, stop, counted.end(1), stop))
    if stop := shielded(text, at, end, indexes):
        return stop
    if at > run + 1 and (ours := _OUR_GROUP.match(text, at - 2, end)):  # 我们3组: who, not how many
        return ours.end()
    behind, far = at + 1, min(end, at + _LONGEST_RUN)
    while behind < far and "0" <= text[behind] <= "9":
        behind += 1
    if (
        behind < end and text[behind] in "-~至到 " and (aged := AGED.match(text, at, end)) is not None
    ):  # 0-6月: whom it fits
        unit = aged.start(1)
        return Token("amount", at, aged.end(), Quantity(None, at, aged.end(), unit, aged.end(), role="size"))
    phone = None
    if behind < end and text[behind] in REMARK_SIGNS:
        if (
            (time := DATE.match(text, at, end))
            or (time := TIME.match(text, at, end))
            or (time := ADDRESS.match(text, at, end))
        ):
            return Token("note", at, time.end())
        phone = PHONE.match(text, at, end)
    elif behind - at >= 7:
        phone = PHONE.match(text, at, end)
    quantity = scan(text, at, end, most=most)
    if phone and (quantity is None or not (quantity.has_unit and quantity.end > phone.end() - 1)):
        return Token("note", at, phone.end())
    if quantity is None:
        return at + 1
    stop = quantity.end
    if not quantity.has_unit and quantity.role == "amount" and not quantity.problem and stop < end:
        after = text[stop]
        if after in {"号", "#"}:  # 7号: a model or a house, never an amount
            return stop + 1
        if after in "*x" and stop + 1 < end and not (text[stop + 1].isascii() and text[stop + 1].isalnum()):
            return Token("amount", at, stop + 1, quantity._replace(end=stop + 1, times=True))
        if "a" <= after <= "z" and after != "x":  # 3m, 2b
            while stop < end and text[stop].isascii() and text[stop].isalnum():
                stop += 1
            return stop
    return Token("amount", at, stop, quantity)


def numeral(
    text: str,
    at: int,
    run: int,
    end: int,
    char: str,
    *,
    most: int,
    indexes: tuple[Shields, ...],
    tokens: list[Token],
) -> Token | int:
    if stop := shielded(text, at, end, indexes):
        return stop
    if at > run + 1 and (ours := _OUR_GROUP.match(text, at - 2, end)):  # 我们3组: who, not how many
        return ours.end()
    if char == "半" and at > run and (more := one_and_half(text, at - 1, end)) is not None:
        return Token("amount", at - 1, at + 1, more)
    if "点" in text[at : at + 3] and _POINTED.match(text, at, end):
        quantity = scan(text, at, end, most=most)
        if quantity is not None and quantity.has_unit:
            return Token("amount", at, quantity.end, quantity)
    if "点" in text[at : at + 3] and (time := TIME.match(text, at, end)):
        return Token("note", at, time.end())
    quantity = scan(text, at, end, most=most)
    if quantity is None:
        return at + 1
    if quantity.fused:
        before = at == run
        after = at + 1 >= end or text[at + 1] in " ,;。.、!\n"
        after = after or any(text[at + 1 : at + size] in GOODS for size in (3, 4, 5))  # 仨馒头俩烧饼
        return Token("amount", at, at + 1, quantity) if before or after else at + 1
    if quantity.has_unit:
        return Token("amount", at, quantity.end, quantity)
    alone = quantity.end >= end or text[quantity.end] in " ,;。.、!\n)+*x/"
    if alone and at == run and tokens and tokens[-1].kind in {"space", "plus", "strong"}:
        return Token("amount", at, quantity.end, quantity)
    joined = alone or text[quantity.end] in "我要都"
    if joined and text[run:at] in _JOINS:  # 加一, said for +1; 加一我要香辣的
        return Token("amount", at, quantity.end, quantity)
    if alone and at > run and quantity.end - at >= 2:
        return Token("amount", at, quantity.end, quantity._replace(doubt=quantity.doubt or "quantity_words"))
    return max(quantity.end, at + 1)


def times_at(text: str, at: int, run: int, end: int, *, most: int) -> Token | int:
    if text[at] == "x" and at > run and "a" <= text[at - 1] <= "z" and text[at - 1] != "x":
        return at + 1
    number = at + 1
    while number < end and text[number] in " *":
        number += 1
    if number < end and (quantity := scan(text, number, end, most=most)):
        return Token("amount", at, quantity.end, quantity._replace(start=at, times=True))
    return Token("pause", at, at + 1) if text[at] == "*" else at + 1


def plus(text: str, at: int, end: int, *, most: int, tokens: list[Token], run: int) -> Token:
    number = at + 1
    while number < end and text[number] in " +":
        number += 1
    quantity = scan(text, number, end, most=most) if number < end else None
    if quantity is None or quantity.role != "amount":
        return Token("plus", at, at + 1)
    before = tokens[-1].quantity if tokens and tokens[-1].kind == "amount" and at == run else None
    if (
        at == run
        and len(tokens) > 1
        and tokens[-1].kind == "space"
        and tokens[-2].kind == "amount"
        and text[tokens[-2].start] == "+"
    ):
        tokens.pop()  # +1 +1
        before = tokens[-1].quantity
    if before is None:
        if quantity.has_unit or (number + 1 < end and text[quantity.end : quantity.end + 1].isalpha()):
            return Token("plus", at, at + 1)
        return Token("amount", at, quantity.end, quantity._replace(start=at, times=True))
    differ = (
        before.has_unit
        and quantity.has_unit
        and text[before.unit_start : before.unit_end] != text[quantity.unit_start : quantity.unit_end]
    )
    goods_follow = (
        quantity.end < end and text[quantity.end] not in " ,;。.、!\n)(+~#" and not quantity.has_unit
    )
    if differ or before.value is None or quantity.value is None or goods_follow:
        return Token("plus", at, at + 1)
    named = before if before.has_unit else quantity
    total = before.value + quantity.value
    problem = before.problem or quantity.problem or ("qty_out_of_range" if total > most else "")
    return Token(
        "sum", at, quantity.end,
        before._replace(value=total, end=quantity.end, unit_start=named.unit_start, unit_end=named.unit_end, problem=problem),
    )  # fmt: skip


def no_number(text: str, at: int, end: int, *, most: int) -> Token | int:
    """Signs and words that stand where a number belongs: 负两斤, NaN斤, ∞斤."""
    if text[at] == "负":
        quantity = scan(text, at + 1, end, most=most)
        if quantity is None or not quantity.has_unit:
            return at + 1
        return Token(
            "amount",
            at,
            quantity.end,
            quantity._replace(start=at, problem=quantity.problem or "qty_negative"),
        )
    stop = at + 1
    while stop < end and text[stop].isascii() and text[stop].isalpha():
        stop += 1
    size = unit_at(text, stop, end) if stop < end else 0
    if not size:
        return stop
    return Token(
        "amount",
        at,
        stop + size,
        Quantity(None, at, stop + size, stop, stop + size, problem="qty_bad_number"),
    )


def dash(text: str, at: int, end: int, *, most: int, dashes: bool) -> Token:
    if not dashes and at + 1 < end and "0" <= text[at + 1] <= "9":
        quantity = scan(text, at + 1, end, most=most)
        if quantity is not None and quantity.role == "amount":
            return Token(
                "amount",
                at,
                quantity.end,
                quantity._replace(start=at, problem=quantity.problem or "qty_negative"),
            )
    return Token("dash", at, at + 1)
