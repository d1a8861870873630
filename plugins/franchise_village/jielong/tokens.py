"""From folded text to tokens: words, amounts, separators, brackets, and what is only a remark."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from franchise_village.jielong import numerals
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import Quantity, one_and_half, scan, unit_at
from franchise_village.jielong.vocabulary import longest_first

_NUMERAL_CHARS: Final = "".join(
    sorted(numerals.OPENERS | {*numerals.FUSED, *numerals.FRACTIONS, *numerals.VAGUE, "半"})
)
_DECORATION: Final = "\u2190-\u21ff\u2300-\u245f\u25a0-\u2775\u2794-\u27bf\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\ufe0f\u200d#$^_=<>\\\\`\u2026"
_SPECIAL: Final = Pattern(
    rf"[ \n,;、/|+&~。.!?:(\[\])】【\-\d\u00b2\u00b3\u00b9\u2070-\u2089{_NUMERAL_CHARS}{_DECORATION}]|各|每|都(?=[0-9一二两三四五六七八九十半来要])|\*|x(?= ?[0-9{_NUMERAL_CHARS}])|[明后今当下本这周礼星过改上早中傍凌晚夜月大年元春端国]|[和跟与及同](?!样)|以及|还有|外加|加上|[取提尾电手卡会单优券用积微vt门房第共合已付转]|¥|∞|负(?=[0-9一二两三四五六七八九十半])|(?:nan|inf|infinity|null|undefined)(?=[\u4e00-\u9fff]|$| )"
)
_CLOSERS: Final = {"(": ")", "[": "]", "【": "】"}
_STRONG: Final = frozenset(",;。.!?:|\n")
_PAUSE: Final = frozenset("、/&~")
_AND_WORDS: Final = longest_first(
    "和田 和牛 和风 和面机 和路雪 和气 和顺 和平 和谐 和美 和县 及第 同仁 同福 与众 跟鞋 同款 同学 同事 同样 和之前 和上次 跟上次 和以前 和原来 同上"
)
_AND_PHRASES: Final = ("同埋", "跟埋", "以及", "还有", "外加", "加上")
_AND_ENDINGS: Final = "温柔祥百平谐中高饱调缓总暖亲协合共"
_SIZE_CODES: Final = frozenset({"nb", "s", "m", "l", "xl", "xxl", "xxxl"})
_HOUR: Final = "(?:[0-9]{1,2}|十[一二]?|[二两三四五六七八九])"
_DAY: Final = (
    "(?:大?后[天日]|明(?:天|早|晚|日(?!叶)|儿|晨|个|朝|后天)|今(?:天|早|晚|日|儿|晨|夜|朝)|当天|下(?:下)?个?(?:周|礼拜|星期|月)[一二三四五六日天末]?|"
    "(?:本|这)?(?:周|礼拜|星期)[一二三四五六日天末]|月底|月初|过几天|过两天|改天|改日|下次|下回|元旦|春节|端午|中秋|国庆|年底|过年)"
)
_PART: Final = "(?:上午|下午|中午|早上|早晨|晚上|傍晚|夜里|凌晨|晚些时候|晚饭|早饭|午饭|晚点|早点(?!心))"
_CLOCK: Final = rf"(?:(?<![0-9]){_HOUR}(?:点(?!点|心|儿)(?:半|一刻|钟|[0-9]{{1,2}}分?)?|:[0-9]{{2}})(?:[-~到至]{_HOUR}?(?:点(?:半)?|:[0-9]{{2}}))?)"
_BEFORE: Final = "(?:之前|以前|前|之后|以后|后|左右)?"
_TIME: Final = Pattern(rf"(?:{_DAY}{_PART}?{_CLOCK}?|{_PART}{_CLOCK}?|{_CLOCK}){_BEFORE}")
_DATE: Final = Pattern(
    rf"(?:[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?|[0-9]{{1,2}}月[0-9]{{1,2}}[日号]?|[0-9]{{1,2}}/[0-9]{{1,2}}(?=[日送取来要到号 ]|$)|[0-9]{{1,2}}[日号](?=[送取来要到前后早晚上下中])){_PART}?{_CLOCK}?{_BEFORE}"
)
# What follows the digits of a date, a time, an address, or parts a phone number.
_REMARK_SIGNS: Final = frozenset("-/.年月日号点:栋幢单室楼巷弄期队社户大* ")
_PHONE: Final = Pattern(
    r"1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])|0[0-9]{2,3}-[0-9]{7,8}|[0-9*]{7,20}|[0-9]{3}\*{2,6}[0-9]{2,4}"
)
_ADDRESS: Final = Pattern(
    r"[0-9]{1,4}(?:号楼|栋|幢|单元|室|楼|巷|弄|期)(?:[0-9a-z]{1,4}(?:单元|室|楼|号|门|户)?)*|[0-9]{1,3}-[0-9]{1,3}-[0-9]{2,4}|[0-9]{1,3}-[0-9]{3,4}(?![0-9])|[0-9]{1,3}(?:队|社|户|大队)(?![\u4e00-\u9fff])"
)
_CODE: Final = Pattern(
    r"(?:取件码|取货码|提货码|取餐码|尾号|电话|手机|手机号|tel|卡号|会员号?|单号|优惠券|用券|券|用?积分|微信号?|vx|wx|房号|门牌号?|付款码|验证码|第)[:是为]? ?(?:[0-9a-z_-]{1,24}|[一二三四五六七八九十]{1,3})(?:元|块|号|分|次|个|积分)?"
)
_PAID: Final = Pattern(
    r"(?:已|微信|支付宝)?(?:付|转|共|一共|总共|合计|单价|总价|价格|优惠|用券|用优惠券)(?:款|了|账|计)?[:是为¥]? ?[0-9]{1,6}(?:\.[0-9]{1,2})?(?:元|块钱|块)?"
)
_SHIELDABLE: Final = Pattern(rf"[0-9各每都和跟与及同x{_NUMERAL_CHARS}]")
_AGED: Final = Pattern(
    r"[0-9]{1,2} ?[-~至到] ?[0-9]{1,2} ?(个月|月龄|月(?![0-9]{1,2}[日号])|周岁|岁|码|段|cm|kg(?= ?[0-9一二两三四五六七八九十]))(?!送|到|前|后)"
)
_CATTLE: Final = Pattern(r"和牛[奶肉腩腱杂百蛙油筋肚]")
_COUNTED: Final = Pattern(rf": ?[0-9{_NUMERAL_CHARS}]")
_OUR_GROUP: Final = Pattern(r"[我咱俺你他]们[0-9一二三四五六七八九十]{1,3}[组队排栋社]")
_LONGEST_RUN: Final = 32  # digits: longer than any telephone number
_POINTED: Final = Pattern(
    r"[零一二两三四五六七八九十]{1,3}点[零一二三四五六七八九]{1,2}(?=[斤两公千克kgml升米吨])"
)
_PRICE: Final = Pattern(r"(?:¥ ?[0-9]{1,6}(?:\.[0-9]{1,2})?)(?:元)?(?:/[\u4e00-\u9fff])?")
_JOINS: Final = frozenset({"加", "我加", "也加", "再加", "我也加", "我再加", "俺加"})
_EACH: Final = Pattern(r"(?:各自?|每样|每种|每个|每款|每味|每色|都)(?:再)?(?:来|要|订|拿)?(?: |\*|x)?")


class Token(NamedTuple):
    """``kind``: text, amount, note, bracket, or a separator: space, pause, strong, and, plus, dash, deco."""

    kind: str
    start: int
    end: int
    quantity: Quantity | None = None


Shields = Mapping[str, tuple[tuple[str, int], ...]]


def shields(words: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Index words that hold numerals by two characters around each: what to look up when one is met.

    The words are searched as one text: of a large catalogue most names hold no numeral and cost nothing.
    """
    joined = "\0".join(words)
    index: dict[str, set[tuple[str, int]]] = {}
    place = 0
    while (found := _SHIELDABLE.search(joined, place)) is not None:
        place = found.start()
        start = joined.rfind("\0", 0, place) + 1
        stop = joined.find("\0", place)
        word = joined[start : len(joined) if stop < 0 else stop]
        at = place - start
        place += 1
        if len(word) > 1:
            key = word[at : at + 2] if at + 1 < len(word) else word[at - 1 : at + 1] + "$"
            index.setdefault(key, set()).add((word, at))
    return {
        key: tuple(sorted(found, key=lambda one: (-len(one[0]), one))) for key, found in sorted(index.items())
    }


