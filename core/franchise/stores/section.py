"""The `store` section: what each store answers for itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

import attrs

from franchise.messages import gettext as _
from franchise.setups import Effective, Problem, Section, setting


@attrs.frozen(kw_only=True)
class StoreAnswers:
    """A store's own answers; never carried to a clone."""

    name: str = setting(rule="local", max_length=60, about="what people call the store")
    phone: str = setting(rule="local", default="", max_length=40, about="printed on papers")
    address: str = setting(rule="local", default="", max_length=120, about="printed on papers")
    time_zone: str = setting(
        rule="local", default="Asia/Shanghai", about="IANA zone in which cut-offs are read"
    )
    language: str = setting(
        rule="local", default="zh_CN", choices=("zh_CN", "en"), about="language of the store's papers"
    )
    currency: str = setting(
        rule="local", default="CNY", pattern=r"[A-Z]{3}", about="ISO 4217 code; amounts have two decimals"
    )


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Every zone's name; looking for them walks the disk."""
    return frozenset(available_timezones())


def _check(answers: StoreAnswers, _effective: Effective) -> list[Problem]:
    if answers.time_zone in _zones():
        return []
    return [
        Problem(
            where="[store] time_zone",
            message=_("{zone!r} is no known time zone.").format(zone=answers.time_zone),
            allowed="Asia/Shanghai, Asia/Taipei, …",
        )
    ]


SECTION: Final = Section(name="store", cls=StoreAnswers, owner="core", check=_check)
