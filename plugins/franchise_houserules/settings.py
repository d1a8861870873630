"""The store's part of the setup that is this plugin's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise import Refused, UnitOfWork
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from franchise_houserules.section import HouseRules, Rule

PLUGIN: Final = "houserules"
MINUTE: Final = 60_000
DAY: Final = 24 * 60 * MINUTE


def settings_of(work: UnitOfWork) -> HouseRules:
    """The section as it is in force in the store.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    if PLUGIN not in work.setup.plugins:
        raise Refused(
            _("The setup of {store} has no house rules: it does not use houserules.").format(
                store=work.store.key
            ),
            hint='[setup] plugins = ["houserules"]',
        )
    section: HouseRules = work.setup.get(PLUGIN)
    return section


def rules_for(section: HouseRules, kind: str) -> dict[str, Rule]:
    """The rules of a kind of group, by key."""
    return {key: rule for key, rule in sorted(section.rules.items()) if not rule.kinds or kind in rule.kinds}
