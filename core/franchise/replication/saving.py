"""A store's setup saved as a version: immutable, and what its clones follow from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from franchise.errors import Refused, UsageProblem
from franchise.messages import gettext as _
from franchise.replication import evidence as proof
from franchise.replication.merging import Merged, fit, merge, renames
from franchise.replication.moves import moved
from franchise.replication.records import blocked_by_open_cycles, rename_records
from franchise.setups import Document, Finding, Schema, merge_patch, scan_personal
from franchise.setups.documents import HEAD
from franchise.setups.moves import ARROW, parse_entry
from franchise.setups.problems import Wrong
from franchise.setups.walks import lookup
from franchise.stores.changes import write
from franchise.stores.versions import save_version
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True)
class Saved:
    """A saved version. ``new``: it was not there before.

    ``evidence``: what the store could show at that moment.
    """

    document: Document
    new: bool
    evidence: Mapping[str, Any] = attrs.field(factory=dict)
    note: str = ""
    merged: Merged | None = None
    """What became of the store's own changes, where the version came from elsewhere."""

    @property
    def digest(self) -> str:
        return self.document.digest

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What looks like personal data in it: it would travel with every clone."""
        return scan_personal(self.document)


def save(work: UnitOfWork, schema: Schema, *, note: str = "") -> Saved:
    """Freeze what is effective in a store as a version; the store's own answers are left out.

    The store's clones follow it from then on. A store that is nobody's clone follows it itself, without changes of
    its own. The same setup again is the same version: nothing is written.

    Raises:
        SetupInvalid: It is not valid as it stands.
        Conflict: Somebody else changed the store meanwhile.

    """
    effective = work.setup.schema.effective(work.setup.document, work.store.overlay)
    doc = schema.freeze(effective) if work.store.overlay else work.setup.document
    saved = _keep(work, doc, note)
    columns: dict[str, Any] = {}
    if work.store.published != doc.digest:
        columns["published"] = doc.digest
    if work.store.source_store_id is None and work.store.version != doc.digest:
        columns |= {"version": doc.digest, "overlay": {}, "conflicts": {}}
    _publish(work, saved, columns)
    return saved


def save_from(work: UnitOfWork, schema: Schema, doc: Document, *, note: str = "") -> Saved:
    """Take a setup from elsewhere, such as an edited file, as the store's new version.

    What the store had changed for itself since its last version is merged over it, as in an upgrade.

    Raises:
        Refused: The store is a clone, its own changes do not go with the setup, or a cycle of a session that is
            renamed is open.

    """
    if work.store.source_store_id is not None:
        raise Refused(
            _("{store} is a clone; its setup comes from its source.").format(store=work.store.key),
            hint=_("`franchise upgrade {store}` brings it up to date.").format(store=work.store.key),
        )
    _check_sessions(work, doc)
    merged = merge(schema, work.setup.document, work.store.overlay, doc, work.store.conflicts)
    if merged.problems:
        raise Refused(str(merged.problems[0]), hint=_("The store's own changes do not go with it."))
    saved = attrs.evolve(_keep(work, doc, note), merged=merged)
    columns: dict[str, Any] = {}
    if work.store.published != doc.digest:
        columns["published"] = doc.digest
    if work.store.version != doc.digest:
        answers, parked = refit(schema, work, merged)
        columns |= {
            "version": doc.digest,
            "overlay": merged.overlay,
            "conflicts": merged.conflicts,
            "answers": answers,
            "parked": parked,
        }
    _publish(work, saved, columns)
    if merged.moves:
        rename_records(work.conn, work.plugins, merged.moves, [work.store_id])
    return saved


def rename(
    work: UnitOfWork, schema: Schema, path: str, key: str, *, also: Sequence[str] = (), note: str = ""
) -> Saved:
    """Give an entry of the store's setup another key and save that as its version; records follow.

    ``also`` names entries of other tables that get the same key at once, such as a group kind's admission rules.

    Raises:
        UsageProblem: There is no such entry, or the new key cannot be one or is taken.
        Refused: The store is a clone, or a cycle of a session that is renamed is open.
        SetupInvalid: The setup is not valid with the new key.

    """
    doc = renamed(work, schema, [path, *also], key)
    return save_from(work, schema, doc, note=note)


def renamed(work: UnitOfWork, schema: Schema, paths: Sequence[str], key: str) -> Document:
    """The store's setup with keys renamed, in references too, and the rename on record.

    Raises:
        UsageProblem: There is no such entry, the new key is taken or cannot be a key.

    """
    body = schema.freeze(schema.effective(work.setup.document, work.store.overlay)).body
    entry = ", ".join(_entry(body, path, key) for path in paths)
    try:
        step = parse_entry(entry)
    except Wrong as wrong:
        raise UsageProblem(wrong.message, hint=wrong.allowed) from wrong
    bare = {name: schema.current(name, body[name]) for name in body if name != HEAD}
    after = {
        name: schema.stamped(name, value) if isinstance(value, dict) else value
        for name, value in moved(schema, bare, (step,)).items()
    }
    head = {**body[HEAD], "moved": [*body[HEAD].get("moved", ()), entry]}
    return schema.parse({HEAD: head, **after})


def _entry(body: Mapping[str, Any], path: str, key: str) -> str:
    steps = tuple(path.split("."))
    new = (*steps[:-1], key)
    if not isinstance(lookup(body, steps[:-1]), Mapping) or lookup(body, steps) is None:
        raise UsageProblem(_("There is nothing at {path}.").format(path=path), where=path)
    if lookup(body, new) is not None:
        raise UsageProblem(_("{path} is there already.").format(path=".".join(new)))
    return f"{path} {ARROW} {'.'.join(new)}"


def refit(schema: Schema, work: UnitOfWork, merged: Merged) -> tuple[dict[str, Any], dict[str, Any]]:
    """The store's answers under a new version, and those that must wait for their rows to come back."""
    answers = merge_patch(dict(work.store.parked), dict(work.store.answers))
    if merged.moves:
        answers = moved(schema, answers, merged.moves)
    return fit(schema, merged.theirs, merged.overlay, answers)


def _check_sessions(work: UnitOfWork, doc: Document) -> None:
    moves = renames(work.setup.document, doc)
    if blocked := blocked_by_open_cycles(work.conn, [(work.store_id, work.store.key, moves)]):
        raise Refused(
            _("A cycle of {session} is open; rename it after its cut-off.").format(
                session=blocked[work.store.key]
            )
        )


def _keep(work: UnitOfWork, doc: Document, note: str) -> Saved:
    found, gate = proof.assess(work)
    shown = proof.as_json(found, gate)
    new = save_version(
        work.conn,
        doc,
        at=work.now(),
        actor=work.actor,
        note=note,
        parent=work.store.version if work.store.version != doc.digest else None,
        source=work.store.key,
        evidence=shown,
    )
    return Saved(document=doc, new=new, evidence=shown, note=note)


def _publish(work: UnitOfWork, saved: Saved, columns: Mapping[str, Any]) -> None:
    parent = work.store.version
    if columns:
        write(work, document=saved.document if "version" in columns else None, **columns)
    if saved.new or "published" in columns:
        work.record(
            "setup.saved", saved.digest, note=saved.note, parent=parent, evidence=dict(saved.evidence)
        )
