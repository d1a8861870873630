"""A setup document: immutable, named by its digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from franchise.setups.canon import JSON, digest_of, encoded
from franchise.setups.settings import setting

HEAD: Final = "setup"
"""The part of a document that says what it is called and which plugins it needs."""

_RANGE: Final = r"|(?:(?:>=|<=|==|!=|~=|>|<) ?\d[0-9A-Za-z.*+!-]*(?:, ?|$))+"


@attrs.frozen(kw_only=True)
class Meta:
    """The ``[setup]`` table."""

    name: str = setting(rule="locked", minimum=1, max_length=80)
    about: str = setting(rule="locked", default="", free_text=True)
    plugins: dict[str, str] = setting(
        rule="locked",
        default={},
        pattern=_RANGE,
        about="plugin → version range, such as >=1.2,<2; empty: any",
    )
    moved: tuple[str, ...] = setting(
        rule="locked",
        default=(),
        about="renamed keys, oldest first: catalog.egg -> catalog.jidan; never removed",
    )


@attrs.frozen(kw_only=True)
class Document:
    """What people wrote, in canonical form; defaults are not filled in.

    Two documents are equal when their digests are. ``body`` holds ``setup`` (see `Meta`) and every section by
    name; a section whose version is above 1 says so in ``_version``.
    """

    body: Mapping[str, JSON] = attrs.field(eq=False, repr=False)
    digest: str
    """The digest of ``sections`` in canonical form: known without reading any section."""
    sections: Mapping[str, str] = attrs.field(eq=False, repr=False)
    """Name (``setup`` too) → digest of the section's canonical bytes, by name."""
    meta: Meta = attrs.field(eq=False, repr=False)
    unknown: tuple[str, ...] = attrs.field(default=(), eq=False)
    """Sections that no installed plugin owns; kept as they are."""


def section_digests(body: Mapping[str, Any]) -> dict[str, str]:
    """The digest of every section of a canonical body."""
    return {name: digest_of(encoded(body[name])) for name in sorted(body)}


def document_digest(sections: Mapping[str, str]) -> str:
    """A document's digest, from its sections' digests."""
    return digest_of(encoded(dict(sections)))
