"""New stores from a proven one: one small row each, in batches that stand by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from franchise.errors import Conflict, Refused, UsageProblem
from franchise.events import EVENT_COLUMNS, dump, event
from franchise.ids import Ids, store_id
from franchise.messages import gettext as _
from franchise.replication.planning import Planned, plan
from franchise.replication.saving import Saved, save
from franchise.replication.waves import check_name
from franchise.setups import Document
from franchise.storage import insert_many, is_retryable
from franchise.stores import operations as stores
from franchise.stores import tables as t
from franchise.stores.operations import NewStore
from franchise.stores.requirements import lacking
from franchise.work import UnitOfWork

if TYPE_CHECKING:
    from franchise.app import Franchise

BATCH: Final = 500
_ATTEMPTS: Final = 5
Rows = Sequence[tuple[str, Mapping[str, str]]]
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Cloned:
    """What a clone did, or would do: the version, each store of the plan, how many were made or taken in."""

    saved: Saved
    planned: tuple[Planned, ...]
    made: int


def clone(
    source: UnitOfWork,
    doc: Document,
    planned: Iterable[Planned],
    *,
    ids: Ids,
    ring: str = "",
    reason: str = "",
) -> list[str]:
    """Make the new stores of a plan: a handful of statements, however many. Returns their keys.

    They follow the version, start in preparation, and carry no records.

    Raises:
        sqlalchemy.exc.IntegrityError: Somebody else has just made one of them.
        Conflict: A store that was to be taken in has just been changed.

    """
    chosen = list(planned)
    fresh = [p for p in chosen if p.state == "new"]
    joined = [p for p in chosen if p.state == "adopt"]
    if not fresh and not joined:
        return []
    now = source.now()
    stores.insert_stores(
        source.conn,
        [
            NewStore(
                key=p.key,
                version=doc.digest,
                answers=p.answers,
                source_store_id=source.store_id,
                source_version=doc.digest,
                ring=ring,
            )
            for p in fresh
        ],
        at=now,
    )
    for one in joined:
        _take_in(source, doc, one, ring)
    payload = dump({"source": source.store.key, "version": doc.digest})
    both = [*((p, "store.cloned") for p in fresh), *((p, "store.adopted") for p in joined)]
    rows = [
        (store_id(p.key), seq, now, source.actor, kind, p.key, payload)
        for (p, kind), seq in zip(both, ids.many(len(both)), strict=True)
    ]
    insert_many(source.conn, event, EVENT_COLUMNS, rows)
    more = {"reason": reason} if reason else {}
    source.record("setup.cloned", doc.digest, count=len(fresh), adopted=len(joined), **more)
    keys = [p.key for p in (*fresh, *joined)]
    if any("franchise_stores_cloned" in info.hooks for info in source.plugins.infos):
        source.notify("franchise_stores_cloned", stores=tuple(keys))
    return keys


def _take_in(source: UnitOfWork, doc: Document, one: Planned, ring: str) -> None:
    assert one.adoption is not None
    done = source.conn.execute(
        update(t.store)
        .where(t.store.c.store_id == one.adoption.store_id, t.store.c.revision == one.adoption.revision)
        .values(
            version=doc.digest,
            overlay=dump(one.adoption.overlay),
            answers=dump(one.adoption.answers),
            parked=dump(one.adoption.parked),
            conflicts="{}",
            source_store_id=source.store_id,
            source_version=doc.digest,
            ring=ring,
            revision=one.adoption.revision + 1,
        )
    )
    if done.rowcount != 1:
        from franchise.stores.changes import changed_meanwhile

        raise changed_meanwhile(one.key)


def run(
    app: Franchise,
    source: str,
    rows: Rows,
    *,
    dry_run: bool = False,
    adopting: bool = False,
    unproven: str = "",
    ring: str = "",
    progress: Callable[[int], None] | None = None,
) -> Cloned:
    """Save the source's setup and make the new stores of it, five hundred in each transaction.

    A run that was cut off is taken up by running it again: what is there already stays as it is. A row that cannot be
    taken fails alone.

    Args:
        app: The program.
        source: The key of the store that is cloned.
        rows: New stores' keys, each with its answers as path → text.
        dry_run: Write nothing.
        adopting: Take in stores that exist already.
        unproven: Why the setup is cloned although it has not passed its gate.
        ring: The wave that the new stores belong to.
        progress: Called with the number of stores done since.

    Raises:
        Refused: The setup is not proven and no reason is given, or plugins that it needs are not in use here.

    """
    check_name(ring)
    if dry_run:
        with app.rehearsal(source) as work:
            saved = _saved(work, unproven)
            planned = plan(work, app.schema, saved.document, rows, adopting=adopting)
            wanted = sum(p.state in {"new", "adopt"} for p in planned)
            return Cloned(saved=saved, planned=tuple(planned), made=wanted)
    saved = _again(app, source, lambda work: _saved(work, unproven))
    done: list[Planned] = []
    made = 0
    seen: set[str] = set()
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        planned, count = _batch(app, source, saved, part, seen, adopting, ring, unproven)
        done += (attrs.evolve(one, answers={}, adoption=None) for one in planned)  # written by now
        made += count
        if progress is not None:
            progress(len(part))
    return Cloned(saved=saved, planned=tuple(done), made=made)


def _batch(
    app: Franchise,
    source: str,
    saved: Saved,
    part: Rows,
    seen: set[str],
    adopting: bool,
    ring: str,
    reason: str,
) -> tuple[list[Planned], int]:
    """One transaction; its keys count as seen when it is done."""

    def run_once(work: UnitOfWork) -> tuple[list[Planned], int, set[str]]:
        now_seen = set(seen)
        planned = plan(work, app.schema, saved.document, part, adopting=adopting, seen=now_seen)
        made = clone(work, saved.document, planned, ids=app.ids, ring=ring, reason=reason)
        return planned, len(made), now_seen

    planned, made, now_seen = _again(app, source, run_once)
    seen |= now_seen
    return planned, made


def _again(app: Franchise, source: str, operation: Callable[[UnitOfWork], T]) -> T:
    """Do it in a transaction; again when somebody else made or changed the same stores meanwhile."""
    for left in reversed(range(_ATTEMPTS)):
        try:
            with app.work(source) as work:
                return operation(work)
        except (IntegrityError, Conflict):
            if not left:
                raise
        except Exception as error:
            if not left or not is_retryable(error):
                raise
    raise AssertionError


def _saved(work: UnitOfWork, unproven: str) -> Saved:
    saved = save(work, work.setup.schema)
    _gate(work, saved, unproven)
    return saved


def _gate(work: UnitOfWork, saved: Saved, unproven: str) -> None:
    if absent := lacking(work.plugins, saved.document.meta.plugins):
        raise Refused(" ".join(absent), hint=_("`franchise plugins` shows what is installed."))
    if saved.evidence.get("proven") or unproven.strip():
        return
    raise Refused(
        _("The setup of {store} is not proven yet: {failed}.").format(
            store=work.store.key, failed=_(", ").join(_failed(saved.evidence))
        ),
        hint=_(
            "`franchise assess {store}` shows why; `--unproven --reason …` clones it all the same."
        ).format(store=work.store.key),
    )


def _failed(evidence: Mapping[str, Any]) -> list[str]:
    words = {
        "repurchase_percent": _("the repurchase rate"),
        "group_size": _("the size of its groups"),
        "weeks": _("the weeks that it has run"),
        "group_month_amount": _("what its groups order"),
        "open_questions": _("open questions"),
    }
    return [words.get(name, name) for name in evidence.get("failed", ())]


def check_reason(unproven: bool, reason: str) -> str:
    """The reason for cloning an unproven setup.

    Raises:
        UsageProblem: One of ``--unproven`` and ``--reason`` without the other.

    """
    if unproven != bool(reason.strip()):
        raise UsageProblem(_("--unproven and --reason belong together."), hint="--unproven --reason …")
    return reason.strip()
