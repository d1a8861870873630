"""The program's log: JSON lines in the platform's folder for logs, for whoever looks after the machine.

What a person must know is said on the screen; the log holds what helps to mend it. It never holds the values of
variables: they are customers' data.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

LOG = "FRANCHISE_LOG"
"""A file to log to, ``-`` for standard error; the platform's folder for logs when not set."""


def logger(name: str) -> Any:
    """A structlog logger. A program that configured structlog itself keeps its own configuration.

    structlog is imported here and not above: it takes longer to import than most commands run.
    """
    import structlog

    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.contextvars.merge_contextvars,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            logger_factory=structlog.WriteLoggerFactory(file=_file()),
        )
    return structlog.get_logger(name)


def _file() -> Any:
    where = os.environ.get(LOG, "")
    if where == "-":
        return sys.stderr
    try:
        if not where:
            from platformdirs import user_log_path

            where = str(user_log_path("franchise", appauthor=False, ensure_exists=True) / "franchise.log")
        return Path(where).open("a", encoding="utf-8", buffering=1)  # open as long as the program
    except OSError:  # no folder to write to: better said on the screen than not at all
        return sys.stderr
