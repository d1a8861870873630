"""Keys of stores and groups for a shell that completes; whatever goes wrong, nothing is offered.

Pressing TAB must change nothing: the database is only read, and neither made nor upgraded.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from franchise.cli.options import peek

if TYPE_CHECKING:
    from sqlalchemy import Connection

Found = list[CompletionItem[str]]


def store_keys(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """The stores, each with its name."""

    def look(conn: Connection) -> Iterator[tuple[str, str]]:
        from franchise.stores.operations import listed

        for store in listed(conn):
            yield store.key, str(store.answers.get("store", {}).get("name", ""))

    return _looked_up(ctx, look, incomplete)


def group_keys(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """The groups of the store that is meant, each with its name."""

    def look(conn: Connection) -> Iterator[tuple[str, str]]:
        from sqlalchemy import select

        from franchise.groups.tables import group
        from franchise.stores.operations import listed

        chosen = _given(ctx, "store", "FRANCHISE_STORE")
        ids = [store.id for store in listed(conn) if chosen in {"", store.key}]
        if len(ids) == 1:
            rows = conn.execute(
                select(group.c.key, group.c.name).where(group.c.store_id == ids[0]).order_by(group.c.key)
            )
            yield from ((row.key, row.name) for row in rows)

    return _looked_up(ctx, look, incomplete)


def _given(ctx: click.Context, name: str, variable: str) -> str:
    """What an option says: after the command, before it, or in the environment."""
    if value := ctx.find_root().params.get(name):
        return str(value)
    try:
        words = shlex.split(os.environ.get("COMP_WORDS", ""))
    except ValueError:  # a quotation that is still being typed
        words = []
    return peek(words, f"--{name}") or os.environ.get(variable, "")


def _looked_up(
    ctx: click.Context, look: Callable[[Connection], Iterator[tuple[str, str]]], incomplete: str
) -> Found:
    try:
        from franchise.app import default_url
        from franchise.storage import Database

        with Database.open(_given(ctx, "db", "FRANCHISE_DB") or default_url(), busy_timeout=1) as database:
            if database.dialect == "sqlite" and not Path(database.url.database or "").is_file():
                return []
            with database.reading() as conn:
                found = [(key, name) for key, name in look(conn) if key.startswith(incomplete)]
        return [CompletionItem(key, help=name) for key, name in found]
    except Exception:  # noqa: BLE001  # half a traceback in the middle of typing helps nobody
        return []
