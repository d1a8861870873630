"""The `village` section: the rounds that vans drive, and how names on papers are treated."""

from __future__ import annotations

from typing import Final

import attrs

from franchise import Section, setting


@attrs.frozen(kw_only=True)
class Route:
    """One van round (配送线路). Villages name their route and their stop on it."""

    name: str = setting(max_length=30, about="as printed: 东线")
    driver: str = setting(rule="local", default="", max_length=30, about="who drives")
    departs: str = setting(default="", max_length=60, about="when the van leaves the hub, in words")


@attrs.frozen(kw_only=True)
class Village:
    """What the village program adds to a setup."""

    routes: dict[str, Route] = setting(default={}, about="one table per van round")
    title: str = setting(default="", max_length=40, about="heading of the papers; empty: the store's name")


SECTION: Final = Section(name="village", cls=Village, owner="village")
