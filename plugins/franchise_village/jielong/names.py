"""What names of people and places look like in a village group. Data, and small tests over it."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.vocabulary import longest_first, words

# A name that ends so has ended: 柳姐|鸡蛋2斤. Longest first.
KIN: Final = longest_first(
    "姐 哥 嫂 叔 婶 姨 伯 爷 奶 妈 爸 姑 舅 婆 公 娘 爹 弟 妹 太 生 总 老师 大姐 大哥 大嫂 大叔 大婶 大姨 大伯 大爷 大妈 大娘 阿姨 奶奶 爷爷 妈妈 爸爸 妈咪 婆婆 外婆 外公 姥姥 姥爷 二嫂 三嫂 二叔 三叔 二姐 三姐 二哥 三哥 二婶 三婶 师傅 老板 先生 女士 小姐 嬷嬷 嬷 姑娘 大夫 医生 校长 书记 主任 会计 队长 村长 支书 老大 老二 老三 家 家人 媳妇 他妈 她妈 宝妈 麻麻 粑粑"
)
SELF: Final = words(
    "阿拉 伲 我地 我地屋企 阿拉屋里 伲屋里 我屋头 我屋里 我屋企 阮兜 我 俺 咱 我家 俺家 咱家 我们家 我们 自己 本人 偶 阮 吾 俺们 咱们 我自己"
)
# Whoever says so speaks of his own.
OWN: Final = words(
    "爹 娘 爹娘 俺爹 俺娘 俺妈 俺爸 老公 老婆 媳妇 儿子 女儿 老妈 老爸 老头 老头子 老伴 老爷子 老太太 爸妈 爸爸 妈妈 家里人 家人 孙子 孙女 儿媳妇 儿媳"
)
HOSTS: Final = words(
    "团主 团购主 团购主人 团长大人 主理人 东家 店小二 老板儿 老板嬢 老板娘娘 老铁 老铁们 团长 群主 老板 老板娘 店长 店主 店家 掌柜 管理员 客服 团团 团妈 群管 亲 亲爱的 宝子们 宝子 宝们 姐妹们 家人们 邻居们 亲们 群友们 大伙 美女 帅哥 你好 您好 大家好 各位 哈喽 hello hi 在吗 合伙人"
)
PLACE_ENDS: Final = "村屯庄寨湾沟堡营社坪坝岭塘铺镇乡集坳垭冲坡梁峪洼崖站"
PLACE_WORDS: Final = (
    "小区",
    "社区",
    "花园",
    "大队",
    "生产队",
    "自然村",
    "新村",
    "组",
    "片区",
    "网点",
    "自提点",
    "门店",
)
# Whom one orders for without speaking for another member.
HOUSEHOLD: Final = words(
    "一家老小 一家人 全家 全家人 一家子 宝宝 宝贝 孩子 娃 娃娃 小孩 小孩子 老人 家里 家里人 家人 大家 老人家 小朋友 儿子 女儿 孙子 孙女"
)
# The common ones; rare ones that are everyday words (水 花 东 米 白 家 车 谷) would make names of goods and places.
SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
    "焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂"
    "闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
) - frozenset("水花东米白家车谷木古来位单包成时全宇商原官衣台银明保和乐都蓝盖查解强边计安连冷封练桂畅向")
_GOODS_END: Final = frozenset(
    "米面油粉菜瓜豆肉鱼虾蛋饼酒茶糖盐酱醋榴枣葱蒜姜笋藕菇耳螺蟹鸡鸭鹅糕包饭汤粥奶皮条丝片丸肠蹄纸汁水胶眼须"
)
_KIN_FROM: Final = {
    sign: tuple(word for word in KIN if word[0] == sign) for sign in sorted({word[0] for word in KIN})
}
_OURS: Final = frozenset("我咱俺你您本")  # 我村, 咱们组: no name of a place
_PLACE_LAST: Final = frozenset(PLACE_ENDS) | {word[-1] for word in PLACE_WORDS}
_PLACE: Final = Pattern(rf"[^\s:,、;()\d+*]{{1,12}}?(?:[{PLACE_ENDS}]|{'|'.join(PLACE_WORDS)})")
_ADDRESS: Final = Pattern(
    r"(?:[0-9a-z]{1,4}(?:号楼|栋|幢|楼|单元|室|户|巷|弄|门|座|排|组|队|区|期)|[0-9]{1,4}号(?!电池)|[0-9]{1,4}-[0-9]{1,4}(?:-[0-9]{1,4})?)+(?:[0-9]{1,4}(?:室|号)?)?"
)


def kin_end(folded: str, limit: int) -> int:
    """Where the name at the start of a run without separators ends, or 0: the first kinship word after 1..6 letters."""
    for start in range(1, min(limit, 7)):
        for word in _KIN_FROM.get(folded[start : start + 1], ()):
            if folded.startswith(word, start):
                return start + len(word) if start + len(word) <= limit else 0
    return 0


def ends_like_name(folded: str) -> bool:
    """Whether a run looks like a person rather than goods: 苗姐, 张三, 阿芬, 小芳."""
    if not 1 <= len(folded) <= 8:
        return False
    if len(folded) >= 2 and folded.endswith(KIN):
        return True
    if folded[0] in "阿小老大" and 2 <= len(folded) <= 3:
        return True
    return folded[0] in SURNAMES and 2 <= len(folded) <= 3 and folded[-1] not in _GOODS_END  # 石榴汁, 龙须面


def is_place(folded: str) -> bool:
    """Whether the run is the name of a village, a quarter or a collection point."""
    return folded[-1:] in _PLACE_LAST and folded[:1] not in _OURS and _PLACE.fullmatch(folded) is not None


def is_address(folded: str) -> bool:
    """Whether the run is a house: 8排5号, 2栋301, 3-2-501."""
    return _ADDRESS.fullmatch(folded) is not None
