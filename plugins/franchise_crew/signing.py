"""What a message says about signing up for a campaign. Pure (I-126).

Only a message of which every word is understood counts: a sign-up word, a number of people, the campaign's name, words
that change nothing. Whatever else a message with a sign-up word says is for a person to read; a question is neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

import attrs

if TYPE_CHECKING:
    from franchise_crew.campaign_settings import CampaignSettings

Sort = Literal["sign", "back"]
ERASED: Final = "■"
_CALL: Final = re.compile(r"@[^\s\u2005:：,，]{1,40}")
_MINUS: Final = re.compile(r"[-−](?=\d)")
"""A minus before a number is no sign that could be left out: it stays, as something that no word is."""
_LINE: Final = re.compile(r"\s*\d{1,3}\s*[.、．)）:：]\s*(\S.*?)\s*$")
_CN: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "俩": 2, "仨": 3}
_N: Final = rf"(?:(?<!\d)\d{{1,3}}(?!\d)|[{''.join(_CN)}])"
_UNIT: Final = "(?:个人|个|人|位|名|口|份)"
_FAMILY: Final = (
    rf"(?P<big>{_N})\s?{_UNIT}?\s?大(?:人)?\s?[和带]?\s?(?P<small>{_N})\s?{_UNIT}?\s?(?:小孩|孩子|宝宝|娃|小)"
)
_COUNT: Final = (
    rf"(?:[+加]\s?(?P<plus>{_N})\s?{_UNIT}?|(?P<unit>{_N})\s?{_UNIT}|(?P<bare>(?<!\d)\d{{1,3}}(?!\d)|[俩仨]))"
)
_TAIL: Final = re.compile(
    rf"^(?P<name>.+?)\s*(?:{_FAMILY}|[+*×xX]\s?(?P<plus>{_N})|(?P<unit>{_N})\s?{_UNIT})$"
)


@attrs.frozen(kw_only=True, slots=True)
class Said:
    """What one message, or one line of a chain list, says.

    ``sure`` False: somebody has to read it. ``member_id``: whose line it is, None for the writer's own message.
    ``nth``: the line of a list, the same however many of its names are known. ``called``: the campaigns that it names.
    """

    sort: Sort
    people: int = 1
    sure: bool = True
    why: str = ""
    nth: int = 0
    member_id: int | None = None
    called: frozenset[str] = frozenset()


def plain(text: str) -> str:
    """A text as it is compared: widths and cases alike, no calls (@小周), signs and spaces as one space."""
    shown = unicodedata.normalize("NFKC", _CALL.sub(" ", text)).casefold()
    shown = _MINUS.sub("\0", shown)
    kept = (c if c in "+\0" or unicodedata.category(c)[0] in "LNM" else " " for c in shown)
    return " ".join("".join(kept).split())


def bare(text: str) -> str:
    """A name as it is compared: as `plain`, and however it is spaced (周六·读书会, 周六 读书会, 周六读书会)."""
    return plain(text).replace(" ", "")


def _number(text: str) -> int:
    return _CN[text] if text in _CN else int(text)


def _people(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("big"):
        return _number(groups["big"]) + _number(groups["small"])
    return next(_number(groups[key]) for key in ("plus", "unit", "bare") if groups.get(key))


@attrs.frozen
class Reader:
    """Reads messages by a setup's words. ``names``: what members call a campaign → its key."""

    settings: CampaignSettings
    questions: Sequence[str]
    _token: re.Pattern[str]
    _names: tuple[tuple[str, str], ...]

    def read(self, text: str, find: Callable[[str], int | None]) -> list[Said]:
        """What a message says of sign-ups; nothing when it is about something else.

        ``find`` gives the member of a name in the group.
        """
        lines = text.splitlines()
        listed = [found for line in lines if (found := _LINE.match(line))]
        if listed and len(lines) > 1:
            first = next(n for n, line in enumerate(lines) if _LINE.match(line))
            head = plain(" ".join(lines[:first]))
            if head and any(word in head for word in map(plain, self.settings.signs)):
                return self._chain([m[1] for m in listed], self._called(head), find)
        return self._message(text)

    def _called(self, words: str) -> frozenset[str]:
        """The campaigns that are named; a name that stands only inside of a longer one names nothing."""
        found: set[str] = set()
        words = words.replace(" ", "")
        for name in sorted({name for name, _key in self._names}, key=lambda n: (-len(n), n)):
            if name in words:
                found |= {key for known, key in self._names if known == name}
                words = words.replace(name, "\0")
        return frozenset(found)

    def _message(self, text: str) -> list[Said]:
        words = plain(text)
        back = any(word in words for word in map(plain, self.settings.takes_back))
        signs = any(word in words for word in map(plain, self.settings.signs))
        if not (back or signs) or any(mark in text for mark in self.questions if mark.strip()):
            return []
        sort: Sort = "back" if back else "sign"
        kinds: list[str] = []
        people: list[int] = []
        at, clear = 0, True
        while at < len(words):
            found = self._token.match(words, at)
            if found is None:
                clear = False
                break
            at = found.end()
            kind = next(k for k in ("back", "name", "several", "sign", "word", "number") if found.group(k))
            kinds.append(kind)
            if kind == "number":
                people.append(_people(found))
        if sort == "back":
            clear = clear and "sign" not in kinds and not people
        else:
            clear = clear and len(people) <= 1 and ("several" not in kinds or bool(people))
        count = people[0] if clear and people else 1
        if not 1 <= count <= self.settings.people_most:
            clear, count = False, 1
        return [
            Said(
                sort=sort, people=count, sure=clear, why="" if clear else "words", called=self._called(words)
            )
        ]

    def _chain(
        self, lines: Sequence[str], called: frozenset[str], find: Callable[[str], int | None]
    ) -> list[Said]:
        """A list that members hand on: each line is somebody's (接龙). A name that nobody has is for a person."""
        out: list[Said] = []
        strange = False
        for nth, line in enumerate(lines):
            if line.startswith(ERASED):
                continue  # whoever was forgotten is nobody's question
            member, people = find(line), 1
            if member is None and (tail := _TAIL.match(unicodedata.normalize("NFKC", line))):
                member, people = find(tail["name"]), _people(tail)
            if member is None or not 1 <= people <= self.settings.people_most:
                strange = True
            else:
                out.append(Said(sort="sign", people=people, nth=nth, member_id=member, called=called))
        if strange:
            out.append(Said(sort="sign", sure=False, why="names", nth=len(lines), called=called))
        return out


