"""What the words around a list tell: the goods, the menu, the village, the session."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.places import PIECES, REPORT, totalled, village_in
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place
from franchise_village.jielong.source import Source
from franchise_village.jielong.vocabulary import longest_first

MARKER: Final = Pattern(r"#?(?:接龙|groupnote|group note|solitaire)(?:[:!~。]|$|(?=[ \n])|(?=[^0-9a-z]))")
_HASHED: Final = Pattern(r"#(?:接龙|group ?note|solitaire)")
EXAMPLE: Final = Pattern(
    r"[\s(\[【]*(?:例如?|示例|格式|样例|范例|举例|example|eg|e\.g\.)(?:[:. )\]】、,]|(?=[^子])|$)"
)
TOTAL: Final = Pattern(
    r"[\s*=-]*(?:合计|共计|总计|总共|一共|小计|累计|汇总|总数|合共|以上(?:共|合计|总共)?(?=[:0-9一二两三四五六七八九十 ])|共(?=[:0-9 一二两三四五六七八九十])|total)[^\n]*"
)
_TOTALS: Final = Pattern(r"汇总|合计|总单|总计|总数|总表|统计")
_SESSIONS: Final = (
    ("早单", "morning"),
    ("早上", "morning"),
    ("午单", "noon"),
    ("中午", "noon"),
    ("中单", "noon"),
    ("晚单", "evening"),
    ("晚上", "evening"),
    ("下午单", "evening"),
)
_OPTION: Final = Pattern(
    r"\s*[(\[【]?(?:([a-z])(?:款|套餐)?(?:[.、:)\]】]+ ?| +|(?=[\u4e00-\u9fff]))|([0-9]{1,2})(?:号|款)(?![早晚上下中到前后])[.、:)\]】 ]*)(?=[^0-9 ])"
)
_OPTION_INSIDE: Final = Pattern(r"(?<![0-9a-z])([a-z])(?:款|套餐)?[.、:)\]】]{0,2} ?(?=[\u4e00-\u9fff])")
_NUMBER_INSIDE: Final = Pattern(
    r"(?<![0-9a-z])([0-9]{1,2})(?:号|款)[.、:)\]]{0,2} ?(?=[\u4e00-\u9fff])(?!楼|院|店|线|[上下]午|早|晚)"
)
_CIRCLED_INSIDE: Final = Pattern(r"([①-⑳]) ?(?=[\u4e00-\u9fffa-z])")
_CUT: Final = Pattern(
    r"[一二两三四五六七八九十]{1,2}[块毛元][一二三四五六七八九]?(?=钱|一?[斤个根条只盒箱袋份包瓶把板]|$)|[0-9](?!段)|[¥￥]|(?<![\u4e00-\u9fff])[一二两三四五六七八九十半](?=[斤个盒箱袋板只份包瓶桶枚条])|每(?=[斤个盒箱袋板只份包瓶桶户人])|一(?=[板箱斤盒份袋])|限购|限量|包邮"
)
_ONE_EACH: Final = Pattern(
    r"(?:(?:每|一)(?:户|人|家|位)|每个人)(?:只|仅)?(?:限购?|能[买订要]|可[买订]|可以[买订])?(?:1|一)(?![0-9一二三四五六七八九十百.-])[份个只箱袋盒包瓶桶板件条块提斤套把棵]|限购?(?:1|一)(?![0-9一二三四五六七八九十百.-])[份个只箱袋盒包瓶桶板件条块提套把棵]"
)
_CALLS: Final = Pattern(
    r"(?:需要|想要|要)的(?=[+扣接报]|$)|的(?:请|可以|赶紧|快|都)?(?=接|报|来|吱|私|扣|下单|加|说)"
)
_PRICED: Final = Pattern(r"[0-9](?:\.[0-9]+)?\s?(?:元|块|rmb|/)|¥|[0-9]+\.[0-9]{1,2}(?![0-9点])")
_PRICED_BY: Final = Pattern(
    r"[0-9] ?(?:元|块钱?|rmb)? ?[/一每](公斤|[斤个只箱袋盒包瓶板份条件块桶提把颗根枚套])"
)
_TIME: Final = Pattern(
    r"(?:大?后天|明[天早晚日]|今[天早晚日]|当天|昨天|(?:下|本|这)?(?:周|礼拜|星期)[一二三四五六日天末]?|上午|下午|中午|早上|晚上|傍晚|早晨|[0-9]{1,2}点半?|[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[日号])"
)
_BEFORE: Final = longest_first(
    "这批 这款 这种 这次 本批 特价 秒杀 团购 拼团 开团 新鲜 现货 现摘 现杀 现做 到货 上新 新品 爆款 福利 优惠 活动 预定 预订 预售 接龙 报名 统计 大家好 各位 群友 邻居 家人们 亲们 姐妹们 宝妈们 有 要 订 的 团长 推荐 今日团品 团品 商品 产品 品名 品种 品类 开始 今日 每日 本期 本周 专享 限时 清仓 好消息 通知 来了 早市 晚市 供应 出售 代购 自家 本店 订购 预约 需要 想要 卖 还有 进了 上了 到了 刚到 名称 名字 主题 做了 做 "
)
_AFTER: Final = longest_first(
    "不多 不多了 有限 量少 团 接龙 报名 预定 预订 预售 统计 汇总 开始了 开始 啦 来了 到了 到货 特价 秒杀 团购 拼团 开团 现货 促销 上新 了 哦 吧 呀 报单 名单 下单 开抢 抢购 优惠 供应"
)
_NOT_GOODS: Final = Pattern(
    r"顺丰|空运|快递|冷链|报数|直发|代发|截单|截止|截团|取货|自提|提货|到货|送货|付款|转账|收款|规则|备注|注意|说明|地址|时间|下单|格式|每户|每人|限购|欢迎|通知|链接|http|运费|包邮|公告|所有人|起送|菜单|订单|名单|价格|单价|规格|数量|村口|配送|发货|姓名|需要的|要的|参与|方式|如下|以下|大家|各位|客户|复制|请|谢谢|电话|群|都有|甜的|咸的|自选|任选|可选|福利$|专享|特价$|今日$|团品|小区|社区|左右|开始|结束|合计|汇总|报单|品种|老规矩|名额|先到先得|售完|晚单|午单|早单|统计|好消息|快来|报名|接龙|日期|单子"
)


class Option(NamedTuple):
    """Goods of a menu: their folded letter or number, their words, and what their price is for ("" where not told)."""

    letter: str
    goods: str
    priced_by: str


@attrs.frozen(kw_only=True)
class Header:
    """What stands before the entries. ``item`` as written; ``options`` by folded letter or number."""

    item: str = ""
    options: dict[str, str] = attrs.field(factory=dict)
    priced_by: dict[str, str] = attrs.field(factory=dict)  # the unit of an option's price: 4.9/斤
    village: str = ""
    session: str = ""
    report: bool = False
    totals: bool = False
    marked: bool = False
    one_each: bool = False  # nobody may have more than one, so a name alone asks for one


def is_marker(line: str) -> bool:
    return _HASHED.search(line) is not None or line.strip(" #:!。~") in {"接龙", "group note"}


def session_of(text: str) -> str:
    return next((name for word, name in _SESSIONS if word in text), "")


def read_option(source: Source, start: int, end: int) -> Option | None:
    """``A. 土鸡蛋30枚 32元``: the letter and the goods without their price."""
    found = _OPTION.match(source.text, start, end)
    if found is None:
        return None
    goods = option_goods(source, found.end(), end)
    return Option(found[1] or found[2], goods, _priced_by(source, found.end(), end)) if goods else None


def read_options(source: Source, start: int, end: int) -> list[Option]:
    """All options of a line: ``A草莓12元 B蓝莓15元`` holds two."""
    marks = list(_OPTION_INSIDE.finditer(source.text, start, end))
    follows = all(ord(later[1]) == ord(before[1]) + 1 for before, later in itertools.pairwise(marks))
    if len(marks) < 2 or not follows:
        marks = list(_NUMBER_INSIDE.finditer(source.text, start, end))
        follows = [int(found[1]) for found in marks] == list(range(1, len(marks) + 1))
    if len(marks) < 2 or not follows:
        marks = list(_CIRCLED_INSIDE.finditer(source.text, start, end))
        numbers = [ord(found[1]) - 0x245F for found in marks]
        if len(marks) > 1 and numbers == list(range(1, len(marks) + 1)):
            edges = [*(found.start() for found in marks[1:]), end]
            return _options(source, list(map(str, numbers)), [found.end() for found in marks], edges)
        option = read_option(source, start, end)
        return [option] if option else []
    edges = [found.start() for found in marks[1:]] + [end]
    return _options(source, [found[1] for found in marks], [found.end() for found in marks], edges)


def _options(source: Source, letters: list[str], starts: list[int], ends: list[int]) -> list[Option]:
    found = [
        Option(letter, option_goods(source, start, end), _priced_by(source, start, end))
        for letter, start, end in zip(letters, starts, ends, strict=True)
    ]
    return [one for one in found if one.goods]


def _priced_by(source: Source, start: int, end: int) -> str:
    """The unit that the price of a menu line is for: 4.9一斤, 12元/箱."""
    found = _PRICED_BY.search(source.text, start, end)
    return source.raw[slice(*found.span(1))] if found else ""


def option_goods(source: Source, start: int, end: int) -> str:
    """The words of a menu line before its price."""
    text = source.text[start:end]
    price = re.search(
        r"[ ,(:]*(?:¥ ?[0-9]|(?<![0-9.])[0-9]+(?:\.[0-9]+)? ?(?:元|块|rmb|/|[一每](?=[斤个只箱袋盒包瓶板份条件块桶提把颗根枚套]))|(?:特价|价格|单价|仅需|只要|原价)|(?<=[^0-9a-z.])[0-9]+\.[0-9]+$|(?<= )[0-9]{1,4}$)",
        text,
    )
    stop = start + price.start() if price and price.start() > 0 else end
    return source.raw[start:stop].strip(" \u3000，,。；;：:-—")


def item_in(source: Source, lines: Sequence[Place]) -> str:
    """The goods that the header offers, "" when it names none: a priced line counts before others."""
    best: tuple[int, int, str] | None = None
    for number, (start, end) in enumerate(lines):
        line = source.text[start:end]
        price = _PRICED.search(line)
        price_at = start + price.start() if price else -1
        priced = price is not None
        for found in PIECES.finditer(source.text, start, end):
            place = _goods_place(source.text, found.start(), found.end())
            if place is None:
                continue
            folded = source.text[place[0] : place[1]]
            good = any(
                wishes.starts_with_good(folded[offset:]) == len(folded) - offset
                for offset in range(len(folded))
            )
            score = (2 if priced else 0) + (1 if good else 0)
            nearer = (
                best is not None and best[1] == number and priced and place[0] < price_at and score >= best[0]
            )
            if best is None or score > best[0] or nearer:
                best = score, number, source.raw[place[0] : place[1]].strip()
    return best[2] if best else ""


def _goods_place(text: str, start: int, end: int) -> Place | None:
    if text.startswith(("送", "赠", "附赠"), start):  # a gift beside the goods
        return None
    if _NOT_GOODS.search(text[start:end]) and not _strip(text, start, end):
        return None
    return _strip(text, start, end)


def _strip(text: str, start: int, end: int) -> Place | None:
    moved = True
    while moved and start < end:
        moved = False
        if time := _TIME.match(text, start, end):
            start, moved = time.end(), True
            continue
        for word in _BEFORE:
            if text.startswith(word, start, end):
                start += len(word)
                moved = True
                break
    if calls := _CALLS.search(text, start, end):
        end = calls.start()
    if cut := _CUT.search(text, start, end):
        end = cut.start()
    moved = True
    while moved and start < end:
        moved = False
        for word in _AFTER:
            if text.endswith(word, start, end):
                end -= len(word)
                moved = True
                break
    words = text[start:end]
    if (
        not words
        or len(words) > 15
        or _NOT_GOODS.search(words)
        or wishes.is_polite(words)
        or wishes.is_chat(words)
        or names.is_place(words)
        or names_nothing(words)
    ):
        return None
    if len(words) > 1 or words in {
        "鸡",
        "鱼",
        "虾",
        "米",
        "油",
        "鸭",
        "鹅",
        "梨",
        "桃",
        "橙",
        "枣",
        "蛋",
        "肉",
        "姜",
        "蒜",
        "藕",
        "杏",
        "柚",
    }:
        return start, end
    return None


def read_header(source: Source, lines: Sequence[Place], menu: Sequence[tuple[int, Place]] = ()) -> Header:
    """Read the lines before the list; ``menu`` are numbered lines that turned out to be one."""
    options: dict[str, str] = {}
    priced_by: dict[str, str] = {}
    plain: list[Place] = []
    offered: list[Place] = []
    village = session = ""
    report = totals = marked = one_each = False
    for start, end in lines:
        line = source.text[start:end]
        marked = marked or is_marker(line)
        one_each = one_each or _ONE_EACH.search(line) is not None
        if found_options := read_options(source, start, end):
            offered.append((start, end))
            for letter, goods, unit in found_options:
                priced_by.setdefault(letter, unit if options.setdefault(letter, goods) == goods else "")
            continue
        if EXAMPLE.match(line):
            continue
        if REPORT.search(line):
            report = True
            totals = totals or _TOTALS.search(line) is not None
            session = session or session_of(line)
        village = village or village_in(source, start, end)
        if not village and (place := totalled(source.text, start, end)) is not None:
            village, report, totals = source.raw[slice(*place)], True, True
        bare = line.lstrip(" ")
        found = MARKER.match(bare)
        plain.append((start + len(line) - len(bare) + found.end() if found else start, end))
    if options and "a" not in options and "1" not in options:
        options, plain = {}, [*plain, *(place for place in lines if place in offered)]
    numbered: dict[str, str] = {}
    for number, (start, end) in menu:
        if goods := option_goods(source, start, end):
            numbered[str(number)] = goods
    item = "" if options else item_in(source, plain)
    return Header(
        item=item,
        options=options or numbered,
        priced_by=priced_by if options else {},
        village=village,
        session=session,
        report=report,
        totals=totals,
        marked=marked,
        one_each=one_each,
    )
