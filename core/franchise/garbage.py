"""Python's search for garbage, and when it is of no use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look for garbage while something large is made of many small values that all live until it is done.

    Each search would go through all of them and find none: ten times as many values then cost twelve to fourteen
    times as much. What is no longer needed is let go at once as ever; only circles wait. Also a decorator.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
