"""Records that name keys of the setup: when headquarters renames a key, they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Column, Connection, case, select, update

from franchise.groups import tables as g
from franchise.orders import tables as o
from franchise.plugins import Plugins
from franchise.replication.moves import key_steps, touched_tables
from franchise.setups.moves import Moves
from franchise.work import SetupKey

_IN_OPEN_CYCLE: Final = (
    select(o.cycle.c.id)
    .where(
        o.cycle.c.store_id == o.line.c.store_id, o.cycle.c.id == o.line.c.cycle_id, o.cycle.c.status == "open"
    )
    .correlate(o.line)
    .exists()
)


def core_keys() -> dict[str, list[SetupKey]]:
    """The core's own columns that hold keys of the setup. What was closed stays as it was written."""
    from franchise.admission import tables as a
    from franchise.cadence import tables as c

    return {
        "cadence.columns": [SetupKey(c.post.c.column_key)],
        "cadence.materials": [SetupKey(c.post.c.material)],
        "cadence.slots": [SetupKey(c.post.c.slot)],
        "catalog": [SetupKey(o.alias.c.product), SetupKey(o.line.c.product, _IN_OPEN_CYCLE)],
        "groups": [SetupKey(g.group.c.kind)],
        "suppliers": [SetupKey(o.line.c.supplier, _IN_OPEN_CYCLE)],
        "tags": [SetupKey(a.tag.c.family)],
    }


SESSIONS: Final = "orders.sessions"
Renames = dict[str, list[SetupKey]]


def setup_keys(plugins: Plugins) -> Renames:
    """Every column that holds keys of the setup, by the setup's table."""
    found: Renames = core_keys()
    for answer in plugins.collect("franchise_setup_keys"):
        for table, keys in answer.value.items():
            found.setdefault(table, []).extend(keys)
    return found


def rename_records(conn: Connection, plugins: Plugins, moves: Moves, stores: Sequence[int]) -> None:
    """Rename keys in the records of these stores; one statement a column and rename, two where keys change places."""
    known = setup_keys(plugins)
    for table in touched_tables(moves):
        for step in key_steps(moves, table):
            for key in known.get(table, ()):
                _rename(conn, key, step, stores)


def _rename(conn: Connection, key: SetupKey, step: Mapping[str, str], stores: Sequence[int]) -> None:
    if set(step) & set(step.values()):  # a unique column would not bear two keys changing places at once
        aside = {old: f"~{place}" for place, old in enumerate(sorted(step))}
        _update(conn, key, aside, stores)
        _update(conn, key, {aside[old]: new for old, new in step.items()}, stores)
    else:
        _update(conn, key, step, stores)


def _update(conn: Connection, key: SetupKey, names: Mapping[str, str], stores: Sequence[int]) -> None:
    column: Column[str] = key.column
    table = column.table
    query = (
        update(table)
        .where(table.c.store_id.in_(sorted(stores)), column.in_(sorted(names)))
        .values({column.name: case(dict(sorted(names.items())), value=column, else_=column)})
    )
    conn.execute(query if key.where is None else query.where(key.where))


def blocked_by_open_cycles(conn: Connection, stores: Iterable[tuple[int, str, Moves]]) -> dict[str, str]:
    """The stores, by key, in which a session to be renamed has an open cycle; each with the session's key."""
    wanted: dict[int, tuple[str, frozenset[str]]] = {}
    for identity, store, moves in stores:
        steps = key_steps(moves, SESSIONS) if moves else ()
        if steps:
            wanted[identity] = (store, frozenset(name for step in steps for name in step))
    if not wanted:
        return {}
    rows = conn.execute(
        select(o.cycle.c.store_id, o.cycle.c.session)
        .where(o.cycle.c.store_id.in_(sorted(wanted)), o.cycle.c.status == "open")
        .order_by(o.cycle.c.store_id, o.cycle.c.session)
    )
    return {wanted[identity][0]: session for identity, session in rows if session in wanted[identity][1]}
