"""The one ``MetaData``, how tables are declared, and the rules that let them be sharded by store later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Identity,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

SEPARATOR: Final = "__"
SCOPE: Final = "franchise_scope"  # the key in ``Table.info``
STORE: Final = "store"
HQ: Final = "hq"
STORE_ID: Final = "store_id"
LONGEST_NAME: Final = 63  # PostgreSQL cuts longer ones without a word
OWNER: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

# Named constraints are what makes SQLite batch migrations able to drop them.
metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owner_of(table_name: str) -> str | None:
    """The owner (``core`` or a plugin) in a table's name, or None when it is not one of ours."""
    owner, separator, rest = table_name.partition(SEPARATOR)
    return owner if separator and rest and OWNER.fullmatch(owner) else None


def store_table(name: str, *columns: SchemaItem, metadata: MetaData = metadata, **kw: Any) -> Table:
    """Declare a table of records that belong to one store.

    ``store_id`` comes first, in the table and in its primary key; the primary-key columns given here follow.

    Args:
        name: ``owner__name``, at most 63 characters.
        columns: Columns, constraints and indexes; foreign keys to other store tables name ``store_id`` first.
        metadata: Where to declare it: the framework's own, unless a test brings another.
        kw: Anything else that `sqlalchemy.Table` takes.

    Raises:
        ValueError: The name lacks its owner or is too long.

    """
    key = Column(STORE_ID, BigInteger, primary_key=True, autoincrement=False)
    return _table(name, metadata, STORE, (key, *columns), kw)


def hq_table(name: str, *columns: SchemaItem, metadata: MetaData = metadata, **kw: Any) -> Table:
    """Declare a table of headquarters, the same for all stores; arguments and errors as of `store_table`."""
    return _table(name, metadata, HQ, columns, kw)


def _table(
    name: str, metadata: MetaData, scope: str, items: tuple[SchemaItem, ...], kw: dict[str, Any]
) -> Table:
    if owner_of(name) is None or len(name) > LONGEST_NAME:
        raise ValueError(
            f"table {name!r} must be named owner{SEPARATOR}name, at most {LONGEST_NAME} characters"
        )
    for item in items:
        # Ids are made by the application: no database may number rows because a key happens to be an integer.
        if isinstance(item, Column) and item.primary_key and item.autoincrement == "auto":
            item.autoincrement = False
    return Table(name, metadata, *items, info={**kw.pop("info", {}), SCOPE: scope}, **kw)


def check_tables(tables: MetaData | Iterable[Table]) -> list[str]:
    """What is wrong with these tables for a database that is sharded by store; empty when nothing is.

    Plugins call it in a test of their own, on SQLite already.
    """
    chosen = tables.tables.values() if isinstance(tables, MetaData) else tables
    return [
        f"{table.name}: {fault}" for table in sorted(chosen, key=lambda t: t.name) for fault in _faults(table)
    ]


def _faults(table: Table) -> Iterator[str]:
    scope = table.info.get(SCOPE)
    if scope not in {STORE, HQ}:
        yield "is declared neither with store_table nor with hq_table"
    if owner_of(table.name) is None:
        yield f"is not named owner{SEPARATOR}name"
    yield from _column_faults(table)
    if scope == STORE:
        yield from _key_faults(table)
    for constraint in sorted(table.foreign_key_constraints, key=lambda c: tuple(c.column_keys)):
        yield from _reference_faults(table, constraint, scope)
    names = [
        table.name,
        *(str(c.name) for c in table.constraints if c.name),
        *(str(i.name) for i in table.indexes),
    ]
    for name in sorted({n for n in names if len(n) > LONGEST_NAME}):
        yield f"the name {name} is longer than {LONGEST_NAME} characters"


def _column_faults(table: Table) -> Iterator[str]:
    for column in table.columns:
        for given in (column.server_default, column.default):
            if given is not None and (given is column.server_default or isinstance(given, Sequence)):
                kind = type(given).__name__.lower() if isinstance(given, (Identity, Sequence)) else "default"
                yield f"column {column.name} is filled by the database ({kind}), not by the application"
        if column.autoincrement is True or (column.primary_key and column is table.autoincrement_column):
            yield f"column {column.name} is numbered by the database; ids are made by the application"
        if column.name == STORE_ID and not isinstance(column.type, BigInteger):
            yield f"column {STORE_ID} must be BigInteger"


def _key_faults(table: Table) -> Iterator[str]:
    first = next(iter(table.columns), None)
    if first is None or first.name != STORE_ID:
        yield f"the first column must be {STORE_ID}"
    unique: list[tuple[str, list[str]]] = []
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint):
            unique.append(("primary key", [c.name for c in constraint.columns]))
        elif isinstance(constraint, UniqueConstraint):
            unique.append((f"unique constraint {constraint.name}", [c.name for c in constraint.columns]))
    for index in table.indexes:
        if index.unique:
            names = [getattr(e, "name", None) or str(e) for e in index.expressions]
            unique.append((f"unique index {index.name}", names))
    for what, names in sorted(unique):
        if names[:1] != [STORE_ID]:
            yield f"the {what} must begin with {STORE_ID}, not ({', '.join(names)})"


def _reference_faults(table: Table, constraint: ForeignKeyConstraint, scope: str | None) -> Iterator[str]:
    ours = list(constraint.column_keys)
    what = f"the foreign key ({', '.join(ours)})"
    other = constraint.referred_table
    theirs = [element.column.name for element in constraint.elements]
    if other.info.get(SCOPE) == STORE:
        if scope == HQ:
            yield f"{what} refers to the store table {other.name}; a table of headquarters cannot"
        elif (ours[:1], theirs[:1]) != ([STORE_ID], [STORE_ID]):
            yield f"{what} to {other.name} must begin with {STORE_ID} on both sides"
    elif other.info.get(SCOPE) != HQ:
        yield f"{what} refers to {other.name}, which belongs to neither a store nor headquarters"
    if owner_of(other.name) != owner_of(table.name) and theirs != [c.name for c in other.primary_key.columns]:
        yield f"{what} refers to another owner's table {other.name} by something other than its primary key"
    actions = {str(action or "").upper() for action in (constraint.ondelete, constraint.onupdate)}
    if any(action.startswith(("SET NULL", "SET DEFAULT")) for action in actions):
        yield f"{what} sets null or a default; change the column in the application"
    if (constraint.onupdate or "").upper() == "CASCADE":
        yield f"{what} has ON UPDATE CASCADE; keys never change"
