"""Words in what people write, however they write them: widths, cases, spaces and signs between the letters. Pure.

Texts and words are squeezed to letters and digits. What people put between the letters of a word to hide it is
left out, up to three signs; punctuation that ends a clause is not: 「买了冰，毒辣的太阳」 holds no drug.
Each text is read once, from left to right, whatever the number of words: nobody can make it slow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import attrs

LONGEST: Final = 4_000
"""Characters of a text that are looked at."""
_CLAUSE: Final = frozenset("，。！？；：、…,!?;:\n\r")
_MOST_BETWEEN: Final = 3
_BREAK: Final = "\n"


@attrs.frozen
class Squeezed:
    """A text's letters and digits; ``apart[i]``: something stood before the i-th."""

    letters: str
    apart: tuple[bool, ...]


@lru_cache(maxsize=16_384)
def _shape(character: str) -> str | None:
    """What is left of a character: letters, a line end for that of a clause, "" for a sign; None: as if not there."""
    if character in _CLAUSE:
        return _BREAK
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return None
    if category[0] not in "LN":
        return ""
    plain = unicodedata.normalize("NFKC", character).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN")


def squeeze(text: str) -> Squeezed:
    """A text without what does not count in it."""
    letters: list[str] = []
    apart: list[bool] = []
    between = 0
    for character in text[:LONGEST]:
        shape = _shape(character)
        if shape is None:
            continue
        if not shape:
            between += 1
        elif shape == _BREAK:
            between = _MOST_BETWEEN + 1
        else:
            if between > _MOST_BETWEEN:
                letters.append(_BREAK)
                apart.append(True)
            for number, letter in enumerate(shape):
                letters.append(letter)
                apart.append(between > 0 and number == 0)
            between = 0
    return Squeezed("".join(letters), tuple(apart))


@attrs.frozen
class _Entry:
    letters: str
    word: str
    topics: frozenset[str]
    harmless: frozenset[str]


@attrs.frozen
class Vocabulary:
    """The words of topics, by their first letter. Made by `vocabulary`."""

    by_first: Mapping[str, tuple[_Entry, ...]]

    def topics(self, text: str) -> dict[str, str]:
        """The topics that a text touches, each with the first of its words that stands there."""
        squeezed = squeeze(text)
        letters = squeezed.letters
        found: list[tuple[int, int, str, str]] = []
        spans: dict[str, list[tuple[int, int]]] = {}
        for start, letter in enumerate(letters):
            for entry in self.by_first.get(letter, ()):
                if not letters.startswith(entry.letters, start):
                    continue
                end = start + len(entry.letters)
                if not _alone(squeezed, start, end):
                    continue
                found += [(start, end, topic, entry.word) for topic in sorted(entry.topics)]
                for topic in entry.harmless:
                    spans.setdefault(topic, []).append((start, end))
        told: dict[str, str] = {}
        for start, end, topic, word in found:
            inside = any(low <= start and end <= high for low, high in spans.get(topic, ()))
            if not inside:
                told.setdefault(topic, word)
        return told


def vocabulary(topics: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> Vocabulary:
    """Words ready to be looked for; ``topics``: topic → its words, and its harmless longer ones."""
    bad: dict[str, set[str]] = {}
    good: dict[str, set[str]] = {}
    called: dict[str, str] = {}
    for topic, (words, harmless) in sorted(topics.items()):
        for known, table in ((words, bad), (harmless, good)):
            for word in known:
                letters = squeeze(word).letters
                if letters:
                    called.setdefault(letters, word)
                    table.setdefault(letters, set()).add(topic)
    by_first: dict[str, list[_Entry]] = {}
    for letters in sorted({*bad, *good}, key=lambda w: (-len(w), w)):
        entry = _Entry(
            letters,
            called[letters],
            frozenset(bad.get(letters, ())),
            frozenset(good.get(letters, ())),
        )
        by_first.setdefault(letters[0], []).append(entry)
    return Vocabulary({first: tuple(entries) for first, entries in by_first.items()})


def _alone(text: Squeezed, start: int, end: int) -> bool:
    """Latin words and numbers count where they stand alone: no `av` in `avocado`."""
    letters = text.letters
    before = start == 0 or text.apart[start] or not _latin(letters[start - 1]) or not _latin(letters[start])
    after = end == len(letters) or text.apart[end] or not _latin(letters[end]) or not _latin(letters[end - 1])
    return before and after


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def words_within(longer: str, words: Iterable[str]) -> Iterator[str]:
    """Those words that a longer one holds."""
    letters = squeeze(longer).letters
    for word in words:
        part = squeeze(word).letters
        if part and part in letters:
            yield word
