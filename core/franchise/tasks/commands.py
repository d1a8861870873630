"""`franchise task`: what people have to do."""

from __future__ import annotations

import click

from franchise.messages import gettext as _


@click.group(help=_("See what people have to do, and note what was done."))
def task() -> None: ...
