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
    "团长 群主 老板 老板娘 店长 店主 店家 掌柜 管理员 客服 团团 团妈 群管 亲 亲爱的 宝子们 宝子 宝们 姐妹们 家人们 邻居们 亲们 群友们 大伙 美女 帅哥 你好 您好 大家好 各位 哈喽 hello hi 在吗 合伙人"
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
    "宝宝 宝贝 孩子 娃 娃娃 小孩 小孩子 老人 家里 家里人 家人 大家 老人家 小朋友 儿子 女儿 孙子 孙女"
)
SURNAMES: Final = words(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛"
    "汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊於惠甄曲家封芮储靳段富乌焦"
    "牛山谷车侯全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲从索赖卓蔺屠蒙池乔阴胥闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂濮寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广禄阙东欧利蔚越师巩聂晁勾敖融冷辛阚那简饶曾关游肖付尧岳闫覃阳代涂"
)
_OURS: Final = frozenset("我咱俺你您本")  # 我村, 咱们组: no name of a place
_PLACE: Final = Pattern(rf"[^\s:,、;()\d+*]{{1,12}}?(?:[{PLACE_ENDS}]|{'|'.join(PLACE_WORDS)})")
_ADDRESS: Final = Pattern(
    r"(?:[0-9a-z]{1,4}(?:号楼|栋|幢|楼|单元|室|户|巷|弄|门|座|排|组|队|区|期)|[0-9]{1,4}号(?!电池)|[0-9]{1,4}-[0-9]{1,4}(?:-[0-9]{1,4})?)+(?:[0-9]{1,4}(?:室|号)?)?"
)


def kin_end(folded: str, limit: int) -> int:
    """Where the name at the start of a run without separators ends, or 0: the first kinship word after 1..6 letters."""
    best = 0
    for start in range(1, min(limit, 7)):
        if folded.startswith(KIN, start):
            best = start + next(len(word) for word in KIN if folded.startswith(word, start))
            return best if best <= limit else 0
    return best


def ends_like_name(folded: str) -> bool:
    """Whether a run looks like a person rather than goods: 苗姐, 张三, 阿芬, 小芳."""
    if not 1 <= len(folded) <= 8:
        return False
    if len(folded) >= 2 and folded.endswith(KIN):
        return True
    if folded[0] in "阿小老大" and 2 <= len(folded) <= 3:
        return True
    return folded[0] in SURNAMES and 2 <= len(folded) <= 3


def is_place(folded: str) -> bool:
    """Whether the run is the name of a village, a quarter or a collection point."""
    return folded[:1] not in _OURS and _PLACE.fullmatch(folded) is not None


def is_address(folded: str) -> bool:
    """Whether the run is a house: 8排5号, 2栋301, 3-2-501."""
    return _ADDRESS.fullmatch(folded) is not None
