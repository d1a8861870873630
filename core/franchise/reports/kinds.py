"""Which kinds of paper the installed plugins make."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from franchise.messages import gettext as _
from franchise.messages import language
from franchise.plugins import Plugins
from franchise.reports.values import ReportKind


def report_kinds(plugins: Plugins, scope: Collection[str] | None = None) -> list[ReportKind]:
    """The kinds of report that plugins make, in the order they are listed; with ``scope`` those of some plugins."""
    found = [
        kind
        for answer in plugins.collect("franchise_report_kinds")
        if scope is None or answer.plugin in scope
        for kind in answer.value
    ]
    return sorted(found, key=lambda kind: (kind.order, kind.kind))


@attrs.frozen(kw_only=True)
class KindNames:
    """What a kind's files are called: the folder of its papers; the one file of them all, "" for none."""

    folder: str
    bundle: str = ""


def kind_names(plugins: Plugins, tag: str) -> dict[str, KindNames]:
    """The names of every kind's files in a language."""
    with language(tag):
        return {
            kind.kind: KindNames(
                folder=kind.title(),
                bundle=_("{title} (all)").format(title=kind.title()) if kind.together else "",
            )
            for kind in report_kinds(plugins)
        }
