"""What people give with an application or a decision, checked before anything else."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from franchise.errors import UsageProblem
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

MAX_FACTS: Final = 50
MAX_FACT: Final = 200
MAX_REASON: Final = 400
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", re.ASCII)


def contact_digest(work: UnitOfWork, contact: str) -> str:
    """What is kept of a phone number or an account's name: a digest of the store's own, "" for none.

    Spaces, dashes, capitals and the country code +86 make no difference.
    """
    text = unicodedata.normalize("NFKC", contact).casefold()
    text = re.sub(r"[\s()\-_.]", "", text).removeprefix("+86").removeprefix("0086")
    if not text:
        return ""
    return hashlib.sha256(f"contact:{work.store_id}:{text}".encode()).hexdigest()


def check_facts(facts: Mapping[str, object]) -> dict[str, str]:
    """Facts as they are kept: short keys, values as text.

    Raises:
        UsageProblem: Too many, a key that is no slug, or a value that is too long or cannot be shown.

    """
    if len(facts) > MAX_FACTS:
        raise UsageProblem(_("At most {count} facts.").format(count=MAX_FACTS))
    out: dict[str, str] = {}
    for key in sorted(facts):
        given = facts[key]
        value = ("true" if given else "false") if isinstance(given, bool) else str(given).strip()
        if not _SLUG.fullmatch(key):
            raise UsageProblem(
                _("{key!r} cannot be a fact's name: letters, digits, - and _.").format(key=key[:40])
            )
        if not value or len(value) > MAX_FACT or not value.isprintable():
            raise UsageProblem(
                _("The fact {key} must be 1 to {most} visible characters.").format(key=key, most=MAX_FACT)
            )
        out[key] = value
    return out


def check_tasks(tasks: Iterable[str]) -> tuple[str, ...]:
    """Keys of what was done, each once, sorted."""
    found = sorted(set(tasks))
    for key in found:
        if not _SLUG.fullmatch(key):
            raise UsageProblem(_("{key!r} is no task's key.").format(key=key[:40]))
    return tuple(found)


def check_reason(reason: str) -> str:
    """A reason in words, without which nothing is refused.

    Raises:
        UsageProblem: It is empty, too long, or cannot be shown.

    """
    text = " ".join(reason.split())
    if not text:
        raise UsageProblem(_("A reason is needed."), hint="--reason …")
    if len(text) > MAX_REASON or not text.isprintable():
        raise UsageProblem(_("A reason is at most {count} visible characters.").format(count=MAX_REASON))
    return text
