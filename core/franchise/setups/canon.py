"""The canonical form: one byte string for one meaning, and its digest.

JSON with sorted keys, compact, UTF-8. No floats and no nulls inside a setup: times are ``"12:00"``, dates
ISO, decimals plain strings without trailing zeros, texts NFC.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from franchise.messages import gettext as _
from franchise.setups.problems import Wrong, shown

JSON = Any
MAX_DEPTH: Final = 16
MAX_WHOLE: Final = 10**15
_PLACES: Final = 18

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def plain_decimal(value: Decimal) -> str:
    """A decimal as plain text: no exponent, no trailing zeros, no minus before zero.

    Raises:
        Wrong: Not a number, infinite, or of more than 18 places before or after the point.

    """
    if not value.is_finite() or abs(value.adjusted()) > _PLACES or len(value.as_tuple().digits) > 2 * _PLACES:
        raise Wrong(
            _("{value} is not a usable number.").format(value=shown(value)), _("a plain decimal such as 0.08")
        )
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_time(value: time) -> str:
    """A time of day as ``HH:MM``, with seconds only where it has some."""
    return value.strftime("%H:%M") if not (value.second or value.microsecond) else value.isoformat()


def plain(value: Any, depth: int = 0) -> JSON:
    """Any value that TOML or JSON can hold, as canonical JSON values; null entries of tables are left out.

    Raises:
        Wrong: A float, an unknown type, a text that is no Unicode, or tables nested too deeply.

    """
    if depth > MAX_DEPTH:
        raise Wrong(_("Tables are nested too deeply."), _("at most {most} levels").format(most=MAX_DEPTH))
    if isinstance(value, str):
        return plain_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_WHOLE:
            raise Wrong(_("{value} is too large.").format(value=shown(value)))
        return int(value)
    if isinstance(value, Mapping):
        if any(not isinstance(key, str) for key in value):
            raise Wrong(_("A table's keys must be texts."))
        return {plain_text(k): plain(v, depth + 1) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        if None in value:
            raise Wrong(_("A list cannot hold nulls."))
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, time):
        return plain_time(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    kind = type(value).__name__
    raise Wrong(
        _("A value of type {kind} cannot be in a setup.").format(kind=kind),
        _("text, whole number, decimal, time"),
    )


def plain_text(value: str) -> str:
    """A text in NFC; a lone surrogate is refused."""
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Wrong(_("The text {value} is not valid Unicode.").format(value=ascii(value[:20]))) from None
    return unicodedata.normalize("NFC", value)


def encoded(value: JSON) -> bytes:
    """The bytes of a value that is canonical already."""
    return _encode(value).encode()


def canonical(value: Any) -> bytes:
    """The canonical bytes of any value that TOML or JSON can hold.

    Raises:
        Wrong: See `plain`.

    """
    return encoded(plain(value))


def digest_of(data: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
