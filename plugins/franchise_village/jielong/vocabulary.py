"""How the vocabularies are written down: words parted by spaces."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def longest_first(text: str) -> tuple[str, ...]:
    """The words of a text, longest first: the order in which one tries them."""
    return tuple(sorted(words(text), key=lambda word: (-len(word), word)))
