"""Amounts: a number with its unit, and whether it counts goods, describes a pack, or is a price."""

from __future__ import annotations

from typing import Final, NamedTuple

from franchise_village.jielong import numerals, units
from franchise_village.jielong.numbers import THOUSAND, read_number, unit_at
from franchise_village.jielong.patterns import Pattern

_BETWEEN: Final = frozenset(" -~到至或")
_MOONS: Final = tuple("饼亮子光")
_ABOUT: Final = ("左右", "上下", "以上", "以内", "来往")
_RANGE: Final = Pattern(r" ?(?:[-~到至]|或者?) ?")
_UNITS: Final = "".join(
    sorted(
        one
        for one in units.UNITS - units.MONEY - units.SPECIFICATIONS
        if len(one) == 1 and one not in "组块排户刀连联" and not one.isascii()
    )
)
# What may follow such a unit and belong to the amount, or to a word that begins with the unit's character: 斤半, 3包子.
_JOINED: Final = "".join(
    sorted(
        {
            word[1]
            for word in units.UNITS | units.SPECIFICATIONS | units.UNIT_WORDS
            if word[0] in _UNITS and word[1:]
        }
        | {word[0] for word in (*units.PACKED, *_ABOUT)}
        | numerals.OPENERS
        | set("0123456789半月多/的元")  # 6个月, 2单元
    )
)
COUNTED: Final = Pattern(rf"([0-9]{{1,4}})[{_UNITS}](?![{_JOINED}])")
# A number alone, before a sign that joins it to nothing.
_BARE: Final = Pattern(
    r"(?<![¥$])([0-9]{1,4})(?=[^\w ,.。·/^~%\-\u20e3]|x|,(?![0-9]{3})| (?:[^\w ~\-]|\Z)|\Z)"
)


class Quantity(NamedTuple):
    """An amount as written. ``value`` in thousandths, None when vague; ``unit`` is a span, "" when equal ends.

    ``role``: "amount", "pack" (24盒装, 30枚/板), "size" (500ml), "price" (5元一斤). ``times``: written as x3.
    ``problem`` names why the number is impossible; ``doubt`` what a person must confirm.
    """

    value: int | None
    start: int
    end: int
    unit_start: int
    unit_end: int
    role: str = "amount"
    times: bool = False
    each: bool = False
    fused: bool = False
    problem: str = ""
    doubt: str = ""
    half: bool = False

    @property
    def has_unit(self) -> bool:
        return self.fused or self.unit_end > self.unit_start


def _unit_after(text: str, place: int, end: int) -> tuple[int, int]:
    """Where the unit after a number starts and ends; equal when there is none."""
    if size := unit_at(text, place, end):
        return place, place + size
    if place < end and text[place] in units.SIZES and (size := unit_at(text, place + 1, end)):
        return place, place + 1 + size
    if place + 1 < end and text[place] == " " and (size := unit_at(text, place + 1, end)):
        after = place + 1 + size
        if after >= end or not ("\u4e00" <= text[after] <= "\u9fff"):
            return place + 1, after
    return place, place


def one_and_half(text: str, place: int, end: int) -> Quantity | None:
    """斤半, 箱半: one and a half of a unit, said without the one."""
    if place + 2 > end or text[place] not in "斤个箱袋桶瓶打只盒磅" or text[place + 1] != "半":
        return None
    return Quantity(1_500, place, place + 2, place, place + 1, half=True)


