"""The store's part of the setup that is this plugin's."""

from __future__ import annotations

from typing import Final

from franchise import Refused, UnitOfWork
from franchise_content.messages import gettext as _
from franchise_content.section import Content

PLUGIN: Final = "content"


def settings_of(work: UnitOfWork) -> Content:
    """The section as it is in force in the store.

    Raises:
        Refused: The store's setup does not use the plugin.

    """
    if PLUGIN not in work.setup.plugins:
        raise Refused(
            _("The setup of {store} does not use content.").format(store=work.store.key),
            hint='[setup] plugins = ["content"]',
        )
    section: Content = work.setup.get(PLUGIN)
    return section
