"""Who may be a person where no separator and no roster tells: given names, pet names, and what names nobody."""

from __future__ import annotations

from typing import Final, Literal

from franchise_village.jielong import names, wishes
from franchise_village.jielong.goods import GOODS, VARIANTS
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Scene
from franchise_village.jielong.units import UNIT_WORDS

# Characters of which given names in villages are made: 秀英, 桂兰, 彩霞, 建国, 根生.
_GIVEN: Final = frozenset(
    "英兰芳芬珍菊梅霞燕娟凤玲云秀丽萍娥琴华强勇伟刚柱锁福贵旺海涛龙虎艳敏静婷丹慧淑玉桂翠彩春秋冬雪巧银金娜莉莲蓉菲倩洁琳颖红美小晓文志建国军民明亮俊杰鹏飞斌波峰辉宏永庆德忠义信孝兴根生全友有才发财喜满仓存新立成学栓铁柔珠娇瑶妮蕊茹贞香花荷叶月星芝惠爱"
)
_PET: Final = Pattern(  # 二愣子, 铁蛋, 狗剩, 大壮, 黑妞, 老蔫, 三毛, 小满家
    r"[一二三四五六七八九老大小黑白胖瘦憨傻狗牛虎铁石栓拴锁满春秋夏冬毛][^ ]?(?:愣子|嘎子|妮子|柱子|锁子|胖子|秃子|瘸子|娃子|墩子|妞|丫|丫头|娃|蛋|剩|柱|壮|墩|蔫|牛|虎|毛|宝|子)(?:家|他妈|他爸)?"
    r"|(?:柱|锁|栓|嘎|愣|胖|妮|墩|顺|贵|根|刚|强|军|伟)子|[狗铁石牛羊猫栓锁拴丑黑][剩蛋柱娃妞牛锁墩壮]|([\u4e00-\u9fff])\1[妈爸家]?"
)
_WEAK: Final = frozenset("有全发香花叶存新成小金银喜红月生")  # of these alone no name is made: 花生, 小叶
_WAYS: Final = Pattern(  # how goods are wanted, and where they are left: no people
    r"(?:[冰现已未免去切剁绞真冷急热散整带无少多加低全脱鲜].*|[大中小老新特加][份袋包盒瓶箱桶杯碗罐个只条根颗块片粒听提板筐].?|老地方|小区|小卖部|小店|老店|大院|小院|大厅|大门|老人.|小孩.*|老年.*|大人.*|.*[楼栋层室柜店口街路旁侧].?)"
)
_SHAPE: Final = Pattern(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fffa-z0-9_.]{2,10}")
_TASTES: Final = Pattern(
    r".{1,4}(?:味儿?|口味|色|款|型|装|版|号|码|段|口|的)|[大中小老新特加][\u4e00-\u9fff]"
)


def is_given(word: str) -> bool:
    """Whether a word looks like a given name or a pet name of somebody."""
    if word in GOODS or _PET.fullmatch(word) is None:
        made = 2 <= len(word) <= 3 and set(word) <= _GIVEN and not set(word) <= _WEAK
        return made and word not in GOODS
    return True


def holds_goods(scene: Scene, word: str) -> bool:
    """Whether a word is, begins or ends with goods that are known: 肉粽, 海天酱油, 土豆."""
    if wishes.starts_with_good(word[:16], scene.products):
        return True
    return any(
        word[-size:] in GOODS or word[-size:] in scene.products for size in range(min(4, len(word)), 0, -1)
    )


def is_goods(scene: Scene, word: str) -> bool:
    """Whether a word is goods by all that is known: not a member, not a place."""
    if word in scene.roster:
        return False
    if word in GOODS or word in scene.products:
        return True
    if (len(word) >= 2 and word.endswith(names.KIN)) or names.is_place(word) or not word:
        return False
    return len(word) <= 12 and holds_goods(scene, word) and not names_nothing(word, scene.products)


def person(scene: Scene, word: str) -> Literal["sure", "likely", "maybe", "no"]:
    """How far a word can be who orders: known, a kinship word or a place; a given name; unknown; goods or a wish."""
    if word in scene.roster:
        return "sure"
    if (
        (_WAYS.fullmatch(word) is not None and not word.endswith(names.KIN))
        or word in GOODS
        or word in scene.products
        or word.removesuffix("的") in VARIANTS
        or word in names.HOSTS
        or word in names.HOUSEHOLD
        or word in names.SELF
        or word in wishes.VERBS
        or wishes.is_polite(word)
        or (word[:1] in "大中小老新" and (word[1:] in UNIT_WORDS or word[1:] in GOODS))
    ):
        return "no"
    if names.is_place(word) or (2 <= len(word) <= 8 and word.endswith(names.KIN)):
        return "sure"
    if is_given(word):
        return "likely"
    if (
        wishes.is_wish(word[:64])
        or names_nothing(word, scene.products)
        or any(word[at:] in GOODS or word[at:] in scene.products for at in range(min(len(word) - 1, 12)))
    ):
        return "no"
    if names.ends_like_name(word):
        return "sure" if word[0] in "阿小老" else "likely"
    if _TASTES.fullmatch(word) is not None or _SHAPE.fullmatch(word) is None:
        return "no"
    return "maybe"
