"""A quick look before the long ones: characters without which no clause does more than name goods and amounts.

Data only. A test proves from the patterns themselves that none of them can match without one of these.
"""

from __future__ import annotations

from typing import Final

# What asks, tells, takes back, changes, corrects, or speaks of somebody holds one of these.
SPEAKING: Final = frozenset(
    "?*→一下到其概约每各不为买了人什代伐儿先共写减几划别剩割加取吗吧呢咋哪啥填多够天太好姐娃学孩完定宝家少巨带帮库废弄弟很得怎成报拿挺捎换掉接搞撤收改放整时是更替有"
    "朋来欢没涨温漏点爱用留的真知短称等算纠红给缺罢蛮要计订记诉该说谁质贼起超跌边过还退送道那都重钟错降除霉非须顿偌钿么倒唔"
)
# What tells a sum, what is left, or who shares an amount holds one of these (or one of those above).
SHARING: Final = frozenset("凑合共每各只光就我俺咱自户他她")
# What opens a clause without saying anything of the goods begins with one of these.
OPENING: Final = frozenset(
    "@h上下中亲您你之也今仍们依俺先公再刚前加劳单原叫各和咱哈哎哦唔喂嗨嘿噢在多大好如妈婆媳家对就屋已店忙想感我报拜拿接早晚有来欸点然照爱爸现眼老行补要订记诶请谢跟辛还这进追那里领食麻"
)
# What leads from the speaker to what he wants begins with one of these.
LEADING_IN: Final = frozenset(
    "也买伲割扯捞装俺偶先再另吾咱定就带帮弄想我报拿接整替来留称给要订说还阮阿需顺麻"
)


def only_names(folded: str) -> bool:
    """Whether a clause can do nothing but name goods and amounts."""
    return SPEAKING.isdisjoint(folded) and SHARING.isdisjoint(folded)
