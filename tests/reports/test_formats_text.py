"""Plain text for a group, and the HTML page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.reports.cells import clean
from franchise.reports.formats import render, render_many
from franchise.reports.paper import Column, Paper, Table
from franchise.reports.webpage_style import css_string, page_style

VOID = {"meta", "col"}


class Page(HTMLParser):
    """Texts by tag, and whether all that was opened was closed."""

    def __init__(self, data):
        super().__init__()
        self.open, self.found, self.tags, self.attributes = [], [], [], []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        if data.strip():
            self.found.append((self.open[-1] if self.open else "", data.strip()))

    def texts(self, tag):
        return [text for where, text in self.found if where == tag]


def text_of(paper):
    return render(paper, "text").decode().splitlines()


def test_text_is_a_numbered_list_of_short_lines(purchase_order):
    assert [
        "【采购单 · 张记蔬菜】",
        "门店: 阳光超市",
        "送货: 10月6日 06:00",
        "",
        "◆ 按商品",
        "1. 鸡蛋 12.5斤 箱数 3, 单价 ¥5.50, 金额 ¥68.75",
        "2. 老北京布鞋（男款加绒加厚防滑牛筋底，冬季保暖，中老年人专用，40-45码） 2双 单价 ¥39.90, 金额 ¥79.80",
        "3. 特仑苏纯牛奶 30箱 箱数 30, 单价 ¥58.00, 金额 ¥1740.00",
        "Total: 箱数 33, 金额 ¥1888.55",
        "",
        "◆ 按村",
        "1. 鸡蛋: 张家村 10; 李家村 2.5",
        "2. 特仑苏纯牛奶: 李家村 30",
        "Note: =1+1 请按村分袋",
    ] == text_of(purchase_order())


def test_text_of_its_own_wins(purchase_order):
    paper = purchase_order(plain="接龙\r\n1. 鸡蛋\u202e 12斤\x00")
    assert "接龙\n1. 鸡蛋 12斤\n" == render(paper, "text").decode()


def test_text_of_slips_parts_the_members(slips):
    lines = text_of(slips(2))
    assert [
        "【提货单】",
        "门店: 阳光超市",
        "----------",
        "会员0",
        "提货码: 0000",
        "鸡蛋 2 ¥11.00",
        "豆腐 1 ¥3.50",
        "Total: 金额 ¥14.50",
        "----------",
    ] == lines[:9]


def test_a_unit_that_begins_with_a_digit_is_not_read_into_the_quantity():
    columns = (Column(title="n"), Column(title="q", kind="quantity"), Column(title="u", kind="unit"))
    table = Table(title="t", columns=columns, rows=(("米", 12_000, "5斤装"),))
    paper = Paper(kind="k", key="k", title="t", language="en", tables=(table,))
    assert "1. 米 12 5斤装" == text_of(paper)[-1]


def test_a_matrix_names_each_filled_column_with_the_unit():
    columns = (
        Column(title="商品"),
        Column(title="单位", kind="unit"),
        *(Column(title=name, kind="quantity") for name in ("合计", "东村", "西村", "南村")),
    )
    table = Table(
        title="t",
        columns=columns,
        rows=(("鸡蛋", "斤", 3_500, 2_000, None, 1_500), ("豆腐", "块", 1_000, 0, 1_000, 0)),
    )
    paper = Paper(kind="k", key="k", title="t", language="en", tables=(table,))
    assert ["1. 鸡蛋 合计 3.5斤, 东村 2斤, 南村 1.5斤", "2. 豆腐 合计 1块, 西村 1块"] == text_of(paper)[-2:]


def test_several_texts_are_parted_by_an_empty_line(slips):
    single = render(slips(1), "text")
    assert single + b"\n" + single == render_many([slips(1), slips(1)], "text")


def test_html_is_one_page_without_scripts_or_anything_fetched(purchase_order):
    data = render(purchase_order(language="zh_CN"), "html")
    page = Page(data)
    assert [] == page.open
    assert ("html", {"lang": "zh-CN"}) in page.attributes
    assert {"script", "link", "img", "iframe", "object"}.isdisjoint(page.tags)
    assert not re.search(rb"url\(|https?://|@import|\son\w+=", data)
    assert "default-src 'none'" in data.decode()


def test_html_shows_the_head_the_table_and_the_totals(purchase_order):
    page = Page(render(purchase_order(), "html"))
    assert ["采购单 · 张记蔬菜", "采购单 · 张记蔬菜"] == page.texts("h1")
    assert ["按商品", "按村"] == page.texts("h2")
    cells = page.texts("td")
    assert ["鸡蛋", "12.5", "斤", "3", "5.50", "68.75"] == cells[:6]
    assert ["Total", "33", "¥1,888.55"] == cells[cells.index("Total") :][:3]
    assert 2 == page.tags.count("thead")
    assert 3 == page.tags.count("i")  # a line to sign for each of two people and for the date


def test_html_spans_repeated_cells_and_keeps_a_group_on_one_page(purchase_order):
    page = Page(render(purchase_order(), "html"))
    assert [{"class": "lead", "rowspan": "2"}] == [
        a for tag, a in page.attributes if tag == "td" and "rowspan" in a
    ]
    assert 2 == sum(one == ("tbody", {"class": "group"}) for one in page.attributes)
    style = render(purchase_order(), "html").decode()
    assert "tr,.group,.totals,footer{break-inside:avoid}" in style


def test_html_prints_wide_tables_across_and_slips_side_by_side(pick_list, slips):
    wide = render(pick_list(), "html").decode()
    assert '<section class="sheet wide">' in wide
    assert "@page wide{size:A4 landscape}" in wide
    page = Page(render(slips(15), "html"))
    assert 15 == sum(one == ("section", {"class": "slip"}) for one in page.attributes)


def test_html_of_several_papers_begins_each_on_a_new_sheet(purchase_order, slips):
    page = Page(render_many([purchase_order(), attrs.evolve(slips(2), language="zh_CN")], "html"))
    assert [{"lang": "en"}, {"lang": "zh-CN"}] == [a for tag, a in page.attributes if tag == "article"]


def test_html_takes_every_text_literally(of_texts, rude):
    page = Page(render(of_texts(rude), "html"))
    assert "script" not in page.tags
    assert [] == page.open
    assert {clean(text) for text in rude} <= set(page.texts("td"))


@settings(max_examples=150)
@given(st.tuples(st.text(), st.text(alphabet="<>&\"'/=\\{}()*;:-!stylecrip\t\n\x00", min_size=1)))
def test_no_text_breaks_out_of_the_page(of_texts, texts):
    plain = Page(render(of_texts(("a", "b")), "html"))
    page = Page(render(of_texts(texts), "html"))
    assert [] == page.open
    assert {"script", "img", "a", "b"}.isdisjoint(page.tags)
    assert plain.tags.count("style") == page.tags.count("style")
    assert plain.tags.count("td") == page.tags.count("td")


def test_a_title_cannot_leave_its_place_in_the_style_sheet():
    rude = '"}</style><script>*{x:y}\\'
    style = page_style(rude, "Page {page} of {pages}")
    assert "<" not in style
    assert '"' + "".join(f"\\{ord(c):x} " for c in '"}') == css_string('"}')[:-1]
    assert "counter(page)" in style
    assert "counter(pages)" in style


@pytest.mark.parametrize(
    ("language", "tag"), [("zh", "zh-CN"), ("zh_CN.UTF-8", "zh-CN"), ("en", "en"), ("ja_JP", "ja-JP")]
)
def test_html_names_the_papers_language(language, tag, purchase_order):
    page = Page(render(purchase_order(language=language), "html"))
    assert ("html", {"lang": tag}) in page.attributes
