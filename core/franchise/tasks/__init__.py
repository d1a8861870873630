"""Tasks: what people must do because no program can, each once, with evidence where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.tasks.values import DUTIES, NewTask, Task

_HOME: Final = {"DUTIES": "values", "NewTask": "values", "Task": "values"}

__all__ = ["DUTIES", "NewTask", "Task"]

__getattr__ = lazily(__name__, _HOME)