def reader(settings: CampaignSettings, questions: Sequence[str], names: Iterable[tuple[str, str]]) -> Reader:
    """A reader ready for use; ``names``: (what a campaign is called, its key)."""
    known = sorted({(bare(name), key) for name, key in names if bare(name)})

    def words(found: Iterable[str]) -> str:
        chosen = sorted({plain(word) for word in found} - {""}, key=lambda w: (-len(w), w))
        ends = (re.escape(w) + (r"(?!\d)" if w[-1].isdigit() else "") for w in chosen)  # +1 is not +12
        return "|".join(ends) or r"(?!)"

    called = sorted({name for name, _key in known}, key=lambda n: (-len(n), n))
    ends = (r"\s?".join(map(re.escape, name)) + (r"(?!\d)" if name[-1].isdigit() else "") for name in called)
    spaced = "|".join(ends) or r"(?!)"
    token = re.compile(
        rf"\s*(?:(?P<back>{words(settings.takes_back)})|(?P<name>{spaced})"
        rf"|(?P<several>{words(settings.several)})|(?P<sign>{words(settings.signs)})"
        rf"|(?P<word>{words(settings.harmless)})|(?P<number>{_FAMILY}|{_COUNT}))\s*"
    )
    return Reader(settings, questions, token, tuple(known))
