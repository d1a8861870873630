"""Which kinds of paper the installed plugins make."""

from __future__ import annotations

from franchise.messages import gettext as _
from franchise.messages import language
from franchise.plugins import Plugins
from franchise.reports.values import ReportKind


def report_kinds(plugins: Plugins) -> list[ReportKind]:
    """The kinds of report that the plugins make, in the order they are listed."""
    found = [kind for answer in plugins.collect("franchise_report_kinds") for kind in answer.value]
    return sorted(found, key=lambda kind: (kind.order, kind.kind))


def bundles(plugins: Plugins, tag: str) -> dict[str, str]:
    """Kinds of which all papers are also written as one file, with that file's title in a language."""
    with language(tag):
        return {
            kind.kind: _("{title} (all)").format(title=kind.title()) for kind in report_kinds(plugins) if kind.together
        }
