"""The workbook, read back."""

from __future__ import annotations

import zipfile
from io import BytesIO

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.errors import Refused
from franchise.reports import xlsx
from franchise.reports.cells import clean
from franchise.reports.formats import render, render_many
from franchise.reports.paper import Column, Paper, Table


def book_of(data):
    return openpyxl.load_workbook(BytesIO(data))


def cells_of(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def texts_of(sheet):
    return [cell.value for cell in cells_of(sheet) if isinstance(cell.value, str)]


def row_of(sheet, text):
    return next(cell.row for cell in cells_of(sheet) if cell.value == text)


def values(sheet, row):
    return [cell.value for cell in sheet[row]]


def one_table(table, **changes):
    return Paper(kind="k", key="k", title="t", language="en", tables=(table,), **changes)


def test_each_table_is_a_sheet_with_its_head_block(purchase_order):
    book = book_of(render(purchase_order(), "xlsx"))
    assert ["按商品", "按村"] == book.sheetnames
    sheet = book["按商品"]
    assert "采购单 · 张记蔬菜" == sheet["A1"].value
    assert "门店: 阳光超市      送货: 10月6日 06:00" == sheet["A2"].value
    assert "按商品" == sheet["A3"].value


def test_amounts_are_numbers_with_formats_that_people_read(purchase_order):
    sheet = book_of(render(purchase_order(), "xlsx"))["按商品"]
    row = row_of(sheet, "鸡蛋")
    assert ["鸡蛋", 12.5, "斤", 3, 5.5, 68.75] == values(sheet, row)
    assert [
        "@",
        "General",
        "@",
        "#,##0",
        "#,##0.00",
        "#,##0.00",
    ] == [cell.number_format for cell in sheet[row]]
    assert [
        "left",
        "right",
        "left",
        "right",
        "right",
        "right",
    ] == [c.alignment.horizontal for c in sheet[row]]
    total = row_of(sheet, "Total")
    assert ["Total", None, None, 33, None, 1888.55] == values(sheet, total)
    assert '"¥"#,##0.00' == sheet.cell(total, 6).number_format


def test_money_follows_the_currencys_places(purchase_order):
    sheet = book_of(render(purchase_order(currency="JPY", money_digits=0), "xlsx"))["按商品"]
    assert [
        "#,##0",
        6875,
    ] == [sheet.cell(row_of(sheet, "鸡蛋"), 6).number_format, values(sheet, row_of(sheet, "鸡蛋"))[5]]


def test_sheets_are_set_up_for_a4_paper(purchase_order, pick_list):
    sheet = book_of(render(purchase_order(), "xlsx"))["按商品"]
    head = row_of(sheet, "数量")
    assert ["9", "portrait"] == [str(sheet.page_setup.paperSize), sheet.page_setup.orientation]
    # Fitting to one page across is what a workbook means by saying nothing of the width.
    assert [True, None, 0] == [
        sheet.sheet_properties.pageSetUpPr.fitToPage,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    ]
    assert f"${head}:${head}" == sheet.print_title_rows
    assert f"A{head + 1}" == sheet.freeze_panes
    assert "采购单 · 张记蔬菜" in sheet.oddFooter.left.text
    assert "Page &P of &N" == sheet.oddFooter.right.text
    wide = book_of(render(pick_list(), "xlsx"))["总分拣单"]
    assert "landscape" == wide.page_setup.orientation
    assert f"B{row_of(wide, '第1村') + 1}" == wide.freeze_panes


def test_columns_are_at_least_as_wide_as_asked_and_never_too_narrow_for_a_number():
    table = Table(
        title="t",
        columns=(Column(title="a", width=30), Column(title="b", kind="money", width=4)),
        rows=(("x", 123_456_789_00),),
    )
    sheet = book_of(render(one_table(table), "xlsx"))["t"]
    assert sheet.column_dimensions["A"].width >= 30
    assert sheet.column_dimensions["B"].width >= len("123,456,789.00")


def test_a_long_name_gets_the_lines_it_needs(purchase_order):
    sheet = book_of(render(purchase_order(), "xlsx"))["按商品"]
    eggs = row_of(sheet, "鸡蛋")
    assert sheet.cell(eggs + 1, 1).alignment.wrap_text
    assert sheet.row_dimensions[eggs + 1].height > 2 * 14
    assert (18) == sheet.row_dimensions[eggs].height or sheet.sheet_format.defaultRowHeight


def test_repeated_leading_cells_are_shown_once(purchase_order):
    sheet = book_of(render(purchase_order(), "xlsx"))["按村"]
    first = row_of(sheet, "鸡蛋")
    assert [
        ["鸡蛋", "张家村", 10],
        [None, "李家村", 2.5],
        ["特仑苏纯牛奶", "李家村", 30],
    ] == [values(sheet, first + number) for number in range(3)]
    rules = [sheet.cell(first + number, 3).border.top.style for number in range(3)]
    assert ["thin", None, "thin"] == rules


def test_a_group_within_a_group_is_shown_once_in_each():
    table = Table(
        title="t",
        span=2,
        columns=(Column(title="a"), Column(title="b"), Column(title="c")),
        rows=(("1", "x", "p"), ("1", "x", "q"), ("1", "y", "r"), ("2", "y", "s")),
    )
    sheet = book_of(render(one_table(table), "xlsx"))["t"]
    first = row_of(sheet, "p")
    assert [
        ["1", "x"],
        [None, None],
        [None, "y"],
        ["2", "y"],
    ] == [values(sheet, first + number)[:2] for number in range(4)]


def test_notes_close_the_first_sheet_and_lines_to_sign_the_last(purchase_order):
    book = book_of(render(purchase_order(), "xlsx"))
    assert "Note: =1+1 请按村分袋" in texts_of(book["按商品"])
    assert [] == [text for text in texts_of(book["按商品"]) if "____" in text]
    signed = [text for text in texts_of(book["按村"]) if "____" in text]
    assert [
        "供应商",
        "收货人",
        "Date",
    ] == [part.split(": ")[0].strip() for part in "".join(signed).split("_") if part.strip()]


def test_slips_lie_on_one_sheet_with_cut_rows_and_none_is_broken_over_pages(slips):
    book = book_of(render(slips(15), "xlsx"))
    assert ["提货单"] == book.sheetnames
    sheet = book["提货单"]
    starts = [
        cell.row for cell in cells_of(sheet) if str(cell.value).startswith("会员") and "_" not in cell.value
    ]
    assert 15 == len(starts)
    cuts = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).border.bottom.style == "dashed"]
    assert 15 == len(cuts)
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    assert {start - 1 for start in starts} >= set(breaks)
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
    height = [sheet.row_dimensions[row].height or 18 for row in range(1, sheet.max_row + 1)]
    pages = [sum(height[top:end]) for top, end in zip([0, *breaks], [*breaks, len(height)], strict=True)]
    # Upright A4 between the margins, in points, at the scale that the sheet is printed in.
    assert max(pages) <= (11.69 - 0.55 - 0.7) * 72 * 100 / sheet.page_setup.scale


