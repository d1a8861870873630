"""What a newer version means to the stores that follow one version with the same changes: merged once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import attrs
from sqlalchemy import Connection

from franchise.errors import FranchiseError
from franchise.events import dump
from franchise.replication.following import Follower
from franchise.replication.merging import Merged, fit, merge
from franchise.replication.moves import moved
from franchise.setups import merge_patch

if TYPE_CHECKING:
    from franchise.app import Franchise

NOTHING: Final = "{}"
_MEMO: Final = 512


@attrs.frozen(kw_only=True)
class Outcome:
    """What a merge means for every store of the same version and overlay."""

    merged: Merged
    overlay: str
    conflicts: str
    same: bool
    taken: int
    kept: int
    put_back: int


@attrs.frozen(kw_only=True)
class Answers:
    """A store's answers: those ``given`` that fit, those ``parked`` until their row comes back, both JSON.

    ``missing``: paths of the answers that the version asks for and nobody has given.
    """

    given: str
    parked: str
    missing: tuple[str, ...] = ()


class Outcomes:
    """Outcomes of one run, by the version and the changes that stores have, and the version they go to."""

    def __init__(self, app: Franchise) -> None:
        self.app = app
        self._outcomes: dict[tuple[str, str, str, str], Outcome | str] = {}
        self._plain: dict[tuple[str, str], bool] = {}

    def of(self, conn: Connection, row: Follower, target: str) -> Outcome | str:
        """What a version means to a store, or why it cannot be merged."""
        key = (row.version, row.overlay, row.conflicts, target)
        found = self._outcomes.get(key)
        if found is None:
            if len(self._outcomes) >= _MEMO:  # a fleet passes by: keep memory flat
                self._outcomes.clear()
            found = self._outcomes[key] = self._merge(conn, row, target)
        return found

    def _merge(self, conn: Connection, row: Follower, target: str) -> Outcome | str:
        schema = self.app.schema
        try:
            base, theirs = self.app.document(conn, row.version), self.app.document(conn, target)
            merged = merge(schema, base, json.loads(row.overlay), theirs, json.loads(row.conflicts))
        except FranchiseError as error:
            return str(error)
        overlay, conflicts = dump(merged.overlay), dump(merged.conflicts)
        return Outcome(
            merged=merged,
            overlay=overlay,
            conflicts=conflicts,
            same=(overlay, conflicts) == (row.overlay, row.conflicts),
            taken=sum(c.does == "take" for c in merged.changes),
            kept=sum(c.does in {"keep", "declined", "kept-whole", "own", "seed"} for c in merged.changes),
            put_back=sum(c.state == "locked-drift" for c in merged.changes),
        )

    def answers(self, conn: Connection, row: Follower, target: str, outcome: Outcome) -> Answers:
        """What becomes of a store's answers on its way to a version."""
        if row.version == target or (row.parked == NOTHING and self._is_plain(conn, row.version, target)):
            return Answers(given=row.answers, parked=row.parked)
        schema, merged = self.app.schema, outcome.merged
        known = merge_patch(json.loads(row.parked), json.loads(row.answers))
        if merged.moves:
            known = moved(schema, known, merged.moves)
        given, parked = fit(schema, merged.theirs, merged.overlay, known)
        missing = schema.missing_answers(schema.effective(merged.theirs, merged.overlay, given))
        return Answers(given=dump(given), parked=dump(parked), missing=missing)

    def _is_plain(self, conn: Connection, old: str, new: str) -> bool:
        """Whether answers stay as they are between two versions: no table that holds answers has lost a row."""
        key = (old, new)
        if key not in self._plain:
            base, theirs = self.app.document(conn, old), self.app.document(conn, new)
            self._plain[key] = base.meta.moved == theirs.meta.moved and not any(
                shape.has_local and base.sections.get(name) != theirs.sections.get(name)
                for name, shape in self.app.schema.shapes.items()
            )
        return self._plain[key]
