"""The version of a section's form: older bodies are brought up to date when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from franchise.errors import SetupInvalid
from franchise.messages import gettext as _
from franchise.setups.canon import JSON, plain
from franchise.setups.keys import VERSION_KEY
from franchise.setups.problems import shown
from franchise.setups.sections import Section


def current(section: Section | None, body: Any) -> Any:
    """A section's body, or a patch of it, in the present version's form and without its version mark.

    What is no table, and what no installed plugin owns, comes back as it is.

    Raises:
        SetupInvalid: It was written by a newer version of the section's owner.

    """
    if not isinstance(body, Mapping) or section is None:
        return body
    version = body.get(VERSION_KEY, 1)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise SetupInvalid(
            _("{value} is not a section version.").format(value=shown(version)), hint=f"1 … {section.version}"
        )
    if version > section.version:
        raise SetupInvalid(
            _(
                "The section {name} is of version {version}; the installed {owner} knows up to {known}."
            ).format(name=section.name, version=version, owner=section.owner, known=section.version),
            hint=_("a newer {owner}").format(owner=section.owner),
        )
    if VERSION_KEY not in body and version == section.version:
        return body
    value: dict[str, JSON] = {key: held for key, held in body.items() if key != VERSION_KEY}
    if version < section.version:
        value = plain(value)
        for number in range(version, section.version):
            value = section.migrations[number](value)
    return value


def stamped(section: Section | None, value: dict[str, JSON]) -> dict[str, JSON]:
    """A section's body, or a patch of it, marked with the present version where that is above 1."""
    if section is None or section.version == 1:
        return value
    return {VERSION_KEY: section.version, **value}
