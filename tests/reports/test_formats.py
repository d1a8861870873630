"""The formats by name, their bytes, JSON and CSV."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO

import pytest

from franchise.errors import UsageProblem
from franchise.reports import formats
from franchise.reports.cells import clean, clean_lines, grouped, wide_of
from franchise.reports.formats import FORMATS, file_name, render, render_many
from franchise.reports.paper import Column, Paper, Table, from_json, to_json

NAMES = ("xlsx", "csv", "json", "text", "html")


def rows_of(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_formats_are_known_by_name_and_suffix():
    assert dict(zip(NAMES, (".xlsx", ".csv", ".json", ".txt", ".html"), strict=True)) == {
        name: one.suffix for name, one in FORMATS.items()
    }


def test_an_unknown_format_is_refused_with_those_there_are(purchase_order):
    with pytest.raises(UsageProblem) as caught:
        render(purchase_order(), "pdf")
    assert all(name in caught.value.message for name in NAMES)


def test_no_format_is_imported_before_it_is_used():
    code = (
        "import sys, franchise.reports.formats;"
        "print([m for m in sys.modules if m in ('xlsxwriter', 'franchise.reports.xlsx', 'franchise.reports.webpage')])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == shown.stdout.strip()


def test_a_plugins_format_is_drawn_like_any_other(purchase_order):
    own = formats.Format(
        name="own", suffix=".own", media_type="text/plain", module="franchise.reports.plaintext"
    )
    assert render(purchase_order(), "text") == render(
        purchase_order(), "own", formats={**FORMATS, "own": own}
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_papers_give_the_same_bytes(name, purchase_order, slips):
    assert render(purchase_order(), name) == render(purchase_order(), name)
    assert render_many([purchase_order(), slips()], name) == render_many([purchase_order(), slips()], name)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_read_back_from_storage_is_drawn_the_same(name, purchase_order):
    paper = purchase_order()
    assert render(paper, name) == render(from_json(to_json(paper)), name)


def test_bytes_depend_neither_on_the_process_nor_on_its_time_zone(slips):
    code = (
        "import hashlib, sys;"
        "from franchise.reports.paper import from_json;"
        "from franchise.reports.formats import FORMATS, render;"
        "paper = from_json(sys.stdin.buffer.read());"
        "print([hashlib.sha256(render(paper, name)).hexdigest() for name in FORMATS])"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=to_json(slips(40)),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "FRANCHISE_LANG": language},
        ).stdout
        for seed, zone, language in (("1", "UTC", "en"), ("2", "Asia/Shanghai", "zh_CN"))
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("name", NAMES)
def test_empty_papers_are_drawn(name):
    bare = Paper(kind="k", key="k", title="", language="en")
    no_rows = Table(title="t", columns=(Column(title="c"), Column(title="q", kind="quantity")), rows=())
    no_columns = Table(title="t", columns=(), rows=())
    for tables in ((), (no_rows,), (no_columns,), (no_rows, no_columns)):
        for layout in ("sheets", "slips"):
            paper = Paper(kind="k", key="k", title="", language="en", tables=tables, layout=layout)
            assert render(paper, name)
    assert render_many([], name) is not None
    assert render_many([bare, bare], name) is not None


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_another_length_than_the_columns_are_an_error(name):
    table = Table(title="t", columns=(Column(title="a"), Column(title="b")), rows=(("only one",),))
    with pytest.raises(ValueError, match="each row must have 2 cells"):
        render(Paper(kind="k", key="k", title="t", language="en", tables=(table,)), name)


@pytest.mark.parametrize("name", NAMES)
def test_text_in_a_number_column_is_an_error(name):
    table = Table(title="t", columns=(Column(title="a", kind="money"),), rows=(("=1+1",),))
    with pytest.raises(TypeError, match="text in a number column"):
        render(Paper(kind="k", key="k", title="t", language="en", tables=(table,)), name)


def test_control_and_direction_marks_are_stripped_and_breaks_become_spaces():
    assert "a b c" == clean("a\tb\r\nc\x00\x07\u202e\u2066\ufeff\ud800")
    assert "👨\u200d👩\u200d👧 花" == clean("👨\u200d👩\u200d👧 花")
    assert "one\ntwo" == clean_lines("one\r\ntwo\x00\n\n")


def test_widths_count_two_for_each_chinese_character():
    assert 10 == wide_of("鸡蛋 5kg，")
    assert "12,345.60" == grouped("12345.60")
    assert "-1,234" == grouped("-1234")


def test_file_names_suit_every_system():
    assert "采购单 · 张记-蔬菜.xlsx" == file_name("采购单 · 张记/蔬菜", "xlsx")
    assert "-..-etc-passwd.csv" == file_name("../../etc/passwd", "csv")
    assert "_con.json" == file_name("con", "json")
    assert "paper.txt" == file_name(" ... ", "text")
    assert len(file_name("鸡" * 200, "html").removesuffix(".html").encode()) <= 120


def test_json_has_its_documented_shape(purchase_order):
    body = json.loads(render(purchase_order(), "json"))
    assert [
        "format", "kind", "key", "title", "language", "currency", "layout", "facts", "tables", "notes", "signatures",
    ] == list(body)  # fmt: skip
    first = body["tables"][0]
    assert ["title", "facts", "columns", "rows", "totals"] == list(first)
    assert {"title": "数量", "kind": "quantity"} == first["columns"][1]
    assert ["鸡蛋", "12.5", "斤", 3, "5.50", "68.75"] == first["rows"][0]
    assert None is first["rows"][1][3]
    assert ["Total", None, None, 33, None, "1888.55"] == first["totals"]
    assert None is body["tables"][1]["totals"]
    assert [
        {"label": "门店", "value": "阳光超市"},
        {"label": "送货", "value": "10月6日 06:00"},
    ] == body["facts"]


def test_json_of_several_papers_is_one_document(purchase_order, slips):
    body = json.loads(render_many([purchase_order(), slips()], "json"))
    assert ["采购单 · 张记蔬菜", "提货单"] == [paper["title"] for paper in body["papers"]]


def test_money_has_the_places_of_its_currency(purchase_order):
    body = json.loads(render(purchase_order(currency="JPY", money_digits=0), "json"))
    assert "188855" == body["tables"][0]["totals"][5]
    body = json.loads(render(purchase_order(currency="KWD", money_digits=3), "json"))
    assert "188.855" == body["tables"][0]["totals"][5]


def test_csv_is_a_complete_table_for_each_set_of_columns(purchase_order):
    rows = rows_of(render(purchase_order(), "csv"))
    facts = ["阳光超市", "10月6日 06:00"]
    assert ["门店", "送货", "Table", "商品", "数量", "单位", "箱数", "单价", "金额"] == rows[0]
    assert [*facts, "按商品", "鸡蛋", "12.5", "斤", "3", "5.50", "68.75"] == rows[1]
    assert [*facts, "按商品", "Total", "", "", "33", "", "1888.55"] == rows[4]
    assert [] == rows[5]
    assert ["门店", "送货", "Table", "商品", "村", "数量"] == rows[6]
    assert [*facts, "按村", "鸡蛋", "李家村", "2.5"] == rows[8]


def test_csv_of_slips_is_one_table(slips):
    rows = rows_of(render(slips(3), "csv"))
    assert ["门店", "Table", "提货码", "商品", "数量", "金额"] == rows[0]
    assert ["阳光超市", "会员2", "0002", "Total", "", "14.50"] == rows[-1]
    assert 1 + 3 * 3 == len(rows)


def test_csv_of_several_papers_names_the_paper_in_each_row(slips):
    rows = rows_of(render_many([slips(1), slips(1)], "csv"))
    assert "Paper" == rows[0][0]
    assert ["提货单"] * 6 == [row[0] for row in rows[1:]]


def test_csv_cells_that_a_spreadsheet_would_compute_begin_with_an_apostrophe(of_texts, rude):
    rows = rows_of(render(of_texts(rude), "csv"))
    assert all(not cell.startswith(tuple("=+-@＝\t\r")) for row in rows for cell in row)
    assert {"'=1+1", "'+86 138", "'-张三", "'@小明", "'＝SUM(A1)", "'=2+2", "'=3+3", "007"} <= {
        cell for row in rows for cell in row
    }


def test_csv_leaves_negative_amounts_numbers():
    table = Table(title="t", columns=(Column(title="a", kind="money"),), rows=((-1250,),))
    rows = rows_of(render(Paper(kind="k", key="k", title="t", language="en", tables=(table,)), "csv"))
    assert [["a"], ["-12.50"]] == rows
