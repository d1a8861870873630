"""Words for people: one translator, the user's language for the screen, the store's for papers.

Source strings are English. The language is that of ``FRANCHISE_LANG``, else the locale; papers switch it with
`language`. A plugin keeps its own catalogue and asks `translator` for its own ``_``.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "zh_CN")
DOMAIN: Final = "messages"
_ENVIRONMENT: Final = ("FRANCHISE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_current: ContextVar[str | None] = ContextVar("franchise_language", default=None)


def normalise(tag: str) -> str | None:
    """``zh-Hans``, ``zh_CN.UTF-8``, ``zh`` … as one of `LANGUAGES`, or None when there is no catalogue."""
    head = tag.split(":", maxsplit=1)[0].split(".", maxsplit=1)[0].replace("-", "_").lower()
    if head.split("_")[0] == "zh":
        return "zh_CN"
    return "en" if head.split("_")[0] in {"en", "c", "posix"} else None


@cache
def _from_environment() -> str:
    for name in _ENVIRONMENT:
        if value := os.environ.get(name):
            return normalise(value) or "en"
    return "en"


def current_language() -> str:
    """The language that `gettext` answers in now."""
    return _current.get() or _from_environment()


def set_language(tag: str) -> None:
    """Choose the language for this context (the ``--lang`` option)."""
    _current.set(normalise(tag) or "en")


@contextmanager
def language(tag: str) -> Iterator[None]:
    """Speak another language inside the block: a store's papers are in the store's language."""
    token = _current.set(normalise(tag) or "en")
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _catalogue(folder: Path, tag: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, folder, [tag], fallback=True)


def translator(folder: Path) -> Callable[[str], str]:
    """Give a package its ``_``: a function that looks a message up in ``folder/<language>/LC_MESSAGES``."""

    def lookup(message: str) -> str:
        tag = current_language()
        return message if tag == "en" else _catalogue(folder, tag).gettext(message)

    return lookup


LOCALE: Final = Path(__file__).parent / "locale"
gettext = translator(LOCALE)


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other: with a space between them, which Chinese does without."""
    return ("" if current_language() == "zh_CN" else " ").join(part for part in parts if part)
