"""Identifiers made here, so that no database needs a sequence."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from typing import Final

EPOCH_MS: Final = 1_577_836_800_000  # 2020-01-01T00:00Z
_NODE_BITS: Final = 11
_COUNT_BITS: Final = 10


class Ids:
    """63-bit integers: milliseconds since 2020, then this process's node, then a counter.

    Strictly rising within one process, also when the clock goes back; unique per store is all that is needed.
    """

    def __init__(self) -> None:
        self._node = int.from_bytes(os.urandom(2)) & ((1 << _NODE_BITS) - 1)
        self._last = 0
        self._count = 0
        self._lock = threading.Lock()

    def new(self) -> int:
        return self.many(1)[0]

    def many(self, n: int) -> list[int]:
        """``n`` new ids, rising."""
        out: list[int] = []
        with self._lock:
            now = time.time_ns() // 1_000_000 - EPOCH_MS
            if now > self._last:
                self._last, self._count = now, 0
            for _ in range(n):
                if self._count >> _COUNT_BITS:
                    self._last, self._count = self._last + 1, 0
                out.append(((self._last << _COUNT_BITS | self._count) << _NODE_BITS) | self._node)
                self._count += 1
        return out


def store_id(key: str) -> int:
    """A store's id is the first 63 bits of its key's SHA-256: the same key is the same store, everywhere."""
    return int.from_bytes(hashlib.sha256(b"store:" + key.encode()).digest()[:8]) >> 1
