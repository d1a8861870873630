"""What stands for something that is not words: [图片], and what the app itself says of members."""

from __future__ import annotations

import re
from typing import Final

import attrs

_KINDS: Final = {
    "图片": "image",
    "照片": "image",
    "photo": "image",
    "image": "image",
    "视频": "video",
    "小视频": "video",
    "video": "video",
    "语音": "voice",
    "voice": "voice",
    "表情": "sticker",
    "动画表情": "sticker",
    "sticker": "sticker",
    "文件": "file",
    "file": "file",
    "链接": "link",
    "link": "link",
    "名片": "card",
    "个人名片": "card",
    "contact card": "card",
    "小程序": "mini_program",
    "mini program": "mini_program",
    "二维码": "qr",
    "qr code": "qr",
    "红包": "red_packet",
    "微信红包": "red_packet",
    "red packet": "red_packet",
}
_MARK: Final = re.compile(r"[\[［]([^\[\]［］\n]{1,20})[\]］][ \t\u3000]*")
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”，。；、）)】」]+", re.IGNORECASE)

_NAME: Final = r"(?:[“\"「](?P<{0}>[^“”\"「」\n]{{1,60}})[”\"」]|(?P<{0}_>[^“”\"「」\n]{{1,60}}?))"
_MANY: Final = r"(?P<who>[^\n]{1,280}?)"
_HAPPENINGS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("join", rf"{_NAME.format('by')}邀请{_MANY}加入了?群聊"),
        ("join", rf"{_MANY}通过扫描{_NAME.format('by')}分享的二维码加入了?群聊"),
        ("join", rf"{_MANY}(?:已|通过二维码)?加入了?群聊"),
        ("leave", rf"{_NAME.format('by')}将{_MANY}移出了?群聊"),
        ("leave", rf"{_MANY}被{_NAME.format('by')}移出了?群聊"),
        ("leave", rf"{_MANY}(?:被移出|退出|离开)了?群聊"),
        ("recall", rf"{_NAME.format('who')}撤回了一条消息"),
        (
            "rename",
            rf"{_NAME.format('who')}(?:修改|将|把)(?:了?自己的)?群昵称(?:修改|改)?(?:为|成){_NAME.format('to')}",
        ),
        ("system", rf"{_NAME.format('who')}(?:修改群名为|拍了拍|领取了).{{1,80}}"),
    )
)
_QUOTED: Final = re.compile(r"[“\"「]([^“”\"「」\n]{1,60})[”\"」]")
_SELF: Final = ("你", "您")
_SIGN: Final = re.compile("群聊|撤回|群昵称|群名|拍了拍|领取了")
LONGEST: Final = 300


@attrs.frozen(kw_only=True, slots=True)
class Happening:
    """What the app says: of whom, and what ``text`` of the message is. No name: the app speaks of itself or of you."""

    kind: str
    names: tuple[str, ...]
    text: str = ""


def marked(text: str) -> tuple[str, str, str]:
    """The kind of a message by how its words begin; the words that are left, and a link."""
    found = _MARK.match(text)
    kind = _KINDS.get(found[1].strip().lower(), "") if found else ""
    if not found or not kind:
        return "text", text, ""
    rest = text[found.end() :].strip()
    link = _LINK.search(rest) if kind in {"link", "card", "mini_program"} else None
    return kind, rest, link[0] if link else ""


def happening(line: str) -> Happening | None:
    """What the app says in this line; None where it is none of its sentences."""
    line = line.strip().rstrip("。")
    if len(line) > LONGEST or not _SIGN.search(line):
        return None
    for kind, pattern in _HAPPENINGS:
        found = pattern.fullmatch(line)
        if found is None:
            continue
        part = found.groupdict()
        if kind == "system":
            return Happening(kind=kind, names=(), text=line)
        if kind in {"join", "leave"}:
            names = tuple(n for n in _names(part["who"]) if n not in _SELF)
            by = _one(part, "by")
            if not names or any(len(n) > 60 for n in names):
                return Happening(kind="system", names=(), text=line)
            return Happening(kind=kind, names=names, text="" if by in _SELF else by)
        name = _one(part, "who")
        if kind == "recall":
            return Happening(kind=kind, names=() if name in _SELF else (name,))
        if name in _SELF:
            return Happening(kind="system", names=(), text=line)
        return Happening(kind=kind, names=(name,), text=_one(part, "to"))
    return None


def _one(part: dict[str, str | None], name: str) -> str:
    return (part.get(name) or part.get(f"{name}_") or "").strip()


def _names(text: str) -> list[str]:
    """Who is meant: each name in quotes, else what stands between 、."""
    quoted = _QUOTED.findall(text)
    return [n.strip() for n in (quoted or text.split("、")) if n.strip()]
