"""Reports as programs use them: issuing a closed cycle's papers, reading them back, writing files."""

from __future__ import annotations

from franchise.reports.operations import export, issue, listed, load
from franchise.reports.values import Issued, ReportKind

__all__ = ["Issued", "ReportKind", "export", "issue", "listed", "load"]
