"""The cut-off: a cycle is closed once, and what suppliers must deliver is rounded to what they sell."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.support import MORNING, Shop, open_program, unknown, url_of, wish

from franchise import Franchise, NotFound, Refused, ReportKind, UsageProblem, hookimpl, orders, reports
from franchise.catalog.section import Card, selling_units
from franchise.events import outbox
from franchise.orders.closing import _round
from franchise.plugins import Plugins
from franchise.storage import Database


def purchases(shop: Shop, key: str) -> list[tuple[object, ...]]:
    """(product, unit, wanted, packs, ordered, left over, amount) of each row."""
    with shop.view() as work:
        return [
            (p.product, p.unit, p.wanted, p.packs, p.ordered, p.left_over, p.amount)
            for p in orders.purchases(work, orders.find(work, key))
        ]


def sent(shop: Shop) -> list[str]:
    with shop.view() as work:
        return sorted(work.conn.execute(select(outbox.c.key).where(outbox.c.store_id == shop.id)).scalars())


def test_demand_is_summed_over_villages_and_units_and_rounded_up_to_packs(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "35.5"), wish("王婶", "milk", "13"))
    shop.submit(wish("李叔", "egg", "20", "公斤"), wish("李叔", "egg", "1", "板"), group="shang")
    shop.at("2026-03-05T12:00").close("noon")
    assert purchases(shop, "noon") == [
        ("milk", "瓶", 13000, 2, 24000, 11000, 24 * 290),
        ("egg", "斤", 75500, 3, 90000, 14500, 90 * 380),
        ("egg", "板", 1000, None, 1000, 0, 980),
    ]


def test_fewer_packs_than_the_supplier_delivers_become_the_minimum(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "0.1"))
    shop.at("2026-03-05T12:00").close("noon")
    assert purchases(shop, "noon") == [("egg", "斤", 100, 2, 60000, 59900, 60 * 380)]


@given(
    wanted=st.integers(1, 10**9),
    size=st.integers(1, 10**6),
    moq=st.integers(1, 50),
    cost=st.integers(0, 10**6),
)
def test_whole_packs_at_least_the_minimum_and_never_a_pack_too_many(wanted, size, moq, cost) -> None:
    card = Card(
        code="x", name="货", supplier="s", step=1, active=True, units=selling_units("个", 1, 1, []), unit="个",
        pack_size=size, pack_unit="箱", moq=moq, category="",
    )  # fmt: skip
    row = _round(card, "s", "x", "个", wanted, "货", cost)
    assert row.packs is not None
    assert row.ordered == row.packs * size >= wanted
    assert row.packs == moq or (row.packs - 1) * size < wanted
    assert (row.packs >= moq, row.left_over) == (True, row.ordered - wanted)
    assert row.amount == (row.ordered * cost + 500) // 1000


def test_a_cycle_that_is_not_due_is_closed_only_with_a_reason(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    with pytest.raises(Refused, match="12:00"):
        shop.close("noon")
    assert shop.cycle("noon").status == "open"
    assert shop.close("noon", early="the van leaves").closing.already is False
    assert shop.events("cycle.closed")[0]["early"] == "the van leaves"


def test_closing_again_does_nothing(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    shop.at("2026-03-05T12:00")
    first, again = shop.close("noon"), shop.close("noon")
    assert (first.closing.already, again.closing.already) == (False, True)
    assert first.papers == again.papers == 5
    assert len(shop.events("cycle.closed")) == len(shop.events("reports.issued")) == 1
    assert again.closing.cycle.revision == 1


def test_open_questions_are_counted(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"), questions=[unknown("李叔", "红糖"), unknown("赵姐", "白糖")])
    shop.answer(shop.questions()[0].id, product="salt")
    closed = shop.at("2026-03-05T12:00").close("noon")
    assert closed.closing.open_questions == 1


def test_cancelled_lines_are_not_ordered(shop: Shop) -> None:
    from franchise import Cancellation

    shop.submit(wish("王婶", "egg", "1"), wish("王婶", "tofu", "2"))
    shop.submit(mode="cancel", cancels=[Cancellation(member="王婶", product="egg")])
    shop.at("2026-03-05T12:00").close("noon")
    assert [row[0] for row in purchases(shop, "noon")] == ["tofu"]


def test_a_cycle_in_which_everything_was_cancelled_closes_without_papers_for_good(shop: Shop) -> None:
    from franchise import Cancellation

    shop.submit(wish("王婶", "egg", "1"))
    shop.submit(mode="cancel", cancels=[Cancellation(member="王婶")])
    shop.at("2026-03-05T12:00")
    assert [c.papers for c in reports.close_due(shop.app, "hub")] == [0]
    assert reports.close_due(shop.app, "hub") == []


def test_every_due_cycle_is_closed_the_earliest_first(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    shop.at("2026-03-05T13:00").submit(wish("王婶", "tofu", "1"), text="evening")
    shop.at("2026-03-05T20:00").submit(wish("王婶", "milk", "1"), text="tomorrow")
    closed = reports.close_due(shop.app, "hub")
    assert [c.closing.cycle.key for c in closed] == ["2026-03-05/noon", "2026-03-05/evening"]
    assert reports.close_due(shop.app, "hub") == []


def test_reopening_needs_a_reason_and_a_closed_cycle(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    with pytest.raises(Refused):
        shop.reopen("noon", "why not")
    shop.close("noon", early="x")
    with pytest.raises(UsageProblem):
        shop.reopen("noon", " ")


def test_the_second_closing_issues_revision_two_and_the_first_papers_stay_as_they_are(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "31"))
    shop.at("2026-03-05T12:00").close("noon")
    first = shop.cycle("noon")

    def bodies(revision: int) -> list[reports.Issued]:
        with shop.view() as work:
            assert reports.load(work, shop_cycle, revision=revision)  # each still is what its digest says
            return reports.listed(work, shop_cycle, revision=revision)

    shop_cycle = first
    before = bodies(1)
    shop.reopen("noon", "the van waits")
    shop.at("2026-03-05T12:10").submit(wish("李叔", "egg", "30"), mode="add", late="the van waits")
    again = shop.close("noon")
    assert (again.closing.cycle.revision, again.papers) == (2, 5)
    assert bodies(1) == before
    assert {x.key for x in bodies(2)} == {x.key for x in before}
    assert {x.digest for x in bodies(2)}.isdisjoint({x.digest for x in before})
    assert purchases(shop, "noon") == [("egg", "斤", 61000, 3, 90000, 29000, 90 * 380)]
    assert [e["reason"] for e in shop.events("cycle.reopened")] == ["the van waits"]


def test_a_reopened_cycle_has_no_papers_to_issue_until_it_is_closed(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    shop.at("2026-03-05T12:00").close("noon")
    closed = shop.cycle("noon")
    shop.reopen("noon", "x")
    with pytest.raises(Refused), shop.app.work("hub") as work:
        reports.issue(work, orders.find(work, "noon"), reports.report_kinds(shop.app.plugins))
    shop.submit(wish("李叔", "egg", "30"), mode="add", late="x")
    # What was read before the cycle was opened again must not let papers be made of half of it.
    with shop.app.work("hub") as work, pytest.raises(Refused):
        import attrs

        reports.issue(work, attrs.evolve(closed, revision=2), reports.report_kinds(shop.app.plugins))


def test_a_closed_cycle_takes_nothing_any_more(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    shop.at("2026-03-05T12:00").close("noon")
    before = shop.lines("2026-03-05/noon")
    assert shop.submit(wish("王婶", "egg", "9"), mode="add").cycle.key == "2026-03-05/evening"
    assert shop.lines("2026-03-05/noon") == before


def test_suppliers_and_partners_hear_of_each_closing_once(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"), wish("王婶", "milk", "1"))
    shop.submit(wish("李叔", "tofu", "1"), group="shang")
    shop.at("2026-03-05T12:00").close("noon")
    shop.close("noon")
    assert sent(shop) == [
        "packing_list/2026-03-05/noon/1/shang",
        "packing_list/2026-03-05/noon/1/wang",
        "purchase_order/2026-03-05/noon/1/dairy",
        "purchase_order/2026-03-05/noon/1/farm",
    ]


def test_a_cycle_is_found_by_todays_session_or_not_at_all(shop: Shop) -> None:
    with pytest.raises(NotFound, match="午单"):
        shop.cycle("noon")
    with pytest.raises(NotFound) as missing:
        shop.cycle("noen")
    assert "noon" in missing.value.hint
    shop.submit(wish("王婶", "egg", "1"))
    assert shop.cycle("noon") == shop.cycle("2026-03-05/noon")


# -------------------------------------------------------------------- a plugin that crashes


class Crash:
    """A plugin that writes rows and events, then fails."""

    @hookimpl
    def franchise_cycle_closed(self, work, cycle) -> None:
        from franchise import OutboxEntry

        work.post([OutboxEntry(key="half-done", channel="handoff", payload={})])
        work.record("crash.began", cycle.key)
        raise RuntimeError("no paper in the printer")


class Point(EntryPoint):
    """A plugin that stands in the test itself, as if it were installed."""

    def load(self):
        return Crash()


def test_a_plugin_that_crashes_loses_its_part_alone_and_is_reported(database: Database) -> None:
    from importlib.metadata import entry_points

    points = [*entry_points(group="franchise.plugins"), Point("crash", "tests", "franchise.plugins")]
    with open_program(url_of(database), plugins=Plugins.load(points)) as app:
        shop = Shop.make(app, setup={"plugins": ["village", "crash"]})
        shop.submit(wish("王婶", "egg", "1"))
        closed = shop.at("2026-03-05T12:00").close("noon")
        (failure,) = closed.closing.failures
        assert (failure.plugin, failure.hook) == ("crash", "franchise_cycle_closed")
        assert "no paper in the printer" in failure.told
        assert shop.cycle("noon").status == "closed"
        assert closed.papers == 5
        assert sent(shop) == ["packing_list/2026-03-05/noon/1/wang", "purchase_order/2026-03-05/noon/1/farm"]
        assert shop.events("crash.began") == []


class Printer:
    """A plugin whose papers cannot be made."""

    @hookimpl
    def franchise_report_kinds(self):
        def build(work, cycle):
            raise RuntimeError("no ink")

        return [ReportKind(kind="broken", title=lambda: "broken", build=build)]


class PrinterPoint(EntryPoint):
    def load(self):
        return Printer()


def test_a_paper_that_cannot_be_made_holds_up_no_cutoff(database: Database) -> None:
    from importlib.metadata import entry_points

    points = [*entry_points(group="franchise.plugins"), PrinterPoint("printer", "tests", "franchise.plugins")]
    with open_program(url_of(database), plugins=Plugins.load(points)) as app:
        shop = Shop.make(app, setup={"plugins": ["village", "printer"]})
        shop.submit(wish("王婶", "egg", "1"))
        shop.at("2026-03-05T13:00").submit(wish("王婶", "tofu", "1"), mode="add")
        shop.at("2026-03-05T20:00")
        with pytest.raises(Exception, match="no ink"):
            reports.close_due(app, "hub")
        assert [shop.cycle(key).status for key in ("noon", "evening")] == ["closed", "closed"]


def test_a_plugin_that_a_setup_does_not_enable_is_not_told(database: Database) -> None:
    from importlib.metadata import entry_points

    points = [*entry_points(group="franchise.plugins"), Point("crash", "tests", "franchise.plugins")]
    with open_program(url_of(database), plugins=Plugins.load(points)) as app:
        shop = Shop.make(app)
        shop.submit(wish("王婶", "egg", "1"))
        assert shop.at("2026-03-05T12:00").close("noon").closing.failures == ()


def test_stores_do_not_see_each_others_orders(app: Franchise) -> None:
    one, two = Shop.make(app, "one"), Shop.make(app, "two")
    one.submit(wish("王婶", "egg", "1"))
    two.submit(wish("王婶", "tofu", "1"))
    one.at("2026-03-05T12:00").close("noon")
    assert [row[0] for row in purchases(one, "noon")] == ["egg"]
    assert two.cycle("noon").status == "open"
    assert MORNING.startswith(one.cycle("noon").day)
