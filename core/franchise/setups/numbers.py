"""Numbers of a setup: whole, of fixed places (money, quantities), and exact decimals. Never a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import attrs

from franchise.messages import gettext as _
from franchise.setups.canon import JSON, MAX_WHOLE, plain_decimal
from franchise.setups.problems import Wrong, shown

_WHOLE: Final = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL: Final = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,12}))?", re.ASCII)


@attrs.frozen
class Whole:
    """A whole number."""

    def read(self, value: Any) -> JSON:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_WHOLE:
            raise Wrong(_("{value} is not a whole number.").format(value=shown(value)), self.allowed())
        return int(value)

    def read_text(self, text: str) -> JSON:
        if _WHOLE.fullmatch(text.strip()) is None:
            raise Wrong(_("{value} is not a whole number.").format(value=shown(text)), self.allowed())
        return int(text)

    def build(self, value: JSON) -> int:
        return value  # type: ignore[no-any-return]

    def write(self, value: JSON) -> Any:
        return value

    def allowed(self) -> str:
        return _("a whole number such as 12")


@attrs.frozen
class Fixed:
    """An amount with a fixed number of places: built as an integer of its smallest unit."""

    places: int
    signed: bool = False

    def read(self, value: Any) -> JSON:
        if isinstance(value, str):
            text = value.strip()
        elif isinstance(value, Decimal):
            text = plain_decimal(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            text = str(value)
        else:
            raise Wrong(_("{value} is not an amount.").format(value=shown(value)), self.allowed())
        found = _DECIMAL.fullmatch(text)
        if found is None:
            raise Wrong(_("{value} is not an amount.").format(value=shown(value)), self.allowed())
        minus, whole, part = found.groups()
        part = (part or "").rstrip("0")
        whole = whole.lstrip("0") or "0"
        if len(part) > self.places:
            raise Wrong(_("{value} has too many decimal places.").format(value=text), self.allowed())
        number = f"{whole}.{part}" if part else whole
        if not minus or number == "0":
            return number
        if not self.signed:
            raise Wrong(_("{value} is below zero.").format(value=text), self.allowed())
        return f"-{number}"

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> int:
        whole, _dot, part = value.partition(".")
        return int(whole + part.ljust(self.places, "0"))

    def write(self, value: JSON) -> Any:
        return Decimal(value)

    def allowed(self) -> str:
        return _("a plain number with at most {places} decimal places, such as 12 or 3.5").format(
            places=self.places
        )


@attrs.frozen
class Number:
    """An exact decimal."""

    def read(self, value: Any) -> JSON:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
            raise Wrong(_("{value} is not a number.").format(value=shown(value)), self.allowed())
        if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()) is None:
            raise Wrong(_("{value} is not a number.").format(value=shown(value)), self.allowed())
        return plain_decimal(Decimal(value))

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> Decimal:
        return Decimal(value)

    def write(self, value: JSON) -> Any:
        return Decimal(value)

    def allowed(self) -> str:
        return _("a plain decimal such as 0.08")
