"""A sentence over a report that counts who reports, not goods: 今天三个村的量, 以下是各户的单子. It is no line."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene

_LEADS: Final = (
    r"(?:各位|大家|团长|老板|群主|店家|掌柜|你好|您好|大家好|早上好|晚上好|今[天日早晚]|明[天日早]|昨[天日]|本周|这周|本次|这次|这[趟回]|早上|上午|中午|下午|晚上|"
    r"周[一二三四五六日天]|我们?|咱们?|俺们?|这边|这里|报一下|报下|上报|发一下|汇报|统计|登记|报|以下|下面|上面|如下|这是|就是|是|有|一共|总共|共|合计|汇总|一下|了|的|,|:| )*+"
)
_WHO: Final = r"(?:村子?|自然村|屯|庄|寨|湾|点|网点|站|站点|自提点|户|家|人|客户|小区|社区|片区|组|小组|队|小队|团|群|地方|楼)"
_WHAT: Final = r"(?:总|全部|要|订|报){0,3}(?:量|数量|数目|数|单子|单|货|货单|菜单|汇总|统计|订单|报单|报数|报货|明细|合计|情况|清单|名单|接龙|东西|需求)"
_TITLE: Final = Pattern(
    rf"{_LEADS}(?:[0-9]{{1,3}}|[一二两三四五六七八九十]{{1,3}}|各|每|几|全部|所有)个?{_WHO}(?:里|今[天日]|明[天日]|昨[天日]|本周|这周|这次|一共|总共|合计|加起来|报|要|订){{0,3}}的?(?:今[天日早晚]|明[天日早]|本周|这次)?(?:报|要|订)?的?{_WHAT}"
    r"(?:都|全)?(?:是|有)?(?:如下|在下面|在这里?|来了|齐了|报上|报一下|汇总|统计|发一下){0,3}[了啦哈哦吧]{0,3}"
    r"(?:[ ,。:!~.]++(?:(?:麻烦|请|辛苦|谢谢|感谢|多谢)[^,。0-9\n]{0,10}|查收|收一下|核对一下?|安排一下?|看一下|记一下|登记一下|您|啦|了)?){0,4}"
)


def without_title(scene: Scene, lines: list[Place]) -> list[Place]:
    """The lines without the first, where that is such a sentence and more lines follow."""
    if len(lines) > 1 and _TITLE.fullmatch(scene.text, *lines[0]):
        return lines[1:]
    return lines
