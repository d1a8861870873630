"""The `groups` section: the kinds of group a program has."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise.messages import gettext as _
from franchise.setups import Effective, Problem, Section, setting

DEFAULT_CAPACITY: Final = 200
"""About two hundred people is the key size, and the limit of joining by scanning (I-267, C-09)."""


@attrs.frozen(kw_only=True)
class GroupKind:
    """One kind of group: how it is named, how many it holds, what happens then."""

    unit: str = setting(
        pattern=r"[a-z][a-z_]{0,30}", about="whom a group belongs to: store, person, company …"
    )
    name: str = setting(
        default="{place}{number}",
        max_length=60,
        about="template: {place}, {store}, {chain}, {person}, {number}",
    )
    chain: str = setting(default="", max_length=40, about="the chain's name, for {chain}")
    capacity: int = setting(default=DEFAULT_CAPACITY, minimum=1, maximum=500, about="members a group holds")
    when_full: Literal["waiting_pool", "next_group"] = setting(
        default="next_group", about="a full group: wait for a place, or open the next numbered group (C-08)"
    )


PLACEHOLDERS: Final = ("place", "store", "chain", "person", "number")


def render_name(
    kind: GroupKind, *, place: str = "", store: str = "", person: str = "", number: int = 1
) -> str:
    """A group's name from its kind's template.

    Raises:
        KeyError, ValueError, IndexError: The template is malformed (checked when the setup is read).

    """
    return kind.name.format_map(
        {"place": place, "store": store, "chain": kind.chain, "person": person, "number": number}
    )


def _check(kinds: dict[str, GroupKind], _effective: Effective) -> list[Problem]:
    problems = []
    for key, kind in kinds.items():
        try:
            render_name(kind)
        except (KeyError, ValueError, IndexError, AttributeError):
            problems.append(
                Problem(
                    where=f"[groups.{key}] name",
                    message=_("{template!r} is not a name template.").format(template=kind.name),
                    allowed=", ".join(f"{{{p}}}" for p in PLACEHOLDERS),
                )
            )
    return problems


SECTION: Final = Section(name="groups", each=GroupKind, owner="core", check=_check)
