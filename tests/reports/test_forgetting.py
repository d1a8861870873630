"""Issued papers when somebody is erased: his name and number go from each, and nobody else's."""

from __future__ import annotations

import zlib
from typing import Any

import attrs
import pytest
from sqlalchemy import select
from tests import shop_fixtures
from tests.content.counting import counted
from tests.support import VILLAGES, Shop, wish

from franchise import Column, Franchise, Paper, Table, admission, groups, orders, reports
from franchise.groups.redacting import GONE, redactor
from franchise.reports import forgetting
from franchise.reports import tables as t
from franchise.reports.paper import digest, to_json

app, migration_sources, shop = shop_fixtures.app, shop_fixtures.migration_sources, shop_fixtures.shop
PARTNER, STARS = "王春梅", "138****0301"
NOON = "2026-03-05/noon"


def take(shop: Shop, name: str, group: str = "wang") -> None:
    shop.do(lambda work: groups.join(work, groups.get(work, group), name))


def erase(shop: Shop, name: str, group: str = "wang") -> admission.Erasure:
    return shop.do(lambda work: admission.erase(work, groups.get(work, group), name))


def papers(shop: Shop) -> dict[tuple[str, str], Paper]:
    """Every paper of the noon round; reading them proves their digests."""
    found = shop.see(lambda work: reports.load(work, orders.find(work, NOON)))
    return {(paper.kind, paper.key): paper for paper in found}


def texts(shop: Shop) -> dict[tuple[str, str], str]:
    return {at: to_json(paper).decode() for at, paper in papers(shop).items()}


def close(shop: Shop) -> None:
    """李叔 of each village has ordered, and the papers are issued."""
    for key in ("wang", "shang"):
        shop.submit(wish("李叔", "egg", "2"), group=key)
    shop.at("2026-03-05T12:00").close(NOON)


def test_a_partner_who_did_not_order_goes_from_the_round_and_the_packing_list_with_the_number(
    shop: Shop,
) -> None:
    take(shop, PARTNER)
    close(shop)
    before = texts(shop)
    held = {at for at, text in before.items() if PARTNER in text}
    assert {("delivery_run", "east"), ("packing_list", "wang")} == held
    done = erase(shop, PARTNER)
    after = texts(shop)
    assert "" == "".join(text for text in after.values() if PARTNER in text or STARS in text)
    assert {at: text.replace(f"{PARTNER} {STARS}", GONE) for at, text in before.items()} == after
    assert 2 == done.papers
    assert {"wang", "east"} == {event["subject"] for event in shop.events("report.redacted")}


def test_somebody_of_that_name_on_the_same_round_stays(app: Franchise) -> None:
    places = [attrs.evolve(v, partner=PARTNER) if v.key == "shang" else v for v in VILLAGES]
    shop = Shop.make(app, places=places)
    take(shop, PARTNER)
    close(shop)
    erase(shop, PARTNER)
    (table,) = papers(shop)["delivery_run", "east"].tables
    assert [GONE, f"{PARTNER} 138****0302"] == [row[2] for row in table.rows]
    assert PARTNER in texts(shop)["packing_list", "shang"]


def test_a_partner_whose_name_only_holds_the_erased_one_keeps_name_and_number(shop: Shop) -> None:
    take(shop, "春梅")
    close(shop)
    before = texts(shop)
    assert 0 == erase(shop, "春梅").papers
    assert before == texts(shop)


@pytest.mark.parametrize("name", ["王", "鸡", "青禾"])
def test_what_villages_products_and_the_store_are_called_stays_whole(shop: Shop, name: str) -> None:
    take(shop, name)
    close(shop)
    before = texts(shop)
    erase(shop, name)
    assert before == texts(shop)


def test_papers_of_an_earlier_closing_and_of_rounds_without_an_order_of_his_are_read_too(shop: Shop) -> None:
    take(shop, PARTNER)
    close(shop)
    shop.reopen(NOON, "少了一单")
    shop.submit(wish("李叔", "tofu", "1"), group="shang")
    shop.close(NOON)
    assert 4 == erase(shop, PARTNER).papers
    with shop.view() as work:
        bodies = work.conn.execute(select(t.report.c.body)).scalars().all()
    assert not [body for body in bodies if PARTNER in zlib.decompress(body).decode()]


def test_who_is_called_by_a_number_goes_though_papers_show_stars(shop: Shop) -> None:
    shop.submit(wish("13900001234", "egg", "1"), wish("李叔", "egg", "2"))
    shop.at("2026-03-05T12:00").close(NOON)
    assert "139****1234" in "".join(texts(shop).values())
    erase(shop, "13900001234")
    assert "139****1234" not in "".join(texts(shop).values())


def test_a_number_in_his_own_rows_and_slip_goes_and_others_keep_theirs(shop: Shop) -> None:
    shop.submit(
        wish("张翠花", "egg", "1", note="到了打13900001234"), wish("李叔", "egg", "2", note="打13900005678")
    )
    shop.at("2026-03-05T12:00").close(NOON)
    erase(shop, "张翠花")
    left = "".join(texts(shop).values())
    assert "139****1234" not in left
    assert "139****5678" in left


