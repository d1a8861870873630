"""Stores: found, listed, made; each follows a setup version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError

from franchise.errors import Conflict, NotFound, SetupInvalid, UsageProblem
from franchise.events import EVENT_COLUMNS, dump, event
from franchise.ids import Ids, store_id
from franchise.messages import gettext as _
from franchise.setups import Document, Schema, merge_patch
from franchise.storage import insert_many, savepoint
from franchise.stores import tables as t
from franchise.stores.changes import change
from franchise.stores.opening import open_store
from franchise.stores.versions import load_version, save_version
from franchise.suggest import did_you_mean
from franchise.work import Store

__all__ = [
    "NewStore",
    "as_store",
    "change",
    "check_key",
    "create",
    "find",
    "insert_stores",
    "listed",
    "load_version",
    "open_store",
    "parse_pairs",
    "read_answers",
    "save_version",
]

KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_COLUMNS: Final = (t.store.c.store_id, *(t.store.c[f.name] for f in attrs.fields(Store) if f.name != "id"))
_ONE: Final = select(*_COLUMNS).where(t.store.c.store_id == bindparam("store"))


def check_key(key: str) -> str:
    """A store's key: lower-case letters, digits and dashes, at most 63.

    Raises:
        UsageProblem: It is something else.

    """
    if not KEY.fullmatch(key):
        raise UsageProblem(
            _("{key!r} cannot be a store's key: lower-case letters, digits and dashes, at most 63.").format(
                key=key[:70]
            )
        )
    return key


def as_store(row: Any) -> Store:
    """A store from a row of the store table."""
    values = dict(row._mapping)
    values["id"] = values.pop("store_id")
    for name in ("overlay", "answers", "conflicts", "parked"):
        values[name] = json.loads(values[name])
    return Store(**values)


def find(conn: Connection, key: str, *, hold: bool = False) -> Store:
    """The store of that key; ``hold`` keeps its row until the transaction ends.

    Raises:
        NotFound: No such store; the hint names the nearest ones.

    """
    query = _ONE.with_for_update() if hold else _ONE
    row = conn.execute(query, {"store": store_id(key)}).one_or_none()
    if row is None:
        known = [k for (k,) in conn.execute(select(t.store.c.key).order_by(t.store.c.key).limit(2000))]
        hint = did_you_mean(key, known) if known else _("`franchise store new` makes the first one.")
        raise NotFound(_("There is no store {key!r}.").format(key=key), hint=hint)
    return as_store(row)


def listed(conn: Connection) -> list[Store]:
    """Every store, by key."""
    return [as_store(row) for row in conn.execute(select(*_COLUMNS).order_by(t.store.c.key))]


# -------------------------------------------------------------------- stores


@attrs.frozen(kw_only=True)
class NewStore:
    """A store to be made: its key, the version it follows, its overlay and answers."""

    key: str
    version: str
    overlay: Mapping[str, Any] = attrs.field(factory=dict)
    answers: Mapping[str, Any] = attrs.field(factory=dict)
    source_store_id: int | None = None
    source_version: str | None = None
    status: str = "preparing"
    ring: str = ""


def insert_stores(conn: Connection, stores: Iterable[NewStore], *, at: int) -> None:
    """Write the rows of new stores in one statement."""
    rows = [
        {
            "store_id": store_id(s.key),
            "key": s.key,
            "status": s.status,
            "version": s.version,
            "overlay": dump(s.overlay),
            "answers": dump(s.answers),
            "conflicts": "{}",
            "parked": "{}",
            "source_store_id": s.source_store_id,
            "source_version": s.source_version,
            "published": None,
            "ring": s.ring,
            "detached": 0,
            "revision": 1,
            "created_at": at,
        }
        for s in stores
    ]
    if rows:
        insert_many(conn, t.store, tuple(rows[0]), (tuple(row.values()) for row in rows))


def create(
    conn: Connection,
    schema: Schema,
    key: str,
    doc: Document,
    answers: Mapping[str, Any],
    *,
    at: int,
    actor: str,
    ids: Ids,
) -> Store:
    """Make a store that follows a setup, with its own answers.

    The same key with the same setup and answers again changes nothing.

    Raises:
        Conflict: A store of that key exists with something else.
        SetupInvalid: An answer is missing or wrong.

    """
    check_key(key)
    problems = schema.check_answers(doc, answers)
    if problems:
        raise SetupInvalid(_("The store's answers are not right."), problems=problems)
    missing = schema.missing_answers(schema.effective(doc, {}, answers))
    if missing:
        raise SetupInvalid(
            _("The store's own answers are missing: {paths}.").format(paths=", ".join(missing)),
            hint=_("Give them in a file with --answers, or one by one with --set path=value."),
        )
    row = conn.execute(_ONE, {"store": store_id(key)}).one_or_none()
    if row is not None:
        found = as_store(row)
        if (found.version, found.answers) == (doc.digest, answers):
            return found
        raise Conflict(
            _("There is already a store {key!r}.").format(key=key),
            hint=_("`franchise setup set` changes it."),
        )
    save_version(conn, doc, at=at, actor=actor, source=key)
    try:
        with savepoint(conn):
            insert_stores(
                conn, [NewStore(key=key, version=doc.digest, answers=answers, status="open")], at=at
            )
    except IntegrityError:
        raise Conflict(
            _("Somebody else is making the store {key!r} just now.").format(key=key),
            hint=_("`franchise store list` shows the stores."),
        ) from None
    payload = dump({"version": doc.digest})
    insert_many(
        conn,
        event,
        EVENT_COLUMNS,
        [(store_id(key), ids.new(), at, actor, "store.created", key, payload)],
    )
    return find(conn, key)


def read_answers(schema: Schema, doc: Document, path: Path) -> dict[str, Any]:
    """Read a store's own answers from a TOML file of the setup's shape: ``[store] name = "…"``.

    Raises:
        SetupInvalid: No TOML, a path that the setup does not have, or a value that is wrong; the place is named.

    """
    import tomllib

    try:
        body = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=str)
    except OSError as error:
        raise NotFound(
            _("The file cannot be read: {reason}").format(reason=error.strerror), where=str(path)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupInvalid(
            _("The file is no TOML: {reason}").format(reason=error), where=str(path)
        ) from error
    answers: dict[str, Any] = {}
    for dotted, value in _leaves(body, ()):
        try:
            answers = merge_patch(answers, schema.assign(dotted, value, doc))
        except UsageProblem as error:
            raise SetupInvalid(
                error.message, hint=error.hint, where=f"{path} {error.where}".strip()
            ) from error
    return answers


def _leaves(body: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield ".".join((*path, name)), str(value)


def parse_pairs(pairs: Iterable[str]) -> list[tuple[str, str]]:
    """Split ``path=value`` words.

    Raises:
        UsageProblem: One has no ``=``.

    """
    out = []
    for pair in pairs:
        path, sign, value = pair.partition("=")
        if not sign or not path.strip():
            raise UsageProblem(
                _("{pair!r} is not PATH=VALUE.").format(pair=pair[:60]), hint="--set store.name=…"
            )
        out.append((path.strip(), value))
    return out
