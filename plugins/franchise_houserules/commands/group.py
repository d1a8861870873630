"""The group that the commands are in."""

from __future__ import annotations

import click

from franchise_houserules.messages import gettext as _


@click.group(help=_("What members may do, and what follows."))
def houserules() -> None: ...
