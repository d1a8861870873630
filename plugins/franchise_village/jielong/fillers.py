"""Words that only fill a sentence, and words that join two orders in one breath, read as the signs that they stand for.

嗯那个我要三斤苹果 begins with nothing but breath: blanks. 五斤大米然后两瓶酱油, 毛豆两斤搭三只咸鸭蛋 are two orders: a comma.
Each exchange keeps its length, so that places stay places, and is made for comparison only: what is given out is what was
written. 那个, 这个 and 就是 may point to goods told before (那个我要两箱): they count as breath only where goods are named.
"""

from __future__ import annotations

import re
from typing import Final

from franchise_village.jielong.patterns import Pattern

_N: Final = "[0-9一二两三四五六七八九十半俩仨廿]"
_UNIT: Final = (
    "(?:公斤|千克|[斤两个只条瓶箱袋包盒桶把块份棵颗根提罐杯碗张板打支盘筐捆串枚件听壶坛卷双套副尾扎笼朵盆])"
)
_COUNTED: Final = rf"{_N}{{1,4}} ?{_UNIT}"
_NO_GOODS: Final = "的吧哈了啊呀哦呗嘛咯谢就行够吗呢左半多来大小以到一两俩就也都"
_NAMED: Final = (  # goods behind the amount, or before it
    rf"(?:(?>{_COUNTED}) ?(?![{_NO_GOODS}])[\u4e00-\u9fff]|(?![那这上哪])(?:[\u4e00-\u9fff](?!的|种|样)){{2,6}}?{_N})"
)
_ORDERS: Final = (
    r"(?:(?:我|俺|咱|偶)们?家?)?(?:也|还|再|先|就|想|需)*"
    r"(?:(?:麻烦)?(?:给|帮)(?:我|俺|咱)(?:再)?(?:来|拿|带|留|订|要|称|捎|整|弄|买|报|加)?|(?:来|要|订|买|拿|带|留|称|捎|整|弄|报|加)(?:个|点|上)?)"
)
_BREATH: Final = "嗯呃噢诶啊哦哎"
_OPENS: Final = Pattern(  # 嗯, 啊那个, 就是, 那就
    rf"(?:^|(?<=[ ,;:。!?~\n]))(?:(?P<points>[{_BREATH}, ]{{0,4}}(?:那个|这个|内个|就是说?)(?:那个|这个|内个|就是说?|[{_BREATH}, ]){{0,6}})(?={_ORDERS}{_NAMED})"
    rf"|[{_BREATH}]{{1,4}}[, ]{{0,2}}(?:然后|那就)?(?={_ORDERS}{_N})|就是(?=那个|这个)|那就(?=(?:我|俺|给|帮){_ORDERS}?))"
)
_POINTS: Final = Pattern(  # 我要那个|两斤虾皮
    rf"(?<=[要来买拿带订留])(?:那个|这个|内个|嗯|呃)+(?=(?>{_COUNTED})(?![{_NO_GOODS}])[\u4e00-\u9fff])"
)
_JOINS: Final = Pattern(
    rf"(?<=[\u4e00-\u9fff0-9])然后(?![0-9]|{_N}个?[天月周年次])|(?<=[\u4e00-\u9fff])(?:[嗯呃]{{1,4}}(?=$|[ ,;。!?~\n]|谢|多谢|麻烦|辛苦|拜托)|[{_BREATH}]{{1,2}}(?=[再还然就要来]|{_N})|(?:就是|然后|那个|内个)(?=还[有要]|再[有要来加])|"
    rf"(?:然后|连同|外带|外加|捎带|顺带|仲有|还有就是|再有|加埋|搭配?|佮|兼|另带|附带)(?:就是|[{_BREATH}]|那个)?(?:再|还)?(?:要|来|有|加|给我|给我来|带)?(?=(?>{_COUNTED}) ?(?![{_NO_GOODS}])[\u4e00-\u9fff]))"
)
_LOOK: Final = Pattern(
    rf"[{_BREATH}]|那个|这个|内个|就是|那就|然后|连同|外[带加]|捎带|顺带|仲有|再有|加埋|搭|佮|兼|[另附]带"
)
_BOUGHT: Final = Pattern(
    rf"(?:满|送|每买|买够|买满|够){_N}[^,;。\n]{{0,8}}$|买{_N}{{1,3}}{_UNIT}$"
)  # 买3斤|搭1袋盐: a gift


def without_fillers(folded: str) -> str:
    """Folded text of the same length with fillers as blanks and joining words as a comma."""
    if _LOOK.search(folded) is None:
        return folded
    folded = _OPENS.sub(_blank, folded)
    folded = _POINTS.sub(_blank, folded)
    return _JOINS.sub(_comma, folded)


def _blank(found: re.Match[str]) -> str:
    return "".join(" " if sign not in ",;" else sign for sign in found[0])


def _comma(found: re.Match[str]) -> str:
    if found[0].startswith("搭") and _BOUGHT.search(found.string, max(0, found.start() - 14), found.start()):
        return found[0]
    return "," + " " * (len(found[0]) - 1)
