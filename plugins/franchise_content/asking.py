"""What members ask most (I-196). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import attrs

MOST: Final = 400
"""Questions that are compared with each other; of more, the latest."""
LONGEST: Final = 200
ALIKE: Final = 0.5
_ASKS: Final = re.compile(
    r"[?？]|怎么|怎样|咋|什么|为什么|为啥|吗|多少|哪|能不能|可不可以|可以不|有没有|要不要|如何|几个|几岁|几月"
    r"|\b(?:how|what|why|when|which|where|who|can|should)\b",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(r"@\S{1,32}\s?")
_FILLER: Final = re.compile(
    r"请问|大家|姐妹们?|宝妈们?|老师|谢谢|求助|有人|知道|怎么样|怎么办|怎么|怎样|咋|为什么|为啥|什么|多少"
    r"|能不能|可不可以|可以|有没有|要不要|如何|哪个|哪里|[吗呢呀啊哦吧嘛的了]"
    r"|\b(?:how|what|why|when|which|where|who|can|should|do|does|is|are|i|we|you|the|a|to|my)\b"
)
"""Courtesies, and what every question has: two questions are not alike for these."""


@attrs.frozen(kw_only=True, slots=True)
class Asked:
    """Something that several members asked: the words they share, how many asked, in which messages."""

    words: str
    members: int
    messages: tuple[str, ...]


@attrs.frozen(kw_only=True, slots=True)
class Question:
    """One question: its message's id, who asked, its bare words."""

    id: str
    member_id: int
    bare: str


def question(id: str, member_id: int | None, text: str) -> Question | None:  # noqa: A002  # as in a message
    """A message as a question; None when it is none, or nobody's."""
    if member_id is None or len(text) > LONGEST or not asks(text):
        return None
    bare = _bare(text)
    return Question(id=id, member_id=member_id, bare=bare) if len(bare) > 1 else None


def asks(text: str) -> bool:
    """Whether a text asks something."""
    return _ASKS.search(text) is not None


def _bare(text: str) -> str:
    """What is asked about: no calls, no courtesies, no question words, no punctuation, one width."""
    said = _FILLER.sub("", _CALLED.sub("", unicodedata.normalize("NFKC", text).casefold()))
    return "".join(c for c in said if c.isalnum())


def most_asked(questions: Iterable[Question], least: int) -> Asked | None:
    """What most members asked, at least ``least`` of them; the order of the questions is that of their times.

    Two are the same question when half of the pairs of letters of the shorter one are in the other.
    """
    held = list(questions)[-MOST:]
    pairs = [{q.bare[n : n + 2] for n in range(len(q.bare) - 1)} for q in held]
    root = list(range(len(held)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for n in range(len(held)):
        for m in range(n):
            shorter = min(len(pairs[n]), len(pairs[m]))
            if len(pairs[n] & pairs[m]) >= ALIKE * shorter:
                one, other = sorted((find(n), find(m)))
                root[other] = one
    clusters: dict[int, list[Question]] = {}
    for n, q in enumerate(held):
        clusters.setdefault(find(n), []).append(q)
    ranked = sorted(clusters.items(), key=lambda c: (-len({q.member_id for q in c[1]}), -len(c[1]), c[0]))
    for _first, cluster in ranked:
        members = len({q.member_id for q in cluster})
        if members < max(least, 1):
            return None
        if shared := _shared(cluster):
            return Asked(words=shared, members=members, messages=tuple(q.id for q in cluster))
    return None


def _shared(cluster: list[Question]) -> str:
    """The longest words that two members used, those of most members first: nobody is quoted."""
    if len({q.member_id for q in cluster}) == 1:
        return cluster[0].bare
    first = max(cluster, key=lambda q: (len(q.bare), q.id)).bare
    best, most = "", 0
    for length in range(len(first), 1, -1):
        for start in range(len(first) - length + 1):
            part = first[start : start + length]
            users = len({q.member_id for q in cluster if part in q.bare})
            if users > 1 and users * length > most:
                best, most = part, users * length
    return best
