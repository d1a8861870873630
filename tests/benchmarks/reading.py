"""``python -m tests.benchmarks.reading``: messages of every shape read by the 接龙 reader, beside the bare minimum.

Each shape is cut to 16, 32 and 64 KiB of UTF-8, inside the reader's limits: 1,000 lines, 4,000 characters a line, 200
wishes an entry. The bare minimum finds words, numbers and units by one regular expression and builds as many frozen
lines as the reader gave; it knows no names, no notes, no doubts. ``--search N`` mixes fragments at random and shows
the slowest legal texts found.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import platform
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Final

import attrs
from tests.benchmarks import show

from franchise_village.jielong import Reading, read
from franchise_village.jielong.settings import DEFAULT

KIB: Final = 1024
SIZES: Final = (16, 32, 64)
TARGET: Final = 100.0  # ms of CPU for the largest
WIDE: Final = 3_900  # characters a line, below the limit
PIECE: Final = re.compile(r"([^\s\d,，。;；:：+]+)?\s*(\d+)?\s*([斤个箱袋包瓶盒把颗板])?")
FAMILY: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
KIN: Final = ("姐", "叔", "婶", "哥", "嫂", "奶奶", "大爷", "妈妈")
GOODS: Final = (
    "土豆",
    "鸡蛋",
    "五花肉",
    "纯牛奶",
    "白菜",
    "洗衣液",
    "手工挂面",
    "红富士",
    "冻虾仁",
    "海天酱油",
)
UNITS: Final = ("斤", "个", "箱", "袋", "包", "瓶", "盒", "把")
SAID: Final = (
    "老板给我留两斤五花肉",
    "今天的草莓看着不错",
    "我要三箱纯牛奶明天送",
    "鸡蛋不要了换成鸭蛋1板",
    "帮小芳带2袋面粉",
    "有虾的话来两斤",
    "昨天的苹果很甜",
    "刚才写错了是3斤",
    "谢谢团长辛苦了",
)


@attrs.frozen(kw_only=True)
class Bare:
    """As much as a line of the reader holds, without what it knows."""

    member: str
    item: str
    quantity: int
    unit: str
    span: tuple[int, int]


def bare(text: str, lines: int) -> list[Bare]:
    """One scan over the text, and as many lines."""
    found = [
        Bare(
            member="",
            item=one[1] or "",
            quantity=int((one[2] or "0")[:9]) * 1_000,
            unit=one[3] or "",
            span=one.span(),
        )
        for one in itertools.islice(PIECE.finditer(text), lines)
    ]
    return [*found, *(attrs.evolve(found[0]) for _ in range(lines - len(found)))]


def _names(draw: random.Random) -> str:
    return draw.choice(FAMILY) + draw.choice(KIN)


def _wish(draw: random.Random) -> str:
    return f"{draw.choice(GOODS)}{draw.randint(1, 20)}{draw.choice(UNITS)}"


def _lines(piece: Callable[[random.Random, int], str], head: str = "") -> Callable[[int], str]:
    """A text of lines, cut at a whole line."""

    def make(size: int) -> str:
        draw, out, room = random.Random(size), [head] if head else [], size * KIB - len(head.encode())
        free = DEFAULT.max_lines - 1 - head.count("\n")
        for number in itertools.count(1):
            line = piece(draw, number)
            room -= len(line.encode()) + 1
            free -= 1 + line.count("\n")
            if room < 0 or free < 1:
                break
            out.append(line)
        return "\n".join(out)

    return make


def _wide(piece: Callable[[random.Random], str], sign: str = "", head: str = "") -> Callable[[int], str]:
    """Lines of nearly 4,000 characters; ``sign`` parts the pieces."""

    def line(draw: random.Random, _number: int) -> str:
        pieces, length = [head], len(head)
        while length < WIDE:
            pieces.append(piece(draw))
            length += len(pieces[-1]) + len(sign)
        return (sign.join(pieces) if not head else head + sign.join(pieces[1:]))[:WIDE]

    def make(size: int) -> str:
        draw, out, room = random.Random(size), [], size * KIB
        while room > 0:
            text = line(draw, 0).encode()[: room - 1].decode(errors="ignore")
            out.append(text)
            room -= len(text.encode()) + 1
            if room < 4:
                break
        return "\n".join(out)

    return make


def _one(char: str) -> Callable[[int], str]:
    return _wide(lambda _draw: char)


def _log(draw: random.Random, number: int) -> str:
    said = draw.choice((draw.choice(SAID), _wish(draw), "+1", f"我要{_wish(draw)}"))
    return f"{_names(draw)} 2026/3/{1 + number % 28} 10:{number % 60:02}:31\n{said}"


def _dense(draw: random.Random, number: int) -> str:
    return f"{number}. {_names(draw)} {' '.join(_wish(draw) for _ in range(4))}"


def _envelope(size: int) -> str:
    """A native chain list: the title's text, and the ranges of its entries in UTF-16 units."""
    title, info = ["#接龙"], []
    place, room = len(title[0]) + 1, size * KIB - 200
    draw = random.Random(size)
    for number in range(1, DEFAULT.max_lines - 1):
        mark = f"{number}. "
        said = f"{_names(draw)} {_wish(draw)} {_wish(draw)}"
        place += len(mark)
        one = f"<i><u>wxid_{number}</u><r>{place}-{len(said)}</r></i>"
        room -= len(f"{mark}{said}\n{one}".encode())
        if room < 0:
            break
        title.append(mark + said)
        info.append(one)
        place += len(said) + 1
    return (
        f"<msg><appmsg><title>{chr(10).join(title)}</title><type>53</type>"
        f"<solitaire_info>{''.join(info)}</solitaire_info></appmsg></msg>"
    )


