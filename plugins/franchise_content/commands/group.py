"""The group that the commands are in."""

from __future__ import annotations

import click

from franchise_content.messages import gettext as _


@click.group(help=_("What is said: scripts, columns, welcome, the mix of a week."))
def content() -> None: ...
