"""Addresses in what people write, and whose they are. Pure.

The host alone decides: `https://chain.example.com@evil.cn/`, `https://chain.example.com.evil.cn/` and
`https://evil.cn/?u=chain.example.com` are all evil.cn's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:[/\\]{1,4}")
_BARE_ENDS: Final = (
    "com|cn|net|org|top|xyz|shop|vip|cc|info|io|co|app|link|site|club|ltd|store|tv|me|mobi|biz|wang|ren|fun"
    "|online"
)
_BARE: Final = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}(?:{_BARE_ENDS})(?![A-Za-z0-9_-])(?:[/?:#][^\s]*)?",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[￥¥$€₤][A-Za-z0-9]{8,14}[￥¥$€₤]")
_ASCII: Final = re.compile(r"[\x21-\x7e]+")
_MORE_HOST: Final = re.compile(r"\.[A-Za-z0-9-]{2,}$")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SHARED: Final = frozenset(
    {"com.cn", "net.cn", "org.cn", "gov.cn", "edu.cn", "ac.cn", "com.hk", "com.tw", "co.uk"}
)
"""Ends that anybody can have an address under: none of them is a chain's own."""


def hosts(text: str) -> Iterator[str]:
    """The hosts of the addresses in a text, in their order, in small letters; "" for one that cannot be read."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    taken: list[tuple[int, int]] = []
    for found in _SCHEME.finditer(plain):
        if any(low <= found.start() < high for low, high in taken):
            continue
        end = found.end()
        while end < len(plain) and not plain[end].isspace():
            end += 1
        taken.append((found.start(), end))
        host = host_of(plain[found.start() : end])
        if "." in host or found[0].endswith(("//", "\\\\")):
            yield host
    for found in _BARE.finditer(plain):
        if not any(low <= found.start() < high for low, high in taken):
            yield host_of(found[0])


def host_of(address: str) -> str:
    """The host of one address, with or without scheme; "" when it has none that can be read."""
    plain = unicodedata.normalize("NFKC", address.strip()).replace("。", ".").replace("\\", "/")
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]{0,20}:", "", plain) if "://" in plain or ":/" in plain else plain
    authority = re.split(r"[/?#]", rest.lstrip("/"), maxsplit=1)[0]
    host = authority.rpartition("@")[2]
    host = re.sub(r":\d*$", "", host).rstrip(".").casefold()
    # An address in a sentence ends where the sentence goes on: https://shop.example.com哦
    head = _ASCII.match(host)
    if head is not None and "." in head[0] and not _MORE_HOST.search(host, head.end()):
        host = head[0].rstrip(".")
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""


def ours(host: str, domains: Collection[str]) -> bool:
    """Whether a host is one of the domains or lies under one."""
    return bool(host) and any(host == domain or host.endswith(f".{domain}") for domain in domains)


def token(text: str) -> str:
    """A code that opens goods in a shopping app (淘口令), or ""."""
    found = _TOKEN.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def domain(text: str) -> str:
    """A domain of the setup in the form it is compared in; "" when it cannot be one, or is anybody's."""
    plain = text.strip().casefold().rstrip(".")
    try:
        plain = plain if plain.isascii() else plain.encode("idna").decode()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    if len(labels) < 2 or plain in _SHARED or labels[-1].isdigit():
        return ""
    return plain if all(_LABEL.fullmatch(label) for label in labels) else ""
