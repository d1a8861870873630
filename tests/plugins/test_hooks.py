"""Each hook of the framework at work, through the plugin that ships with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import vet

from franchise import FixedClock, Franchise, OrderDraft, Refused, Wish, clock, groups, orders
from franchise.plugins import Plugins
from franchise.reports.kinds import report_kinds

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rural_supermarket"
MORNING = clock.instant("2026-03-05T09:00", "Asia/Shanghai")
NOON = clock.instant("2026-03-05T12:00", "Asia/Shanghai")
EGGS = OrderDraft(
    mode="add", wishes=(Wish(member="王婶", product="jidan", unit="斤", quantity=2000, raw="鸡蛋2斤"),)
)


@pytest.fixture
def app(tmp_path):
    from franchise.stores.operations import read_answers
    from franchise_village import operations

    with Franchise.open(str(tmp_path / "f.db"), clock=FixedClock(MORNING), actor="test") as app:
        doc = app.load_setup(EXAMPLE / "setup.toml")
        app.create_store("qinghe", doc, read_answers(app.schema, doc, EXAMPLE / "store.toml"))
        with app.work("qinghe") as work:
            operations.add(
                work, operations.Village(key="wangjiawan", name="王家湾", partner="春梅", route="east")
            )
            vet(work, "wangjiawan")
        yield app


def test_hook_setup_sections_gives_the_plugins_part_of_the_document(app):
    assert "village" in app.schema.sections


def test_hook_migrations_make_the_plugins_tables(app):
    from sqlalchemy import inspect

    assert {"village__village", "village__partner"} <= set(inspect(app.database.engine).get_table_names())


def test_hook_report_kinds_lists_the_papers_in_their_order():
    kinds = [k.kind for k in report_kinds(Plugins.load())]
    assert ["purchase_order", "pick_list", "packing_list", "pickup_slips", "delivery_run"] == kinds


def test_hook_message_reader_reads_by_the_contract():
    (answer,) = Plugins.load().collect("franchise_message_reader")
    read = answer.value({"id": "1", "message": "#接龙\n\n1. 张三 鸡蛋2斤"})
    assert [{"member": "张三", "item": "鸡蛋", "qty": "2", "unit": "斤", "note": ""}] == read["expect"]


def test_hook_may_create_group_refuses_a_village_group_without_its_village(app):
    with app.work("qinghe") as work, pytest.raises(Refused, match="李家湾"):
        groups.create(work, "village", place="李家湾")


def test_hook_may_submit_refuses_a_village_without_partner(app):
    from franchise_village import operations

    with app.work("qinghe") as work:
        operations.add(work, operations.Village(key="beigang", name="北岗"))
    with app.work("qinghe") as work, pytest.raises(Refused, match="北岗"):
        orders.submit(work, groups.get(work, "beigang"), EGGS)


def test_hook_read_order_turns_text_into_wishes_for_products(app):
    with app.view("qinghe") as work:
        context = orders.reading_context(work, groups.get(work, "wangjiawan"))
        draft = orders.read(work, "#接龙\n\n1. 王婶 鸡蛋2斤", context)
    assert [("王婶", "jidan", 2000, "斤")] == [
        (w.member, w.product, w.quantity, w.unit) for w in draft.wishes
    ]


def test_hook_cycle_closed_puts_one_entry_a_supplier_and_village_into_the_outbox(app):
    from sqlalchemy import select

    from franchise.events import outbox

    with app.work("qinghe") as work:
        orders.submit(work, groups.get(work, "wangjiawan"), EGGS)
    app.clock.at = NOON
    with app.work("qinghe") as work:
        (cycle,) = orders.due(work)
        orders.close(work, cycle)
    with app.view("qinghe") as work:
        keys = list(
            work.conn.execute(select(outbox.c.key).where(outbox.c.store_id == work.store_id)).scalars()
        )
    assert ["packing_list/2026-03-05/noon/1/wangjiawan", "purchase_order/2026-03-05/noon/1/eggs"] == sorted(
        keys
    )
