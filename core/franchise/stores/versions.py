"""Setup versions: immutable, kept once by digest, their sections once each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs
from sqlalchemy import Connection, bindparam, select

from franchise.errors import NotFound, SetupInvalid, UsageProblem
from franchise.events import dump
from franchise.messages import gettext as _
from franchise.setups import Document, Schema
from franchise.setups.canon import digest_of, encoded
from franchise.storage import insert_ignore, insert_many
from franchise.stores import tables as t

SHORT: Final = 12  # digits of a digest that people see
_LEAST: Final = 4
_MOST_SHOWN: Final = 5
_SECTIONS: Final = select(t.version.c.sections).where(t.version.c.digest == bindparam("digest"))


@attrs.frozen(kw_only=True, slots=True)
class Version:
    """What is known of a kept version besides what it says."""

    digest: str
    name: str
    parent: str | None
    saved_at: int
    saved_by: str
    note: str
    source: str | None
    evidence: Mapping[str, Any]


def save_version(
    conn: Connection,
    doc: Document,
    *,
    at: int,
    actor: str,
    note: str = "",
    parent: str | None = None,
    source: str | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> bool:
    """Keep a setup version; sections that are there already are shared. False: the version was there."""
    if conn.execute(_SECTIONS, {"digest": doc.digest}).one_or_none() is not None:
        return False
    digests = sorted(set(doc.sections.values()))
    there = set(conn.execute(select(t.section.c.digest).where(t.section.c.digest.in_(digests))).scalars())
    fresh = {digest: name for name, digest in sorted(doc.sections.items()) if digest not in there}
    if len(fresh) > 3 and not there:  # a first version: in one go
        rows = [(digest, name, encoded(doc.body[name]).decode()) for digest, name in fresh.items()]
        _insert_sections(conn, rows)
    else:
        for digest, name in fresh.items():
            body = encoded(doc.body[name]).decode()
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
            "source": source,
            "evidence": dump(evidence or {}),
        },
    )


def _insert_sections(conn: Connection, rows: list[tuple[str, str, str]]) -> None:
    from sqlalchemy.exc import IntegrityError

    from franchise.storage import savepoint

    try:
        with savepoint(conn):
            insert_many(conn, t.section, ("digest", "name", "body"), rows)
    except IntegrityError:  # somebody else keeps one of them just now
        for digest, name, body in rows:
            insert_ignore(conn, t.section, {"digest": digest, "name": name, "body": body})


def load_version(conn: Connection, schema: Schema, digest: str) -> Document:
    """Read a kept version back; its digest proves that it is what was saved.

    Raises:
        NotFound: There is none of that digest.
        SetupInvalid: It was changed behind the program's back.

    """
    row = conn.execute(_SECTIONS, {"digest": digest}).one_or_none()
    if row is None:
        raise NotFound(_("There is no setup version {digest}.").format(digest=digest[:SHORT]))
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
                    name=name, digest=digest[:SHORT]
                )
            )
    doc = schema.restore({name: json.loads(bodies[wanted]) for name, wanted in sections.items()}, sections)
    if doc.digest != digest:
        raise SetupInvalid(_("Setup version {digest} is damaged.").format(digest=digest[:SHORT]))
    return doc


def described(conn: Connection, digest: str) -> Version:
    """What is known of a version besides what it says.

    Raises:
        NotFound: There is none of that digest.

    """
    columns = [t.version.c[f.name] for f in attrs.fields(Version)]
    row = conn.execute(select(*columns).where(t.version.c.digest == digest)).one_or_none()
    if row is None:
        raise NotFound(_("There is no setup version {digest}.").format(digest=digest[:SHORT]))
    values = dict(row._mapping)
    values["evidence"] = json.loads(values["evidence"])
    return Version(**values)


def find_version(conn: Connection, prefix: str) -> str:
    """The digest that begins with ``prefix``.

    Raises:
        UsageProblem: Fewer than four digits, or more than one version begins so.
        NotFound: None does.

    """
    wanted = prefix.strip().lower()
    if len(wanted) < _LEAST or any(c not in "0123456789abcdef" for c in wanted):
        raise UsageProblem(
            _("{text!r} is no setup version: at least {count} digits of its digest.").format(
                text=prefix[:70], count=_LEAST
            ),
            hint=_("`franchise setup history` lists the versions."),
        )
    query = (
        select(t.version.c.digest).where(t.version.c.digest.like(f"{wanted}%")).order_by(t.version.c.digest)
    )
    found: list[str] = list(conn.execute(query.limit(_MOST_SHOWN + 1)).scalars())
    if not found:
        raise NotFound(
            _("There is no setup version {digest}.").format(digest=prefix[:SHORT]),
            hint=_("`franchise setup history` lists the versions."),
        )
    if len(found) > 1:
        shown = ", ".join(digest[:SHORT] for digest in found[:_MOST_SHOWN])
        raise UsageProblem(
            _("{prefix} begins more than one version: {versions}.").format(prefix=prefix, versions=shown)
        )
    return found[0]
