"""The store's part of the setup that is this plugin's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise import NotFound, Refused, UnitOfWork, did_you_mean
from franchise_crew.messages import gettext as _

if TYPE_CHECKING:
    from franchise_crew.section import Crew, Role, Shift

PLUGIN: Final = "crew"


def settings_of(work: UnitOfWork) -> Crew:
    """The section as it is in force in the store.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    if PLUGIN not in work.setup.plugins:
        raise Refused(
            _("The setup of {store} has no crew.").format(store=work.store.key),
            hint='[setup] plugins = ["crew"]',
        )
    section: Crew = work.setup.get(PLUGIN)
    return section


def role_of(section: Crew, key: str) -> Role:
    """The role of that key.

    Raises:
        NotFound: The setup has none.

    """
    if (role := section.roles.get(key)) is None:
        raise NotFound(
            _("There is no role {role!r}.").format(role=key[:40]),
            hint=did_you_mean(key, section.roles) or ", ".join(sorted(section.roles)),
            where="[crew.roles]",
        )
    return role


def shift_of(section: Crew, key: str) -> Shift:
    """The shift of that key.

    Raises:
        NotFound: The setup has none.

    """
    if (shift := section.shifts.get(key)) is None:
        raise NotFound(
            _("There is no shift {shift!r}.").format(shift=key[:40]),
            hint=did_you_mean(key, section.shifts) or ", ".join(sorted(section.shifts)),
            where="[crew.shifts]",
        )
    return shift
