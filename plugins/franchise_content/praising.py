"""Whether a message praises (I-178). Pure; what is not certain is no praise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from franchise_content.asking import asks

if TYPE_CHECKING:
    from franchise_content.praise_section import Praise

LONGEST: Final = 200
"""Characters; what is longer is a story, and its teller's own."""
REACH: Final = 8
"""Characters before a word of praise, in its clause, in which a negation turns it round."""
_CALLED: Final = re.compile(r"@\S{1,32}\s?")
_CLAUSE: Final = re.compile(r"[\s，,。.；;！!：:、~～…]")
_PERSONAL: Final = re.compile(r"\d(?:[ -]?\d){6}|https?:|www\.", re.IGNORECASE)
_ASCII: Final = re.compile(r"[!-~]+")


class Reader:
    """Tells praise by the words of a setup."""

    def __init__(self, praise: Praise) -> None:
        self._words = _either(praise.words)
        self._negations = _either(praise.negations)
        self._against = _either(praise.against)

    def praises(self, text: str) -> bool:
        """Whether a message is praise and nothing else.

        No question, no negation before any of its praising words, nothing that speaks against, no number or address
        by which somebody could be reached, and no more than `LONGEST` characters.
        """
        said = folded(_CALLED.sub(" ", text))
        if self._words is None or len(text) > LONGEST or asks(said) or _PERSONAL.search(said):
            return False
        found = list(self._words.finditer(said))
        if not found or (self._against is not None and self._against.search(said)):
            return False
        return self._negations is None or not any(self._turned(said, one) for one in found)

    def _turned(self, said: str, word: re.Match[str]) -> bool:
        """Whether a negation stands before a word in its clause. That of another praise, such as 不错, is none."""
        assert self._words is not None
        assert self._negations is not None
        before = self._words.sub(lambda one: "\0" * len(one[0]), said[: word.start()])
        clause = _CLAUSE.split(before)[-1] if not _ascii_word(word[0]) else re.split(r"[,.;!:]", before)[-1]
        reach = clause if _ascii_word(word[0]) else clause[-REACH:]
        return self._negations.search(reach) is not None


def _ascii_word(word: str) -> bool:
    return _ASCII.fullmatch(word) is not None


def folded(text: str) -> str:
    """A text as words are looked for: one width and case."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _either(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the words, the longest first; those in letters of English only as whole words."""
    known = sorted({folded(word).strip() for word in words} - {""}, key=lambda word: (-len(word), word))
    if not known:
        return None
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if _ascii_word(word) else re.escape(word)
            for word in known
        )
    )


def kept(text: str) -> str:
    """A message's words as they are kept and shown: in one line, calling nobody."""
    return " ".join(_CALLED.sub(" ", text).split())


def masked(name: str) -> str:
    """A name that nobody is known by: 王**."""
    bare = name.strip()
    return f"{bare[0]}**" if len(bare) > 1 else "**"
