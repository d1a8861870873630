"""Dialect words and slips of the keyboard, read as the everyday words they stand for.

Each exchange keeps its length, so that places stay places, and is made for comparison only: what is given out is
what was written. A character is exchanged only where its neighbours show what it means: 额 is 我 before a verb
of ordering, 在 is 再 before 来两斤, 咧 is 了 behind 不要.
"""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.patterns import Pattern

_N: Final = "[0-9一二两三四五六七八九十半俩仨廿]"
_END: Final = r"(?=[唦噻嘛哈啊呀哦]{0,2}(?:$|[ ,;:。.!?~、\n]))"
_ORDERS: Final = "(?:也|还|再|先|就|想|这)*(?:要|欲|来|买|订|定|拿|称|割|带|留|加|接|报|弄|整|捎)"
_DONE: Final = "(?<=[不别甭莫勿唔][要用订买来留拿送带])"  # 不要|咧
_OFF: Final = "(?<=[退消掉撤删])"  # 取消|咧

# What a character may stand for: where, and for which character. The first that fits holds.
_RULES: Final[dict[str, tuple[tuple[Pattern, str], ...]]] = {
    "额": (
        (Pattern(rf"(?<![数金名余限差面总定份超])额(?={_ORDERS}|[家屋们的]|自己|这[儿边里])"), "我"),
        (Pattern(r"(?<=[给帮替跟让])额"), "我"),
    ),
    "饿": (
        (Pattern(rf"饿(?={_ORDERS}{_N})"), "我"),
        (Pattern(rf"(?<=[给帮替])饿(?={_ORDERS}|{_N})"), "我"),
    ),
    "伲": ((Pattern(rf"伲(?={_ORDERS})|(?<=[给帮替])伲"), "我"),),
    "阮": ((Pattern(rf"阮(?={_ORDERS}{_N})|(?<=[给帮替共])阮(?={_ORDERS})"), "我"),),
    "阿": ((Pattern(rf"阿(?=拉(?:{_ORDERS}|屋里|家|的))|(?<=[给帮替])阿(?=拉)"), "我"),),
    "欲": ((Pattern(rf"欲(?={_N})"), "要"),),
    "俾": ((Pattern(r"俾(?=我)"), "给"),),
    "畀": ((Pattern(r"畀(?=我)"), "给"),),
    "攞": ((Pattern(r"攞"), "拿"),),
    "勿": ((Pattern(r"勿(?=要|用[了啦])"), "不"),),
    "弗": ((Pattern(r"弗(?=要|用[了啦])"), "不"),),
    "在": (
        (
            Pattern(
                rf"(?<![现正存实都不就住放人还内所好自潜同])在(?=(?:[给帮](?:我|俺|咱))?"
                rf"(?:(?:来(?!米)|加(?![班油工州拿热])|要|捎|添|补)[^,;:。!?\n ]{{0,4}}?|[带拿买订报留割切称整弄]){_N})"
            ),
            "再",
        ),
    ),
    "该": ((Pattern(rf"(?<![应本])该(?=成 ?{_N})"), "改"),),
    "代": ((Pattern(rf"(?<![^ ,;:。\n我俺咱帮给忙再请])代(?={_N})"), "带"),),
    "把": ((Pattern(rf"(?<={_N}[板箱袋瓶包盒桶个条只块份提])把{_END}"), "吧"),),
    "咧": ((Pattern(rf"(?:{_DONE}|{_OFF})咧{_END}"), "了"),),
    "嘞": ((Pattern(rf"(?:{_DONE}|{_OFF})嘞{_END}"), "了"),),
    "哒": ((Pattern(rf"(?:{_DONE}|{_OFF})哒{_END}"), "了"),),
    "喽": ((Pattern(rf"(?:{_DONE}|{_OFF})喽{_END}"), "了"),),
    "唻": ((Pattern(rf"(?:{_DONE}|{_OFF})唻{_END}"), "了"),),
    "噻": ((Pattern(rf"{_DONE}噻{_END}"), "哈"),),
    "撒": ((Pattern(rf"(?<=[斤两个把条块袋瓶箱板份包盒桶只根颗嘛了啦要用退消])撒{_END}"), "哈"),),
    "多": ((Pattern(rf"(?<=[加要拿攞买留订来称带拎])多(?={_N}(?!点|些))"), "多"),),
}
_ANY: Final = Pattern(f"[{''.join(sorted(_RULES))}]")


def everyday(folded: str) -> str:
    """Folded text of the same length with dialect words and slips exchanged."""
    if _ANY.search(folded) is None:
        return folded
    letters = list(folded)
    for found in _ANY.finditer(folded):
        at = found.start()
        for where, into in _RULES[found[0]]:
            if where.match(folded, at) is None:
                continue
            letters[at] = into
            if folded[at] == "阿":  # 阿拉: 我们
                letters[at + 1] = "们"
            if into == "多":  # 加多两个: 再加两个
                letters[at - 1], letters[at] = "再", "拿" if folded[at - 1] == "攞" else folded[at - 1]
            break
    return "".join(letters)
