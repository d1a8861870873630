"""One field of a section: who decides it, and what it may hold."""

from __future__ import annotations

from typing import Any, Final, Literal, cast

import attrs

Rule = Literal["locked", "default", "seed", "local"]
"""``locked``: HQ's value always. ``default``: a store may override it. ``seed``: copied once, then the
store's own. ``local``: every store must give its own; a setup never holds it."""

RULES: Final[tuple[Rule, ...]] = ("locked", "default", "seed", "local")
MAX_TEXT: Final = 200
MAX_FREE_TEXT: Final = 4_000
_METADATA: Final = "franchise.setting"


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()
"""The default of a field that has none: the setup (or, for ``local``, the store) must give a value."""


@attrs.frozen(kw_only=True)
class Setting:
    """What `setting` declares, as the schema reads it."""

    rule: Rule = "default"
    about: str = ""
    minimum: int | str | None = None
    maximum: int | str | None = None
    choices: tuple[str, ...] | None = None
    pattern: str | None = None
    refers_to: str | None = None
    atomic: bool = False
    free_text: bool = False
    business: bool = False
    max_length: int | None = None

    @property
    def longest(self) -> int:
        """The most characters that a text of this field may have."""
        if self.max_length is not None:
            return self.max_length
        return MAX_FREE_TEXT if self.free_text else MAX_TEXT


PLAIN: Final = Setting()


def setting(
    *,
    rule: Rule = "default",
    default: Any = REQUIRED,
    about: str = "",
    minimum: int | str | None = None,
    maximum: int | str | None = None,
    choices: tuple[str, ...] | list[str] | None = None,
    pattern: str | None = None,
    refers_to: str | None = None,
    atomic: bool = False,
    free_text: bool = False,
    business: bool = False,
    max_length: int | None = None,
) -> Any:
    """Declare one field of an attrs class that is (part of) a setup section.

    Args:
        rule: Who decides the value; a table's rule also covers what lies in it, except ``local`` fields.
        default: The value when nothing is written; without it the field is required. A mutable default is
            copied for every instance; `attrs.Factory` works too.
        about: One line for people: the reference and the error messages show it.
        minimum: The least value: an integer in the type's own unit (fen, thousandths, minutes), or text as a
            person writes it (``"0.5"``, ``"07:00"``). For texts the least length, for lists and tables the
            fewest items. Money and quantities are at least 0 unless this says otherwise.
        maximum: The largest value, in the same way.
        choices: The allowed texts; for a list, of each item.
        pattern: A regular expression that the whole text must match; for a list, each item.
        refers_to: The value (each item; each key of a table) must be a key of this section, or of a table
            inside one: ``"suppliers"``, ``"orders.sessions"``.
        atomic: A nested class or table whose leaves are compared and upgraded together, as one.
        free_text: Words for people: longer, lines may break, and scanned for personal data when saved.
        business: A firm's contact that is meant to be copied: not taken for a person's data when saved.
        max_length: The most characters; otherwise 200, for free text 4,000.

    """
    told = Setting(
        rule=rule,
        about=about,
        minimum=minimum,
        maximum=maximum,
        choices=None if choices is None else tuple(choices),
        pattern=pattern,
        refers_to=refers_to,
        atomic=atomic,
        free_text=free_text,
        business=business,
        max_length=max_length,
    )
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}, not {rule!r}")
    metadata = {_METADATA: told}
    if default is REQUIRED:
        return attrs.field(metadata=metadata)
    if isinstance(default, (dict, list, set)):
        kind, given = type(default), default
        return attrs.field(factory=lambda: kind(given), metadata=metadata)
    return attrs.field(default=default, metadata=metadata)


def setting_of(attribute: attrs.Attribute[Any]) -> Setting:
    """The declaration of one attrs attribute; one made without `setting` is a plain ``default`` one."""
    return cast("Setting", attribute.metadata.get(_METADATA, PLAIN))


def combined(outer: Rule, inner: Rule) -> Rule:
    """The rule of a field with rule ``inner`` inside a table with rule ``outer``."""
    if "local" in (outer, inner):
        return "local"
    if "locked" in (outer, inner):
        return "locked"
    return "seed" if "seed" in (outer, inner) else "default"
