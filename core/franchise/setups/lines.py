"""The line of every key in a TOML text that is known to be valid. Used only when something is wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from franchise.setups.problems import Path

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_PIECE: Final = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*""")
_SCALAR: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^,\]}\n#]+",
    re.DOTALL,
)


class Lines:
    """Maps paths to line numbers, from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at: dict[Path, int] = {}
        self._place = 0
        self._counted = 0
        self._seen = 0
        with suppress(
            IndexError, AttributeError, RecursionError
        ):  # best effort: what was found so far stands
            self._scan()

    def __contains__(self, path: Path) -> bool:
        return path in self._at

    def line(self, path: Path) -> int:
        """The line of the key at ``path``, or of the nearest table around it; 1 if neither is there."""
        for length in range(len(path), 0, -1):
            if (line := self._at.get(path[:length])) is not None:
                return line
        return 1

    def _scan(self) -> None:
        text = self._text
        table: Path = ()
        self._blank()
        while self._place < len(text):
            if text[self._place] == "[":
                depth = 2 if text.startswith("[[", self._place) else 1
                line = self._line()
                self._place += depth
                table = self._key()
                self._place += depth
                self._note(table, line)
            else:
                self._entry(table)
            self._blank()

    def _entry(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._place += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._blank()
        opening = self._text[self._place]
        if opening not in "[{":
            self._place = _SCALAR.match(self._text, self._place).end()  # type: ignore[union-attr]
            return
        self._place += 1
        closing = "]" if opening == "[" else "}"
        index = 0
        while True:
            self._blank()
            if self._text[self._place] == closing:
                self._place += 1
                return
            if self._text[self._place] == ",":
                self._place += 1
                continue
            if opening == "{":
                self._entry(path)
            else:
                self._note((*path, str(index)), self._line())
                self._value((*path, str(index)))
                index += 1

    def _key(self) -> Path:
        pieces: list[str] = []
        while True:
            found = _PIECE.match(self._text, self._place)
            pieces.append(next(piece for piece in found.groups() if piece is not None))  # type: ignore[union-attr]
            self._place = found.end()  # type: ignore[union-attr]
            if self._text[self._place] != ".":
                return tuple(pieces)
            self._place += 1

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self._at.setdefault(path[:length], line)
        self._at[path] = line

    def _blank(self) -> None:
        self._place = _BLANK.match(self._text, self._place).end()  # type: ignore[union-attr]

    def _line(self) -> int:
        self._seen += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        return self._seen + 1
