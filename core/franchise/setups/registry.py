"""The sections that a schema knows, each made when it is first asked for: most commands need few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from franchise.setups.compiler import Compiler, table
from franchise.setups.sections import Section
from franchise.setups.shapes import Record, Table


@attrs.frozen(kw_only=True)
class DeferredSection:
    """A section by its name and owner; ``make`` gives the declaration, and may import what that needs."""

    name: str
    owner: str
    make: Callable[[], Section]


class Sections(Mapping[str, Section]):
    """Sections by name, in the order of their names.

    Raises:
        ValueError: Two sections of one name.

    """

    def __init__(self, sections: Iterable[Section | DeferredSection]) -> None:
        self._held: dict[str, Section | DeferredSection] = {}
        for section in sorted(sections, key=lambda s: (s.name, s.owner)):
            if (twin := self._held.get(section.name)) is not None:
                raise ValueError(
                    f"section {section.name!r} is declared by {twin.owner} and by {section.owner}"
                )
            self._held[section.name] = section

    @property
    def owners(self) -> frozenset[str]:
        """Who declares a section; makes none of them."""
        return frozenset(section.owner for section in self._held.values())

    def __getitem__(self, name: str) -> Section:
        section = self._held[name]
        if isinstance(section, DeferredSection):
            made = section.make()
            if (made.name, made.owner) != (section.name, section.owner):
                raise ValueError(f"{section.owner}'s section {section.name!r} turned out to be {made.name!r}")
            section = self._held[name] = made
        return section

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class Shapes(Mapping[str, Record | Table]):
    """The shapes of sections, each compiled when it is first asked for.

    Raises:
        TypeError: On asking: the section's class has a field that a setup cannot hold.

    """

    def __init__(self, sections: Sections, money_places: int) -> None:
        self._sections = sections
        self._compiler = Compiler(money_places)
        self._made: dict[str, Record | Table] = {}

    def __getitem__(self, name: str) -> Record | Table:
        shape = self._made.get(name)
        if shape is None:
            section = self._sections[name]
            if section.cls is not None:
                shape = self._compiler.record(section.cls)
            else:
                assert section.each is not None
                shape = table(self._compiler.record(section.each))
            self._made[name] = shape
        return shape

    def __contains__(self, name: object) -> bool:
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)
