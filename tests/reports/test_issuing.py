"""The papers of a cut-off: made once, kept for good, and of one mind about what was ordered."""

from __future__ import annotations

import csv
import io
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select, update
from tests import shop_fixtures
from tests.support import VILLAGES, Shop, open_program, setup_body, url_of, wish

from franchise import Franchise, NotFound, Paper, StorageError, Table, groups, orders, reports
from franchise.reports import tables as t
from franchise.reports.formats import FORMATS, render
from franchise.storage import Database
from franchise_village import operations as villages
from franchise_village.operations import Village

app, migration_sources, shop = shop_fixtures.app, shop_fixtures.migration_sources, shop_fixtures.shop


@pytest.fixture(scope="module")
def sqlite_template(migration_sources, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("template") / "franchise.db"
    with Database.open(str(file), migration_sources) as made:
        made.ready()
        with made.reading() as conn:
            conn.exec_driver_sql("SELECT 1")
    return file


def papers(shop: Shop, key: str = "noon", kind: str = "", **options: Any) -> list[Paper]:
    with shop.view() as work:
        return reports.load(work, orders.find(work, key), kind=kind, **options)


def close(shop: Shop) -> list[Paper]:
    shop.at("2026-03-05T12:00").close("2026-03-05/noon")
    return papers(shop)


def column(table: Table, *kinds: str) -> list[int]:
    return [n for n, c in enumerate(table.columns) if c.kind in kinds]


# -------------------------------------------------------------------- every paper says the same

MEMBERS = ("王婶", "李叔", "赵姐", "=1+1", "老王13912345678")
UNITS = (("egg", "斤", 100), ("egg", "公斤", 50), ("egg", "板", 1), ("milk", "瓶", 1000), ("milk", "箱", 500),
         ("tofu", "块", 1000), ("salt", "袋", 1))  # fmt: skip
PLACES = (*VILLAGES, *(Village(key=f"v{n}", name=f"村{n}", partner=f"人{n}", stop=n) for n in range(12)))
line = st.tuples(
    st.sampled_from([v.key for v in PLACES]),
    st.sampled_from(MEMBERS),
    st.sampled_from(UNITS),
    st.integers(1, 2000),
)
NUMBERS = count(1)


@pytest.fixture
def program(database: Database) -> Iterator[Franchise]:
    with open_program(url_of(database)) as made:
        yield made


@pytest.mark.practice("I-217", "I-218")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(line, min_size=1, max_size=40))
def test_all_papers_of_a_day_agree_with_its_lines_to_the_last_gram_and_fen(
    program: Franchise, lines: list[Any]
) -> None:
    shop = Shop.make(program, f"s{next(NUMBERS)}", places=PLACES).at("2026-03-05T09:00")
    by_village: defaultdict[str, list[Any]] = defaultdict(list)
    for village, member, (product, unit, step), n in lines:
        by_village[village].append(wish(member, product, str(step * n / 1000), unit))
    for village, wishes in by_village.items():
        assert not shop.submit(*wishes, group=village, mode="add").questions
    shop.at("2026-03-05T12:00").close("2026-03-05/noon")
    agree(shop)


def agree(shop: Shop) -> None:
    """Wanted in the purchase = pick list = packing lists = slips, by product and unit, and by village."""
    with shop.view() as work:
        cycle = orders.find(work, "2026-03-05/noon")
        booked = orders.cycle_lines(work, cycle)
        names = {v.key: v.name for v in villages.by_key(work).values()}
        bought = orders.purchases(work, cycle)
    wanted: Counter[tuple[str, str]] = Counter()
    village_wanted: Counter[tuple[str, str, str]] = Counter()
    village_money: Counter[str] = Counter()
    for x in booked:
        wanted[x.name, x.stock_unit] += x.stock_quantity
        village_wanted[names[x.group], x.name, x.stock_unit] += x.stock_quantity
        village_money[x.group] += x.amount
    by_kind: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers(shop, "2026-03-05/noon"):
        by_kind[paper.kind].append(paper)

    ordered: Counter[tuple[str, str]] = Counter()
    ordered_by_village: Counter[tuple[str, str, str]] = Counter()
    cost = 0
    for paper in by_kind["purchase_order"]:
        totals, villages_table = paper.tables
        for row in totals.rows:
            ordered[row[0], row[1]] += row[2]
        for village, name, quantity, unit in villages_table.rows:
            ordered_by_village[village, name, unit] += quantity
        assert totals.totals is not None
        assert totals.totals[-1] == sum(row[-1] for row in totals.rows)
        cost += totals.totals[-1]
    assert ordered == wanted
    assert ordered_by_village == village_wanted
    assert cost == sum(p.amount for p in bought)

    picked: Counter[tuple[str, str, str]] = Counter()
    (hub,) = by_kind["pick_list"]
    for table in hub.tables:
        for row in table.rows:
            assert row[2] == wanted[row[0], row[1]]
            for place, quantity in zip(table.columns[3:], row[3:], strict=True):
                if quantity:
                    picked[place.title, row[0], row[1]] += quantity
    assert picked == village_wanted

    for kind in ("packing_list", "pickup_slips"):
        packed: Counter[tuple[str, str, str]] = Counter()
        money: Counter[str] = Counter()
        for paper in by_kind[kind]:
            tables = paper.tables[:1] if kind == "packing_list" else paper.tables
            for table in tables:
                (amount,) = [
                    n for n in column(table, "money") if table.totals and table.totals[n] is not None
                ]
                name, quantity, unit = (1, 2, 3) if kind == "packing_list" else (0, 1, 2)
                assert table.totals is not None
                assert table.totals[amount] == sum(row[amount] for row in table.rows)
                money[paper.key] += table.totals[amount]
                for row in table.rows:
                    packed[names[paper.key], row[name], row[unit]] += row[quantity]
            if kind == "packing_list":
                by_product = {(row[0], row[2]): row[1] for row in paper.tables[1].rows}
                own = {(n, u): q for (v, n, u), q in village_wanted.items() if v == names[paper.key]}
                assert by_product == own
        assert packed == village_wanted
        assert money == village_money

    stops = [row for paper in by_kind["delivery_run"] for row in paper.tables[0].rows]
    assert len(stops) == len(village_money)
    assert sum(row[6] for row in stops) == sum(village_money.values())


