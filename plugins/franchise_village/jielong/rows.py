"""Rows of a pasted table or a filled-in form: what each labelled field says, and the lines that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.entry import build
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.numbers import unit_at
from franchise_village.jielong.quantity import Quantity, scan
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import new_builder
from franchise_village.jielong.vocabulary import words

# What the headings of columns and the labels of forms are called, by what stands beneath them.
LABELS: Final = {
    label: kind
    for kind, labels in {
        "number": "序号 编号 号 # no no. 行号 接龙号",
        "member": "姓名 名字 昵称 客户 顾客 买家 收货人 团员 会员 客人 成员 邻居 接龙人 下单人 订购人 订货人 群昵称 群名 微信名 微信昵称 客户名 客户姓名 宝妈 妈妈 谁 人员 用户 称呼 户主 name member",
        "item": "商品 品名 产品 货品 品种 商品名称 商品名 名称 物品 菜品 项目 货物 产品名称 品类 货名 菜名 东西 订购商品 item product goods",
        "order": "内容 接龙内容 订购内容 需求 订单 明细 订购 要什么 所需 订单内容 购买内容",
        "spec": "规格 型号 尺码 码数 颜色 口味 尺寸 段数 款式 月龄 size",
        "quantity": "数量 件数 份数 个数 订购数量 购买数量 订货数量 数目 订量 斤数 箱数 盒数 要多少 多少 qty quantity 数",
        "unit": "单位 unit 计量单位",
        "note": "备注 说明 要求 留言 其他 备注说明 note notes remark 取货时间 自提时间 送货时间",
        "village": "村名 村 村子 村庄 村屯 屯 村别 自然村 网点 门店 站点 村组 村落",
        "house": "楼号 房号 门牌 楼栋 地址 门牌号 房间号 楼栋号 小区 收货地址 自提点 组别",
        "phone": "电话 手机 手机号 联系电话 联系方式 电话号码 手机号码 phone tel",
        "aside": "单价 价格 金额 小计 总价 售价 合计 总额 日期 时间 下单时间 是否付款 付款 状态 已付 price amount total",
    }.items()
    for label in labels.split()
}
_NONE: Final = words("- -- / 无 没有 0 〇 x × — ― . 没")
_NOTED: Final = ("house", "phone", "note")


@attrs.frozen(kw_only=True)
class Goods:
    """A column that stands for goods: their name as written, and the unit in brackets behind it."""

    name: str
    unit: Place | None = None


def trimmed(text: str, place: Place, chars: str = " \n\t") -> Place:
    start, end = place
    while start < end and text[start] in chars:
        start += 1
    while end > start and text[end - 1] in chars:
        end -= 1
    return start, end


def is_none(text: str, place: Place) -> bool:
    """Whether a field is left blank or says that nothing is wanted."""
    return place[0] >= place[1] or text[place[0] : place[1]] in _NONE


def amount_in(scene: Scene, place: Place, unit: Place | None = None) -> Quantity | None:
    """The amount that fills a field, with the unit of another field where it names none itself."""
    start, end = place
    if start >= end:
        return None
    if scene.text[start] in "*x+" and start + 1 < end:
        start += 1
    quantity = scan(scene.text, start, end, most=scene.most)
    if quantity is None or quantity.role != "amount" or quantity.end != end:
        return None
    if not quantity.has_unit and unit is not None and unit[0] < unit[1]:
        return quantity._replace(unit_start=unit[0], unit_end=unit[1])
    return quantity


def unit_in(scene: Scene, place: Place) -> Place | None:
    """The field itself when it is a unit and nothing more."""
    return place if place[0] < place[1] and unit_at(scene.text, *place) == place[1] - place[0] else None


def read_row(scene: Scene, fields: Mapping[str, Place], member: Place | None, gathered: Gathered) -> bool:
    """One row of labelled fields; False when nothing can be made of it."""
    text = scene.text
    notes = [fields[kind] for kind in _NOTED if kind in fields and not is_none(text, fields[kind])]
    if "order" in fields or ("item" in fields and "quantity" not in fields):
        place = fields.get("order") or fields["item"]
        if is_none(text, place):
            return False
        builder = build(scene, (place,))
    else:
        builder = new_builder(scene)
        item = [
            fields[kind] for kind in ("item", "spec") if kind in fields and not is_none(text, fields[kind])
        ]
        amount = fields.get("quantity", (0, 0))
        unit = fields.get("unit")
        quantity = amount_in(scene, amount, unit_in(scene, unit) if unit else None)
        if quantity is None and (not item or text[amount[0] : amount[1]] in _NONE - {"0"}):
            return False
        places = [*item, *([amount] if amount[0] < amount[1] else [])]
        phrase = Phrase(item, quantity, min(start for start, _ in places), max(end for _, end in places))
        if quantity is None:
            phrase.doubts.add("quantity_missing")
            notes += [amount] if amount[0] < amount[1] else []
        elif quantity.doubt:
            phrase.doubts.add(quantity.doubt)
        builder.phrases.append(phrase)
    if not builder.phrases:
        return False
    builder.phrases[-1].notes.extend(sorted(notes))
    lines_of(
        scene,
        builder,
        gathered,
        member=member_of(scene, member) if member else scene.sender,
        member_place=member,
    )
    return True


def read_counts(
    scene: Scene, columns: Mapping[int, Goods], cells: list[Place], member: Place, gathered: Gathered
) -> int:
    """One row of a table whose columns are goods: an amount in a cell is a wish. Gives how many there were."""
    read = 0
    for index, goods in columns.items():
        if index >= len(cells) or is_none(scene.text, cells[index]):
            continue
        quantity = amount_in(scene, cells[index], goods.unit)
        if quantity is None:
            gathered.warn("not_understood", scene.source.span(*cells[index]))
            continue
        builder = new_builder(scene)
        builder.add([], quantity)
        here = attrs.evolve(scene, item=goods.name, item_from="header")
        lines_of(here, builder, gathered, member=member_of(scene, member), member_place=member)
        read += 1
    return read
