"""Whether words can name goods, or are part of a sentence: what keeps talk from being booked.

Goods are named by nouns. Pronouns, modal verbs, adverbs, question words and words of time betray a sentence, save
inside goods that are known to hold such a character (有机, 太太乐, 过桥米线).
"""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.brands import LIKE_TALK
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.vocabulary import longest_first, words

# Of some thousand names of goods in village lists next to none holds one of these, save in the words below.
_SPEAKS: Final = Pattern(
    r"[我你您他她咱俺们吗呢谁哪啥咋没被让跟很挺真最更又却已正在是会能该等想要去到从往给找看说讲问做穿住借送买订拿取领付转走跑回下因但虽才刚就还都也这那怎请叫留报记来有了过着够变跌涨欠]"
    r"|先(?!锋)|卸|搬(?!家)|[这那上下]个?[月周年]|工资|[发卖买送]了|发给|群$|[少多]$|什么|可以|一下|今[天晚早]|明[天晚早]|昨[天晚]|前天|后天|之前|以前|先前|原来|本来|上次|下次|准备|时候|觉得|知道|应该|不如|一样|老样子|照旧|怀孕|出门|出差|上班|下班|回家|睡觉|吃饭|开会|停电|停水|下雨|下雪|上学|放学|旅游|帮忙|辛苦|迟到|堵车|搬家|结婚|高兴|开心(?!果)|难受|生气|担心|小心|关门|开门|关系|问题|意思|消息|通知|接龙|群里|欢迎|需要|喜欢|便宜|还剩"
)
_HARMLESS: Final = Pattern(
    "|".join(
        longest_first(
            "抽取式 爱他美 有机 有友 有盐 有糖 没药 真空 真丝 真露 真果粒 正山 正宗 正新 正品 正大 能恩 能多益 能量 功能 全能 万能 智能 多功能 会理 去皮 去骨 去壳 去核 去头 去渍 去火 去屑 去污 去籽 去根 过桥 过滤 过夜 过江 "
            "下饭 下沙 下酒 地下 桌下 下巴 下水 回锅 回香 回力 走地 跑山 跑步 留香 留兰香 报纸 报岁兰 记事 笔记 来福 来伊份 来一桶 自来 还原 都匀 都乐 都市 更年 又又 看护 外卖 烧卖 专卖 就酒 叫化 叫花 当归 请柬 "
            "取暖 拿铁 拿破仑 领带 衣领 圆领 高领 无领 立领 被子 被套 被罩 棉被 羽绒被 夏凉被 蚕丝被 被芯 床被 凉被 空调被 跟鞋 没有 人参果 到手香 说明书 从容 给力 亲子 想念 了哥王 着色 也门 买一送一 送子 转基因 订书 装订 记忆 做旧 "
            "住家 正露丸 在来 等离子 回甘 回南 送礼 要饭 过年 付子 走珠 回形 回奶 下奶 来牟 能率 在线 到家 有才 真心 真味 真鲜 正林 正官庄 正方 正宗 最爱 会稽 去油 去腥 去味 过敏 想吃 过桥米线 下火 留根 那拉 他她 找茬 无他 没食子 没骨 挺括 叫花鸡 冰露 刚竹 金刚 有氧 含有 "
            f"今麦郎 明目 明前 可以清 {' '.join(LIKE_TALK)}"
        )
    )
    + rf"|[{''.join(sorted(names.SURNAMES))}][\u4e00-\u9fff]?记(?=[\u4e00-\u9fff])"  # 李锦记蚝油, 张记卤味
)
_BRANDED: Final = frozenset("能正真最更过从会因")  # one of these alone may stand in the name of a brand
# Words that stand before an amount and name nothing that could be bought.
_NOTHING: Final = words(
    "搭 斤 公斤 个 箱 盒 袋 包 瓶 板 份 件 宝宝 宝贝 孩子 小孩 老人 大人 客人 人 家里 家人 老样子 一起 一共 总共 合计 大概 大约 差不多 准备 每箱 每板 每袋 每盒 每份 每人 每户 一箱 一板 一袋 一盒 一提 一件 电话 号码 时间 距离 体重 身高 年龄 价格 单价 运费 "
    "优惠 便宜 快递 包裹 订单 订单号 单号 尾号 房间 车 车子 路 天 月 年 周 岁 号 点 块 元 钱 块钱 再 跟 变 变成 才够 数量 份数 品名 商品 姓名 名字 规格 金额 单位 备注 报数字 重 大 小 高 长 宽 温度 气温 水温 零下"
)


def names_nothing(folded: str, products: frozenset[str] = frozenset()) -> bool:
    """Whether a phrase is no goods as far as one can tell: it speaks (我那个, 才够), or means something else (宝宝, 运费)."""
    if folded in products:
        return False
    if folded in _NOTHING or folded in names.SELF or folded in names.HOUSEHOLD:
        return True
    if _SPEAKS.search(folded) is None:
        return False
    hits = [found[0] for found in _SPEAKS.finditer(_without_goods(_HARMLESS.sub(" ", folded), products))]
    brand = len(hits) == 1 and hits[0] in _BRANDED and len(folded) > 2  # 诺优能3段
    return bool(hits) and not brand


def _without_goods(folded: str, products: frozenset[str]) -> str:
    """The phrase with the goods that are known taken out."""
    rest: list[str] = []
    place = 0
    while place < len(folded):
        size = wishes.starts_with_good(folded[place : place + 16], products)
        if size < 2:
            rest.append(folded[place])
        place += max(size if size >= 2 else 1, 1)
    return "".join(rest)
