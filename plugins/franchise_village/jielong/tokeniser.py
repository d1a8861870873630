"""One pass over folded text: words, amounts, separators, brackets, and what is only a remark."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.details import CODE, PAID, PRICE, TIME
from franchise_village.jielong.figures import dash, digits, no_number, numeral, plus, times_at
from franchise_village.jielong.goods import GOODS, VARIANTS
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import scan
from franchise_village.jielong.shields import Shields, built_in, shielded
from franchise_village.jielong.tokens import NUMERAL_CHARS, Token
from franchise_village.jielong.vocabulary import longest_first

_DECORATION: Final = "\u2190-\u21ff\u2300-\u245f\u25a0-\u2775\u2794-\u27bf\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\ufe0f\u200d#$^_=<>\\\\`\u2026"
_SPECIAL: Final = Pattern(
    rf"[ \n,;、/|+&~。.!?:(\[\])】【\-\d\u00b2\u00b3\u00b9\u2070-\u2089{NUMERAL_CHARS}{_DECORATION}]|各|每|都(?=[0-9一二两三四五六七八九十半来要])|\*|x(?= ?[0-9{NUMERAL_CHARS}])|[明后今当下本这周礼星过改上早中傍凌晚夜月大年元春端国初除冬]|[和跟与及同](?!样)|以及|还有|外加|加上|[取提尾电手卡会单优券用积微vt门房第共合已付转]|¥|∞|负(?=[0-9一二两三四五六七八九十半])|(?:nan|inf|infinity|null|undefined)(?=[\u4e00-\u9fff]|$| )"
)
_CLOSERS: Final = {"(": ")", "[": "]", "【": "】"}
# Signs that mean the same wherever they stand.
_SIGNS: Final = {
    sign: kind
    for kind, signs in {"strong": ",;。.!?|\n)]】", "pause": "、/&~", "deco": "#$^_=<>\\`…"}.items()
    for sign in signs
}
_AND_WORDS: Final = longest_first(
    "和田 和牛 和风 和面机 和路雪 和气 和顺 和平 和谐 和美 和县 及第 同仁 同福 与众 跟鞋 同款 同学 同事 同样 和之前 和上次 跟上次 和以前 和原来 同上"
)
_AND_PHRASES: Final = ("同埋", "跟埋", "以及", "还有", "外加", "加上")
_AND_ENDINGS: Final = "软温柔祥百平谐中高饱调缓总暖亲协合共"
_CATTLE: Final = Pattern(r"和牛[奶肉腩腱杂百蛙油筋肚]")
_ALONE: Final = frozenset("我你他她它咱俺您谁要来给帮再也还都就订买加留拿带把")
_COUNTED: Final = Pattern(rf": ?[0-9{NUMERAL_CHARS}]")
_EACH: Final = Pattern(
    r"(?:各自?|一样(?=[来要订拿0-9一二两三四五六七八九十半])|每样|每种|每个|每款|每味|每色|都)(?:再)?(?:来|要|订|拿)?(?: |\*|x)?"
)
_ANY_AMOUNT: Final = Pattern(rf"[\d∞{NUMERAL_CHARS}]")


def may_count(text: str, start: int, end: int) -> bool:
    """Whether anything there could be read as an amount: a quick look before `tokenise`."""
    return _ANY_AMOUNT.search(text, start, end) is not None


def tokenise(
    text: str, start: int, end: int, *, most: int, products: Shields | None = None, dashes: bool = False
) -> list[Token]:
    """One pass over ``text[start:end]``. ``dashes``: a hyphen parts fields here, so none makes a number negative."""
    indexes: tuple[Shields, ...] = (built_in(), products) if products else (built_in(),)
    tokens: list[Token] = []
    place = run = start
    while place < end:
        found = _SPECIAL.search(text, place, end)
        if found is None:
            break
        at = found.start()
        char = text[at]
        token: Token | int
        if char == " ":  # by far the most
            if at > run:
                tokens.append(Token("text", run, at))
            place = run = at + 1
            if not tokens or tokens[-1].kind != "space":
                tokens.append(Token("space", at, place))
            continue
        if char in _SIGNS:
            token = Token(_SIGNS[char], at, at + 1)
        elif "0" <= char <= "9":
            token = digits(text, at, run, end, most=most, indexes=indexes)
        else:
            token = _read(text, at, run, end, char, most=most, indexes=indexes, tokens=tokens, dashes=dashes)
        if isinstance(token, int):  # plain text up to there
            place = token
            continue
        if token.kind == "sum":
            assert token.quantity is not None
            tokens[-1] = Token("amount", tokens[-1].start, token.end, token.quantity)
        else:
            if token.start > run:  # 斤半 begins one character earlier
                tokens.append(Token("text", run, token.start))
            tokens.append(token)
        place = run = token.end
    if end > run:
        tokens.append(Token("text", run, end))
    return tokens


def _half_a_word(before: str, tokens: list[Token]) -> bool:
    """德|和罐头: one character before 和 that is neither goods nor who orders is part of a longer word."""
    counted = bool(tokens) and tokens[-1].kind == "amount"
    return not (counted or before.isascii() or before in GOODS or before in VARIANTS or before in _ALONE)


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
    if char in _CLOSERS:
        stop = text.find(_CLOSERS[char], at + 1, min(end, at + 200))
        if "\n" in text[at:stop]:  # another line's bracket: what stands between is no remark
            stop = -1
        return Token("bracket", at, stop + 1) if stop > 0 else Token("strong", at, at + 1)
    if char in "和跟与及同各每都" and shielded(text, at, end, indexes):
        return at + 1
    if text.startswith(_AND_PHRASES, at):
        return Token("and", at, at + 2)
    if char in "和跟与及同":
        if (
            (text.startswith(_AND_WORDS, at) and not (at > run and _CATTLE.match(text, at)))
            or (at > run and text[at - 1] in _AND_ENDINGS)
            or (at == run + 1 and _half_a_word(text[run], tokens))
            or at + 1 >= end
        ):
            return at + 1
        return Token("and", at, at + 1) if at > run or (tokens and tokens[-1].kind != "text") else at + 1
    if char in "各每都" or text.startswith("一样", at):
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
    if char == ":":
        return Token("strong", at, at + 1)
    if char in "*x":
        return times_at(text, at, run, end, most=most)
    if char == "+":
        return plus(text, at, end, most=most, tokens=tokens, run=run)
    if char == "-":
        return dash(text, at, end, most=most, dashes=dashes)
    if char in "∞负ni" or text.startswith("undefined", at):
        return no_number(text, at, end, most=most)
    if char == "¥":
        price = PRICE.match(text, at, end)
        return Token("note", at, price.end()) if price else at + 1
    if char in NUMERAL_CHARS or char.isdigit():
        return numeral(text, at, run, end, char, most=most, indexes=indexes, tokens=tokens)
    if (
        char in "\ufe0f\u200d\u3030\u303d"
        or "\u2190" <= char <= "\u245f"
        or "\u25a0" <= char <= "\u27bf"
        or "\u2b00" <= char <= "\u2bff"
        or char >= "\U0001f000"
    ):
        return Token("deco", at, at + 1)
    if (code := CODE.match(text, at, end)) or (code := PAID.match(text, at, end)):
        return Token("note", at, code.end())
    if time := TIME.match(text, at, end):
        return Token("note", at, time.end())
    return at + 1
