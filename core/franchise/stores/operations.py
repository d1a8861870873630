"""Stores and setup versions: kept once by digest, read once per process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from sqlalchemy import Connection, bindparam, select, update

from franchise.errors import Conflict, NotFound, Refused, SetupInvalid, UsageProblem
from franchise.events import EVENT_COLUMNS, dump, event
from franchise.ids import Ids, store_id
from franchise.messages import gettext as _
from franchise.setups import Document, Schema, merge_patch
from franchise.setups.canon import digest_of, encoded
from franchise.storage import insert_ignore, insert_many
from franchise.stores import tables as t
from franchise.suggest import did_you_mean
from franchise.work import Store, UnitOfWork

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
    values["overlay"] = json.loads(values["overlay"])
    values["answers"] = json.loads(values["answers"])
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


# -------------------------------------------------------------------- versions


def save_version(
    conn: Connection, doc: Document, *, at: int, actor: str, note: str = "", parent: str | None = None
) -> bool:
    """Keep a setup version; sections that are there already are shared. False: the version was there."""
    bodies = [(digest, name, encoded(doc.body[name]).decode()) for name, digest in doc.sections.items()]
    for digest, name, body in bodies:
        insert_ignore(conn, t.section, {"digest": digest, "name": name, "body": body})
    return insert_ignore(
        conn,
        t.version,
        {
            "digest": doc.digest,
            "name": doc.meta.name,
            "parent": parent,
            "saved_at": at,
            "saved_by": actor,
            "note": note,
            "meta": "{}",
            "sections": dump(dict(doc.sections)),
        },
    )


def load_version(conn: Connection, schema: Schema, digest: str) -> Document:
    """Read a kept version back; its digest proves that it is what was saved."""
    row = conn.execute(select(t.version.c.sections).where(t.version.c.digest == digest)).one_or_none()
    if row is None:
        raise NotFound(_("There is no setup version {digest}.").format(digest=digest[:12]))
    sections: dict[str, str] = json.loads(row.sections)
    found = conn.execute(
        select(t.section.c.digest, t.section.c.body).where(
            t.section.c.digest.in_(sorted(set(sections.values())))
        )
    )
    bodies: dict[str, str] = {r.digest: r.body for r in found}
    for name, wanted in sections.items():
        if wanted not in bodies or digest_of(bodies[wanted].encode()) != wanted:
            raise SetupInvalid(
                _("Section {name} of setup version {digest} is damaged.").format(
                    name=name, digest=digest[:12]
                )
            )
    return schema.restore({name: json.loads(bodies[wanted]) for name, wanted in sections.items()}, sections)


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


def insert_stores(conn: Connection, stores: Iterable[NewStore], *, at: int) -> None:
    """Write the rows of new stores in one statement."""
    columns = (
        "store_id",
        "key",
        "status",
        "version",
        "overlay",
        "answers",
        "source_store_id",
        "source_version",
        "revision",
        "created_at",
    )
    rows = [
        (
            store_id(s.key),
            s.key,
            s.status,
            s.version,
            dump(s.overlay),
            dump(s.answers),
            s.source_store_id,
            s.source_version,
            1,
            at,
        )
        for s in stores
    ]
    insert_many(conn, t.store, columns, rows)


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
    save_version(conn, doc, at=at, actor=actor)
    insert_stores(conn, [NewStore(key=key, version=doc.digest, answers=answers, status="open")], at=at)
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


def change(work: UnitOfWork, schema: Schema, doc: Document, path: str, text: str) -> bool:
    """Change one setting of the store: an answer, or a value of its own over HQ's. False: it was so already.

    Raises:
        NotFound: No such path.
        Refused: The field is locked.
        SetupInvalid: No such value.

    """
    patch = schema.assign(path, text, doc)
    local = schema.rule_of(path) == "local"
    problems = schema.check_patch(doc, patch, by="store") if not local else ()
    if problems:
        raise Refused(problems[0].message, where=problems[0].where, hint=problems[0].allowed)
    before = work.store.answers if local else work.store.overlay
    after = merge_patch(before, patch)
    if after == before:
        return False
    column = "answers" if local else "overlay"
    work.conn.execute(
        update(t.store)
        .where(t.store.c.store_id == work.store_id, t.store.c.revision == work.store.revision)
        .values({column: dump(after), "revision": work.store.revision + 1})
    )
    work.record("store.changed", work.store.key, path=path, field=column)
    return True


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


def open_store(work: UnitOfWork, schema: Schema) -> bool:
    """Open a store that is being prepared. False: it was open already.

    Raises:
        Refused: An answer is missing, or a plugin that the setup needs is not in use.

    """
    if work.store.status == "open":
        return False
    missing = schema.missing_answers(work.setup)
    if missing:
        raise Refused(
            _("The store's own answers are missing: {paths}.").format(paths=", ".join(missing)),
            hint=_("`franchise setup set PATH VALUE` gives one."),
        )
    if lacking := work.plugins.missing(work.scope):
        raise Refused(
            _("The setup needs plugins that are not in use here: {names}.").format(names=", ".join(lacking))
        )
    work.conn.execute(update(t.store).where(t.store.c.store_id == work.store_id).values(status="open"))
    work.record("store.opened", work.store.key)
    return True
