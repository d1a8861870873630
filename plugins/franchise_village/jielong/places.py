"""Places in the lines above a list: which village a report is about."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place
from franchise_village.jielong.source import Source

PIECES: Final = Pattern(
    r"[^ ,，。;；!！?|:：\n【】\[\]()~\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d*#=_-]+"
)
REPORT: Final = Pattern(
    r"汇总|合计|总单|统计|报单|报货|总计|总数|总表|早单|午单|晚单|中单|订单|报数|单子|清单|报菜|要货|叫货|补单|汇报"
)
_DAYS: Final = Pattern(
    r"(?:今日|今天|今早|今晚|明天|明日|明早|昨天|昨日|本周|[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[日号]|的)+$"
)
_REPORTS: Final = Pattern(
    r"(?:今[天晚日早]|明[天早日晚])?(?:[早午晚中]?报|订|需要|要|需|一共|总共|共|合计)+(?:的|了)?$"
)
_LOOSE_PLACE: Final = Pattern(
    r"[\u4e00-\u9fff]{1,5}[店点口桥河渡井塔庙关]"
)  # beside a word of reporting only
_TOTALLED: Final = Pattern(
    r"[ 【\[]*(?P<place>[^ ,:;。!?0-9()\[\]【】]{2,8}?)(?:今[天日晚早]|明[天日晚早]|本周|这次|中午|早上|晚上|全村)*(?:一共|总共|合计|总计|共)(?:需要|要|需|订|报|是)?(?:的|了)?[\]】]* ?:? *"
)


def village_in(source: Source, start: int, end: int) -> str:
    """The place named in a header line, "" for none: 柳树屯 晚单汇总, 大榆树村午单."""
    found = village_place(source, start, end)
    return source.raw[found[0] : found[1]] if found else ""


def village_place(source: Source, start: int, end: int) -> Place | None:
    """Where the village named in a header line stands, None for none."""
    for found in PIECES.finditer(source.text, start, end):
        words = found[0]
        cue = REPORT.search(words)
        head = _REPORTS.sub("", _DAYS.sub("", words[: cue.start()] if cue else words))
        loose = words.endswith(("报", "合计", "一共")) and _LOOSE_PLACE.fullmatch(head) is not None
        if len(head) >= 2 and (names.is_place(head) or loose):
            return found.start(), found.start() + len(head)
    return None


def totalled(text: str, start: int, end: int) -> Place | None:
    """The place of which a line announces all orders: 十八里坡今晚一共要："""
    found = _TOTALLED.fullmatch(text, start, end)
    if found is None:
        return None
    name = found["place"]
    nobody = (
        name in names.SELF
        or name in names.HOSTS
        or name in names.HOUSEHOLD
        or name[0] in "我咱俺你您他她本今明"
    )
    person = names.ends_like_name(name) and not names.is_place(name)
    return None if nobody or person or wishes.starts_with_good(name) else found.span("place")
