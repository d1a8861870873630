"""Which plugins have rows of a store, whether its setup enables them or not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keepers(conn: Connection, store_id: int, plugins: Collection[str]) -> frozenset[str]:
    """Those of these plugins in whose tables there is a row of the store, whatever is known of the plugin itself.

    The tables are looked up in the database, for one that is switched off has not told of its own.
    """
    from sqlalchemy import column, exists, inspect, literal, select, table, union_all

    from franchise.storage import owner_of

    inspector = inspect(conn)
    owners = {n: owner for n in inspector.get_table_names() if (owner := owner_of(n)) and owner in plugins}
    if not owners:
        return frozenset()
    found = []
    for (_schema, name), columns in sorted(inspector.get_multi_columns(filter_names=list(owners)).items()):
        if any(one["name"] == "store_id" for one in columns):
            rows = table(name, column("store_id"))
            some = exists(select(rows.c.store_id).where(rows.c.store_id == store_id))
            found.append(select(literal(owners[name])).where(some))
    return frozenset(conn.execute(union_all(*found)).scalars()) if found else frozenset()
