"""Did you mean …: the nearest known name for one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from franchise.messages import gettext as _


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names up to three near names, or "" when nothing is near."""
    near = difflib.get_close_matches(word, sorted(set(known)), n=3, cutoff=0.5)
    return _("Did you mean {names}?").format(names=_(", ").join(near)) if near else ""
