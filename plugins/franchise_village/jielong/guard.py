"""What is refused before anything is read: too much, and what is no text."""

from __future__ import annotations

import re
from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.settings import ReadingSettings

_CONTROL: Final = Pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff\ue000-\uf8ff]"
)
_BIDI: Final = Pattern("[\u200f\u061c\u202a-\u202e\u2066-\u206f]")
_MARK: Final = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e1-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
_DTD: Final = Pattern(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_MARKUP: Final = Pattern(
    r"<\s{0,2}/?\s{0,2}[a-z!?%][^\s<>]{0,40}|</|&lt;\s{0,2}[a-z/!]|javascript\s{0,2}:|\{\{|\}\}|\$\{|\$\(|#\{|\{%|`|\bon(?:error|load|click)\s{0,2}=|\[[^\]\n]{1,40}\]\(",
    re.IGNORECASE,
)
_FORMULA: Final = Pattern(
    r"(?:^|[\s:：、，,;；|.．。)）>\]])[\"']?(?:=\s{0,2}[A-Za-z0-9+\-@(\"']|＝\s{0,2}[A-Za-z(]|[+\-@＋－＠]\s{0,2}[A-Za-z_]{1,20}\s{0,2}[(|!])",
    re.MULTILINE,
)
_SQL: Final = Pattern(
    r"'\s{0,3}\)?\s{0,3};|;\s{0,3}--|--\s{0,3}$|\bdrop\s+table\b|\bunion\s+(?:all\s+)?select\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w{1,40}\s+set\b|['\"]\s{0,3}\bor\b\s{0,3}['\"]?\w|\.\./|\.\.\\|;\s{0,3}(?:rm|curl|wget|sh|bash)\s|&&\s{0,3}\w|\|\|\s{0,3}[a-z_]|%00|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}",
    re.IGNORECASE | re.MULTILINE,
)
_INSTRUCTIONS: Final = Pattern(
    r"忽略.{0,8}(?:指令|指示|提示|规则|要求|设定)|无视.{0,8}(?:指令|指示|提示|规则)|ignore (?:all |the |any )*(?:previous|above|prior)|system prompt|系统提示词|你现在是.{0,10}(?:助手|机器人|管理员)",
    re.IGNORECASE,
)
_SPEAKS: Final = Pattern(
    r"[0-9A-Za-z\u00b2\u00b3\u00bc-\u00be\u2150-\u215e\u2460-\u24ff\u3007\u3400-\u9fff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U00020000-\U0003134f\u0e00-\u0eff\u0660-\u0669\u3040-\u30ff\uac00-\ud7a3]"
)


def too_much(text: str, settings: ReadingSettings) -> str:
    """Why the text is too large or holds what no keyboard types: a reason, or ""."""
    if len(text) > settings.max_bytes or len(text.encode("utf-8", "surrogatepass")) > settings.max_bytes:
        return "too_long"
    if _CONTROL.search(text):
        return "control_characters"
    if _BIDI.search(text):
        return "bidi_control"
    if re.search(f"[{_MARK}]{{{settings.max_marks + 1},}}", text):
        return "combining_marks"
    return ""


def has_dtd(text: str) -> bool:
    """Whether the text declares a document type: entities are never expanded."""
    return _DTD.search(text) is not None


def hostile(raw: str, settings: ReadingSettings) -> str:
    """Why the readable text (of an envelope: its title) is refused, or ""."""
    if not raw.strip():
        return "empty"
    if raw.count("\n") >= settings.max_lines:
        return "too_many_lines"
    if max(map(len, raw.split("\n"))) > settings.max_line_length:
        return "line_too_long"
    if _SQL.search(raw):
        return "suspicious_member"
    if _FORMULA.search(raw):
        return "formula"
    if _INSTRUCTIONS.search(raw):
        return "instructions"
    if _MARKUP.search(raw):
        return "markup"
    if not _SPEAKS.search(raw):
        return "no_order_text"
    return ""
