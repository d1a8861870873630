"""`franchise demo rural_supermarket`: two days of a township supermarket, from group messages to papers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from franchise import (
    FixedClock,
    Franchise,
    amounts,
    clock,
    groups,
    language,
    orders,
    reports,
    stores,
)
from franchise.cli.output import Col, Output
from franchise.cli.scene import example_folder, play
from franchise.cli.state import State
from franchise_village import lists, operations
from franchise_village.messages import gettext as _

NAME: Final = "rural_supermarket"
STORE: Final = "qinghe"
FORMATS: Final = ("xlsx", "html", "csv", "text")
_MESSAGE: Final = re.compile(r"(\d{2})(\d{2})-([a-z0-9_-]+)\.txt")


@attrs.frozen(kw_only=True)
class Pasted:
    """One file of the example: what a partner pasted, when, for which village."""

    at: int
    village: str
    session: str
    path: Path


@attrs.define
class Tally:
    """What came of one session's submissions."""

    session: str
    texts: int = 0
    lines: int = 0
    questions: int = 0
    refused: int = 0
    repeated: int = 0
    late: int = 0
    papers: int = 0
    amount: int = 0


def run(out: Output, state: State) -> None:
    """Run the example's two days on a database of its own and show what came of them."""
    folder = example_folder(NAME)
    target = Path("papers") / NAME
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    still = FixedClock(clock.instant("2026-03-05T08:00", "Asia/Shanghai"))
    database = target / "demo.db"
    with Franchise.open(str(database), clock=still, actor=state.actor) as app:
        _open_store(app, folder)
        chosen = play(out, state, folder / "partners.txt", db=database, store=STORE)
        assert not any(one["status"] for one in chosen[2:]), "every partner was approved"
        tallies = []
        texts = list(_pasted(folder))
        with out.progress(len(texts) + 4, _("Two days at the supermarket")) as advance:
            for session in dict.fromkeys(p.session for p in texts):
                tally = Tally(session)
                for pasted in texts:
                    if pasted.session == session:
                        _submit(app, still, pasted, tally)
                        advance(1)
                _close(app, still, target, tally)
                tallies.append(tally)
                advance(1)
        _show(out, app, target, tallies)
        play(out, state, folder / "chat.txt", db=database, store=STORE)


def _open_store(app: Franchise, folder: Path) -> None:
    doc = app.load_setup(folder / "setup.toml")
    app.create_store(STORE, doc, stores.read_answers(app.schema, doc, folder / "store.toml"))
    villages = lists.read_table((folder / "villages.csv").read_text(encoding="utf-8"), "villages.csv")
    with app.work(STORE) as work:
        operations.add_all(work, villages)


def _pasted(folder: Path) -> Iterator[Pasted]:
    for path in sorted((folder / "messages").rglob("*.txt")):
        found = _MESSAGE.fullmatch(path.name)
        if found is None:
            continue
        day, session = path.parts[-3], path.parts[-2].partition("-")[2]
        yield Pasted(
            at=clock.instant(f"{day}T{found[1]}:{found[2]}", "Asia/Shanghai"),
            village=found[3],
            session=f"{day}/{session}",
            path=path,
        )


def _submit(app: Franchise, still: FixedClock, pasted: Pasted, tally: Tally) -> None:
    still.at = pasted.at
    text = pasted.path.read_text(encoding="utf-8")
    with app.view(STORE) as work:
        context = orders.reading_context(work, groups.get(work, pasted.village))
        draft = orders.read(work, text, context)
    with app.work(STORE) as work:
        planned = orders.choose(work, pasted.at)
        late = "" if planned.key == pasted.session else _("the shop manager allows it")
        done = orders.submit(work, groups.get(work, pasted.village), draft, text=text, late=late)
    tally.texts += 1
    tally.lines += len(done.added)
    tally.questions += len(done.questions)
    tally.refused += bool(done.rejected)
    tally.repeated += done.repeated
    tally.late += bool(late)


def _close(app: Franchise, still: FixedClock, target: Path, tally: Tally) -> None:
    with app.view(STORE) as work:
        cycle = orders.find(work, tally.session)
    still.at = cycle.cutoff_at + 15 * 60_000  # the manager waits a quarter of an hour for latecomers
    tally.papers = reports.close_one(app, STORE, cycle.key).papers
    with app.view(STORE) as work:
        cycle = orders.find(work, tally.session)
        tally.amount = sum(line.amount for line in orders.cycle_lines(work, cycle))
        papers = reports.load(work, cycle)
        names = reports.kind_names(app.plugins, work.answers.language)
    reports.export(papers, FORMATS, target / f"{cycle.day}-{cycle.session}", names)


def _show(out: Output, app: Franchise, target: Path, tallies: list[Tally]) -> None:
    columns = [
        Col("session", _("Session")),
        Col("texts", _("Texts"), "number"),
        Col("lines", _("Lines booked"), "number"),
        Col("questions", _("To answer"), "number"),
        Col("refused", _("Refused"), "number"),
        Col("repeated", _("Handed in twice"), "number"),
        Col("late", _("Late"), "number"),
        Col("amount", _("Amount"), "money"),
        Col("papers", _("Papers"), "number"),
    ]
    out.table(columns, [attrs.asdict(t) for t in tallies], title=_("Two days at the supermarket"))
    if out.json:
        return
    with app.view(STORE) as work, language(work.answers.language):
        cycle = orders.find(work, tallies[0].session)
        samples = [
            *reports.load(work, cycle, kind="purchase_order", keys=["eggs"]),
            *reports.load(work, cycle, kind="packing_list", keys=["wangjiawan"]),
        ]
        for paper in samples:
            out.lines("")
            out.lines(reports.render(attrs.evolve(paper, plain=""), "text").decode())
    out.say("")
    total = amounts.format_money(sum(t.amount for t in tallies))
    out.say(_("{count} papers for orders of {total} yuan are in {folder}").format(
        count=sum(t.papers for t in tallies), total=total, folder=target
    ))  # fmt: skip
    out.say(_("Look around: franchise --db {database} order review").format(database=target / "demo.db"))
