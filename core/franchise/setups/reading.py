"""From what people wrote to a valid document, or to the list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from franchise.errors import SetupInvalid
from franchise.messages import gettext as _
from franchise.setups import checks, heads, overlays
from franchise.setups.canon import JSON, plain
from franchise.setups.documents import HEAD, Document, document_digest, section_digests
from franchise.setups.effective import Effective
from franchise.setups.keys import VERSION_KEY
from franchise.setups.problems import Locate, Note, Path, Problem, Wrong, invalid, listing
from franchise.setups.versions import current, stamped

if TYPE_CHECKING:
    from franchise.setups.schema import Schema


@attrs.define
class Reader:
    """Reads one document. ``problems`` may hold some from its files already; none is told twice."""

    schema: Schema
    locate: Locate
    problems: list[Problem] = attrs.field(factory=list)
    muted: frozenset[Path] = frozenset()
    """Tables whose files were too wrong to say anything about their rows."""

    def document(self, body: Mapping[str, Any], where: str) -> Document:
        """The whole document.

        Raises:
            SetupInvalid: With every mistake.

        """
        told = {problem.path for problem in self.problems if problem.path}

        def note(path: Path, message: str, allowed: str) -> None:
            if path in told or any(path[:length] in self.muted for length in range(len(path))):
                return
            told.add(path)
            self.problems.append(
                Problem(message=message, allowed=allowed, path=path, where=self.locate(path))
            )

        read, unknown = self._sections(body, note)
        digests = section_digests(read)
        meta = heads.HEAD_SHAPE.build(read[HEAD], local=True)
        document = Document(
            body=read, digest=document_digest(digests), sections=digests, meta=meta, unknown=unknown
        )
        unsound = {problem.path[0] for problem in self.problems if problem.path}
        for problem in checks.cross(self.schema, Effective(self.schema, document), unsound=unsound):
            if problem.path not in told:
                self.problems.append(attrs.evolve(problem, where=self.locate(problem.path)))
        if self.problems:
            raise invalid(self.problems, where)
        return document

    def answers(self, body: Mapping[str, Any], doc: Document, where: str) -> dict[str, JSON]:
        """One store's answers, in canonical form.

        Raises:
            SetupInvalid: With every mistake.

        """
        given: dict[str, JSON] = {}

        def note(path: Path, message: str, allowed: str) -> None:
            self.problems.append(
                Problem(message=message, allowed=allowed, path=path, where=self.locate(path))
            )

        for name in sorted(body):
            if name in self.schema.shapes:
                given[name] = read_section(self.schema, name, body[name], note, partial=True)
            else:
                note((name,), heads.no_owner(name, self.schema.shapes), listing(self.schema.shapes))
        if not self.problems:
            found = overlays.check_answers(self.schema, doc, given)
            self.problems.extend(attrs.evolve(one, where=self.locate(one.path)) for one in found)
        if self.problems:
            raise invalid(self.problems, where)
        return given

    def _sections(self, body: Mapping[str, Any], note: Note) -> tuple[dict[str, JSON], tuple[str, ...]]:
        shapes = self.schema.shapes
        read: dict[str, JSON] = {HEAD: heads.read_head(body.get(HEAD), note)}
        missing = heads.missing_plugins(read[HEAD], self.schema.plugins)
        unknown: list[str] = []
        for name in sorted(map(str, body)):
            if name == HEAD or body[name] is None:
                continue
            if name in shapes:
                read[name] = read_section(self.schema, name, body[name], note)
            elif heads.belongs_to_missing(name, missing, shapes, body):
                unknown.append(name)
                try:
                    read[name] = plain(body[name])
                except Wrong as wrong:
                    note((name,), wrong.message, wrong.allowed)
            else:
                allowed = _(
                    "a section of an installed plugin ({names}), or of a plugin that [setup] plugins names"
                )
                note((name,), heads.no_owner(name, shapes), allowed.format(names=listing(shapes)))
        checks.check_required(self.schema, read, note)
        checks.check_local(self.schema, read, note)
        return read, tuple(unknown)


def read_section(
    schema: Schema, name: str, raw: Any, note: Note, *, partial: bool = False
) -> dict[str, JSON]:
    """One section in canonical form, brought to its present version."""
    section = schema.sections[name]
    try:
        value = current(section, raw)
    except Wrong as wrong:
        note((name,), wrong.message, wrong.allowed)
        return {}
    except SetupInvalid as error:
        note((name, VERSION_KEY), error.message, error.hint)
        return {}
    return stamped(section, schema.shapes[name].read(value, (name,), note, partial=partial))
