"""What an app puts into copied text and nobody says: its own notices, and the names of its little pictures.

Both are covered in the folded text only, place by place: spans and what is given out stay as written.
"""

from __future__ import annotations

import re
from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.vocabulary import longest_first

_FACES: Final = longest_first(
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 龇牙 惊讶 难过 酷 冷汗 抓狂 吐 偷笑 愉快 可爱 白眼 傲慢 饥饿 困 惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 嘘 晕 疯了 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 "
    "糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了 阴险 亲亲 吓 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 emm 社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 "
    "嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 勾引 拳头 ok 合十 菜刀 玫瑰 凋谢 太阳 月亮 炸弹 便便 礼物 红包 發 发 福 烟花 爆竹 猪头 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 挥手 激动 街舞 献吻 左太极 右太极 庆祝 "
    "咖啡 蛋糕 啤酒 西瓜 饭 药 赞 比心 给力 心 笑哭 doge 喵喵 允悲 笑cry 鲜花 点赞 爱你 送花 送心 花 谢谢 感谢 撒花 鞠躬 祈祷 双手合十 圣诞 灯笼 鞭炮 广播 彩带 瓢虫 足球 篮球 乒乓 闪电 刀 吃饭 喝彩 蜡烛 钞票 棒棒糖"
)
_FACE: Final = Pattern(rf"\[(?:{'|'.join(_FACES)})\](?! ?[:,、]? ?[0-9])")
PICTURE: Final = Pattern(_FACE.pattern, re.IGNORECASE)
# A word in brackets that opens a line may be a heading instead: these are goods as well.
_GOODS: Final = frozenset(
    "咖啡 蛋糕 啤酒 西瓜 饭 药 花 鲜花 礼物 棒棒糖 灯笼 足球 篮球 蜡烛 刀 菜刀 鞭炮 爆竹 烟花".split()
)
_WHO: Final = r"[\"“'\[]?(?![①-⑳])[^\n:,。;!? \"“”0-9][^\n:,。;!?\"“” ]{0,19}[\"”'\]]? ?"
_NOTICE: Final = Pattern(
    rf"(?:(?<=\n)|(?<![\s\S]))[ -]{{0,6}}(?:(?:{_WHO})?(?:撤回了(?:一条|成员)[^\n0-9]{{0,24}}|(?:通过[^\n0-9]{{1,30}})?(?:邀请[^\n0-9]{{1,30}})?(?:加入|退出|进入)了?(?:本|该)?(?:群聊|群组|群)|拍了拍[^\n0-9]{{1,30}}|领取了[^\n0-9]{{0,24}}红包"
    r"|(?:被|与)[^\n0-9]{1,20}(?:移出|移除)[^\n0-9]{0,8}群[^\n0-9]{0,2}|修改群名为[^\n]{0,40}|(?:通过)?扫描[^\n0-9]{1,40}二维码[^\n0-9]{0,12}|与群里其他人都不是[^\n0-9]{0,40}|(?:已)?(?:开启|关闭)了?(?:全员禁言|群聊?邀请确认|群待办)|发起了(?:群收款|群接龙|位置共享)|(?:成为|已成为)新?群主|(?:joined|left) (?:the )?(?:group|chat)|recalled a message)"
    r"|以[上下](?:为|是)(?:新消息|打招呼的?内容|历史消息|聊天记录)|(?:查看)?更多消息|[0-9]{1,3}条新消息|你?(?:已)?添加了[^\n0-9]{1,24}现在可以开始聊天了)[ \]\"“”'。.-]{0,6}(?=\n|$)"
)


def veiled(raw: str, folded: str) -> str:
    """The folded text with notices of the app as blanks and its pictures as one plain sign; as long as before."""
    if "[" in raw:
        folded = _FACE.sub(lambda found: _covered(raw, folded, found.start(), found.end()), folded)
    if _MAY_TELL.search(folded):
        folded = _NOTICE.sub(lambda found: " " * len(found[0]), folded)
    return folded


_MAY_TELL: Final = Pattern(
    r"撤回了|加入|退出|进入|拍了拍|领取了|移出|移除|群名|二维码|都不是|全员禁言|邀请确认|群待办|发起了|群主|新消息|招呼|历史消息|聊天记录|更多消息|开始聊天|joined|left|recalled"
)


def _covered(raw: str, folded: str, start: int, end: int) -> str:
    """Stars for a picture; the words themselves where the brackets are others, or may be a heading's."""
    opens = start == 0 or folded[start - 1] == "\n"
    heading = opens and folded[start + 1 : end - 1] in _GOODS
    return folded[start:end] if raw[start] != "[" or heading else "★" * (end - start)
