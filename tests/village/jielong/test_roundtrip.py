"""Orders written down in many styles are read back as they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.village.jielong.test_numbers import spelt

from franchise.amounts import format_quantity
from franchise_village.jielong import read

MEMBERS = (
    "陈姐",
    "李四家",
    "王婶",
    "小芳",
    "3组12号孙伯",
    "老马家",
    "阿珍",
    "豆豆妈",
    "张建国",
    "8排5号",
    "🌸花开",
    "Lily妈",
)
GOODS = (
    "鸡蛋",
    "五花肉",
    "八宝粥",
    "百事可乐",
    "三只松鼠坚果",
    "白菜",
    "纯牛奶24盒装",
    "花生米",
    "海天生抽1.9L",
    "拉拉裤M码",
    "啤酒500ml*12瓶",
    "带鱼",
    "包子",
    "六个核桃",
    "老干妈",
    "奶粉2段",
)
UNITS = ("斤", "个", "箱", "袋", "瓶", "板", "包", "份", "条", "盒", "kg", "桶")
NOTES = ("不要辣", "切片", "明早送", "放门口", "已付", "下午自取", "送到村口", "尾号6688")
MARKS = ("{}. ", "{}、", "{}) ", "（{}）", "{}．", "{}: ", "{}.")

amounts = st.one_of(
    st.integers(1, 200).map(lambda n: (n * 1_000, str(n))),
    st.integers(1, 99).map(lambda n: (n * 1_000, spelt(n))),
    st.integers(1, 99).map(lambda n: (n * 1_000 + 500, f"{n}.5")),
)
wishes = st.tuples(st.sampled_from(GOODS), amounts, st.sampled_from(UNITS), st.sampled_from(["", *NOTES]))
entries = st.tuples(
    st.sampled_from(MEMBERS), st.lists(wishes, min_size=1, max_size=4, unique_by=lambda wish: wish[0])
)
lists = st.lists(entries, min_size=1, max_size=8, unique_by=lambda entry: entry[0])


def amount_of(amount: tuple[int, str], unit: str, *, wide: bool) -> tuple[int, str]:
    value, text = amount
    if text == "二":
        text = "两"
    if wide:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."})
    return value, text + unit


@settings(max_examples=200)
@given(
    lists,
    st.sampled_from(MARKS),
    st.sampled_from([" ", "　", "：", "，", "\t"]),
    st.sampled_from(["，", "、", " ", "；"]),
    st.booleans(),
    st.booleans(),
)
def test_a_list_is_read_back_as_it_was_written(
    people: list[tuple[str, list[tuple[str, tuple[int, str], str, str]]]],
    mark: str,
    gap: str,
    comma: str,
    first: bool,
    wide: bool,
) -> None:
    text, expected = "#接龙\n\n", []
    for number, (member, wanted) in enumerate(people, 1):
        parts = []
        for item, amount, unit, note in wanted:
            value, written = amount_of(amount, unit, wide=wide)
            before = first and not any(sign in item for sign in "0123456789")
            parts.append(
                (f"{written}{item}" if before else f"{item}{written}") + (f"（{note}）" if note else "")
            )
            expected.append((member, item, format_quantity(value), unit, note))
        text += mark.format(number) + member + gap + comma.join(parts) + "\n"
    reading = read(text)
    found = [
        (line.member, line.item, format_quantity(line.quantity or 0), line.unit, line.note)
        for line in reading.books
    ]
    assert expected == found


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from(MEMBERS), amounts, st.sampled_from(UNITS)),
        min_size=1,
        max_size=8,
        unique_by=lambda entry: entry[0],
    ),
    st.sampled_from(["鸡蛋", "砂糖橘", "手工馒头", "五花肉"]),
)
def test_the_goods_of_the_header_are_wanted_by_everybody(
    people: list[tuple[str, tuple[int, str], str]], item: str
) -> None:
    text, expected = f"#接龙\n{item} 12.8元/份\n\n", []
    for number, (member, amount, unit) in enumerate(people, 1):
        value, written = amount_of(amount, unit, wide=False)
        text += f"{number}. {member} {written}\n"
        expected.append((member, item, value, unit, "header"))
    assert expected == [
        (line.member, line.item, line.quantity, line.unit, line.item_from) for line in read(text).books
    ]
