"""What a lint finds, gathered: the same about several days and groups is told once. Pure."""

from __future__ import annotations

from typing import Final, Literal

import attrs

Severity = Literal["error", "warning"]
_ORDER: Final = {"error": 0, "warning": 1}


@attrs.frozen(kw_only=True, slots=True)
class Finding:
    """One thing that is wrong with what is said.

    ``code`` is for programs, ``where`` the place in the setup, ``text`` what is wrong and ``advice`` what to do.
    ``days`` (ISO) and ``groups`` (keys) are those that it concerns; both empty: it is so whatever the day.
    """

    code: str
    severity: Severity
    where: str
    text: str
    advice: str = ""
    days: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Findings:
    """A list of findings that grows."""

    def __init__(self) -> None:
        self._held: dict[tuple[Severity, str, str, str, str], dict[str, set[str]]] = {}

    def note(
        self,
        severity: Severity,
        code: str,
        where: str,
        text: str,
        advice: str = "",
        *,
        day: str = "",
        group: str = "",
    ) -> None:
        days = self._held.setdefault((severity, code, where, text, advice), {}).setdefault(group, set())
        if day:
            days.add(day)

    def listed(self) -> list[Finding]:
        """Errors first, then by code, place and words; nothing depends on the order in which they were noted.

        Groups with the same days stand together, so that each of them has each of the days.
        """
        found = []
        for (severity, code, where, text, advice), by_group in self._held.items():
            together: dict[tuple[str, ...], list[str]] = {}
            for group, days in sorted(by_group.items()):
                together.setdefault(tuple(sorted(days)), []).append(group)
            for days_of, groups in together.items():
                found.append(
                    Finding(
                        code=code,
                        severity=severity,
                        where=where,
                        text=text,
                        advice=advice,
                        days=days_of,
                        groups=tuple(filter(None, groups)),
                    )
                )
        return sorted(found, key=lambda f: (_ORDER[f.severity], f.code, f.where, f.text, f.days, f.groups))
