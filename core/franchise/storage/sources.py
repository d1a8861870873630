"""Where an owner's migrations are, and which revision is their last, without importing Alembic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import attrs

from franchise.errors import StorageError
from franchise.messages import gettext as _
from franchise.storage.tables import OWNER

CORE: Final = "core"
VERSION_TABLE_PREFIX: Final = "alembic_version_"
_LONGEST_OWNER: Final = 40
_REVISION: Final = re.compile(r"""^revision\b[^=\n]*=\s*["']([^"']+)["']""", re.MULTILINE)
_DOWN: Final = re.compile(r"^down_revision\b[^=\n]*=\s*(\([^)]*\)|[^\n]*)", re.MULTILINE)
_QUOTED: Final = re.compile(r"""["']([^"']+)["']""")


def _check_owner(_instance: object, _attribute: object, owner: str) -> None:
    if not OWNER.fullmatch(owner) or len(owner) > _LONGEST_OWNER:
        raise ValueError(f"owner {owner!r} must be lower-case words joined by single underscores")


@attrs.frozen(kw_only=True)
class MigrationSource:
    """One owner's revisions, and what they need of others.

    Args:
        owner: Entry-point name of the plugin, or ``core``.
        location: Folder with the revision files; it may be empty or missing.
        requires: The revision that must be applied first, by owner.
        head: The last revision, where the owner states it; otherwise it is read from the folder's files.

    """

    owner: str = attrs.field(validator=_check_owner)
    location: Path = attrs.field(converter=Path)
    requires: Mapping[str, str] = attrs.field(factory=dict)
    head: str | None = None

    @property
    def version_table(self) -> str:
        return VERSION_TABLE_PREFIX + self.owner

    def revisions(self) -> dict[str, tuple[str, ...]]:
        """Every revision of the folder with those it follows, by a scan of the files' first lines."""
        found: dict[str, tuple[str, ...]] = {}
        for file in sorted(self.location.glob("*.py")):
            text = file.read_text(encoding="utf-8")
            if (name := _REVISION.search(text)) is not None:
                down = _DOWN.search(text)
                found[name[1]] = tuple(_QUOTED.findall(down[1].split("#")[0])) if down else ()
        return found

    def last(self) -> str | None:
        """The head: the stated one, else the one revision that no other follows; None when there are none.

        Raises:
            StorageError: Two revisions are last; a merge is missing.

        """
        return self.head or newest(self.owner, self.revisions())


def newest(owner: str, revisions: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one revision that no other follows; errors as of `MigrationSource.last`."""
    followed = {name for names in revisions.values() for name in names}
    heads = sorted(revisions.keys() - followed)
    if len(heads) > 1:
        raise StorageError(
            _("the migrations of {owner} end in {heads}; they must end in one").format(
                owner=owner, heads=", ".join(heads)
            )
        )
    return heads[0] if heads else None


CORE_SOURCE: Final = MigrationSource(owner=CORE, location=Path(__file__).parent / "versions")


def ordered(sources: Iterable[MigrationSource]) -> list[MigrationSource]:
    """Core first, then each after those that it requires; names break ties.

    Raises:
        StorageError: Two sources of one owner, a requirement on an owner that is not there, or a circle.

    """
    by_owner: dict[str, MigrationSource] = {}
    for source in sources:
        if by_owner.setdefault(source.owner, source) != source:
            raise StorageError(_("two sets of migrations call themselves {owner}").format(owner=source.owner))
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for owner in sorted(by_owner):
        needs = set(by_owner[owner].requires)
        if missing := needs - by_owner.keys():
            raise StorageError(
                _("the tables of {owner} need those of {missing}, which is not installed").format(
                    owner=owner, missing=", ".join(sorted(missing))
                )
            )
        if owner != CORE and CORE in by_owner:
            needs.add(CORE)
        sorter.add(owner, *sorted(needs))
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise StorageError(
            _("these migrations require each other: {circle}").format(circle=circle)
        ) from error
    names: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        names += ready
        sorter.done(*ready)
    return [by_owner[name] for name in names]
