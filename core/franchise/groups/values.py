"""Groups and the people in them, as values."""

from __future__ import annotations

import re
import shlex
import unicodedata
from functools import lru_cache
from typing import Final

import attrs

from franchise.errors import UsageProblem
from franchise.messages import gettext as _

MAX_NICKNAME: Final = 32
_SPACE: Final = re.compile(r"\s+")
_PLAIN: Final = re.compile(r"\w[\w.-]*")


@attrs.frozen(kw_only=True, slots=True)
class Group:
    """One group of a store. ``place`` is what its kind's name template calls ``{place}``."""

    id: int
    key: str
    kind: str
    unit: str
    place: str
    number: int
    name: str
    capacity: int


@attrs.frozen(kw_only=True, slots=True)
class Membership:
    """A member's place in one group, with the names he goes by there, the main one first."""

    member_id: int
    state: str
    joined_at: int
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0] if self.names else f"#{self.member_id}"


@lru_cache(maxsize=8192)
def nickname_key(text: str) -> str:
    """The form under which a nickname is looked up: NFKC, case folded, no spaces.

    Raises:
        UsageProblem: Empty, longer than 32 characters, or with characters that cannot be shown.

    """
    shown = text.strip()
    key = unicodedata.normalize("NFKC", _SPACE.sub("", shown)).casefold()
    if (
        not key
        or len(shown) > MAX_NICKNAME
        or len(key) > 2 * MAX_NICKNAME
        or not shown.replace("\u3000", " ").isprintable()
    ):
        raise UsageProblem(
            _("{name!r} cannot be a member's name: 1 to {limit} visible characters.").format(
                name=shown[:40], limit=MAX_NICKNAME
            )
        )
    return key


def typed(name: str) -> str:
    """A name as one word of a command that people copy: members choose their names, and a shell obeys ``$(…)``."""
    return name if _PLAIN.fullmatch(name) else shlex.quote(name)
