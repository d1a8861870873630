"""Keys of tables: stable ASCII slugs, so that a path can name any leaf and never needs quoting.

Small or capital letters, digits, ``-`` and ``_``, beginning with a letter or a digit, at most 63. Codes such
as ``P001`` stay as they are written; two keys of one table that differ in nothing but case are a mistake.
"""

from __future__ import annotations

import re
from typing import Final

from franchise.messages import gettext as _
from franchise.setups.problems import Wrong, shown

VERSION_KEY: Final = "_version"
"""The schema version inside a section's body; no key of a table can be called so."""

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", re.ASCII)


def check_key(key: str) -> str:
    """The key itself, if it can be one.

    Raises:
        Wrong: It cannot.

    """
    if _KEY.fullmatch(key) is None:
        raise Wrong(
            _("{key} cannot be a key; names for people belong in a field such as name.").format(
                key=shown(key)
            ),
            _("a-z, A-Z, 0-9, - and _, beginning with a letter or digit, at most 63"),
        )
    return key
