"""What surrounds a single value: lists of it, and bounds, choices or a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from franchise.messages import gettext as _
from franchise.setups.canon import JSON
from franchise.setups.problems import Wrong, listing, shown, suggestion
from franchise.setups.values import Value

MAX_ITEMS: Final = 1_000


@attrs.frozen
class Many:
    """A list of values of one kind; ``a|b|c`` in a cell. Always replaced as a whole."""

    item: Value
    fewest: int = 0
    most: int = MAX_ITEMS

    def read(self, value: Any) -> JSON:
        if isinstance(value, (str, Mapping)) or not isinstance(value, (list, tuple)):
            raise Wrong(_("{value} is not a list.").format(value=shown(value)), self.allowed())
        self._count(len(value))
        return [self.item.read(one) for one in value]

    def read_text(self, text: str) -> JSON:
        parts = text.split("|") if text.strip() else []
        self._count(len(parts))
        return [self.item.read_text(part.strip()) for part in parts]

    def _count(self, count: int) -> None:
        if not self.fewest <= count <= self.most:
            raise Wrong(
                _("The list has {count} items.").format(count=count),
                _("{fewest} to {most} items").format(fewest=self.fewest, most=self.most),
            )

    def build(self, value: JSON) -> tuple[Any, ...]:
        return tuple([self.item.build(one) for one in value])

    def write(self, value: JSON) -> Any:
        return [self.item.write(one) for one in value]

    def allowed(self) -> str:
        return _('a list such as ["a", "b"], or a|b in a table cell; each: {item}').format(
            item=self.item.allowed()
        )


@attrs.frozen
class Limited:
    """Another kind of value, with bounds, choices or a pattern of its own."""

    inner: Value
    low: Any = None
    high: Any = None
    low_text: str = ""
    high_text: str = ""
    choices: tuple[str, ...] | None = None
    pattern: re.Pattern[str] | None = None
    by_length: bool = False
    words: str = ""
    """What the owner says of the field; kinder than its pattern."""

    def read(self, value: Any) -> JSON:
        return self._held(self.inner.read(value))

    def read_text(self, text: str) -> JSON:
        return self._held(self.inner.read_text(text))

    def _held(self, value: JSON) -> JSON:
        if self.choices is not None and value not in self.choices:
            more = suggestion(value, self.choices)
            raise Wrong(
                _("{value} is not one of the choices.").format(value=shown(value)) + more, self.allowed()
            )
        if self.pattern is not None and self.pattern.fullmatch(value) is None:
            raise Wrong(_("{value} does not have the right form.").format(value=shown(value)), self.allowed())
        if self.low is not None or self.high is not None:
            size = len(value) if self.by_length else self.inner.build(value)
            if self.by_length and not size and self.low:
                raise Wrong(_("The text is empty."), self.allowed())
            if (self.low is not None and size < self.low) or (self.high is not None and size > self.high):
                raise Wrong(_("{value} is out of bounds.").format(value=shown(value)), self.allowed())
        return value

    def build(self, value: JSON) -> Any:
        return self.inner.build(value)

    def write(self, value: JSON) -> Any:
        return self.inner.write(value)

    def allowed(self) -> str:
        if self.choices is not None:
            return listing(self.choices, most=30)
        if self.pattern is not None:
            return self.words or _("text that matches {pattern}").format(pattern=self.pattern.pattern)
        if self.by_length:
            return _("{low} to {high} characters").format(low=self.low or 0, high=self.high)
        if self.high is None:
            return _("{low} or more").format(low=self.low_text)
        if self.low is None:
            return _("{high} or less").format(high=self.high_text)
        return _("{low} to {high}").format(low=self.low_text, high=self.high_text)
