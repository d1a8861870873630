"""The number grammar: an amount with its unit, at a place of folded text.

Reads digits with one point, Chinese numerals, halves and fractions; never `Decimal` or `int` on what a number
might be, only on ASCII digits counted first. All scanning is bounded by the length of the longest numeral.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from franchise_village.jielong import numerals, units
from franchise_village.jielong.patterns import Pattern

_THOUSAND: Final = 1_000
_NUMBER: Final = Pattern(r"([0-9]+)(?:[.。·]([0-9]+))?")
_THOUSANDS: Final = Pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_SCIENTIFIC: Final = Pattern(r"(?:e[+-]?[0-9]|x[0-9a-f]+|[.。][0-9]|_[0-9]|\^[0-9])[0-9.e^+]{0,40}")
_MOST_NUMERALS: Final = 24
_NUMERALS: Final = Pattern(
    f"[{''.join(sorted({*numerals.DIGITS, *numerals.TENS, *numerals.MYRIADS, *numerals.TWENTIES}))}]+"
)
_ODD: Final = frozenset("ex.。_^")  # with what a number goes on that is none
_BETWEEN: Final = frozenset(" -~到至或")
_ABOUT: Final = ("左右", "上下", "以上", "以内", "来往")
_RANGE: Final = Pattern(r" ?(?:[-~到至]|或者?) ?")
_MOST: Final = 10**12  # far above every limit: computing stops here


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


class Number(NamedTuple):
    value: int | None
    end: int
    kind: str  # "digits", "chinese", "half"
    problem: str = ""
    doubt: str = ""


def unit_at(text: str, place: int, end: int) -> int:
    """Length of the longest unit at the place, 0 for none or when goods begin there (3包子)."""
    for size in range(min(units.LONGEST, end - place), 0, -1):
        if text[place : place + size] in units.UNITS:
            break
    else:
        return 0
    if text[place].isascii():
        after = place + size
        return 0 if after < end and text[after].isascii() and text[after].isalpha() else size
    for length in (2, 3, 4):
        if length > size and text[place : place + length] in units.UNIT_WORDS:
            return 0
    return size


def chinese(run: str) -> tuple[int | None, bool]:
    """Value in thousandths of a run of Chinese numerals, and whether it is a range such as 两三."""
    total = section = digit = 0
    seen_digit = False
    last_power = 0
    ranged = False
    for char in run:
        if (value := numerals.DIGITS.get(char)) is not None:
            if seen_digit and digit and value:
                if value != digit + 1 or ranged:
                    return None, False
                ranged = True
                continue
            digit, seen_digit = value, True
            if value == 0:
                last_power = 0
        elif (power := numerals.TENS.get(char)) is not None:
            section += (digit if seen_digit and digit else 1) * power
            digit, seen_digit, last_power = 0, False, power
        elif (power := numerals.MYRIADS.get(char)) is not None:
            total = (
                (total + section + (digit if seen_digit else 0)) * power if total + section + digit else power
            )
            section, digit, seen_digit, last_power = 0, 0, False, power
        else:
            section += numerals.TWENTIES[char]
            digit, seen_digit, last_power = 0, False, 10
        if total + section > _MOST:
            return _MOST * _THOUSAND, False
    if digit and last_power >= 100:
        digit *= last_power // 10
    return (total + section + digit) * _THOUSAND, ranged


def _number(text: str, place: int, end: int) -> Number | None:
    char = text[place]
    if "0" <= char <= "9":
        return _digits(text, place, end)
    if (part := numerals.FRACTIONS.get(char)) is not None:
        return Number(part, place + 1, "half")
    if char == "半":
        return Number(500, place + 1, "half")
    if char in numerals.VAGUE:
        return Number(None, place + 1, "vague", doubt="quantity_missing")
    if char.isdigit() or (char.isnumeric() and char not in numerals.OPENERS):
        return Number(None, place + 1, "digits", problem="qty_bad_number") if char.isdigit() else None
    found = _NUMERALS.match(text, place, end)
    if found is None:
        return None
    stop = found.end()
    if stop - place > _MOST_NUMERALS:
        return Number(None, stop, "chinese", problem="qty_out_of_range")
    # 三两 is three 两, 一两斤 is one or two 斤
    if text[stop - 1] == "两" and stop - place > 1 and not unit_at(text, stop, end):
        stop -= 1
    inner = text.find("两", place + 1, stop)
    if 0 < inner < stop - 1 and text[inner - 1] in numerals.DIGITS and text[inner + 1] in numerals.DIGITS:
        stop = inner  # 二两五
    value, ranged = chinese(text[place:stop])
    if value is None:
        return None
    if ranged:
        return Number(None, stop, "chinese", doubt="quantity_range")
    after = text[stop : stop + 1]
    if after == "点" and text[stop + 1 : stop + 2] in numerals.DIGITS and stop + 1 < end:
        tenth = _NUMERALS.match(text, stop + 1, end)
        if tenth and tenth.end() - tenth.start() <= 3 and all(c in numerals.DIGITS for c in tenth[0]):
            digits = "".join(str(numerals.DIGITS[c]) for c in tenth[0])
            return Number(value + int(digits.ljust(3, "0")), tenth.end(), "chinese")
    return Number(value, stop, "chinese")


def _digits(text: str, place: int, end: int) -> Number:
    if (
        "," in text[place : place + 4]
        and (grouped := _THOUSANDS.match(text, place, end))
        and unit_at(text, grouped.end(), end)
    ):
        plain = grouped[0].replace(",", "")
        return _within(plain, "", grouped.end())
    found = _NUMBER.match(text, place, end)
    assert found is not None
    whole, fraction, stop = found[1], (found[2] or "").rstrip("0"), found.end()
    if (
        text[stop : stop + 1] in _ODD
        and (wrong := _SCIENTIFIC.match(text, stop, end))
        and not (wrong[0][0] == "x" and whole != "0")
    ):
        return Number(None, wrong.end(), "digits", problem="qty_bad_number")
    if text[stop : stop + 1] == "\u20e3":
        stop += 1
    if len(fraction) > 3:
        return Number(None, stop, "digits", problem="qty_bad_number")
    number = _within(whole, fraction, stop)
    if number.value is None:
        return number
    after = text[stop] if stop < end else ""
    if after == "/" and (below := _NUMBER.match(text, stop + 1, end)) and not found[2] and not below[2]:
        return _fraction(number.value, below[1], below.end())
    if (part := numerals.FRACTIONS.get(after)) is not None:
        return Number(number.value + part, stop + 1, "digits")
    if after and (after in numerals.TENS or after in numerals.MYRIADS):
        power = numerals.TENS.get(after) or numerals.MYRIADS[after]
        stop += 1
        value = min(number.value * power, _MOST * _THOUSAND)
        while stop < end and (text[stop] in numerals.TENS or text[stop] in numerals.MYRIADS):
            value, stop = _MOST * _THOUSAND, stop + 1
        return Number(value, stop, "digits")
    return number


def _within(whole: str, fraction: str, stop: int) -> Number:
    if len(whole.lstrip("0")) > 9:
        return Number(None, stop, "digits", problem="qty_out_of_range")
    return Number(int(whole) * _THOUSAND + int(fraction.ljust(3, "0") or "0"), stop, "digits")


def _fraction(above: int, below: str, stop: int) -> Number:
    if len(below) > 3 or int(below) == 0 or above % int(below):
        return Number(None, stop, "digits", problem="qty_bad_number")
    return Number(above // int(below), stop, "digits")


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
    if char in numerals.FUSED:
        return Quantity(
            numerals.FUSED[char] * _THOUSAND, place, place + 1, place + 1, place + 1, fused=True, times=times
        )
    number = _number(text, place, end)
    if number is None:
        return None
    value, stop, doubt, problem = number.value, number.end, number.doubt, number.problem
    if (
        value is not None
        and text[stop : stop + 1] in _BETWEEN
        and (ranged := _RANGE.match(text, stop, end))
        and ranged.end() < end
    ):
        other = _number(text, ranged.end(), end) if text[ranged.end()] not in numerals.VAGUE else None
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
    elif unit == "段" or (not unit and text[stop : stop + 1] and _size_word(text, stop, end)):
        role = "size"
        stop = max(stop, stop + _size_word(text, stop, end))
    if (
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


def _behind_unit(text: str, unit: str, value: int, stop: int, end: int, kind: str) -> tuple[int, int]:
    """What may follow the unit and belongs to the amount: 两斤|半, 三斤|二两, 一斤|二."""
    if stop >= end:
        return value, stop
    if text[stop] == "半" and not unit_at(text, stop + 1, end):
        return value + 500, stop + 1
    if unit in {"斤", "市斤", "台斤", "两"} and value % _THOUSAND == 0:
        more = (
            _number(text, stop, end)
            if text[stop] in numerals.OPENERS or (text[stop].isascii() and text[stop].isdigit())
            else None
        )
        if more and more.value and more.value < 10 * _THOUSAND and not more.doubt and not more.problem:
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
