"""Issuing papers: each made once of a closed cycle, kept under its digest, drawn in any format afterwards."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs
from sqlalchemy import func, select

from franchise.errors import FranchiseError, NotFound, PluginFailed, Refused, StorageError
from franchise.messages import gettext as _
from franchise.messages import language
from franchise.orders import calendar
from franchise.orders import tables as orders
from franchise.orders.values import Cycle
from franchise.reports import tables as t
from franchise.reports.kinds import KindNames
from franchise.reports.paper import Paper, digest, from_json, to_json
from franchise.reports.values import Issued, ReportKind
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

_COLUMNS: Final = tuple(t.report.c[f.name] for f in attrs.fields(Issued))
_LEVEL: Final = 1  # papers are small; most of the gain for little of the time


def issue(work: UnitOfWork, cycle: Cycle, kinds: Iterable[ReportKind]) -> list[Issued]:
    """Make the papers of a closed cycle, once; again, it gives those that are there.

    Raises:
        Refused: The cycle is open.

    """
    cycle = calendar.hold_alone(work, cycle)  # two who issue at once come one after the other
    if cycle.status != "closed":
        raise Refused(_("{cycle} of {day} is not closed yet.").format(cycle=cycle.name, day=cycle.day))
    if found := listed(work, cycle):
        return found
    now = work.now()
    rows = []
    with language(work.answers.language):
        for kind in kinds:
            for paper in _built(work, cycle, kind):
                body = to_json(paper)
                packed = zlib.compress(body, _LEVEL)
                at = (cycle.id, cycle.revision, kind.kind, paper.key)
                rows.append((*at, paper.title[:160], digest(body), packed, now))
    columns = ("cycle_id", "revision", "kind", "key", "title", "digest", "body", "issued_at")
    work.insert(t.report, columns, rows)
    work.record("reports.issued", cycle.key, cycle_id=cycle.id, revision=cycle.revision, count=len(rows))
    return [
        Issued(cycle_id=r[0], revision=r[1], kind=r[2], key=r[3], title=r[4], digest=r[5], issued_at=r[7])
        for r in rows
    ]


def _built(work: UnitOfWork, cycle: Cycle, kind: ReportKind) -> list[Paper]:
    """A kind's papers; a failure names the kind and the module that makes it."""
    try:
        return list(kind.build(work, cycle))
    except FranchiseError:
        raise
    except Exception as error:
        raise PluginFailed(
            _("The papers {kind} ({module}) cannot be made: {problem}").format(
                kind=kind.kind, module=kind.build.__module__, problem=f"{type(error).__name__}: {error}"
            ),
            hint=_(
                "The round is closed all the same; `franchise cycle close --due` makes its papers when that is mended."
            ),
        ) from error


def listed(work: UnitOfWork, cycle: Cycle, *, revision: int | None = None) -> list[Issued]:
    """The papers of a cycle's last closing (or of an earlier ``revision``), by kind and key."""
    rows = work.conn.execute(
        select(*_COLUMNS)
        .where(
            t.report.c.store_id == work.store_id,
            t.report.c.cycle_id == cycle.id,
            t.report.c.revision == (cycle.revision if revision is None else revision),
        )
        .order_by(t.report.c.kind, t.report.c.key)
    )
    return [Issued(**row._mapping) for row in rows]


def unissued(work: UnitOfWork) -> list[int]:
    """Ids of closed cycles whose purchase orders have no papers yet."""
    cycle, purchase = orders.cycle, orders.purchase
    papers = select(t.report.c.key).where(
        t.report.c.store_id == cycle.c.store_id,
        t.report.c.cycle_id == cycle.c.id,
        t.report.c.revision == cycle.c.revision,
    )
    bought = select(purchase.c.product).where(
        purchase.c.store_id == cycle.c.store_id,
        purchase.c.cycle_id == cycle.c.id,
        purchase.c.revision == cycle.c.revision,
    )
    rows = work.conn.execute(
        select(cycle.c.id)
        .where(
            cycle.c.store_id == work.store_id, cycle.c.status == "closed", bought.exists(), ~papers.exists()
        )
        .order_by(cycle.c.cutoff_at)
    )
    return list(rows.scalars())


