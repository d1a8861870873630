"""Whatever the amounts, every format prints the paper's own totals, to the last digit."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.reports.formats import render
from franchise.reports.paper import Column, Paper, Table

PLACES = {"quantity": 3, "count": 0}


def amounts(limit):
    return st.one_of(st.none(), st.integers(min_value=-limit, max_value=limit))


@st.composite
def papers(draw):
    rows = draw(
        st.lists(
            st.tuples(
                st.text(max_size=12), amounts(9_999_000), st.text(max_size=3), amounts(10_000), amounts(10**9)
            ),
            max_size=12,
        )
    )
    kinds = ("text", "quantity", "unit", "count", "money")
    sums = [sum(row[place] or 0 for row in rows) for place in (1, 3, 4)]
    digits = draw(st.integers(min_value=0, max_value=3))
    table = Table(
        title="t",
        columns=tuple(Column(title=kind, kind=kind) for kind in kinds),
        rows=tuple(rows),
        totals=("SUM", sums[0], None, sums[1], sums[2]),
        span=draw(st.integers(min_value=0, max_value=2)),
        wide=draw(st.booleans()),
    )
    return Paper(
        kind="k",
        key="k",
        title="p",
        language="en",
        currency=draw(st.sampled_from(("CNY", "KWD", 'X"<'))),
        money_digits=digits,
        tables=(table,),
        layout=draw(st.sampled_from(("sheets", "slips"))),
    )


def from_xlsx(data):
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    row = next(list(row) for row in sheet.iter_rows(values_only=True) if row[0] == "SUM")
    return [Decimal(str(row[place])) for place in (1, 3, 4)]


def from_csv(data):
    rows = [row for row in csv.reader(StringIO(data.decode("utf-8-sig"), newline="")) if "SUM" in row]
    row = rows[-1][rows[-1].index("SUM") :]
    return [Decimal(row[place]) for place in (1, 3, 4)]


def from_json(data):
    row = json.loads(data)["tables"][0]["totals"]
    return [Decimal(row[place]) for place in (1, 3, 4)]


def from_text(data):
    line = next(line for line in data.decode().split("\n") if line.startswith("SUM: quantity "))
    found = [part.split(" ", 1)[1] for part in line.removeprefix("SUM: ").split(", ")]
    return [Decimal(re.sub(r"[^0-9.-]", "", text)) for text in found]


def from_html(data):
    body = data.decode().split('<tbody class="totals">')[1]
    cells = [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", body)]
    return [Decimal(re.sub(r"[^0-9.-]", "", cells[place])) for place in (1, 3, 4)]


@settings(max_examples=80)
@given(papers())
def test_totals_are_the_same_in_every_format(paper):
    totals = paper.tables[0].totals
    expected = [
        Decimal(totals[place]).scaleb(-places) for place, places in ((1, 3), (3, 0), (4, paper.money_digits))
    ]
    assert {
        "xlsx": expected,
        "csv": expected,
        "json": expected,
        "text": expected,
        "html": expected,
    } == {
        "xlsx": from_xlsx(render(paper, "xlsx")),
        "csv": from_csv(render(paper, "csv")),
        "json": from_json(render(paper, "json")),
        "text": from_text(render(paper, "text")),
        "html": from_html(render(paper, "html")),
    }


@settings(max_examples=40)
@given(papers())
def test_every_line_of_the_paper_is_in_every_table_of_numbers(paper):
    table = paper.tables[0]
    quantities = [None if row[1] is None else Decimal(row[1]).scaleb(-3) for row in table.rows]
    data = json.loads(render(paper, "json"))["tables"][0]["rows"]
    assert quantities == [None if row[1] is None else Decimal(row[1]) for row in data]
    sheet = openpyxl.load_workbook(BytesIO(render(paper, "xlsx"))).worksheets[0]
    shown = list(sheet.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(shown) if "quantity" in row)
    written = [row[1] for row in shown[head + 1 : head + 1 + len(table.rows)]]
    assert quantities == [None if value is None else Decimal(str(value)) for value in written]
