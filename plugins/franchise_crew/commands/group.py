"""The group that the commands are in."""

from __future__ import annotations

import click

from franchise_crew.messages import gettext as _


@click.group(help=_("Who does what, and when."))
def crew() -> None: ...