def count(work: UnitOfWork, cycle: Cycle) -> int:
    """How many papers a cycle's last closing has."""
    return work.conn.execute(
        select(func.count())
        .select_from(t.report)
        .where(
            t.report.c.store_id == work.store_id,
            t.report.c.cycle_id == cycle.id,
            t.report.c.revision == cycle.revision,
        )
    ).scalar_one()


def load(
    work: UnitOfWork, cycle: Cycle, *, kind: str = "", keys: Sequence[str] = (), revision: int | None = None
) -> list[Paper]:
    """Read issued papers back, by kind and key.

    Raises:
        NotFound: There is no such paper.
        StorageError: A paper is not what its digest says.

    """
    query = select(t.report.c.kind, t.report.c.key, t.report.c.digest, t.report.c.body).where(
        t.report.c.store_id == work.store_id,
        t.report.c.cycle_id == cycle.id,
        t.report.c.revision == (cycle.revision if revision is None else revision),
    )
    if kind:
        query = query.where(t.report.c.kind == kind)
    if keys:
        query = query.where(t.report.c.key.in_(keys))
    rows = work.conn.execute(query.order_by(t.report.c.kind, t.report.c.key)).all()
    missing = [key for key in keys if key not in {row.key for row in rows}]
    if missing or not rows:
        known = listed(work, cycle, revision=revision)
        wanted = missing[0] if missing else kind or cycle.key
        hint = did_you_mean(wanted, [x for paper in known for x in (paper.key, paper.kind)])
        raise NotFound(
            _("{cycle} has no paper {name!r}.").format(cycle=cycle.key, name=wanted),
            hint=hint or _("`franchise report list` shows the papers; `franchise cycle close` issues them."),
        )
    papers = []
    for row in rows:
        body = zlib.decompress(row.body)
        if digest(body) != row.digest:
            raise StorageError(_("The paper {kind} {key} is damaged.").format(kind=row.kind, key=row.key))
        papers.append(from_json(body))
    return papers


def find_cycle(work: UnitOfWork, key: str | None) -> Cycle:
    """The cycle called ``2026-03-05/noon``, or the one closed last.

    Raises:
        NotFound: No such cycle, or none was closed yet.

    """
    if key:
        return calendar.find(work, key)
    closed = calendar.listed(work, limit=1, status="closed")
    if not closed:
        raise NotFound(
            _("No cycle has been closed yet."), hint=_("`franchise cycle close --due` closes what is due.")
        )
    return closed[0]


def export(
    papers: Sequence[Paper],
    formats: Sequence[str],
    folder: Path,
    names: Mapping[str, KindNames] | None = None,
    advance: Callable[[int], None] | None = None,
) -> list[Path]:
    """Write papers into a folder, one file a paper and format, named by the papers' titles.

    With ``names`` each kind has a folder of its own, and beside them one file of all papers of a kind where that
    is printed at one go. Files are written whole or not at all. Returns their paths, in order.
    """
    from franchise.reports.formats import file_name, render, render_many

    stems = _stems(papers)
    kinds = list(dict.fromkeys(p.kind for p in papers))
    written = []
    for name in formats:
        for paper, stem in zip(papers, stems, strict=True):
            own = names.get(paper.kind) if names else None
            place = folder / file_name(own.folder, name).rpartition(".")[0] if own else folder
            written.append(_write(place / file_name(stem, name), render(paper, name)))
            if advance is not None:
                advance(1)
        for kind in kinds:
            several = [p for p in papers if p.kind == kind]
            own = names.get(kind) if names else None
            if own and own.bundle and len(several) > 1:
                written.append(_write(folder / file_name(own.bundle, name), render_many(several, name)))
    return written


def _stems(papers: Sequence[Paper]) -> list[str]:
    """A file name for each paper: its title, with the key where two titles are the same."""
    seen: dict[str, int] = {}
    for paper in papers:
        seen[paper.title] = seen.get(paper.title, 0) + 1
    return [p.title if seen[p.title] == 1 else f"{p.title} {p.key}" for p in papers]


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
