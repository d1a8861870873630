"""What is told, not wished: goods bought before, complaints, praise, stock, prices, who lives here."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.vocabulary import remembered

_NUMERAL: Final = "[0-9一二两三四五六七八九十百半几俩仨]"
_LIVE: Final = "娃(?!娃|哈)|孩子|小孩|小朋友|宝宝|宝贝|大人|儿子|女儿|兄弟|姐妹|老人(?!鞋|机|奶)|学生|客人|人(?!份|参|民)"
# Each tells of something; an order may follow in the same breath, so what stands behind is looked at as well.
_TOLD: Final = Pattern(
    rf"(?:昨天|昨晚|昨日|前天|前几天|那天|上次|上回|上周|上个?月|(?<!明天)(?<!后天)早上|今早|(?<!明天)(?<!后天)上午|刚才|刚刚|刚|之前)[^,]{{0,6}}?(?:买|订|定|拿|取|送|发|给|收|领|称|来|要|到)(?:的|到的|到了|过|了|回来)"
    rf"|(?:买|订|领|收|取)(?:的|到的|回来的)(?={_NUMERAL})"
    rf"|(?:烂|坏|碎|漏|臭|馊|破|丢|裂|瘪|化|蔫|死|酸|霉|少|缺)(?:掉|开)?了"
    rf"|{_NUMERAL}[^,]{{1,8}}?(?:是|都是|有)?(?:烂|坏|碎|臭|馊|破|裂|瘪|死|霉)的"
    rf"|(?:很|真|太|特别|非常|挺|超级?|巨|贼|好|蛮|好)(?:新鲜|甜|香|嫩|棒|满意|便宜|贵|划算|酸|咸|硬|好吃|好喝|好用|实惠)"
    rf"|{_NUMERAL}{{1,5}} ?(?:个|口|位|名)?(?:{_LIVE})"
    rf"|(?:每|一|天)天[^,]{{0,4}}(?:吃|喝|用)|爱[吃喝]|(?:一顿|一餐|每顿|一口气)[^,]{{0,2}}[吃喝]|{_NUMERAL}{{1,5}} ?(?:分钟|个?小时|个?钟头)|够[吃喝用]"
    rf"|(?:还剩|只剩|剩下|仅剩|剩余|剩|多出|库存)[^,]{{0,4}}{_NUMERAL}"
    rf"|还有[^,]{{1,10}}(?:没人?[领取拿]|无人|没取|可以[要订拿]|的抓紧)"
    r"|涨[到了价0-9]|降[到了价]|跌[到了价]|(?:来|到|去)[晚迟]了|没有?(?:破|坏|烂|碎|少|漏)|零下|气温|下雨|有雨|降温"
    rf"|我(?:家)?那(?={_NUMERAL})|放(?:在)?(?:[^,]{{1,6}}(?:里|上|边|口)?)了(?:$|吧)"
    rf"|[^要订定报加来,](?<![0-9])了(?={_NUMERAL}{{1,5}}[^,]{{0,2}}[个只条瓶箱袋包盒桶把块份斤棵颗根提罐杯碗张板两单])"
    rf"|满 ?[0-9]{{1,5}} ?(?:元|块)?[送减]|买{_NUMERAL}{{1,5}}[^,]{{0,2}}送{_NUMERAL}|[0-9](?:元|块)?一[斤箱个板盒份袋瓶包只条][吧呢啊呀哦]*$"
    rf"|{_NUMERAL}{{1,3}} ?天(?![麻然喔猫])|(?:{_LIVE})[^,]{{0,3}}{_NUMERAL}{{1,4}} ?(?:个月|岁|周岁|月龄|斤|公斤|kg)"
    r"|(?:拿|取|送|认|放|领)错|红包|查收|必须|通知|放心"
    r"|(?:谢谢|感谢|多谢)(?:团长|群主|老板娘?|店长|店主|掌柜|大家|你们?|您)家?的"
    r"|没(?:人|来)?(?:领|取|拿)|(?:已经|都)(?:拿|取|领|收|到)[了过]"
)
_WANTS: Final = Pattern(
    rf"(?:要|来|订|定|加|留|拿|买|带|报|称|整|搞|下单)(?![的到了过着自源回])[^,]{{0,8}}?{_NUMERAL}|给我|帮我"
)
_CALLS: Final = Pattern(
    r"(?:需要|想要|想吃|有需|要)的(?:亲|邻居|宝妈|朋友|家人|姐妹|可以|请|快|赶紧|赶快|抓紧|速度|速|私|在)*(?:接龙|报|扣|说|登记|下单|联系|留言|抓紧|吱|来|举手|找我|私)|要[^,]{0,4}的(?:抓紧|速度|赶紧|快)"
)


@remembered
def tells(words: str) -> bool:
    """Whether a clause (folded) tells of something and asks for nothing behind it."""
    found = _TOLD.search(words)
    return found is not None and _WANTS.search(words, found.end()) is None


@remembered
def calls(words: str) -> bool:
    """Whether somebody calls for orders: 需要的接龙, 要的报名."""
    return _CALLS.search(words) is not None


def counts_nothing(tokens: list[Token]) -> bool:
    """Whether there are numbers, and none of them is an amount: prices, sizes, packs."""
    counted = [token.quantity for token in tokens if token.quantity is not None]
    return bool(counted) and all(one.role != "amount" for one in counted)


def only_prices(tokens: list[Token]) -> bool:
    """Whether all numbers are prices."""
    counted = [token.quantity for token in tokens if token.quantity is not None]
    return bool(counted) and all(one.role == "price" for one in counted)