def _table(draw: random.Random, number: int) -> str:
    return f"{number}\t{_names(draw)}\t{draw.choice(GOODS)}\t{draw.randint(1, 9)}{draw.choice(UNITS)}"


def _report(draw: random.Random, number: int) -> str:
    return f"{_names(draw)}{number}：" if number % 5 == 1 else _wish(draw)


def _price(draw: random.Random, number: int) -> str:
    return f"{number}、{draw.choice(GOODS)} {draw.randint(1, 99)}.{draw.randint(1, 9)}元/{draw.choice(UNITS)}"


SHAPES: Final[dict[str, Callable[[int], str]]] = {
    "dense list, four wishes an entry": _lines(_dense, "#接龙"),
    "list of 1,000 lines, 60 characters each": _lines(
        lambda d, n: f"{n}. {_names(d)} {' '.join(_wish(d) for _ in range(12))}"[:60], "#接龙"
    ),
    "list with notes": _lines(
        lambda d, n: f"{n}. {_names(d)} {_wish(d)} 不要肥的，{_wish(d)}（切片）明早送", "#接龙"
    ),
    "list without numbers": _lines(lambda d, _n: f"{_names(d)} {_wish(d)}", "团购\n土豆 2元"),
    "names only": _lines(lambda d, n: f"{n}. {_names(d)}", "#接龙\n土鸡蛋 32元"),
    "names and +1": _lines(lambda d, _n: f"{_names(d)} +1", "土鸡蛋 32元"),
    "lines of +1": _lines(lambda _d, _n: "+1"),
    "envelope of type 53": _envelope,
    "table by tabs": _lines(_table, "序号\t姓名\t商品\t数量"),
    "copied log": _lines(_log),
    "report by headings": _lines(_report, "柳树屯 晚单汇总"),
    "price list": _lines(_price),
    "cancellations": _lines(lambda d, _n: f"{_names(d)}的{d.choice(GOODS)}不要了"),
    "changes": _lines(lambda d, _n: f"{_names(d)} {d.choice(GOODS)}改成{d.randint(1, 9)}斤"),
    "sentences with punctuation": _wide(lambda d: d.choice((*SAID, _wish(d))), "，"),
    "sentences without punctuation": _wide(lambda d: d.choice((*SAID, _wish(d)))),
    "sentences by lines": _lines(lambda d, _n: "，".join(d.choice(SAID) for _ in range(3))),
    "one clause a comma": _wide(_wish, "，"),
    "clauses that name nothing": _wide(lambda d: f"我那个{d.randint(1, 9)}", "，"),
    "run-on items": _wide(_wish),
    "+1 by spaces": _wide(lambda _d: "+1", " "),
    "+1 without spaces": _wide(lambda _d: "+1"),
    "+1 by commas": _wide(lambda _d: "+1", ","),
    "x1": _wide(lambda _d: "x1"),
    "1g by spaces": _wide(lambda _d: "1g", " "),
    "DHA2瓶": _wide(lambda _d: "DHA2瓶"),
    "digits": _one("1"),
    "one Chinese character": _one("菜"),
    "one Latin character": _one("a"),
    "一": _one("一"),
    "半": _one("半"),
    "各": _one("各"),
    "units": _one("斤"),
    "spaces": _wide(lambda d: " " * 20 + d.choice("菜肉")),
    "brackets, opened": _one("("),
    "brackets, in pairs": _wide(lambda d: f"({_wish(d)})"),
    "emoji": _wide(lambda d: d.choice("👍🍎🌹❤️✅1")),
    "stars for pictures": _wide(lambda _d: "[玫瑰]1"),
    "times and telephones": _wide(lambda _d: "明早8:30送13800000000", "，"),
    "verbs": _wide(lambda d: d.choice(("我要", "再来", "帮我带", "给我留"))),
    "mentions": _wide(lambda d: f"@{_names(d)} {_wish(d)}", " "),
    "hosts and greetings": _wide(lambda d: d.choice(("团长", "你好", "大家好", "麻烦您")), ","),
    "kindness": _wide(lambda d: d.choice(("谢谢", "好的", "辛苦了", "哈")), ","),
    "each": _wide(lambda d: f"{d.choice(GOODS)}、{d.choice(GOODS)}各{d.randint(1, 9)}斤", "，"),
    "menu letters": _lines(
        lambda d, n: f"{n}. {_names(d)} {' '.join(d.choice('AB') + str(d.randint(1, 9)) for _ in range(9))}",
        "#接龙\nA. 土鸡蛋 32元\nB. 鸭蛋 20元",
    ),
}
FRAGMENTS: Final = (
    *SAID, *GOODS, *UNITS, *KIN, "+1", "x2", "*3", "1g", "a1", "2斤", "半斤", "斤半", "各", "都", "每样", "一样", "1", "12", "3.5",
    "一", "两", "半", "几", "十", "和", "跟", "同", "以及", "还有", "不要", "不要了", "取消", "退", "改成", "换成", "再加", "我要", "来", "帮", "给",
    "麻烦", "谢谢", "哈", "吗", "?", "(", ")", "[", "]", "，", ",", "。", ";", ":", " ", "  ", "、", "/", "-", "~", ".", "·", "@", "#", "★", "👍",
    "明早", "8:30", "3月5日", "13800000000", "3组", "5号楼", "元", "块", "20块钱", "5元一斤", "¥3", "那个", "上次", "没有就算了", "如果", "一箱12瓶",
    "500ml*24", "宝宝", "王姐", "小芳", "我", "的", "了", "去皮", "切片", "微辣", "草莓味", "大号", "XL", "合计", "例", "接龙", "\n",
)  # fmt: skip


