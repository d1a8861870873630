"""What can be seen in the demo's chain after its ninety days: tables for people, the same facts for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import attrs

from franchise import Franchise, UnitOfWork, admission, amounts, cadence, clock, groups, language, replication
from franchise.cli.output import Col, Output
from franchise_motherbaby import promotion
from franchise_motherbaby.chain import PROVEN, TODAY
from franchise_motherbaby.commands.promotion import (
    placed_columns,
    placed_row,
    proposal_columns,
    proposal_row,
)
from franchise_motherbaby.commands.tiers import grade_words, tier_columns, tier_rows
from franchise_motherbaby.life import ZONE, Tally
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.settings import settings_of

COMPARED: Final = ("nanpu-hexi", "beiwan-gangkou")


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
