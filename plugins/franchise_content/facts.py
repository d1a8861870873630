"""What a post is: its sort, the need that it serves, what it shows, whether it has words and a picture. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from franchise_content import steps

if TYPE_CHECKING:
    from franchise.cadence import Cadence, Material, Post
    from franchise_content.section import Content

GOODS: Final = ("goods", "picks", "flash")
"""The three of the four columns that are about products (I-186)."""
_SORT_OF: Final[Mapping[str, str]] = {
    "goods": "promotion",
    "picks": "promotion",
    "flash": "promotion",
    "knowledge": "value",
}
_NEED_OF: Final[Mapping[str, str]] = {"goods": "shopping", "picks": "shopping", "flash": "benefit"}


@attrs.frozen(kw_only=True, slots=True)
class Facts:
    """What one post is to its readers. What nothing says is ""."""

    sort: str
    need: str
    feature: str
    shows: frozenset[str]
    shelf: str
    topic: str
    product: str
    form: str
    worded: bool
    pictured: bool
    steps: int

    @property
    def about_product(self) -> bool:
        return bool(self.product) or "product" in self.shows or self.feature in GOODS


class Reader:
    """Tells what posts are; of each slot, column and material it is worked out once."""

    def __init__(self, section: Content, cadence: Cadence) -> None:
        self.section = section
        self.cadence = cadence
        self._known: dict[tuple[str, str, str], Facts] = {}

    def facts(self, post: Post) -> Facts:
        key = (post.slot, post.column, post.material)
        if key not in self._known:
            self._known[key] = self._facts(*key)
        return self._known[key]

    def _facts(self, slot: str, column: str, material: str) -> Facts:
        """The material says it; else its column; else its slot; else what the column's feature stands for."""
        section, found = self.section, self.cadence.materials.get(material)
        of_material, of_column = section.materials.get(material), section.columns.get(column)
        layers = [layer for layer in (of_material, of_column, section.slots.get(slot)) if layer is not None]
        feature = of_column.feature if of_column else ""
        told = [layer for layer in (of_material, of_column) if layer is not None]
        text = found.text if found else ""
        return Facts(
            sort=_first(layers, "sort") or _SORT_OF.get(feature, ""),
            need=_first(layers, "need") or _NEED_OF.get(feature, ""),
            feature=feature,
            shows=frozenset(show for layer in told for show in layer.shows),
            shelf=_first(told, "shelf"),
            topic=_first(told, "topic"),
            product=of_material.product if of_material else "",
            form=found.form if found else "",
            worded=bool(text or self.scenes(slot, material)),
            pictured=found is not None and pictured(found),
            steps=of_material.steps if of_material and of_material.steps is not None else steps.count(text),
        )

    def scenes(self, slot: str, material: str) -> list[str]:
        """The keys of the scenes that a post of this slot with this material plays."""
        found, place = self.cadence.materials.get(material), self.cadence.slots.get(slot)
        keys = [found.script if found else "", place.script if place else ""]
        return [key for key in keys if key]

    def column(self, key: str) -> str:
        """What a column is called."""
        found = self.cadence.columns.get(key)
        return found.name if found is not None else key


def pictured(material: Material) -> bool:
    """Whether a material brings a picture: one of its own, a video, or an article, which shows its own."""
    return bool(material.picture) or (material.form == "article" and bool(material.link))


def _first(layers: list[Any], name: str) -> str:
    return next((str(getattr(layer, name)) for layer in layers if getattr(layer, name)), "")
