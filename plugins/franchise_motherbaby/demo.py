"""`franchise demo mother_baby_chain`: a proven store, six clones of it, ninety days, and what can be seen then."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import attrs

from franchise import (
    Document,
    FixedClock,
    Franchise,
    UnitOfWork,
    admission,
    amounts,
    cadence,
    clock,
    groups,
    language,
    replication,
    stores,
)
from franchise.cli.output import Col, Output
from franchise.cli.scene import example_folder, play
from franchise.cli.state import State
from franchise_motherbaby import promotion
from franchise_motherbaby.commands.promotion import (
    placed_columns,
    placed_row,
    proposal_columns,
    proposal_row,
)
from franchise_motherbaby.commands.tiers import grade_words, tier_columns, tier_rows
from franchise_motherbaby.life import ZONE, Life, Tally, live
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.settings import settings_of

NAME: Final = "mother_baby_chain"
PROVEN: Final = "yunchuan-liuyin"
ADDED: Final = ("houserules", "crew", "content")
"""Plugins that the chain takes in after ninety days; the scene at the end shows it."""
COMPARED: Final = ("nanpu-hexi", "beiwan-gangkou")
OPENED: Final = date(2025, 6, 24)
"""The proven store works by itself for half a year, as the gate of the setup asks."""
CLONED: Final = date(2026, 1, 7)
DAYS: Final = 90
TODAY: Final = CLONED + timedelta(days=DAYS)
AFTERWARDS: Final = "2026-04-08T17:05"
"""When the scene of good order is over."""


def run(out: Output, state: State) -> None:
    """Run the example on a database of its own and show what came of it."""
    folder = example_folder(NAME)
    target = Path("papers") / NAME
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    database = target / "demo.db"
    still = FixedClock(clock.instant(f"{OPENED.isoformat()}T07:30", ZONE))
    with Franchise.open(str(database), clock=still, actor=state.actor) as app:
        with out.progress(9, _("Ninety days of a chain")) as advance:
            tallies = grow(app, still, folder, advance)
        still.at = clock.instant(f"{TODAY.isoformat()}T07:40", ZONE)
        told = facts(app, tallies) if out.json else {}
        if not out.json:
            tell(out, app, tallies)
        scene = play(out, state, folder / "good-order.txt", db=database, store=PROVEN)
        if out.json:
            out.data({**told, "good_order": scene})
        else:
            out.say("")
            words = _("Look around: FRANCHISE_NOW={now} franchise --db {database} --store {store} task list")
            out.say(words.format(database=database, now=AFTERWARDS, store=PROVEN))


# -------------------------------------------------------------------- what happens


def grow(app: Franchise, still: FixedClock, folder: Path, advance: Any = lambda _n: None) -> list[Tally]:
    """Half a year in the proven store, six clones with changes of their own, ninety days in all seven."""
    doc = first_version(app, app.load_setup(folder / "hq.toml"))
    app.create_store(PROVEN, doc, stores.read_answers(app.schema, doc, folder / "store.toml"))
    pilot = Life.begin(app, still, PROVEN, OPENED)
    for week in range(28):
        day = OPENED + timedelta(days=7 * week)
        pilot.join(day, 3)
        pilot.order(day + timedelta(days=3), 28)
        if week % 4 == 3:
            pilot.promote(day + timedelta(days=6))
    advance(1)
    still.at = clock.instant(f"{CLONED.isoformat()}T07:00", ZONE)
    lives = [pilot, *clone(app, still, folder)]
    advance(1)
    for number, life in enumerate(lives):
        ours = life is pilot
        live(
            life,
            CLONED,
            DAYS,
            fresh=4 if ours else 5 + number % 3,
            share=14 if ours else 12 + 2 * (number % 3),
            posting=28 if ours else 7,
        )
        advance(1)
    return [life.tally for life in lives]


def first_version(app: Franchise, doc: Document) -> Document:
    """The setup as it was before headquarters added good order, a crew and words for every occasion."""
    head = doc.body["setup"]
    assert isinstance(head, dict)
    plugins = head["plugins"]
    assert isinstance(plugins, dict)
    kept = {name: section for name, section in doc.body.items() if name not in ADDED}
    return app.schema.parse(
        {**kept, "setup": {**head, "plugins": sorted(name for name in plugins if name not in ADDED)}}
    )


def clone(app: Franchise, still: FixedClock, folder: Path) -> list[Life]:
    """Make the six stores of the table, lay their own changes over the setup, and open them."""
    with (folder / "stores.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row.pop("key"), row) for row in csv.DictReader(file)]
    made = replication.clone_stores(app, PROVEN, rows, ring="first")
    assert made.made == len(rows), [p.problem for p in made.planned]
    with (folder / "overlays.csv").open(encoding="utf-8", newline="") as file:
        overlays = list(csv.DictReader(file))
    for key, _answers in rows:

        def change(work: UnitOfWork, key: str = key) -> None:
            doc = app.document(work.conn, work.store.version)
            for row in overlays:
                if row["store"] == key:
                    stores.change(work, app.schema, doc, row["path"], row["value"])

        app.attempt(key, change)
        app.attempt(key, lambda work: stores.open_store(work, app.schema))
    return [Life.begin(app, still, key, CLONED) for key, _answers in rows]


# -------------------------------------------------------------------- what is shown


def tell(out: Output, app: Franchise, tallies: list[Tally]) -> None:
    """Everything, one part after the other."""
    _chain(out, app, tallies)
    _tiers(out, app)
    _promotions(out, app)
    _pool(out, app)
    _packs(out, app)
    _differences(out, app)


def chain_rows(app: Franchise, tallies: list[Tally]) -> list[dict[str, Any]]:
    rows = []
    for tally in tallies:
        with app.view(tally.store) as work:
            found, gate = replication.assess(work)
            passed = sum(1 for one in gate if one.passed)
            rows.append(
                {
                    **attrs.asdict(tally),
                    "name": work.answers.name,
                    "repurchase": f"{found.repurchase_permille / 10:.1f}%",
                    "gate": f"{passed}/{len(gate)}",
                }
            )
    return rows


def _chain(out: Output, app: Franchise, tallies: list[Tally]) -> None:
    columns = [
        Col("store", _("Store")),
        Col("name", _("Name")),
        Col("joined", _("Joined"), "number"),
        Col("refused", _("Not admitted"), "number"),
        Col("bought", _("Order lines"), "number"),
        Col("amount", _("Ordered"), "money"),
        Col("promoted", _("Moved up"), "number"),
        Col("posts", _("Posts"), "number"),
        Col("missed", _("Missed"), "number"),
        Col("repurchase", _("Repurchase")),
        Col("gate", _("Proof")),
    ]
    out.table(columns, chain_rows(app, tallies), title=_("A proven store and its six clones, ninety days on"))


def _tiers(out: Output, app: Franchise) -> None:
    with app.view(PROVEN) as work:
        rows, name = tier_rows(work), work.answers.name
    out.lines("")
    out.table(tier_columns(rows), rows, title=_("The tiers of {store}").format(store=name))


def _promotions(out: Output, app: Franchise) -> None:
    with app.view(PROVEN) as work:
        found = promotion.proposals(work)
        words = grade_words(settings_of(work))
    out.lines("")
    rows = [proposal_row(one) for one in found]
    out.table(proposal_columns(words), rows, title=_("Who is proposed for the next tier today"))
    placed = promote(app)
    out.lines("")
    out.table(placed_columns(), placed, title=_("And what came of it"))


def promote(app: Franchise) -> list[dict[str, Any]]:
    def operation(work: UnitOfWork) -> list[dict[str, Any]]:
        found = promotion.proposals(work)
        return [placed_row(promotion.promote(work, one, consent=True)) for one in found]

    return app.attempt(PROVEN, operation)


def pool_rows(app: Franchise) -> list[dict[str, Any]]:
    with app.view(PROVEN) as work:
        return [
            {"group": q.group.key, "position": q.position, "name": q.name, "since": clock.show(q.since, ZONE)}
            for q in admission.waiting(work)
        ]


def leave(app: Franchise) -> tuple[str, str]:
    """One member of the core group moves away; who comes in for her."""

    def operation(work: UnitOfWork) -> tuple[str, str]:
        group = groups.get(work, "core-1")
        inside = groups.members(work, group)
        gone = next(m for m in inside if m.state == "member")
        left = admission.leave(work, group, gone.name)
        return gone.name, next((m.name for m in inside if m.member_id == left.promoted), "–")

    return app.attempt(PROVEN, operation)


def _pool(out: Output, app: Franchise) -> None:
    columns = [
        Col("group", _("Group")),
        Col("position", _("Place"), "number"),
        Col("name", _("Member")),
        Col("since", _("Since")),
    ]
    out.lines("")
    out.table(columns, pool_rows(app), title=_("The core group is full; who waits for a place"))
    gone, came = leave(app)
    out.lines("")
    out.lines(
        _("{gone} moves away: {came}, the first who waited, takes the place.").format(gone=gone, came=came)
    )
    out.lines("")
    out.table(columns, pool_rows(app), title=_("The waiting pool afterwards"))


def pack_texts(app: Franchise) -> list[str]:
    with app.view(PROVEN) as work, language(work.answers.language):
        chosen = [
            *cadence.packs(work, slot="morning")[:1],
            *cadence.packs(work, slot="flash")[:1],
        ]
        return [cadence.text(one, work.answers.time_zone) for one in chosen]


def _packs(out: Output, app: Franchise) -> None:
    out.lines("")
    out.lines(_("To be pasted today, {day} ({weekday}): two of the packs").format(
        day=TODAY.isoformat(), weekday=_weekday(TODAY)
    ))  # fmt: skip
    for text in pack_texts(app):
        out.lines("")
        out.lines(text)


def _weekday(day: date) -> str:
    words = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return words[day.weekday()]


def difference_rows(app: Franchise) -> list[dict[str, Any]]:
    with app.hq_view() as conn:
        found = replication.compare(app, conn, *COMPARED)
    return [replication.change_cells(change) for change in found.changes]


def _differences(out: Output, app: Franchise) -> None:
    words: Mapping[str, str] = {
        "local-only": _("changed by the first"),
        "hq-only": _("changed by the second"),
        "conflict": _("changed by both"),
    }
    one, other = COMPARED
    columns = [
        Col("path", _("Where")),
        Col("ours", one),
        Col("theirs", other),
        Col("base", _("Headquarters")),
        Col("state", _("State"), words=words),
    ]
    out.lines("")
    title = _("What differs between {one} and {other}").format(one=one, other=other)
    out.table(columns, difference_rows(app), title=title)


def facts(app: Franchise, tallies: list[Tally]) -> dict[str, Any]:
    """The same for programs."""
    with app.view(PROVEN) as work:
        tiers = tier_rows(work)
        proposed = [proposal_row(one) for one in promotion.proposals(work)]
    placed, before = promote(app), pool_rows(app)
    gone, came = leave(app)
    return {
        "stores": [
            {**row, "amount": amounts.format_money(row["amount"])} for row in chain_rows(app, tallies)
        ],
        "tiers": tiers,
        "proposed": [{**row, "amount": amounts.format_money(row["amount"])} for row in proposed],
        "placed": placed,
        "waiting": before,
        "left": gone,
        "moved_up": came,
        "waiting_then": pool_rows(app),
        "packs": pack_texts(app),
        "differences": difference_rows(app),
    }
