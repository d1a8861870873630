"""Personal data that slipped into the texts of a setup: found before it is saved or copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from franchise.setups.documents import HEAD, Document
from franchise.setups.problems import Path

Kind = Literal["mobile", "landline", "id_card", "bank_card", "wechat"]


@attrs.frozen(kw_only=True)
class Finding:
    """Something that looks like a person's data. ``excerpt`` shows where, with the data itself masked."""

    path: Path
    kind: Kind
    excerpt: str

    @property
    def where(self) -> str:
        """The path with dots: ``suppliers.a.contact``."""
        return ".".join(self.path)


_GAP: Final = r"[ \-\u2010-\u2015\u00a0\u3000.]?"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_MOBILE: Final = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")
_LANDLINE: Final = re.compile(
    r"(?<![0-9])(?:\(0[1-9][0-9]{1,2}\)[ -]?|0[1-9][0-9]{1,2}[ -]?)[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])[48]00-[0-9]{3,4}-?[0-9]{3,4}(?![0-9])"
)
_ID_CARD: Final = re.compile(
    rf"{_BEFORE}[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9][0-9]{{3}}[0-9Xx]{_AFTER}"
)
_BANK: Final = re.compile(r"(?<![0-9])[3-9](?:[ -]?[0-9]){14,18}(?![0-9])")
_WECHAT: Final = re.compile(
    r"(?P<wxid>wxid_[A-Za-z0-9]{6,20})"
    r"|(?:微信号?|微信[IiＩ][DdＤ]|[Vv]信|[Ww][Ee][Cc]hat(?: ?[Ii][Dd])?|(?<![A-Za-z])[VvWw][Xx])"
    r"[ ]*(?:[:：是为=]|[ ])?[ ]*(?P<id>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
)
_HINT: Final = re.compile(r"[0-9](?:[^0-9]{0,2}[0-9]){8}|微信|wxid_|[VvWw][Xx]|[Vv]信|[Ww][Ee][Cc]hat")
_SHORTEST: Final = 8
"""No text shorter than this says anything; most texts of a catalogue are."""
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FULLWIDTH: Final = str.maketrans("０１２３４５６７８９－（）＋", "0123456789-()+")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _is_id_card(text: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def _is_bank_card(text: str) -> bool:
    """Luhn's check."""
    total = 0
    for index, digit in enumerate(reversed(_digits(text))):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _always(_text: str) -> bool:
    return True


_KINDS: Final[tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("id_card", _ID_CARD, _is_id_card),
    ("bank_card", _BANK, _is_bank_card),
    ("mobile", _MOBILE, _always),
    ("landline", _LANDLINE, _always),
    ("wechat", _WECHAT, _always),
)


def scan_text(text: str, path: Path = ()) -> Iterator[Finding]:
    """What looks like personal data in one text, from left to right."""
    if len(text) < _SHORTEST:
        return
    plain = text if text.isascii() else text.translate(_FULLWIDTH)
    if _HINT.search(plain) is None:
        return
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern, holds in _KINDS:
        for found in pattern.finditer(plain):
            start, end = found.span()
            if kind == "wechat":
                start, end = found.span("id") if found["id"] else found.span("wxid")
            if holds(plain[start:end]) and all(end <= low or start >= high for low, high, _kind in taken):
                taken.append((start, end, kind))
    for start, end, kind in sorted(taken):
        masked = text
        for low, high, _other in taken:
            masked = masked[:low] + _mask(masked[low:high]) + masked[high:]
        low, high = max(0, start - 8), min(len(text), end + 8)
        excerpt = masked[low:high].replace("\n", " ")
        yield Finding(
            path=path, kind=kind, excerpt=("…" if low else "") + excerpt + ("…" if high < len(text) else "")
        )


def _mask(text: str) -> str:
    """The same length with only the first two and last two characters left."""
    return text[:2] + "*" * (len(text) - 4) + text[-2:]


def scan_personal(doc: Document | Mapping[str, Any]) -> tuple[Finding, ...]:
    """What looks like phones, ID cards, bank cards and WeChat ids in a setup's texts and keys, by path."""
    body = doc.body if isinstance(doc, Document) else doc
    return tuple(_walk(body, ()))


def _walk(value: Any, path: Path) -> Iterator[Finding]:
    if isinstance(value, str):
        yield from scan_text(value, path)
    elif isinstance(value, Mapping):
        for key in sorted(value):
            here = (*path, key)
            if path != (HEAD,):
                yield from scan_text(key, here)
            yield from _walk(value[key], here)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, str(index)))
