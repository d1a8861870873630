"""What runs in one store: the setup, what the store changed for itself, and its own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from franchise.errors import NotFound
from franchise.messages import gettext as _
from franchise.setups.canon import JSON, digest_of, encoded
from franchise.setups.documents import HEAD, Document, document_digest
from franchise.setups.patches import merge_patch
from franchise.setups.problems import Path, Problem, Wrong, invalid, listing, suggestion
from franchise.setups.shapes import Record
from franchise.setups.walks import KEEP, unlocked

if TYPE_CHECKING:
    from franchise.setups.schema import Schema

T = TypeVar("T")


def _built(raw: JSON, build: Callable[[JSON], Any], path: Path) -> Any:
    """A typed instance; what lacks a required field (its row was removed under a store's change) is told."""
    try:
        return build(raw)
    except Wrong as wrong:
        where = f"[{'.'.join(path)}]"
        raise invalid([Problem(message=wrong.message, path=path, where=where)], where) from wrong


class Rows(Mapping[str, Any]):
    """The rows of a table, by key; a row becomes a typed instance when it is first asked for."""

    __slots__ = ("_build", "_built", "_keys", "_path", "_raw")

    def __init__(self, raw: Mapping[str, JSON], build: Callable[[JSON], Any], path: Path = ()) -> None:
        self._path = path
        self._raw = raw
        self._build = build
        self._built: dict[str, Any] = {}
        self._keys: list[str] | None = None

    def __getitem__(self, key: str) -> Any:
        if key not in self._built:
            self._built[key] = _built(self._raw[key], self._build, (*self._path, key))
        return self._built[key]

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        if self._keys is None:
            self._keys = sorted(self._raw)
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._raw)

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


class Effective:
    """A document with an overlay and answers laid over it; every part is worked out when first asked for.

    HQ's value always stands where HQ has locked a leaf, even if the overlay says otherwise.

    Nothing is validated again here: `Schema.check` does that.
    """

    def __init__(
        self,
        schema: Schema,
        document: Document,
        overlay: Mapping[str, JSON] | None = None,
        answers: Mapping[str, JSON] | None = None,
    ) -> None:
        self.schema = schema
        self.document = document
        self.overlay: Mapping[str, JSON] = overlay or {}
        self.answers: Mapping[str, JSON] = answers or {}
        self._raw: dict[str, dict[str, JSON]] = {}
        self._typed: dict[str, Any] = {}
        self._digest: str | None = None
        self._once: dict[object, Any] = {}

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Work something out of this setup once and keep it, such as the catalogue's selling units."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    @property
    def plugins(self) -> tuple[str, ...]:
        """The names of the plugins that the setup enables."""
        return tuple(sorted(self.document.meta.plugins))

    @property
    def names(self) -> tuple[str, ...]:
        """The sections that have something written in them, by name."""
        return tuple(sorted({*self.document.body, *self.overlay, *self.answers} - {HEAD}))

    def raw(self, name: str) -> dict[str, JSON]:
        """One section in canonical form, defaults not filled in; empty when nothing is written.

        Shared: do not change it.
        """
        if name not in self._raw:
            value = self.schema.current(name, self.document.body.get(name) or {})
            for layer, own in ((self.overlay, True), (self.answers, False)):
                if name not in layer:
                    continue
                patch = self.schema.current(name, layer[name])
                shape = self.schema.shapes.get(name)
                if own and shape is not None:
                    patch = unlocked(shape, value, patch, self.schema.sections[name].rule)
                if patch is not KEEP:
                    value = merge_patch(value, patch) if patch is not None else {}
            self._raw[name] = value
        return self._raw[name]

    def get(self, name: str) -> Any:
        """One section as its owner declared it: an instance of its class, or `Rows`.

        A required local field that the store has not answered yet is "" (a list: (), anything else: None);
        `Schema.missing_answers` names those.

        Raises:
            NotFound: No installed plugin owns such a section.
            SetupInvalid: The section is absent from the setup and has required fields.

        """
        if name not in self._typed:
            shape = self.schema.shapes.get(name)
            if shape is None:
                raise NotFound(
                    _("No installed plugin owns a setup section {name}.").format(name=name)
                    + suggestion(name, self.schema.shapes),
                    hint=_("Known sections: {names}.").format(names=listing(self.schema.shapes)),
                )
            raw = self.raw(name)
            if isinstance(shape, Record):
                self._typed[name] = _built(raw, shape.build, (name,))
            else:
                self._typed[name] = Rows(raw, shape.item.build, (name,))
        return self._typed[name]

    @property
    def body(self) -> dict[str, JSON]:
        """Every section by name, ``setup`` too; shared, like `raw`."""
        head = self.document.body[HEAD]
        return {HEAD: head} | {name: self.schema.stamped(name, self.raw(name)) for name in self.names}

    @property
    def digest(self) -> str:
        """The digest of everything effective, answers too; the document's when nothing is laid over."""
        if self._digest is None:
            sections = dict(self.document.sections)
            for name in sorted({*self.overlay, *self.answers}):
                sections[name] = digest_of(encoded(self.schema.stamped(name, self.raw(name))))
            self._digest = document_digest(sections)
        return self._digest
