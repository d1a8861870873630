"""The store's part of the setup that is this plugin's."""

from __future__ import annotations

from franchise import NotFound, Refused, UnitOfWork, did_you_mean
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.section import MotherBaby, Tier

PLUGIN = "motherbaby"


def settings_of(work: UnitOfWork) -> MotherBaby:
    """The section as it is in force in the store.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    if PLUGIN not in work.setup.plugins:
        raise Refused(
            _("The setup of {store} has no tiers: it does not use motherbaby.").format(store=work.store.key),
            hint='[setup] plugins = ["motherbaby"]',
        )
    section: MotherBaby = work.setup.get(PLUGIN)
    return section


def tier_of(settings: MotherBaby, kind: str) -> Tier:
    """The tier of a kind of group.

    Raises:
        NotFound: The kind is no tier.

    """
    tier = settings.tiers.get(kind)
    if tier is None:
        raise NotFound(
            _("There is no tier {tier!r}.").format(tier=kind[:40]),
            hint=did_you_mean(kind, settings.tiers) or ", ".join(sorted(settings.tiers)),
        )
    return tier