def scan(text: str, place: int, end: int, *, most: int, times: bool = False) -> Quantity | None:
    """Read an amount at the place, or None when none begins here. ``most``: the largest, in thousandths."""
    char = text[place]
    if "0" <= char <= "9" and (
        plain := COUNTED.match(text, place) or _BARE.match(text, place)
    ):  # by far the most
        number_end, stop = plain.end(1), plain.end()
        if stop <= end and 0 < (thousandths := int(plain[1]) * THOUSAND) <= most:
            return Quantity(thousandths, place, stop, number_end, stop, "amount", times)
    if char in numerals.FUSED:
        pair, (unit_start, unit_end) = numerals.FUSED[char] * THOUSAND, _unit_after(text, place + 1, end)
        if unit_end > unit_start:  # 俩斤
            pair, stop = _behind_unit(text, text[unit_start:unit_end], pair, unit_end, end, "chinese")
            return Quantity(pair, place, stop, unit_start, unit_end, times=times)
        return Quantity(pair, place, place + 1, place + 1, place + 1, fused=True, times=times)
    number = read_number(text, place, end)
    if number is None:
        return None
    value, stop, doubt, problem = number.value, number.end, number.doubt, number.problem
    if (
        value is not None
        and text[stop : stop + 1] in _BETWEEN
        and (ranged := _RANGE.match(text, stop, end))
        and ranged.end() < end
    ):
        other = read_number(text, ranged.end(), end) if text[ranged.end()] not in numerals.VAGUE else None
        if (
            other
            and other.value is not None
            and other.kind == number.kind
            and _unit_after(text, other.end, end)[1] > other.end
        ):
            value, stop, doubt = None, other.end, "quantity_range"
    if stop < end and value is not None and text[stop] in "多来几" and unit_at(text, stop + 1, end):
        stop, doubt = stop + 1, "quantity_approximate"
    if value is not None and value == 500 and number.kind == "half" and stop < end and text[stop] == "来":
        return None
    unit_start, unit_end = _unit_after(text, stop, end)
    if number.kind in {"half", "vague"} and char not in numerals.FRACTIONS and unit_end == unit_start:
        return None
    role = "amount"
    stop = max(stop, unit_end)
    unit = text[unit_start:unit_end]
    if unit and value is not None:
        value, stop = _behind_unit(text, unit, value, stop, end, number.kind)
    if unit in units.SPECIFICATIONS and number.kind == "digits":
        role = "size"
    elif unit == "个" and text[stop : stop + 1] == "月" and text[stop + 1 : stop + 2] not in _MOONS:  # 6个月+
        role, stop = "size", stop + 1
        stop += text[stop : stop + 1] == "+"
    elif unit == "段" or (not unit and text[stop : stop + 1] and _size_word(text, stop, end)):
        role = "size"
        stop = max(stop, stop + _size_word(text, stop, end))
    if unit in units.BOUND and text[stop : stop + 1] in units.BOUND_IN and stop < end:  # 面5连包2提
        role, stop = "pack", stop + 1
    elif (
        text.startswith(units.PACKED, stop)
        and stop < end
        and unit
        and not text.startswith(units.NOT_PACKED, stop)
    ):
        role = "pack"
        stop += next(len(word) for word in units.PACKED if text.startswith(word, stop))
    money = unit in units.MONEY or (place > 0 and text[place - 1] in "¥$" and not unit)
    if stop + 1 < end and (unit or money) and text[stop] == "/" and (size := unit_at(text, stop + 1, end)):
        role, stop = ("price" if money or unit == "块" else "pack"), stop + 1 + size
    elif (
        (money or unit == "块")
        and stop < end
        and (text[stop] in units.PER or text[stop] == "1")
        and (size := unit_at(text, stop + 1, end))
    ):
        role, stop = "price", stop + 1 + size
    if money and role == "amount":
        doubt = doubt or "by_money"
    if unit == "块" and text[stop : stop + 1] == "的" and role == "amount":
        doubt = "by_money"
    if stop < end and role == "amount" and text.startswith(_ABOUT, stop):
        doubt = doubt or "quantity_approximate"
    if (
        text[stop : stop + 1] == "多"
        and stop < end
        and (stop + 1 >= end or text[stop + 1] in " ,;。、!\n)的")
    ):
        doubt = doubt or "quantity_approximate"
    if value is not None and not problem and role == "amount":
        if value == 0:
            problem = "qty_zero"
        elif value > most:
            problem = "qty_out_of_range"
    return Quantity(
        value,
        place,
        stop,
        unit_start,
        unit_end,
        role,
        times,
        problem=problem,
        doubt=doubt,
        half=number.kind == "half",
    )


def as_amount(quantity: Quantity, most: int) -> Quantity:
    """What reads as a size taken for the amount: 散装白酒5升; with the limits of amounts."""
    value, problem = quantity.value, quantity.problem
    if value is not None and not problem:
        problem = "qty_zero" if value == 0 else "qty_out_of_range" if value > most else ""
    return quantity._replace(role="amount", problem=problem)


def _behind_unit(text: str, unit: str, value: int, stop: int, end: int, kind: str) -> tuple[int, int]:
    """What may follow the unit and belongs to the amount: 两斤|半, 三斤|二两, 一斤|二."""
    if stop >= end:
        return value, stop
    if text[stop] == "半" and not unit_at(text, stop + 1, end):
        return value + 500, stop + 1
    if unit in {"斤", "市斤", "台斤", "两"} and value % THOUSAND == 0:
        more = (
            read_number(text, stop, end)
            if text[stop] in numerals.OPENERS or (text[stop].isascii() and text[stop].isdigit())
            else None
        )
        if more and more.value and more.value < 10 * THOUSAND and not more.doubt and not more.problem:
            if unit != "两" and text[more.end : more.end + 1] == "两" and more.end < end:
                return value + more.value // 10, more.end + 1
            alone = more.end >= end or text[more.end] in " ,;。.、!\n)+"
            if kind == "chinese" and more.kind == "chinese" and more.end - stop == 1 and alone:
                return value + more.value // 10, more.end
    return value, stop


def _size_word(text: str, place: int, end: int) -> int:
    """Length of a word that makes a number a size: 15|瓦, 2|段, 80|抽."""
    for size in (3, 2, 1):
        word = text[place : place + size]
        if (
            len(word) == size
            and place + size <= end
            and word in units.SPECIFICATIONS
            and (
                word == "段"
                or not word.isascii()
                or not text[place + size : place + size + 1].isalpha()
                or not text[place + size : place + size + 1].isascii()
            )
        ):
            return size
    return 0