def test_erasing_again_changes_no_paper(shop: Shop) -> None:
    take(shop, PARTNER)
    close(shop)
    erase(shop, PARTNER)
    take(shop, PARTNER)
    before = texts(shop)
    assert 0 == erase(shop, PARTNER).papers
    assert before == texts(shop)


def test_the_statements_do_not_grow_with_the_papers(app: Franchise) -> None:
    asked = []
    for number in (1, 8):
        shop = Shop.make(app, f"hub{number}")
        take(shop, PARTNER)
        for day in range(5, 5 + number):
            shop.at(f"2026-03-{day:02}T09:00").submit(
                wish(PARTNER, "egg", "1"), wish("李叔", "egg", str(day))
            )
            shop.at(f"2026-03-{day:02}T12:00").close(f"2026-03-{day:02}/noon")
        with counted(app) as said:
            erase(shop, PARTNER)
        asked.append(sum("core__report" in statement for statement in said))
    assert [2, 2] == asked


# -------------------------------------------------------------------- whose text it is


def whose() -> forgetting.Whose:
    """张翠花 was in 王家湾 (1) and nobody else is called so; there is also 上庄 (2)."""
    return forgetting.Whose(
        called={"王家湾": frozenset({1}), "上庄": frozenset({2})},
        hide={1: redactor(["张翠花"], [])},
        alone=frozenset({"张翠花"}),
    )


def shown(**parts: Any) -> Paper:
    columns = (Column(title="村"), Column(title="谁"), Column(title="话"))
    tables = tuple(
        Table(columns=columns, title=one.pop("title", ""), **one) for one in parts.pop("tables", ())
    )
    return Paper(**{"kind": "own", "key": "x", "title": "单", "language": "zh_CN", "tables": tables} | parts)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("王家湾", "张翠花 139****1234", "送到张翠花家"), ("王家湾", GONE, f"送到{GONE}家")),
        (("王家湾", "张翠花", "打 13900001234"), ("王家湾", GONE, f"打 {GONE}")),
        (("上庄", "张翠花 139****1234", "张翠花家"), ("上庄", "张翠花 139****1234", "张翠花家")),
        (("", "张翠花 139****1234", "张翠花家"), ("", GONE, "张翠花家")),
        (("", "张翠花红糖", "李叔"), ("", "张翠花红糖", "李叔")),
    ],
)
def test_a_row_belongs_to_the_group_it_names(row: tuple[str, ...], expected: tuple[str, ...]) -> None:
    paper = shown(tables=({"rows": (row,)},))
    assert expected == forgetting.without(paper, whose()).tables[0].rows[0]


@pytest.mark.parametrize(("place", "left"), [("王家湾", GONE), ("上庄", "张翠花")])
def test_a_row_that_names_no_group_belongs_to_its_tables_heading(place: str, left: str) -> None:
    paper = shown(tables=({"rows": (("", "张翠花", ""),), "facts": (("村", place),)},))
    assert left == forgetting.without(paper, whose()).tables[0].rows[0][1]


@pytest.mark.parametrize(("place", "left"), [("王家湾", GONE), ("上庄", "张翠花"), ("县城", "张翠花")])
def test_a_head_that_names_no_group_of_his_stays(place: str, left: str) -> None:
    paper = shown(facts=(("地点", place), ("司机", "张翠花 13900001234")))
    found = forgetting.without(paper, whose()).facts[1][1]
    assert left == found.removesuffix(" 13900001234")


def test_each_line_to_paste_belongs_to_the_group_it_names() -> None:
    plain = "1. 王家湾 张翠花 鸡蛋\n2. 上庄 张翠花 鸡蛋\n3. 张翠花：豆腐\n4. 张翠花红糖"
    expected = f"1. 王家湾 {GONE} 鸡蛋\n2. 上庄 张翠花 鸡蛋\n3. {GONE}：豆腐\n4. 张翠花红糖"
    assert expected == forgetting.without(shown(plain=plain), whose()).plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张翠花 0571-88886666", GONE),
        ("13900001234 张翠花", GONE),
        ("2026-03-05 张翠花", f"2026-03-05 {GONE}"),
        ("张翠花 2026-03-05", f"{GONE} 2026-03-05"),
        ("张翠花 12斤", f"{GONE} 12斤"),
    ],
)
def test_a_number_beside_the_name_goes_and_dates_and_amounts_stay(text: str, expected: str) -> None:
    paper = shown(tables=({"rows": (("王家湾", text, ""),)},))
    assert expected == forgetting.without(paper, whose()).tables[0].rows[0][1]


def test_a_paper_in_which_he_is_not_is_byte_for_byte_what_it_was() -> None:
    paper = shown(
        tables=({"rows": (("王家湾", "李叔 139****1234", "打13900001234"),)},), plain="王家湾\n李叔\n"
    )
    assert digest(to_json(paper)) == digest(to_json(forgetting.without(paper, whose())))