@functools.cache
def _built_in() -> Shields:
    return shields(sorted(numerals.WORDS))


def _shielded(text: str, place: int, end: int, indexes: tuple[Shields, ...]) -> int:
    """End of the word that holds the character at the place without counting anything, or 0."""
    best = 0
    for index in indexes:
        for key in (text[place : place + 2], text[max(place - 1, 0) : place + 1] + "$"):
            for word, offset in index.get(key, ()):
                start = place - offset
                if (
                    start >= 0
                    and start + len(word) <= end
                    and text.startswith(word, start)
                    and not _counts(text, word, start, end)
                ):
                    best = max(best, start + len(word))
    return best


_ANY_AMOUNT: Final = Pattern(rf"[\d∞{_NUMERAL_CHARS}]")


def may_count(text: str, start: int, end: int) -> bool:
    """Whether anything there could be read as an amount: a quick look before `tokenise`."""
    return _ANY_AMOUNT.search(text, start, end) is not None


def _counts(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word counts here after all: 十一 before a unit, 一点 before a decimal."""
    after = start + len(word)
    if word == "一点":
        return after + 1 < end and text[after] in numerals.DIGITS and unit_at(text, after + 1, end) > 0
    if not numerals.OPENERS.issuperset(word):
        return False
    while after < end and text[after] in numerals.OPENERS:
        after += 1
    return unit_at(text, after, end) > 0


def tokenise(
    text: str, start: int, end: int, *, most: int, products: Shields | None = None, dashes: bool = False
) -> list[Token]:
    """One pass over ``text[start:end]``. ``dashes``: a hyphen parts fields here, so none makes a number negative."""
    indexes: tuple[Shields, ...] = (_built_in(), products) if products else (_built_in(),)
    tokens: list[Token] = []
    place = run = start

    def close(until: int) -> None:
        if until > run:
            tokens.append(Token("text", run, until))

    while place < end:
        found = _SPECIAL.search(text, place, end)
        if found is None:
            break
        at = found.start()
        char = text[at]
        if char == " ":  # by far the most
            close(at)
            place = run = found.end()
            if not tokens or tokens[-1].kind != "space":
                tokens.append(Token("space", at, place))
            continue
        token = _read(text, at, run, end, char, most=most, indexes=indexes, tokens=tokens, dashes=dashes)
        if isinstance(token, int):  # plain text up to there
            place = token
            continue
        if token.kind == "amount" and token.start < at:  # 斤半: begins one character earlier
            close(token.start)
        elif token.kind == "sum":
            assert token.quantity is not None
            tokens[-1] = Token("amount", tokens[-1].start, token.end, token.quantity)
            place = run = token.end
            continue
        else:
            close(at)
        tokens.append(token)
        place = run = token.end
    close(end)
    return tokens


def _read(
    text: str,
    at: int,
    run: int,
    end: int,
    char: str,
    *,
    most: int,
    indexes: tuple[Shields, ...],
    tokens: list[Token],
    dashes: bool,
) -> Token | int:
    """The token at a special character, or the place from which plain text goes on."""
    if char == " ":
        stop = at + 1
        while stop < end and text[stop] == " ":
            stop += 1
        return Token("space", at, stop)
    if "0" <= char <= "9":
        return _digits(text, at, run, end, most=most, indexes=indexes)
    if char in _CLOSERS:
        stop = text.find(_CLOSERS[char], at + 1, min(end, at + 200))
        return Token("bracket", at, stop + 1) if stop > 0 else Token("strong", at, at + 1)
    if char in ")]】":
        return Token("strong", at, at + 1)
    if char in "和跟与及同各每都" and _shielded(text, at, end, indexes):
        return at + 1
    if text.startswith(_AND_PHRASES, at):
        return Token("and", at, at + 2)
    if char in "和跟与及同":
        if (
            (text.startswith(_AND_WORDS, at) and not (at > run and _CATTLE.match(text, at)))
            or (at > run and text[at - 1] in _AND_ENDINGS)
            or at + 1 >= end
        ):
            return at + 1
        return Token("and", at, at + 1) if at > run or (tokens and tokens[-1].kind != "text") else at + 1
    if char in "各每都":
        each = _EACH.match(text, at, end)
        if (
            each
            and each.end() < end
            and (quantity := scan(text, each.end(), end, most=most))
            and quantity.role == "amount"
        ):
            return Token("amount", at, quantity.end, quantity._replace(start=at, each=True))
        return at + 1
    if char == ":" and at > run and _COUNTED.match(text, at, end):  # 杏仁:2斤
        return Token("space", at, at + 1)
    if char in _STRONG:
        return Token("strong", at, at + 1)
    if char in _PAUSE:
        return Token("pause", at, at + 1)
    if char in "*x":
        return _times(text, at, run, end, most=most)
    if char == "+":
        return _plus(text, at, end, most=most, tokens=tokens, run=run)
    if char == "-":
        return _dash(text, at, end, most=most, dashes=dashes)
    if char in "∞负ni" or text.startswith("undefined", at):
        return _no_number(text, at, end, most=most)
    if char == "¥":
        price = _PRICE.match(text, at, end)
        return Token("note", at, price.end()) if price else at + 1
    if char in _NUMERAL_CHARS or char.isdigit():
        return _numeral(text, at, run, end, char, most=most, indexes=indexes, tokens=tokens)
    if (code := _CODE.match(text, at, end)) or (code := _PAID.match(text, at, end)):
        return Token("note", at, code.end())
    if time := _TIME.match(text, at, end):
        return Token("note", at, time.end())
    if (
        char in "\u2026\ufe0f\u200d\u3030\u303d#$^_=<>\\`"
        or "\u2190" <= char <= "\u245f"
        or "\u25a0" <= char <= "\u27bf"
        or "\u2b00" <= char <= "\u2bff"
        or char >= "\U0001f000"
    ):
        return Token("deco", at, at + 1)
    return at + 1


def _digits(
    text: str, at: int, run: int, end: int, *, most: int, indexes: tuple[Shields, ...]
) -> Token | int:
    if (
        at > run
        and "a" <= text[at - 1] <= "z"
        and not (text[run:at] in _SIZE_CODES and unit_at(text, at + 1, end))
    ):  # b12, a4: a model
        stop = at
        while stop < end and "0" <= text[stop] <= "9":
            stop += 1
        return stop
    if stop := _shielded(text, at, end, indexes):
        return stop
    if at > run + 1 and (ours := _OUR_GROUP.match(text, at - 2, end)):  # 我们3组: who, not how many
        return ours.end()
    behind, far = at + 1, min(end, at + _LONGEST_RUN)
    while behind < far and "0" <= text[behind] <= "9":
        behind += 1
    if (
        behind < end and text[behind] in "-~至到 " and (aged := _AGED.match(text, at, end)) is not None
    ):  # 0-6月: whom it fits
        unit = aged.start(1)
        return Token("amount", at, aged.end(), Quantity(None, at, aged.end(), unit, aged.end(), role="size"))
    phone = None
    if behind < end and text[behind] in _REMARK_SIGNS:
        if (
            (time := _DATE.match(text, at, end))
            or (time := _TIME.match(text, at, end))
            or (time := _ADDRESS.match(text, at, end))
        ):
            return Token("note", at, time.end())
        phone = _PHONE.match(text, at, end)
    elif behind - at >= 7:
        phone = _PHONE.match(text, at, end)
    quantity = scan(text, at, end, most=most)
    if phone and (quantity is None or not (quantity.has_unit and quantity.end > phone.end() - 1)):
        return Token("note", at, phone.end())
    if quantity is None:
        return at + 1
    stop = quantity.end
    if not quantity.has_unit and quantity.role == "amount" and not quantity.problem and stop < end:
        after = text[stop]
        if after in {"号", "#"}:  # 7号: a model or a house, never an amount
            return stop + 1
        if after in "*x" and stop + 1 < end and not (text[stop + 1].isascii() and text[stop + 1].isalnum()):
            return Token("amount", at, stop + 1, quantity._replace(end=stop + 1, times=True))
        if "a" <= after <= "z" and after != "x":  # 3m, 2b
            while stop < end and text[stop].isascii() and text[stop].isalnum():
                stop += 1
            return stop
    return Token("amount", at, stop, quantity)


def _numeral(
    text: str,
    at: int,
    run: int,
    end: int,
    char: str,
    *,
    most: int,
    indexes: tuple[Shields, ...],
    tokens: list[Token],
) -> Token | int:
    if stop := _shielded(text, at, end, indexes):
        return stop
    if at > run + 1 and (ours := _OUR_GROUP.match(text, at - 2, end)):  # 我们3组: who, not how many
        return ours.end()
    if char == "半" and at > run and (more := one_and_half(text, at - 1, end)) is not None:
        return Token("amount", at - 1, at + 1, more)
    if "点" in text[at : at + 3] and _POINTED.match(text, at, end):
        quantity = scan(text, at, end, most=most)
        if quantity is not None and quantity.has_unit:
            return Token("amount", at, quantity.end, quantity)
    if "点" in text[at : at + 3] and (time := _TIME.match(text, at, end)):
        return Token("note", at, time.end())
    quantity = scan(text, at, end, most=most)
    if quantity is None:
        return at + 1
    if quantity.fused:
        before = at == run
        after = at + 1 >= end or text[at + 1] in " ,;。.、!\n"
        return Token("amount", at, at + 1, quantity) if before or after else at + 1
    if quantity.has_unit:
        return Token("amount", at, quantity.end, quantity)
    alone = quantity.end >= end or text[quantity.end] in " ,;。.、!\n)+*x/"
    if alone and at == run and tokens and tokens[-1].kind in {"space", "plus", "strong"}:
        return Token("amount", at, quantity.end, quantity)
    if alone and text[run:at] in _JOINS:  # 加一, said for +1
        return Token("amount", at, quantity.end, quantity)
    if alone and at > run and quantity.end - at >= 2:
        return Token("amount", at, quantity.end, quantity._replace(doubt=quantity.doubt or "quantity_words"))
    return max(quantity.end, at + 1)


def _times(text: str, at: int, run: int, end: int, *, most: int) -> Token | int:
    if text[at] == "x" and at > run and "a" <= text[at - 1] <= "z" and text[at - 1] != "x":
        return at + 1
    number = at + 1
    while number < end and text[number] in " *":
        number += 1
    if number < end and (quantity := scan(text, number, end, most=most)):
        return Token("amount", at, quantity.end, quantity._replace(start=at, times=True))
    return Token("pause", at, at + 1) if text[at] == "*" else at + 1


def _plus(text: str, at: int, end: int, *, most: int, tokens: list[Token], run: int) -> Token:
    number = at + 1
    while number < end and text[number] in " +":
        number += 1
    quantity = scan(text, number, end, most=most) if number < end else None
    if quantity is None or quantity.role != "amount":
        return Token("plus", at, at + 1)
    before = tokens[-1].quantity if tokens and tokens[-1].kind == "amount" and at == run else None
    if (
        at == run
        and len(tokens) > 1
        and tokens[-1].kind == "space"
        and tokens[-2].kind == "amount"
        and text[tokens[-2].start] == "+"
    ):
        tokens.pop()  # +1 +1
        before = tokens[-1].quantity
    if before is None:
        if quantity.has_unit or (number + 1 < end and text[quantity.end : quantity.end + 1].isalpha()):
            return Token("plus", at, at + 1)
        return Token("amount", at, quantity.end, quantity._replace(start=at, times=True))
    units = {text[one.unit_start : one.unit_end] for one in (before, quantity) if one.has_unit}
    goods_follow = (
        quantity.end < end and text[quantity.end] not in " ,;。.、!\n)(+~#" and not quantity.has_unit
    )
    if len(units) > 1 or before.value is None or quantity.value is None or goods_follow:
        return Token("plus", at, at + 1)
    named = before if before.has_unit else quantity
    total = before.value + quantity.value
    problem = before.problem or quantity.problem or ("qty_out_of_range" if total > most else "")
    return Token(
        "sum", at, quantity.end,
        before._replace(value=total, end=quantity.end, unit_start=named.unit_start, unit_end=named.unit_end, problem=problem),
    )  # fmt: skip


def _no_number(text: str, at: int, end: int, *, most: int) -> Token | int:
    """Signs and words that stand where a number belongs: 负两斤, NaN斤, ∞斤."""
    if text[at] == "负":
        quantity = scan(text, at + 1, end, most=most)
        if quantity is None or not quantity.has_unit:
            return at + 1
        return Token(
            "amount",
            at,
            quantity.end,
            quantity._replace(start=at, problem=quantity.problem or "qty_negative"),
        )
    stop = at + 1
    while stop < end and text[stop].isascii() and text[stop].isalpha():
        stop += 1
    size = unit_at(text, stop, end) if stop < end else 0
    if not size:
        return stop
    return Token(
        "amount",
        at,
        stop + size,
        Quantity(None, at, stop + size, stop, stop + size, problem="qty_bad_number"),
    )


def _dash(text: str, at: int, end: int, *, most: int, dashes: bool) -> Token:
    if not dashes and at + 1 < end and "0" <= text[at + 1] <= "9":
        quantity = scan(text, at + 1, end, most=most)
        if quantity is not None and quantity.role == "amount":
            return Token(
                "amount",
                at,
                quantity.end,
                quantity._replace(start=at, problem=quantity.problem or "qty_negative"),
            )
    return Token("dash", at, at + 1)
