"""The part of the `content` section that is about members' praise (I-178)."""

from __future__ import annotations

from typing import Final

import attrs

from franchise import setting

WORDS: Final = (
    "好吃",
    "好喝",
    "好用",
    "好看",
    "好香",
    "真香",
    "不错",
    "回购",
    "喜欢",
    "爱吃",
    "满意",
    "新鲜",
    "划算",
    "超值",
    "值得",
    "点赞",
    "推荐",
    "delicious",
    "love",
    "great",
    "recommend",
)
NEGATIONS: Final = (
    "不",
    "没",
    "无",
    "别",
    "非",
    "未",
    "难",
    "莫",
    "少",
    "not",
    "never",
    "no",
    "don't",
    "doesn't",
    "didn't",
    "isn't",
    "wasn't",
)
AGAINST: Final = (
    "但",
    "不过",
    "可惜",
    "就是太",
    "如果",
    "要是",
    "以为",
    "退货",
    "退款",
    "退了",
    "差评",
    "难吃",
    "难用",
    "坏了",
    "坏的",
    "烂",
    "过期",
    "失望",
    "后悔",
    "投诉",
    "骗",
    "才怪",
    "个屁",
    "广告",
    "but",
    "however",
    "refund",
    "broken",
)


@attrs.frozen(kw_only=True)
class Praise:
    """How praise is found in the chat that is kept, and how a member is asked for consent."""

    words: tuple[str, ...] = setting(default=WORDS, max_length=20, about="words that praise")
    negations: tuple[str, ...] = setting(
        default=NEGATIONS, max_length=20, about="words before them in the same clause that turn them round"
    )
    against: tuple[str, ...] = setting(
        default=AGAINST, max_length=20, about="words with which a message is no praise, whatever else it says"
    )
    question: str = setting(
        default="",
        free_text=True,
        max_length=500,
        about="how a member is asked for consent, with {name} and perhaps {day}, {product}, {store}",
    )
    collect: bool = setting(
        default=False, about="praise is noted whenever chat is taken in, not only when somebody looks for it"
    )
