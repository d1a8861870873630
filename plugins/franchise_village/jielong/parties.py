"""Whom a clause is about: the speaker, somebody he names, his kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import brands, names, wishes
from franchise_village.jielong.addressed import named_before
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.nicknames import is_given, person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.script import fold
from franchise_village.jielong.takings import SET, TAKE
from franchise_village.jielong.talk import ORDER_VERB, State, goods_within, has_amount, new_builder

_FOR: Final = Pattern(
    r"^(?:我|我来|顺便|麻烦|请|还)?(?:帮忙给|帮(?!宝适|大|手)|给(?!力)|替|代(?!餐|购|买)|为)(?P<name>(?!大家|你|他|她|各位|孩子们?送)(?:[二三四五六七八九](?=[婶嫂姐哥叔姨姑舅妹弟爷奶妈伯娘]))?[^我俺咱忙 ,:0-9一二两三四五六七八九十]{1,6}?)(?:也|再|家)?(?=取消|把|将|来|要|订|定|带|拿|留|买|报|接|加|退|撤|下单|代买|捎|搞|称|割|弄|整|装|扯|捞|[0-9一二两三四五六七八九十半])"
)
_ASKED_ME: Final = Pattern(
    r"^(?P<name>[^ ,:我]{1,6}?)(?:让|叫|托|喊|要)(?:我|俺)(?:给|帮|替)?[她他]?(?=要|订|定|带|买|报|拿|捎|留|取消|退|加)"
)
_KIN_OF_MINE: Final = Pattern(
    r"^(?:给|帮|替)?(?:我|俺|咱)(?:们?家)?(?P<kin>爹(?:娘)?|娘|老头子?|老伴|老人家?|老爷子|老太太|媳妇|孩子|娃|妈|爸|婆婆|奶奶|爷爷|姐夫|妹夫|姐姐|妹妹|哥哥|弟弟|大姐|二姐|姐|哥|弟|妹|老公|老婆|邻居|隔壁|同事|朋友|嫂子|姑|姨|舅|儿子|女儿|公公)(?:家)?(?:说|讲)?(?:也|还|再|想)?(?=要|来|带|订|定|拿|留|买|加|报|接|捎|称|割|搞|整|弄|下单|[0-9两半]|[一二三四五六七八九十俩仨](?!个?人|起|直|共|定|下|般|样|会|边|天|岁|点))"
)
_WITH_MINE: Final = Pattern(  # 俺跟俺娘要十个火烧: together, unless somebody gets his own
    r"^(?:我|俺|咱)(?:跟|和|同|与)(?:我|俺|咱)?(?:们?家?)(?:爹|娘|妈|爸|婆婆|公公|奶奶|爷爷|老公|老婆|媳妇|姐姐?|哥哥?|弟弟?|妹妹?|嫂子|邻居|同事|孩子|娃)(?:一起|一块|一共|总共|合着)?(?:也|还|再|想|就)*(?=(?:要|来|订|定|买|拿|加)(?![^,]*(?:各|每人|一人|分别)))"
)
_SAYS: Final = Pattern(
    r"^(?P<name>[^ ,:0-9一二两三四五六七八九十半]{1,6}?)(?:家)?(?:也|还|再|想|说)?(?=(?:要|来|订|定|买|加|拿)(?!源|自))"
)


_TELLS_ME: Final = Pattern(  # 慧兰姐说她的鱼不要了
    r"^(?P<name>[^ ,:0-9]{2,6}?)(?:刚才|刚)?(?:说|讲|告诉我|跟我说|打电话说)[,: ]?(?:[她他](?:家|们|自己)?(?:的|那[份单])?)?(?=[^,]{0,14}(?:不要|不用|不订|取消|退|要|来|改|加|换|减))"
)


_MINE: Final = Pattern(r"(?:我|俺|咱)(?:们?家)?(?:自己)?(?:的|那[份单些个]|订的|报的)")
_NUMERALS: Final = frozenset("0123456789一二两三四五六七八九十半")
_MYSELF: Final = Pattern(  # who speaks turns to his own
    r"(?:(?:另外|然后|还有|剩下的?)?(?:我自己|我本人|我们?家|我屋(?:里|头|企)头?|俺们?家?|咱们?家?|自家|自己家?|本人|我们?)"
    r"(?:个人|自己|这边)?(?:就|也|再|还|只|先|另外|单独|想|需)*)(?=(?:要|来|订|定|买|拿|带|留|加|报|接|称|割|整|捎)(?!的)|[0-9一二两三四五六七八九十半])"
)
_MASKED: Final = Pattern(  # 桂*的豆腐不要了: a name as the running list in an open group prints it
    r"(?:麻烦|请|帮我|帮忙)*(?:(?P<takes>取消掉?|退掉?|撤掉?)|把|将|给|帮|替)? ?(?P<name>[\u4e00-\u9fffa-z]\*{1,3})家?"
    r"(?:的| ?: ?| +|(?=[要来订定买留加报拿带也再还想不退取撤改换说+]))(?! ?[0-9])"
)
_DISHING: Final = frozenset("装扯捞割")  # 麻烦给装2斤面粉
_POSSESSES: Final = Pattern(  # 把彩云的鸡翅退了
    r"(?:麻烦|请|帮我|帮忙)*(?P<takes>把|将)?(?P<name>[^ ,:0-9的把将]{2,6})的(?=[^ ,])"
)


def hand_over(scene: Scene, state: State, gathered: Gathered, author: str) -> None:
    builder = state.builder
    if state.sets:  # 少来2斤，改成3斤: the new amount stands for the explanation
        settled = {scene.text[place[0] : place[1]] for phrase in state.sets for place in phrase.item}
        builder.phrases = [
            phrase
            for phrase in builder.phrases
            if not (
                phrase.cancelled
                and "less" in phrase.doubts
                and {scene.text[a:b] for a, b in phrase.item} <= settled | {""}
            )
        ]
    counted = any(
        not phrase.item and phrase.quantity is not None and not phrase.cancelled for phrase in builder.phrases
    )
    if counted:  # 要要要，给我来5斤: once is enough
        builder.phrases = [
            one for one in builder.phrases if one.item or one.quantity is not None or one.cancelled
        ]
    builder.phrases = [
        phrase
        for number, phrase in enumerate(builder.phrases)
        if not _narrowed(scene, builder.phrases, number)
    ]
    for phrase in builder.phrases:
        phrase.doubts.discard("less")
    if builder.phrases:
        lines_of(
            scene,
            builder,
            gathered,
            member=state.member,
            member_place=state.member_place,
            doubts=state.doubts,
            author=author,
        )
    state.builder = new_builder(scene)
    state.sets = []
    state.summed = 0, 0


def _narrowed(scene: Scene, phrases: Sequence[Phrase], number: int) -> bool:
    """我订鱼，草鱼一条: goods without an amount that the next phrase names more closely."""
    phrase = phrases[number]
    if phrase.quantity is not None or phrase.cancelled or phrase.notes or number + 1 >= len(phrases):
        return False
    wide, close = ("".join(scene.text[a:b] for a, b in one.item) for one in phrases[number : number + 2])
    return bool(wide) and len(close) > len(wide) and close.endswith(wide)


def change_member(
    scene: Scene, state: State, place: Place, gathered: Gathered, author: str, *, sender: bool
) -> None:
    name = member_of(scene, place)
    if name == state.member:
        return
    if state.builder.phrases:
        state.handed = True
        hand_over(scene, state, gathered, author)
    state.member, state.member_place = name, place
    state.doubts = {"for_somebody_else"} if sender else set()


def _given(scene: Scene, name: str) -> bool:
    """小丽, 秀英, before what they want: not 小葱, not 天天."""
    if len(name) < 2 or person(scene, name) not in {"sure", "likely"}:
        return False
    return is_given(name) or (name[0] == "小" and len(name) == 2)


def _waits(state: State) -> bool:
    """Whether the last goods named have no amount, and would take the next one that is told."""
    return bool(state.builder.phrases) and state.builder.phrases[-1].quantity is None


def speaker_again(scene: Scene, state: State, gathered: Gathered, author: str) -> None:
    """帮桂花带2斤肉馅，|我自己要1斤豆皮: who speaks comes back to his own."""
    if (state.member, state.member_place) == state.speaker and state.doubts <= state.speaker_doubts:
        return
    if state.builder.phrases:
        hand_over(scene, state, gathered, author)
    state.member, state.member_place = state.speaker
    state.doubts = set(state.speaker_doubts)


def whose(scene: Scene, state: State, start: int, end: int, gathered: Gathered, author: str) -> int:
    """Whom the clause is about: skip the words that tell, and remember."""
    text = scene.text
    words = text[start:end]
    if _MINE.match(words) and TAKE.search(words):  # 张姐要2斤苹果，我的不要了
        speaker_again(scene, state, gathered, author)
        return start
    if (back := _MYSELF.match(words)) is not None and has_amount(scene, start, end):
        if (state.member, state.member_place) != state.speaker or state.doubts > state.speaker_doubts:
            speaker_again(scene, state, gathered, author)
            return start + back.end()
        if words[back.end()] in _NUMERALS and (
            (back[0][-1] in "己人" and not _waits(state))
            or goods_within(scene, start + back.end(), end, single=True)
        ):
            return start + back.end()  # 我|两斤白菜
    if kin := _KIN_OF_MINE.match(words) or _WITH_MINE.match(words):
        state.doubts.add("for_somebody_else")
        return start + kin.end()
    if other := _FOR.match(words):
        place = start + other.start("name"), start + other.end("name")
        name = text[place[0] : place[1]]
        if (
            name in names.HOSTS
            or name in names.SELF
            or name in wishes.SHORT_VERBS
            or name in _DISHING
            or wishes.starts_with_good(name, scene.products) == len(name)
        ):
            return start
        if name in names.HOUSEHOLD:
            return start + other.end()
        known = name in scene.roster
        if known or names.ends_like_name(name) or not state.builder.phrases:
            change_member(scene, state, place, gathered, author, sender=state.spoken)
            return start + other.end()
        return start
    if masked := _MASKED.match(words):
        place = start + masked.start("name"), start + masked.end("name")
        change_member(scene, state, place, gathered, author, sender=state.spoken)
        return start if masked["takes"] else start + masked.end()  # 取消|桂*的鸡蛋
    if asked := _ASKED_ME.match(words):
        place = start + asked.start("name"), start + asked.end("name")
        change_member(scene, state, place, gathered, author, sender=state.spoken)
        return start + asked.end()
    if (owner := _owner(scene, state, start, end, gathered, author)) > start:
        return owner
    tells = _TELLS_ME.match(words)
    if tells and (tells["name"] in scene.roster or tells["name"].endswith(names.KIN)):
        own = tells["name"] in names.OWN or tells["name"] in names.SELF or tells["name"] in names.HOSTS
        if not own and not tells["name"].startswith(("我", "俺", "咱", "老公", "老婆")):
            place = start, start + tells.end("name")
            change_member(scene, state, place, gathered, author, sender=state.spoken)
            return start + tells.end()
    for name in scene.roster:
        if (
            words.startswith(name)
            and len(words) > len(name)
            and (ORDER_VERB.match(words, len(name)) or words[len(name)] in "的 :家也")
        ):
            house = words[len(name)] == "家" and words[len(name) + 1 : len(name) + 2] in _NUMERALS
            behind = start + len(name) + (house or words[len(name)] == ":")
            if state.member and name == state.member.lower():
                return behind
            change_member(scene, state, (start, start + len(name)), gathered, author, sender=state.spoken)
            return behind
    if (counted := counted_for(scene, state, start, end, gathered, author)) > start:
        return counted
    says = _SAYS.match(words)
    if says:
        name = says["name"]
        if name in names.SELF:
            return start
        if (
            scene.sender
            and len(name) > 1
            and fold(scene.sender).endswith(name)
            and state.member == scene.sender
        ):
            return start + len(name)  # 阿姨要买两条黄鱼, says 弄堂阿姨
        if name in names.OWN and not words.startswith("家", len(name)):  # 老公说要吃羊肉
            return start
        strong = (
            (name.endswith(names.KIN) and len(name) >= 2)
            or (name[0] == "阿" and len(name) in {2, 3})
            or (words[says.end() + 1 : says.end() + 2] in _NUMERALS and _given(scene, name))
            or (
                name[0] in "老小"
                and len(name) == 2
                and name not in names.HOUSEHOLD
                and words.startswith(("家", "要的"), 2)
            )
        )
        if (
            strong
            and not wishes.starts_with_good(name)
            and name not in names.HOSTS
            and name not in wishes.VERBS
            and name not in brands.LIKE_PERSONS
            and not name.startswith(("我", "俺", "咱", "再", "还", "给", "帮", "不"))
        ):
            change_member(
                scene,
                state,
                (start, start + len(name) + (words[len(name)] == "家")),
                gathered,
                author,
                sender=state.spoken,
            )
            return start + len(name) + (words[len(name)] == "家")
    return start


def counted_for(scene: Scene, state: State, start: int, end: int, gathered: Gathered, author: str) -> int:
    """李嫂|两斤土豆: who is named right before what he gets."""
    found = named_before(scene, start, end)
    if found is None:
        return start
    (begin, stop), behind = found
    if scene.text[begin:stop] != fold(state.member):
        change_member(scene, state, (begin, stop), gathered, author, sender=state.spoken)
    return behind


def _owner(scene: Scene, state: State, start: int, end: int, gathered: Gathered, author: str) -> int:
    """把彩云的鸡翅退了: whose goods are taken back or changed; where it is not sure that it is a name, that is asked."""
    words = scene.text[start:end]
    found = _POSSESSES.match(words)
    if found is None or not (TAKE.search(words, found.end()) or SET.search(words, found.end())):
        return start
    name = found["name"]
    if name == fold(scene.sender):
        return start + found.end()
    stranger = not (name in names.OWN | names.SELF | names.HOSTS or name.startswith(("我", "俺", "咱", "你")))
    if not stranger or wishes.starts_with_good(name, scene.products):
        return start
    if name in scene.roster or (len(name) > 1 and name.endswith(names.KIN)):
        place = start + found.start("name"), start + found.end("name")
        change_member(scene, state, place, gathered, author, sender=state.spoken)
        return start + found.end()
    if (
        found["takes"]
        and len(name) <= 3
        and wishes.starts_with_good(words[found.end() :], scene.products) > 1
    ):
        state.doubts.add("text_unclear")
    return start
