"""The group that the commands are in."""

from __future__ import annotations

import click

from franchise_motherbaby.messages import gettext as _


@click.group(help=_("Tiers of groups, grades of members, promotions, successors, activities."))
def motherbaby() -> None: ...
