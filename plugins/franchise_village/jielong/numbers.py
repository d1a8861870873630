"""Numbers: digits with one point, Chinese numerals, halves and fractions, at a place of folded text.

Never `Decimal` or `int` on what a number might be, only on ASCII digits counted first. All scanning is bounded by
the length of the longest numeral.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from franchise_village.jielong import numerals, units
from franchise_village.jielong.goods import GOODS
from franchise_village.jielong.patterns import Pattern

THOUSAND: Final = 1_000
MOST: Final = 10**12  # far above every limit: computing stops here
_NUMBER: Final = Pattern(r"([0-9]+)(?:[.。·]([0-9]+))?")
_THOUSANDS: Final = Pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_SCIENTIFIC: Final = Pattern(r"(?:e[+-]?[0-9]|x[0-9a-f]+|[.。][0-9]|_[0-9]|\^[0-9])[0-9.e^+]{0,40}")
_MOST_NUMERALS: Final = 24
_NUMERALS: Final = Pattern(
    f"[{''.join(sorted({*numerals.DIGITS, *numerals.TENS, *numerals.MYRIADS, *numerals.TWENTIES}))}]+"
)
_ODD: Final = frozenset("ex.。_^")  # with what a number goes on that is none


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
            goods = place + size  # 一碗豆浆: goods of their own behind the unit, not 碗豆
            return size if any(text[goods : goods + more] in GOODS for more in (2, 3)) else 0
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
        if total + section > MOST:
            return MOST * THOUSAND, False
    if digit and last_power >= 100:
        digit *= last_power // 10
    return (total + section + digit) * THOUSAND, ranged


def read_number(text: str, place: int, end: int) -> Number | None:
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
        value = min(number.value * power, MOST * THOUSAND)
        while stop < end and (text[stop] in numerals.TENS or text[stop] in numerals.MYRIADS):
            value, stop = MOST * THOUSAND, stop + 1
        return Number(value, stop, "digits")
    return number


def _within(whole: str, fraction: str, stop: int) -> Number:
    if len(whole.lstrip("0")) > 9:
        return Number(None, stop, "digits", problem="qty_out_of_range")
    return Number(int(whole) * THOUSAND + int(fraction.ljust(3, "0") or "0"), stop, "digits")


def _fraction(above: int, below: str, stop: int) -> Number:
    if len(below) > 3 or int(below) == 0 or above % int(below):
        return Number(None, stop, "digits", problem="qty_bad_number")
    return Number(above // int(below), stop, "digits")
