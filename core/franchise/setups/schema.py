"""The schema: every section of the core and the installed plugins, and what can be asked with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal

from franchise.errors import FranchiseError
from franchise.setups import checks, overlays, paths, walks
from franchise.setups.canon import JSON
from franchise.setups.compiler import MONEY_PLACES
from franchise.setups.documents import HEAD, Document, document_digest, section_digests
from franchise.setups.effective import Effective
from franchise.setups.heads import HEAD_SHAPE
from franchise.setups.problems import Path, Problem, pointed
from franchise.setups.reading import Reader
from franchise.setups.registry import DeferredSection, Sections, Shapes
from franchise.setups.sections import Section
from franchise.setups.settings import Rule
from franchise.setups.versions import current, stamped
from franchise.setups.walks import Leaf

if TYPE_CHECKING:
    from franchise.setups.personal import Finding


class Schema:
    """All sections, by name.

    Args:
        sections: What the core and the installed plugins declare.
        plugins: Names of installed plugins, besides those that own a section.
        money_places: Decimal places of the currency.

    Raises:
        ValueError: Two sections of one name.
        TypeError: A section's class has a field that a setup cannot hold.

    """

    def __init__(
        self,
        sections: Iterable[Section | DeferredSection],
        *,
        plugins: Collection[str] = (),
        money_places: int = MONEY_PLACES,
    ) -> None:
        given = list(sections)
        self.sections = Sections(given)
        self.plugins = frozenset(plugins) | self.sections.owners
        self.shapes = Shapes(self.sections, money_places)
        for section in given:  # a field that a setup cannot hold is refused at once
            if isinstance(section, Section):
                _ = self.shapes[section.name]

    # ---------------------------------------------------------------- documents

    def load(self, path: str | FilePath) -> Document:
        """Read a setup: a TOML file, or a folder with a ``setup.toml``, and the tables beside it.

        Raises:
            SetupInvalid: With every mistake that was found, each with its file and line.

        """
        from franchise.setups.sources import Source

        source = Source.open(FilePath(path), self.shapes)
        reader = Reader(self, source.locate, source.problems, frozenset(source.muted))
        return reader.document(source.body, str(path))

    def parse(self, body: Mapping[str, Any], where: str = "") -> Document:
        """Take a whole setup as TOML or JSON would give it.

        Raises:
            SetupInvalid: With every mistake that was found.

        """
        return Reader(self, lambda path: pointed(path, where)).document(body, where)

    def restore(self, body: Mapping[str, JSON], sections: Mapping[str, str] | None = None) -> Document:
        """A document that was valid when it was saved; it is not validated again.

        Args:
            body: Every section in canonical form; may load each lazily when ``sections`` are given.
            sections: The digests of the sections, where they are known.

        """
        digests = (
            section_digests(body) if sections is None else {name: sections[name] for name in sorted(sections)}
        )
        return Document(
            body=body,
            digest=document_digest(digests),
            sections=digests,
            meta=HEAD_SHAPE.build(body[HEAD]),
            unknown=tuple(name for name in digests if name != HEAD and name not in self.shapes),
        )

    def check(self, doc: Document | Effective) -> tuple[Problem, ...]:
        """Every mistake in a whole document, or in what is effective in a store (unanswered fields aside)."""
        if isinstance(doc, Effective):
            return checks.check_all(self, doc, answered=True)
        return checks.check_all(self, Effective(self, doc), answered=False)

    def without_local(self, body: Mapping[str, JSON]) -> dict[str, JSON]:
        """A canonical body without the answers of one store; sections that held nothing else are left out."""
        kept: dict[str, JSON] = {}
        for name in sorted(body):
            if name not in self.shapes:
                kept[name] = body[name]
                continue
            before = current(self.sections[name], body[name])
            after = walks.without_local(self.shapes[name], before)
            if after or not before:
                kept[name] = self.stamped(name, after)
        return kept

    def freeze(self, effective: Effective) -> Document:
        """What is effective in a store, as a document of its own: the store's answers are left out.

        Raises:
            SetupInvalid: It is not valid as it stands.

        """
        bare = Effective(self, effective.document, effective.overlay)
        return self.parse(self.without_local(bare.body))

    def personal(self, doc: Document) -> tuple[Finding, ...]:
        """What looks like a person's data in a document; firms' contacts that are declared as such aside."""
        from franchise.setups.personal import scan_personal

        return tuple(found for found in scan_personal(doc) if not self._is_business(found.path))

    def _is_business(self, path: Path) -> bool:
        try:
            return self.spot(path).setting.business
        except FranchiseError:  # a key, or inside a section whose plugin is not installed
            return False

    # ---------------------------------------------------------------- one store

    def effective(
        self,
        doc: Document,
        overlay: Mapping[str, JSON] | None = None,
        answers: Mapping[str, JSON] | None = None,
    ) -> Effective:
        """What runs in a store with this overlay and these answers."""
        return Effective(self, doc, overlay, answers)

    def check_patch(
        self, doc: Document, patch: Mapping[str, JSON], *, by: Literal["hq", "store"]
    ) -> tuple[Problem, ...]:
        """Every reason why ``patch`` may not be laid over ``doc``.

        A store may not touch locked leaves; local ones are answers (see `check_answers`) and belong in
        nobody's patch. A store's own new rows are its own entirely.
        """
        return overlays.check_patch(self, doc, patch, by=by)

    def load_answers(self, path: str | FilePath, doc: Document) -> dict[str, JSON]:
        """Read one store's answers from a TOML file of the setup's form: ``[store] name = "…"``.

        Raises:
            SetupInvalid: With every mistake that was found, each with its file and line.

        """
        from franchise.setups.sources import Source

        source = Source.open(FilePath(path), self.shapes)
        return Reader(self, source.locate, source.problems).answers(source.body, doc, str(path))

    def check_answers(self, doc: Document, answers: Mapping[str, JSON]) -> tuple[Problem, ...]:
        """Every reason why these are not answers: other than local fields, or values that are wrong."""
        return overlays.check_answers(self, doc, answers)

    def missing_answers(self, effective: Effective) -> tuple[str, ...]:
        """The local fields that the store still has to answer, as paths."""
        return tuple(
            ".".join(path)
            for name, shape in sorted(self.shapes.items())
            for path in walks.unanswered(shape, effective.raw(name), (name,), self.sections[name].rule)
        )

    # ---------------------------------------------------------------- leaves

    def leaves(self, body: Mapping[str, JSON]) -> Iterator[Leaf]:
        """The leaves of a canonical body, by path, one at a time."""
        for name in sorted(body):
            if name == HEAD:
                yield from walks.leaves(HEAD_SHAPE, body[name], (name,), "locked")
            else:
                section = self.sections.get(name)
                rule = section.rule if section is not None else "default"
                yield from walks.leaves(self.shapes.get(name), body[name], (name,), rule)

    def spot(self, path: str | Path) -> walks.Spot:
        """Where a path such as ``orders.sessions.noon.cutoff`` leads.

        Raises:
            UsageProblem: Nowhere; the message suggests the nearest name.

        """
        return paths.find(self, path)

    def rule_of(self, path: str | Path) -> Rule:
        """Who decides what is at ``path``.

        Raises:
            UsageProblem: There is no such path.

        """
        return paths.find(self, path).rule

    def assign(self, path: str, text: str | None, doc: Document | Effective | None = None) -> dict[str, JSON]:
        """The patch that sets the leaf at ``path`` to what ``text`` says; None removes what is there.

        ``doc`` is looked at for a key that exists when the one named does not.

        Raises:
            UsageProblem: There is no such path, it is no single value, or the text cannot be its value.

        """
        return paths.assign(self, path, text, doc)

    # ---------------------------------------------------------------- versions of sections

    def current(self, name: str, body: Any) -> Any:
        """A section's body, or a patch of it, brought to its present version, without its version mark.

        Raises:
            SetupInvalid: It was written by a newer version of the section's owner.

        """
        return current(self.sections.get(name), body)

    def stamped(self, name: str, value: dict[str, JSON]) -> dict[str, JSON]:
        """A section's body, or a patch of it, with its version mark: how overlays and answers are kept."""
        return stamped(self.sections.get(name), value)