def test_several_papers_are_one_workbook(purchase_order, slips):
    papers = [purchase_order(), attrs.evolve(purchase_order(), title="采购单 · 李记"), slips(2)]
    book = book_of(render_many(papers, "xlsx"))
    assert [
        "采购单 · 张记蔬菜 按商品",
        "采购单 · 张记蔬菜 按村",
        "采购单 · 李记 按商品",
        "采购单 · 李记 按村",
        "提货单",
    ] == book.sheetnames
    # Each paper counts its own pages; how many there are in all the workbook says nothing to its reader.
    assert [True, None, True, None, True] == [sheet.page_setup.useFirstPageNumber for sheet in book]
    assert "Page &P" == book.worksheets[0].oddFooter.right.text


def test_sheet_names_are_accepted_by_excel_and_unique():
    names = xlsx.SheetNames()
    assert "a(1)：b／c＊？" == names.give("a[1]:b/c*?")
    assert "A(1)：B／C＊？ (2)" == names.give("A[1]:B/C*?")
    assert "鸡" * 31 == names.give("鸡" * 40)
    assert "鸡" * 27 + " (2)" == names.give("鸡" * 40)
    assert "🌸" * 15 == names.give("🌸" * 40)
    assert "quoted" == names.give("'quoted'")
    assert "History_" == names.give("History")
    given_names = [names.give("") for _ in range(3)]
    assert 3 == len(set(given_names))
    assert all(given_names)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_titles_make_valid_sheet_names(titles):
    names = xlsx.SheetNames()
    made = [names.give(title) for title in titles]
    assert len(made) == len({name.casefold() for name in made})
    for name in made:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")