def spent(text: str, runs: int, *, sender: str = "", offer: str = "") -> tuple[float, Reading]:
    """The least CPU of so many readings in ms, and the reading."""
    best, reading = float("inf"), read("1")
    for _run in range(runs):
        gc.collect()
        began = time.process_time()
        reading = read(text, sender=sender, offer=offer)
        best = min(best, (time.process_time() - began) * 1_000)
    return best, reading


def _spent_bare(text: str, lines: int, runs: int) -> float:
    best = float("inf")
    for _run in range(runs):
        began = time.process_time()
        bare(text, lines)
        best = min(best, (time.process_time() - began) * 1_000)
    return best


def measured(runs: int, wanted: str) -> Iterator[list[str]]:
    """A row for each shape."""
    for name, make in SHAPES.items():
        if wanted not in name:
            continue
        found = [spent(make(size), runs, sender="陈姐") for size in SIZES]
        text, reading = make(SIZES[-1]), found[-1][1]
        floor = _spent_bare(text, len(reading.lines), runs)
        first, last = found[0][0], found[-1][0]
        yield [
            name,
            reading.rejected or reading.mode,
            f"{len(text):,}",
            f"{len(reading.lines):,}",
            *(f"{ms:.0f}" for ms, _ in found),
            f"{last / max(first, 0.1):.1f}",
            f"{floor:.0f}",
            "*" if last > TARGET else "",
        ]


def mixed(draw: random.Random, size: int) -> str:
    """A legal text of a few fragments, in one of three layouts."""
    some = draw.sample(FRAGMENTS, draw.randint(1, 6))
    sign = draw.choice(("", "", " ", "，", ","))
    layout = draw.choice(("wide", "wide", "list", "lines"))
    if layout == "wide":
        return _wide(lambda d: d.choice(some).strip("\n") or ",", sign)(size)
    wide = draw.randint(10, 200)
    return _lines(
        lambda d, n: (
            (f"{n}. {_names(d)} " if layout == "list" else "")
            + sign.join(d.choice(some).replace("\n", " ") for _ in range(wide // 2))[:wide]
        ),
        "#接龙" if layout == "list" else "",
    )(size)


def search(texts: int, seed: int, keep: int = 12) -> list[list[str]]:
    """The slowest of so many mixed texts."""
    draw = random.Random(seed)
    found: list[tuple[float, str, Reading]] = []
    for _text in range(texts):
        text = mixed(draw, SIZES[-1])
        ms, reading = spent(text, 1, sender=draw.choice(("", "陈姐")), offer=draw.choice(("", "土鸡蛋")))
        found.append((ms, text, reading))
        found = sorted(found, key=lambda one: -one[0])[:keep]
    return [
        [f"{ms:.0f}", one.rejected or one.mode, f"{len(one.lines):,}", repr(text[:60])]
        for ms, text, one in found
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=3, metavar="N", help="readings of each text, the best counts (3)"
    )
    parser.add_argument("--shape", default="", metavar="WORDS", help="only the shapes whose names hold this")
    parser.add_argument("--search", type=int, metavar="N", help="read so many random mixtures instead")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}; {show.busy()}\n")
    read("1. 陈姐 鸡蛋2斤")  # compiles what is compiled once
    if options.search:
        show.table([["CPU ms", "read as", "lines", "begins"], *search(options.search, options.seed)])
        return
    heads = ["", "read as", "characters", "lines", *(f"{size} KiB" for size in SIZES), "times", "bare", ""]
    show.table([heads, *measured(options.runs, options.shape)])
    print(f"\nCPU ms, the best of {options.runs} readings; * above {TARGET:.0f} ms.")


if __name__ == "__main__":
    main()
