"""The head of a setup: what it is called, which plugins it needs, and whose a section can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from franchise.messages import gettext as _
from franchise.setups.canon import JSON
from franchise.setups.compiler import Compiler
from franchise.setups.documents import HEAD, Meta
from franchise.setups.moves import check_moved
from franchise.setups.problems import Note, suggestion

HEAD_SHAPE: Final = Compiler().record(Meta)


def read_head(raw: Any, note: Note) -> dict[str, JSON]:
    """The ``[setup]`` table in canonical form; ``plugins`` may be a list of names."""
    if not isinstance(raw, Mapping):
        note((HEAD,), _("There is no [setup] table."), _('[setup] with name = "…" and plugins = [ … ]'))
        return {}
    head = dict(raw)
    if isinstance(head.get("plugins"), (list, tuple)):
        names = head["plugins"]
        if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            head["plugins"] = dict.fromkeys(names, "")
        else:
            note((HEAD, "plugins"), _("The list of plugins has an entry twice, or one that is no name."), "")
            head["plugins"] = {}
    if not head.get("plugins"):
        head.pop("plugins", None)
    read: dict[str, JSON] = HEAD_SHAPE.read(head, (HEAD,), note)
    for wrong in check_moved(read):
        note((HEAD, "moved"), wrong.message, wrong.allowed)
    return read


def missing_plugins(head: Mapping[str, JSON], installed: Collection[str]) -> tuple[str, ...]:
    """The plugins that the setup names and that are not installed, by name."""
    plugins = head.get("plugins")
    return tuple(sorted(set(plugins) - set(installed))) if isinstance(plugins, Mapping) else ()


def belongs_to_missing(
    name: str, missing: Collection[str], known: Collection[str], present: Collection[str]
) -> bool:
    """Whether an unknown section can be that of a plugin which is not installed, rather than a slip."""
    if any(name == plugin or name.startswith(f"{plugin}_") for plugin in missing):
        return True
    return bool(missing) and not suggestion(name, set(known) - set(present))


def no_owner(name: str, known: Collection[str]) -> str:
    """The sentence about a section that nobody declared."""
    message = _("No installed plugin owns a section {name}.").format(name=name)
    return message + suggestion(name, known)
