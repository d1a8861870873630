"""What the setup says of campaigns for offline events: whose duty what is, and what signs somebody up (I-126).

The campaigns themselves are each store's own records.
"""

from __future__ import annotations

from typing import Final

import attrs

from franchise import setting

_WORD: Final = r"|[a-z][a-z0-9_]{0,30}"


@attrs.frozen(kw_only=True)
class CampaignDuty:
    """One of the four things that a campaign asks of the crew."""

    asked: bool = setting(default=True, about="whether there is a task for it")
    duty: str = setting(
        default="",
        pattern=_WORD,
        about="whose duty it is; empty: share is announce, the others are `complaints`, `opinions` and `signups`"
        " where the setup has such duties, else reply",
    )
    hours: int | None = setting(
        default=None,
        minimum=0,
        maximum=720,
        about="due so many hours after: share, the opening (1); signups, the end of sign-up (0); complaints (24) and"
        " opinions (48), the begin of the event",
    )
    text: str = setting(
        default="",
        free_text=True,
        max_length=2000,
        about="instead of the usual words; {name}, {at}, {until}, {places}, {about}, {store}",
    )


@attrs.frozen(kw_only=True)
class CampaignSettings:
    """Campaigns: their four duties, and the words by which members sign up in the groups."""

    share: CampaignDuty = setting(
        default=attrs.Factory(CampaignDuty), about="tell each group, ready to be pasted"
    )
    complaints: CampaignDuty = setting(
        default=attrs.Factory(CampaignDuty), about="handle complaints; whoever is on duty for them at once"
    )
    opinions: CampaignDuty = setting(
        default=attrs.Factory(CampaignDuty), about="ask each group what people think of it"
    )
    signups: CampaignDuty = setting(default=attrs.Factory(CampaignDuty), about="count who signed up")
    signs: tuple[str, ...] = setting(
        default=("报名", "接龙报名", "我参加", "我要参加", "算我一个"),
        max_length=20,
        minimum=1,
        about="what signs somebody up",
    )
    takes_back: tuple[str, ...] = setting(
        default=(
            "取消报名",
            "报名取消",
            "退出报名",
            "不报名",
            "不参加",
            "不去了",
            "不来了",
            "去不了",
            "来不了",
            "报不了",
        ),
        max_length=20,
        about="what takes it back",
    )
    harmless: tuple[str, ...] = setting(
        default=(
            "我要",
            "我想",
            "我也",
            "我来",
            "帮我",
            "给我",
            "我",
            "也",
            "要",
            "想",
            "来",
            "参加",
            "参与",
            "一下",
            "一起",
            "一共",
            "总共",
            "谢谢",
            "老师",
            "好的",
            "收到",
            "哈",
            "啦",
            "了",
            "呀",
            "哦",
            "吧",
            "活动",
        ),
        max_length=20,
        about="words beside them that change nothing; any other word beside them, and a person looks",
    )
    several: tuple[str, ...] = setting(
        default=("我们一家", "我们", "我家", "一家", "全家"),
        max_length=20,
        about="words that mean more than one: without a number beside them a person looks",
    )
    people_most: int = setting(
        default=10, minimum=1, maximum=500, about="people whom one member signs up; beyond, a person looks"
    )
