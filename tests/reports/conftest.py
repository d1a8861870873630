"""Papers that the format tests draw: what a rural supermarket prints, and what a rude name may hold."""

from __future__ import annotations

import pytest

from franchise.reports.paper import Column, Paper, Table

LONG_NAME = "老北京布鞋（男款加绒加厚防滑牛筋底，冬季保暖，中老年人专用，40-45码）"
RUDE = (
    "=1+1",
    "+86 138",
    "-张三",
    "@小明",
    '=HYPERLINK("http://x","点我")',
    "＝SUM(A1)",
    "\t=2+2",
    "\r=3+3",
    "<r><t>x</t></r>",
    "<script>alert(1)</script>",
    "</style><b>",
    "{=1}",
    "http://example.com",
    "007",
    "nan",
)


def make_purchase_order(**changes: object) -> Paper:
    columns = (
        Column(title="商品", width=24),
        Column(title="数量", kind="quantity", width=8),
        Column(title="单位", kind="unit", width=5),
        Column(title="箱数", kind="count", width=6),
        Column(title="单价", kind="money", width=9),
        Column(title="金额", kind="money", width=11),
    )
    by_product = Table(
        title="按商品",
        columns=columns,
        rows=(
            ("鸡蛋", 12_500, "斤", 3, 550, 6_875),
            (LONG_NAME, 2_000, "双", None, 3_990, 7_980),
            ("特仑苏纯牛奶", 30_000, "箱", 30, 5_800, 174_000),
        ),
        totals=(None, None, None, 33, None, 188_855),
    )
    by_village = Table(
        title="按村",
        span=1,
        columns=(Column(title="商品", width=24), Column(title="村"), Column(title="数量", kind="quantity")),
        rows=(
            ("鸡蛋", "张家村", 10_000),
            ("鸡蛋", "李家村", 2_500),
            ("特仑苏纯牛奶", "李家村", 30_000),
        ),
    )
    settings: dict[str, object] = {
        "kind": "purchase_order",
        "key": "zhangji",
        "title": "采购单 · 张记蔬菜",
        "language": "en",
        "facts": (("门店", "阳光超市"), ("送货", "10月6日 06:00")),
        "tables": (by_product, by_village),
        "notes": ("=1+1 请按村分袋",),
        "signatures": ("供应商", "收货人"),
    }
    return Paper(**(settings | changes))  # type: ignore[arg-type]


def make_pick_list() -> Paper:
    villages = tuple(Column(title=f"第{number}村", kind="quantity", width=8) for number in range(1, 13))
    return Paper(
        kind="pick_list",
        key="hub",
        title="总分拣单",
        language="zh_CN",
        tables=(
            Table(
                title="总分拣单",
                wide=True,
                columns=(Column(title="商品", width=24), *villages),
                rows=tuple((f"商品{number}", *([500] * 12)) for number in range(40)),
            ),
        ),
    )


def make_slips(members: int = 15) -> Paper:
    columns = (
        Column(title="商品", width=24),
        Column(title="数量", kind="quantity"),
        Column(title="金额", kind="money"),
    )
    return Paper(
        kind="slips",
        key="zhang",
        title="提货单",
        language="en",
        facts=(("门店", "阳光超市"),),
        layout="slips",
        notes=("今晚 20:00 前提货",),
        signatures=("会员",),
        tables=tuple(
            Table(
                title=f"会员{number}",
                facts=(("提货码", f"{number:04}"),),
                columns=columns,
                rows=(("鸡蛋", 2_000, 1_100), ("豆腐", 1_000, 350)),
                totals=(None, None, 1_450),
            )
            for number in range(members)
        ),
    )


def make_of_texts(texts: tuple[str, ...]) -> Paper:
    """A paper that says the same texts everywhere that text can stand."""
    return Paper(
        kind="packing_list",
        key="k",
        title=texts[0],
        language="en",
        facts=tuple((text, text) for text in texts),
        tables=(
            Table(
                title=texts[-1],
                facts=((texts[0], texts[-1]),),
                columns=(Column(title=texts[0]), Column(title=texts[-1], kind="unit")),
                rows=tuple((text, text) for text in texts),
                totals=(texts[0], texts[-1]),
            ),
        ),
        notes=texts,
        signatures=texts,
    )


@pytest.fixture(scope="session")
def purchase_order():
    return make_purchase_order


@pytest.fixture(scope="session")
def pick_list():
    return make_pick_list


@pytest.fixture(scope="session")
def slips():
    return make_slips


@pytest.fixture(scope="session")
def of_texts():
    return make_of_texts


@pytest.fixture(scope="session")
def rude():
    return RUDE
