"""Tasks: what people must do because no program can, each once, with evidence where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.tasks.finishing import attach, cancel, drop, finish
    from franchise.tasks.forgetting import forget, merge, redact
    from franchise.tasks.opening import open, opened  # noqa: A004
    from franchise.tasks.proving import evidence
    from franchise.tasks.rows import get, listed
    from franchise.tasks.values import DUTIES, Evidence, NewTask, Proof, Task

_HOME: Final = {
    "DUTIES": "values",
    "Evidence": "values",
    "NewTask": "values",
    "Proof": "values",
    "Task": "values",
    "attach": "finishing",
    "cancel": "finishing",
    "drop": "finishing",
    "evidence": "proving",
    "finish": "finishing",
    "forget": "forgetting",
    "get": "rows",
    "listed": "rows",
    "merge": "forgetting",
    "open": "opening",
    "opened": "opening",
    "redact": "forgetting",
}

__all__ = [
    "DUTIES",
    "Evidence",
    "NewTask",
    "Proof",
    "Task",
    "attach",
    "cancel",
    "drop",
    "evidence",
    "finish",
    "forget",
    "get",
    "listed",
    "merge",
    "open",
    "opened",
    "redact",
]

__getattr__ = lazily(__name__, _HOME)