def test_nothing_is_ever_a_formula_or_a_link(of_texts, rude):
    data = render(of_texts(rude), "xlsx")
    book = book_of(data)
    cells = [cell for sheet in book for cell in cells_of(sheet)]
    assert {"s"} == {cell.data_type for cell in cells}
    assert [] == [cell for cell in cells if cell.hyperlink]
    shown = {str(cell.value).rstrip() for cell in cells}
    assert {clean(text) for text in rude} <= shown
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)


@settings(max_examples=60)
@given(
    st.tuples(
        st.text(), st.text(), st.text(alphabet="=+-@<>&\"'\t\r\n\x00\x1f\u202e\ufffe rt/_x0041", min_size=1)
    )
)
def test_any_text_gives_a_workbook_that_opens_and_says_it(of_texts, texts):
    book = book_of(render(of_texts(texts), "xlsx"))
    cells = [cell for sheet in book for cell in cells_of(sheet)]
    assert {"s"} >= {cell.data_type for cell in cells}
    shown = {str(cell.value).strip() for cell in cells}
    assert {clean(text).strip() for text in texts} - {""} <= shown


def test_a_footer_takes_the_title_literally():
    table = Table(title="t", columns=(Column(title="a"),), rows=(("x",),))
    data = render(attrs.evolve(one_table(table), title="12 A&B &P"), "xlsx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "&amp;8 12 A&amp;&amp;B &amp;&amp;P" in sheet


def test_a_chinese_paper_names_a_chinese_font_with_what_finds_another(pick_list):
    sheet = book_of(render(pick_list(), "xlsx"))["总分拣单"]
    font = sheet.cell(row_of(sheet, "商品0"), 1).font
    assert ["Microsoft YaHei", 2, 134] == [font.name, font.family, font.charset]


def test_numbers_beyond_a_cells_digits_stay_exact():
    huge = 10**17 + 1
    table = Table(
        title="t", columns=(Column(title="a", kind="money"),), rows=((huge,), (-huge,)), totals=(huge,)
    )
    shown = texts_of(book_of(render(one_table(table), "xlsx"))["t"])
    assert ["1000000000000000.01", "-1000000000000000.01", "1000000000000000.01"] == shown[-3:]


def test_a_quantity_too_long_for_the_general_format_has_one_of_its_own():
    table = Table(title="t", columns=(Column(title="a", kind="quantity"),), rows=((123_456_789_125,),))
    sheet = book_of(render(one_table(table), "xlsx"))["t"]
    row = row_of(sheet, 123456789.125)
    assert "0.000" == sheet.cell(row, 1).number_format


def test_more_rows_than_a_sheet_holds_are_refused_not_lost(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    table = Table(title="t", columns=(Column(title="a"),), rows=(("x",),) * 3)
    with pytest.raises(Refused, match="3 rows"):
        render(one_table(table), "xlsx")


def test_the_file_says_nothing_of_the_hour_it_was_made(purchase_order):
    with zipfile.ZipFile(BytesIO(render(purchase_order(), "xlsx"))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {one.date_time for one in archive.infolist()}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
