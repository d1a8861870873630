"""From a section's attrs classes to its shape."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, Union

import attrs

from franchise.amounts import format_fixed
from franchise.clock import format_wall
from franchise.setups.amounts import Money, Quantity, Wall
from franchise.setups.limits import MAX_ITEMS, Limited, Many
from franchise.setups.numbers import Fixed, Number, Whole
from franchise.setups.settings import PLAIN, Setting, setting_of
from franchise.setups.shapes import MAX_ROWS, Field, Record, Shape, Table, builders_of
from franchise.setups.times import Day, WallTime
from franchise.setups.values import Choice, Flag, Text, Value

MONEY_PLACES: Final = 2


class Compiler:
    """Makes shapes of attrs classes; each class once."""

    def __init__(self, money_places: int = MONEY_PLACES) -> None:
        self._records: dict[type, Record] = {}
        self._open: list[type] = []
        self._money_places = money_places

    def record(self, cls: type) -> Record:
        """The shape of an attrs class.

        Raises:
            TypeError: It is none, contains itself, or has a field of a type that a setup cannot hold.

        """
        if cls in self._records:
            return self._records[cls]
        if not attrs.has(cls):
            raise TypeError(f"{cls.__name__} is not an attrs class")
        if cls in self._open:
            raise TypeError(f"{cls.__name__} contains itself")
        self._open.append(cls)
        try:
            made = _record(cls, self._fields(cls))
        finally:
            self._open.pop()
        self._records[cls] = made
        return made

    def _fields(self, cls: type) -> dict[str, Field]:
        hints = typing.get_type_hints(cls)
        fields: dict[str, Field] = {}
        for attribute in attrs.fields(cls):
            if not attribute.init:
                continue
            told = setting_of(attribute)
            try:
                shape = self.shape(hints.get(attribute.name, attribute.type), told)
            except TypeError as error:
                raise TypeError(f"{cls.__name__}.{attribute.name}: {error}") from error
            fields[attribute.name] = Field(
                name=attribute.name,
                setting=told,
                shape=shape,
                required=attribute.default is attrs.NOTHING,
                value=None if isinstance(shape, (Record, Table)) else shape,
                group=shape if isinstance(shape, (Record, Table)) else None,
            )
        return fields

    def shape(self, kind: Any, told: Setting = PLAIN) -> Shape:
        """The shape of one annotation with its declaration."""
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in {Union, types.UnionType}:
            rest = [a for a in arguments if a is not type(None)]
            if len(rest) != 1:
                raise TypeError(f"a setup cannot hold {kind}: choose one type")
            return self.shape(rest[0], told)
        if origin is tuple:
            if len(arguments) != 2 or arguments[1] is not Ellipsis:
                raise TypeError(f"a setup cannot hold {kind}: use tuple[X, ...]")
            item = self.shape(arguments[0], attrs.evolve(told, minimum=None, maximum=None))
            if isinstance(item, (Record, Table, Many)):
                raise TypeError(
                    "lists hold single values only: use dict[str, …], keyed, so that a patch can name each"
                )
            low, high = told.minimum, told.maximum
            return Many(
                item, int(low) if low is not None else 0, int(high) if high is not None else MAX_ITEMS
            )
        if origin in {dict, Mapping} or kind in {dict, Mapping}:
            if len(arguments) != 2 or arguments[0] is not str:
                raise TypeError(f"a setup cannot hold {kind}: use dict[str, X]")
            item = self.shape(arguments[1], attrs.evolve(told, minimum=None, maximum=None, refers_to=None))
            return table(item, told)
        if isinstance(kind, type) and attrs.has(kind):
            return self.record(kind)
        return _limited(self._single(kind, told), told)

    def _single(self, kind: Any, told: Setting) -> Value:
        signed = told.minimum is not None and str(told.minimum).startswith("-")
        if kind is Money:
            return Fixed(self._money_places, signed)
        if kind is Quantity:
            return Fixed(3, signed)
        if kind is Wall:
            return WallTime()
        if typing.get_origin(kind) is Literal:
            choices = typing.get_args(kind)
            if not all(isinstance(choice, str) for choice in choices):
                raise TypeError(f"a setup cannot hold {kind}: choices are texts")
            return Choice(choices)
        if kind is str:
            return Text(told.longest, told.free_text)
        plainly: dict[Any, Value] = {bool: Flag(), int: Whole(), Decimal: Number(), date: Day()}
        if kind in plainly:
            return plainly[kind]
        raise TypeError(f"a setup cannot hold {kind}")


def table(item: Shape, told: Setting = PLAIN) -> Table:
    """A table with such rows."""
    row = item if isinstance(item, (Record, Table)) else None
    return Table(
        item,
        row,
        row is not None and row.has_local,
        row.refers if row is not None else frozenset(),
        int(told.minimum) if told.minimum is not None else 0,
        int(told.maximum) if told.maximum is not None else MAX_ROWS,
    )


def _record(cls: type, fields: dict[str, Field]) -> Record:
    required = frozenset(name for name, field in fields.items() if field.required)
    groups = [field.group for field in fields.values() if field.group is not None]
    targets = [field.setting.refers_to for field in fields.values() if field.setting.refers_to]
    return Record(
        cls=cls,
        fields=fields,
        required=required,
        answered=frozenset(name for name in required if fields[name].setting.rule == "local"),
        has_local=any(field.setting.rule == "local" for field in fields.values())
        or any(group.has_local for group in groups),
        refers=frozenset(target.split(".")[0] for target in targets).union(
            *(group.refers for group in groups)
        ),
        builders=builders_of(fields),
    )


def _limited(value: Value, told: Setting) -> Value:
    """``value`` with the declared bounds, choices and pattern, if there are any."""
    texts = isinstance(value, (Text, Choice))
    if not texts and (told.choices or told.pattern):
        raise TypeError("choices and pattern are for texts")
    low, low_text = _bound(value, told.minimum, texts=texts)
    high, high_text = _bound(value, told.maximum, texts=texts)
    if low is not None and high is None and isinstance(value, Text):
        high, high_text = value.longest, str(value.longest)
    if low is None and high is None and told.choices is None and told.pattern is None:
        return value
    pattern = re.compile(told.pattern) if told.pattern else None
    return Limited(value, low, high, low_text, high_text, told.choices, pattern, texts, told.about)


def _bound(value: Value, bound: int | str | None, *, texts: bool) -> tuple[Any, str]:
    if bound is None:
        return None, ""
    if texts:
        return int(bound), str(bound)
    if isinstance(bound, str):
        form = value.read_text(bound)
        return value.build(form), str(form)
    return bound, _bound_text(value, bound)


def _bound_text(value: Value, bound: int) -> str:
    if isinstance(value, Fixed):
        return format_fixed(bound, value.places)
    if isinstance(value, WallTime):
        return format_wall(bound)
    return str(bound)
