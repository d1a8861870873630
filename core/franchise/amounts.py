"""Money and quantity: integers inside, exact decimals at the edges, never a float.

Money is an integer in minor units (fen, cents). A quantity is an integer in thousandths of its unit, so
that 1.3 斤 is 1300. The product of both is rounded half up once, where a line's amount is made; every sum
after that is a sum of integers.
"""

from __future__ import annotations

import re
from typing import Final

from franchise.errors import UsageProblem
from franchise.messages import gettext as _

THOUSAND: Final = 1000
MAX_QUANTITY: Final = 9_999 * THOUSAND
MAX_MONEY: Final = 10**12
_DECIMAL: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?", re.ASCII)


def parse_fixed(text: str, digits: int) -> int:
    """Read a plain decimal such as ``12.5`` into an integer of ``digits`` decimal places.

    No sign, exponent, grouping or other script's digits.

    Raises:
        UsageProblem: The text is no such decimal, or has more places than ``digits``.

    """
    found = _DECIMAL.fullmatch(text.strip())
    if found is None:
        raise UsageProblem(_("{text!r} is not a plain number such as 12 or 3.5.").format(text=text[:40]))
    fraction = (found[2] or "").rstrip("0")
    if len(fraction) > digits:
        raise UsageProblem(
            _("{text!r} has more than {digits} decimal places.").format(text=text[:40], digits=digits)
        )
    scale: int = 10**digits
    return int(found[1]) * scale + int(fraction.ljust(digits, "0") or "0")


def format_fixed(value: int, digits: int, *, keep: int = 0) -> str:
    """Write an integer of ``digits`` decimal places as a decimal, at least ``keep`` of them shown."""
    sign = "-" if value < 0 else ""
    whole, part = divmod(abs(value), 10**digits)
    fraction = str(part).zfill(digits)[:digits] if digits else ""
    fraction = fraction.rstrip("0").ljust(keep, "0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def parse_quantity(text: str) -> int:
    """Read a quantity into thousandths: ``"3.5"`` is 3500; limits 0 < q ≤ 9,999.

    Raises:
        UsageProblem: No such decimal, more than three places, zero, or above the limit.

    """
    value = parse_fixed(text, 3)
    if not 0 < value <= MAX_QUANTITY:
        raise UsageProblem(
            _("A quantity must be above 0 and at most 9999, not {text}.").format(text=text[:40])
        )
    return value


def format_quantity(value: int) -> str:
    """Write thousandths as a decimal without trailing zeros: 3500 is ``"3.5"``."""
    return format_fixed(value, 3)


def parse_money(text: str, digits: int = 2) -> int:
    """Read an amount into minor units: ``"12.5"`` is 1250 with two digits.

    Raises:
        UsageProblem: No such decimal, or more places than the currency has.

    """
    return parse_fixed(text, digits)


def format_money(value: int, digits: int = 2) -> str:
    """Write minor units with all the currency's places: 1250 is ``"12.50"``."""
    return format_fixed(value, digits, keep=digits)


def amount(quantity: int, price: int) -> int:
    """Quantity (thousandths) × price (minor units a unit), rounded half up to a minor unit."""
    return (quantity * price + THOUSAND // 2) // THOUSAND
