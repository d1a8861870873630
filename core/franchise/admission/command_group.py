"""The group that the commands are in."""

from __future__ import annotations

import click

from franchise.messages import gettext as _


@click.group(help=_("Let people into groups: by invitation, task, payment, application or waiting pool."))
def admission() -> None: ...