# -------------------------------------------------------------------- once and for good


def test_each_paper_is_issued_once_with_its_digest(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"), wish("王婶", "milk", "1"))
    shop.submit(wish("李叔", "egg", "1"), group="dong")
    close(shop)
    with shop.view() as work:
        cycle = orders.find(work, "noon")
        issued = reports.listed(work, cycle)
    with shop.app.work("hub") as work:
        again = reports.issue(work, cycle, reports.report_kinds(shop.app.plugins))
    assert again == issued
    assert Counter(x.kind for x in issued) == {
        "purchase_order": 2, "pick_list": 1, "packing_list": 2, "pickup_slips": 2, "delivery_run": 2
    }  # fmt: skip
    assert len(shop.events("reports.issued")) == 1


def test_papers_are_the_same_whenever_they_are_read(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    first = close(shop)
    shop.app.clock.at += 86_400_000  # type: ignore[attr-defined]
    assert papers(shop, "2026-03-05/noon") == first


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_exporting_twice_gives_the_same_bytes(shop: Shop, tmp_path: Path, name: str) -> None:
    shop.submit(wish("王婶", "egg", "1.3", "公斤"), wish("李叔", "milk", "2", "箱"))
    shop.submit(wish("李叔", "egg", "1"), group="dong")
    found = close(shop)
    names = reports.kind_names(shop.app.plugins, "zh_CN")

    def export(folder: Path) -> dict[str, bytes]:
        written = reports.export(papers(shop), [name], folder, names)
        assert len(written) == len(set(written)) >= len(found)
        return {str(path.relative_to(folder)): path.read_bytes() for path in written}

    one = export(tmp_path / "one")
    shop.app.clock.at += 86_400_000  # type: ignore[attr-defined]
    shop.app.clock.at -= 86_400_000  # type: ignore[attr-defined]
    assert export(tmp_path / "two") == one
    assert not list(tmp_path.rglob("*.part"))


def test_a_damaged_paper_is_not_shown(shop: Shop, database: Database) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    close(shop)
    with database.writing() as conn:
        body = conn.execute(select(t.report.c.body).where(t.report.c.kind == "pick_list")).scalar_one()
        bad = zlib.compress(zlib.decompress(body).replace("鸡蛋".encode(), "鸭蛋".encode()))
        conn.execute(update(t.report).where(t.report.c.kind == "pick_list").values(body=bad))
    with pytest.raises(StorageError, match="pick_list"):
        papers(shop, kind="pick_list")
    assert papers(shop, kind="packing_list")


def test_a_paper_that_is_not_there_suggests_the_nearest(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "1"))
    close(shop)
    with pytest.raises(NotFound) as missing:
        papers(shop, keys=["wanf"])
    assert "wang" in missing.value.hint


# -------------------------------------------------------------------- what stands on them


def test_no_whole_mobile_number_of_a_person_is_on_any_paper(shop: Shop) -> None:
    shop.submit(
        wish("王婶", "egg", "1", note="打电话13812345678再送"),
        wish("老李13987654321", "tofu", "1"),
        wish("钱嫂", "tofu", "1", note="+8613712345678 或 137-1234-5679"),
    )
    for paper in close(shop):
        if paper.kind == "purchase_order":  # a firm's number belongs on its order
            assert "13800000201" in str(paper)
            continue
        text = "".join(c for c in str(paper) if c.isalnum())
        for number in ("13812345678", "13987654321", "13800000301", "13712345678", "13712345679"):
            assert number not in text, paper.kind
    assert "138****0301" in str(papers(shop, kind="packing_list"))


def test_a_name_that_begins_like_a_formula_is_text_in_every_format(shop: Shop) -> None:
    shop.submit(wish("=1+1", "egg", "1", note="@SUM(A1)"), wish("+cmd|x", "tofu", "1", note="-2+3"))
    close(shop)
    (paper,) = papers(shop, kind="packing_list")
    book = load_workbook(io.BytesIO(render(paper, "xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {"=1+1", "@SUM(A1)", "+cmd|x", "-2+3"} <= {c.value for c in cells}
    assert {c.data_type for c in cells} <= {"s", "n"}
    rows = list(csv.reader(io.StringIO(render(paper, "csv").decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "-"}]


def test_papers_are_in_the_stores_language_whoever_closes(
    program: Franchise, monkeypatch: pytest.MonkeyPatch
) -> None:
    from franchise import language

    shop = Shop.make(program)
    shop.submit(wish("王婶", "egg", "1"))
    with language("en"):
        found = close(shop)
    assert {p.language for p in found} == {"zh_CN"}
    assert not [p.title for p in found if p.title.isascii()]
    assert not [
        c.title for p in found for table in p.tables for c in table.columns if c.title.isascii() and c.title
    ]


def test_an_order_below_a_suppliers_minimum_says_so(shop: Shop) -> None:
    shop.submit(wish("王婶", "tofu", "1"))
    (paper,) = [p for p in close(shop) if p.kind == "purchase_order"]
    assert "100.00" in str(paper.notes)


def test_two_villages_of_one_name_keep_their_goods_apart(program: Franchise) -> None:
    twins = [Village(key="one", name="李庄", partner="甲"), Village(key="two", name="李庄", partner="乙")]
    shop = Shop.make(program, places=twins)
    for n, village in enumerate(twins, 1):
        shop.submit(wish("王婶", "tofu", str(n)), group=village.key)
    found = close(shop)
    (order,) = [p for p in found if p.kind == "purchase_order"]
    assert [row[2] for row in order.tables[1].rows] == [1000, 2000]
    (hub,) = [p for p in found if p.kind == "pick_list"]
    assert len({c.title for c in hub.tables[0].columns[3:]}) == 2


def test_a_village_without_a_route_and_a_group_without_a_village_ride_together(program: Franchise) -> None:
    shop = Shop.make(program, places=[*VILLAGES, Village(key="far", name="远村", partner="甲")])
    shop.do(lambda work: groups.create(work, "base", key="base"))
    for group in ("far", "wang", "base"):
        shop.submit(wish("王婶", "tofu", "1"), group=group)
    runs = [p for p in close(shop) if p.kind == "delivery_run"]
    assert sorted(len(p.tables[0].rows) for p in runs) == [1, 2]


def test_a_route_called_none_is_not_the_lack_of_one(program: Franchise) -> None:
    route = {"routes": {"none": {"name": "无线"}}}
    places = [
        Village(key="a", name="甲村", partner="x", route="none"),
        Village(key="b", name="乙村", partner="y"),
    ]
    body = setup_body(village=route)
    program.create_store("hub", program.schema.parse(body), {"store": {"name": "店"}})
    shop = Shop(program)
    shop.do(lambda work: villages.add_all(work, places))
    for group in ("a", "b"):
        shop.submit(wish("王婶", "tofu", "1"), group=group)
    runs = [p for p in close(shop) if p.kind == "delivery_run"]
    assert len({p.key for p in runs}) == 2


def test_a_product_that_left_the_catalogue_after_it_was_ordered_is_on_every_paper(program: Franchise) -> None:
    shop = Shop.make(program)
    shop.submit(wish("王婶", "egg", "3"), wish("王婶", "salt", "1"))
    for path, text in (
        ("catalog.salt.active", "false"),
        ("catalog.egg.name", "红皮蛋"),
        ("catalog.egg.supplier", "dairy"),
    ):
        shop.change(path, text)
    shop.submit(wish("李叔", "egg", "1"), group="dong")
    found = close(shop)
    assert all("食盐" in str(p) for p in found if p.kind in {"pick_list", "packing_list"} and p.key != "dong")
    with shop.view() as work:
        rows = orders.purchases(work, orders.find(work, "noon"))
    assert [(p.supplier, p.product, p.name, p.wanted) for p in rows] == [
        ("dairy", "egg", "红皮蛋", 1000), ("dairy", "salt", "食盐", 1000), ("farm", "egg", "鸡蛋", 3000)
    ]  # fmt: skip
