"""Duties: the words by which a task asks for somebody, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from franchise import tasks
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from franchise_crew.section import Crew, Role, Shift

ATMOSPHERE: Final = "atmosphere"
GREET: Final = "greet"
HAND_OVER: Final = "hand_over"
KEEP: Final = "keep"
OWN: Final = (GREET, ATMOSPHERE)
KEEPERS: Final = ("keep", "announce", "welcome", "warn", "kick", "reply")
"""What the keeper of a group does there. Where others than the crew keep it, the crew does not say who does."""


def known(section: Crew) -> list[str]:
    """Every duty that a role may have: the framework's, the crew's, the setup's."""
    return [*dict.fromkeys((*tasks.DUTIES, *OWN, *sorted(section.duties)))]


def title(section: Crew, duty: str) -> str:
    """What people call a duty."""
    words = {
        "keep": _("keep the group"),
        "announce": _("announce"),
        "welcome": _("welcome"),
        "warn": _("warn"),
        "kick": _("remove"),
        "reply": _("reply"),
        "approve": _("approve"),
        "hand_over": _("hand over"),
        "greet": _("greet"),
        "atmosphere": _("liven up"),
    }
    own = section.duties.get(duty)
    return own.name if own is not None else words.get(duty, duty)


def of_role(section: Crew, key: str) -> frozenset[str]:
    """What a role does; whoever stands in shifts hands them over."""
    role = section.roles.get(key)
    if role is None:
        return frozenset()
    more = {HAND_OVER} if any(shift.role == key for shift in section.shifts.values()) else set()
    return frozenset({*role.duties, *more})


def with_duty(section: Crew, duty: str, kind: str | None = None) -> Iterator[str]:
    """The roles that have a duty in groups of a kind (None: anywhere), by key."""
    for key in sorted(section.roles):
        if duty in of_role(section, key) and (kind is None or serves(section, section.roles[key], kind)):
            yield key


def serves(section: Crew, role: Role, kind: str) -> bool:
    """Whether a role is there for groups of a kind."""
    return kind in role.kinds if role.kinds else kind not in section.outside


def stands(section: Crew, shift: Shift, kind: str) -> bool:
    """Whether a shift is there for groups of a kind."""
    return kind in shift.kinds if shift.kinds else serves(section, section.roles[shift.role], kind)
