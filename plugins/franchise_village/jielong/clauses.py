"""Clauses: where a sentence is parted, and what opens one without saying anything (mentions, greetings)."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.cues import OPENING
from franchise_village.jielong.fields import skip
from franchise_village.jielong.numbers import unit_at
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place

_CHINESE: Final = "一二三四五六七八九十"
_COUNTED: Final = Pattern(
    rf"(?:^|(?<=[ ,;:。\n]))(?:([0-9]{{1,2}}) ?[.、)](?![0-9])|([{_CHINESE}])[、.] ?(?=[^ ])|([①-⑳])[.、: ]*)"
)
_AMOUNT: Final = Pattern(r"[0-9一二两三四五六七八九十半]")
_BREAK: Final = Pattern(r"[,;!?\n…]+|。(?![0-9])|(?<![0-9])\.(?![0-9])|~{2,}")


_NUMBER: Final = Pattern(r"[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百半俩仨]+")
_AGAIN: Final = Pattern(
    r"(?:再|还|另外?|顺便|顺带)(?:再|也)?(?:麻烦)?(?:[给帮](?:我|俺|咱))?(?:来|要|加|捎|带|拿|买|称|割|整|弄|添|订|留|搞)(?=[0-9\u4e00-\u9fff])"
)
_GOODS: Final = Pattern(r"(?![的了吧哈啊呀呢嘛呗就也好])[\u4e00-\u9fff]+")

_QUOTE: Final = Pattern(r"\s{0,3}\[[^\n:\]]{1,20}:(?P<said>[^\]]{0,600})\]\s{0,3}\n(?:[- ]{5,60}|-{3,60})\n")


def behind_quote(text: str, start: int) -> int:
    """Where the reply begins behind the message that it quotes, as apps write it: 「name：text」 and a rule."""
    found = _QUOTE.match(text, start)
    return found.end() if found else start


def clauses(text: str, start: int, end: int) -> list[Place]:
    found: list[Place] = []
    place = start
    depth_end = -1
    for stop in _BREAK.finditer(text, start, end):
        if stop.start() < depth_end:
            continue
        opened = max(text.rfind("(", place, stop.start()), text.rfind("[", place, stop.start()))
        if (
            opened >= 0
            and (closed := text.find(")" if text[opened] == "(" else "]", opened, min(end, opened + 200)))
            > stop.start()
        ):
            depth_end = closed
            continue
        if stop.start() > place:
            found.append((place, stop.start()))
        place = stop.end()
    if place < end:
        found.append((place, end))
    return [part for clause in found for piece in continued(text, *clause) for part in _parted(text, *piece)]


def continued(text: str, start: int, end: int) -> list[Place]:
    """土豆五斤|再要两根黄瓜, 两袋咸盐|再捎一瓶老抽: orders in one breath, parted where a verb takes up again."""
    if not any(text.find(word, start, end) >= 0 for word in "再还另顺"):  # a quick look: nearly all
        return [(start, end)]
    places: list[Place] = []
    looked = start  # how far there is no amount, since the last part began
    for again in _AGAIN.finditer(text, start, end):
        if again.start() <= start:
            continue
        counted = next(
            (
                one.end()
                for one in _NUMBER.finditer(text, looked, again.start())
                if unit_at(text, one.end(), end)
            ),
            None,
        )
        if counted is None:
            looked = again.start()
            continue
        closed = any(
            (one := _NUMBER.search(text, max(start, again.start() - 8), again.start())) is not None
            and one.end() + size == again.start()
            and unit_at(text, one.end(), end) == size
            for size in (1, 2)
        )
        amount = _NUMBER.match(text, again.end(), end)
        behind = amount.end() + unit_at(text, amount.end(), end) if amount else again.end()
        goods = _GOODS.match(text, behind, end)
        if goods is None or (amount is None and not closed):
            continue
        if not closed and _NUMBER.search(text, goods.end(), end):  # 面条两把豆腐再来两块香油一瓶
            continue
        places.append((start, again.start()))
        start = looked = again.start()
    return [*places, (start, end)]


def _parted(text: str, start: int, end: int) -> list[Place]:
    """3罐 有货吗: an order and a question that only a space parts."""
    space = text.rfind(" ", start, end)
    if space <= start or not _AMOUNT.search(text, start, space):
        return [(start, end)]
    if not wishes.is_question(text[space + 1 : end]) or wishes.is_question(text[start:space]):
        return [(start, end)]
    return [(start, space), (space + 1, end)]


_MENTION: Final = Pattern(r"@[^ \n,:;@]{1,30}[ :,]?")
_HOSTS: Final = tuple(
    sorted((host for host in names.HOSTS if len(host) > 1), key=lambda host: (-len(host), host))
)
_GREETING: Final = Pattern(
    r"(?:对了|哦对|噢对|然后|还有就是|就这样|那就|行)[, ]?(?=[再加来还要另])|(?:在不在?|在吗|在么|在没|忙不忙?|有人[吗没不]?|有空[吗没不])(?=[ ,?!~])|亲(?:亲)?(?=[ ,!~]|我|给我|帮我|来|要|麻烦)|(?:大家|各位|你|您)好(?=[ ,!~呀啊]|我|给我|帮我|来|要|麻烦)|(?:(?:大家|各位)?(?:早上|上午|中午|下午|晚上)好|早安|晚安|早(?=[呀啊哇安~!,。 ]|$)|好(?=[呀啊哇]))[呀啊哇哈~!]*"
)
_HAIL: Final = Pattern(
    r"(?:喂+|哎+|诶+|欸+|嗨+|嘿+|哈[喽啰]|hello|hey)(?=[ ,!~、]|团长|老板|群主|店[长家主]|[你您]好)|(?:麻烦|唔该|劳烦|有劳|请)(?:你|您|侬|晒)?(?=[同帮给替]我)"
)
_CALLED: Final = Pattern(r"[啊呀哎诶哈嘞哟呢]+(?=[ ,!~、。]|$)|好(?=[ ,!~呀啊]|我|给我|帮我|来|要|麻烦)")
_I_AM: Final = Pattern(r"我(?:是|系)(?![要来想说不给订])[^ ,:。0-9一二两三四五六七八九十]{1,8}[ ,:]+(?=[^ ])")
_FAMILY: Final = Pattern(
    r"(?:我|俺|咱)?们?家?(?:老婆|老公|老妈|老爸|妈|爸|媳妇|爱人|婆婆|公公|老头子?|老太太|老爷子|领导|里人|里)(?:让|叫|喊|托|要)(?:我|俺)(?:来|帮忙|在群里)?(?:报|订|买|要|带|接龙|登记|下单)(?:一下|个|点|些)?[:, ]*(?=[^ ])"
)
_ON_TOP: Final = Pattern(
    r"(?:在|就)?(?:刚才|刚刚|原来|原先|之前|前面|上面|已有|原)(?:订单|单子|那单|那份|订的|报的)?的?(?:基础|份量|数量)?(?:上面?|之上)[,: ]?(?=[^,]{0,10}[0-9一二两三四五六七八九十半])"
)
_ADDENDUM: Final = Pattern(r"(?:再|我也?|也)?(?:补|加|报|记|接|追)(?:报|登|加)?(?:一?[个下单条份])?[:, ]+")
_THIS_TIME: Final = Pattern(
    r"(?:这次|这回|这趟|这一次)(?=再|也|还|就|我|要|来|给|帮|想)|(?:现在|如今|这会儿|这下|眼下)(?=[只就]?[要留订来拿接报]|变|改|换|来|加|减|变|想|再|就)|(?:还是|仍然?|依旧)(?=[0-9一二两三四五六七八九十半])"
)
_OURS: Final = Pattern(
    r"(?:我们|咱们|俺们)(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[组队排栋社](?:这边|的)?(?=[^,;。!?\n]{0,12}[0-9一二两三四五六七八九十半])"
)
_THANKED: Final = Pattern(
    r"(?:辛苦|麻烦|谢谢|多谢|感谢|拜托|劳驾|有劳|请)(?:您|你|了|啦|一下|下)*[ ,]?(?:团长|群主|老板娘?|店长|店主|店家|掌柜|管理员|客服|团团|团妈|群管|美女|帅哥|亲)(?:们)?(?=[^的])"
)
_OPENS: Final = Pattern(
    r"(?:我们?|俺|咱)?(?:家里|屋里|店里|食堂|单位)(?:需要|想要|要|缺)(?=[^,]{0,8}[0-9一二两三四五六七八九十半])|多[订来要买报](?:点|些|一点)[:, ]+|(?:我们?家?|俺|咱)?(?:这边|今天)?(?:也|再|还|先|想|要|来)*(?:订|报|叫|要|点|进|拿|补|下)(?:一下|点|些|个)?(?:货|菜|东西|单|单子)[了啦哈]*(?:[:, ]+|$)|就?要(?:这些|这几[样个]|下面这些|以下)[:, ]+|(?:老样子|照旧|跟上次一样|和上次一样)[,: ]*(?=[0-9一二两三四五六七八九十半])"
)


def enumerated(text: str, start: int, end: int) -> list[Place]:
    """一、大米1袋 二、面粉1袋: the parts behind the numbers when they count from one, else the whole."""
    marks = list(_COUNTED.finditer(text, start, end))
    numbers = [
        int(mark[1]) if mark[1] else _CHINESE.index(mark[2]) + 1 if mark[2] else ord(mark[3]) - 0x245F
        for mark in marks
    ]
    if len(marks) < 2 or numbers != list(range(1, len(marks) + 1)):
        return [(start, end)]
    edges = [*(mark.start() for mark in marks[1:]), end]
    parts = [(mark.end(), edge) for mark, edge in zip(marks, edges, strict=True)]
    return [(start, marks[0].start()), *parts] if start < marks[0].start() else parts


_TAG: Final = Pattern(
    r"[,~ ]?(?:中不中|行不行|好不好|可不可以|可以不|可以吗|好吗|行吗|成吗|成不成?|中不|行不|要得不|要得吗|得不得行|得唔得|好伐|好哇|行伐|好嘛|ok吗|方便吗|好波)[呀啊哈呢嘛哦噢~!?。]*[^\w,;。]*$"
)
_ASKS_FOR: Final = Pattern(
    r"(?:给(?:我|俺|咱|阿拉)|帮(?:我|俺|忙)?|(?:我|俺|咱|阿拉|再|还|也|先)(?:们|家)?(?:想|需)?要|^(?:来|要|拿|留|订|带|称|弄|整))[^,?]{0,8}?[0-9一二两三四五六七八九十半俩仨][^?]*"
)


def untagged(text: str, start: int, end: int) -> int:
    """Where a request ends without the question that only asks for consent: 给俺弄10个烧饼|中不中."""
    tag = _TAG.search(text[start:end])
    if tag is None or not tag.start() or not _ASKS_FOR.fullmatch(text, start, start + tag.start()):
        return end
    asks = wishes.is_question(text[start : start + tag.start()]) or "换" in text[start:end]
    return end if asks else start + tag.start()


_LEAD: Final = Pattern(
    "|".join(
        one.pattern
        for one in (
            _MENTION,
            _GREETING,
            _HAIL,
            _I_AM,
            _FAMILY,
            _ON_TOP,
            _ADDENDUM,
            _THIS_TIME,
            _OURS,
            _THANKED,
            _OPENS,
        )
    )
)


def lead(text: str, start: int, end: int) -> int:
    """Skip mentions, the host's title, greetings, particles."""
    moved = True
    while moved and start < end:
        moved = False
        start = skip(text, start, end, " \n,:、~.。!")
        if start < end and text[start] in OPENING and (mention := _LEAD.match(text, start, end)):
            start, moved = mention.end(), True
            continue
        for host in _HOSTS if text.startswith(_HOSTS, start) else ():
            if text.startswith(host, start) and start + len(host) < end and not text.startswith("不", start):
                start, moved = start + len(host), True
                called = _CALLED.match(text, start, end)
                start = called.end() if called else start
                break
            if text.startswith(host, start) and start + len(host) == end:
                return end
    return start
