"""Evidence from and to the disk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from franchise.errors import NotFound
from franchise.messages import gettext as _
from franchise.tasks.proving import LARGEST
from franchise.tasks.values import Evidence, Proof


def read(files: Sequence[Path]) -> list[Evidence]:
    """Read files, of each no more than shows that it is too large; ``-`` is standard input.

    Raises:
        NotFound: One cannot be read.

    """
    return [Evidence(name="" if str(file) == "-" else file.name, data=_bytes(file)) for file in files]


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise NotFound(
            _("The file cannot be read: {reason}").format(reason=error.strerror), where=str(file)
        ) from error


def write(folder: Path, number: int, proofs: Sequence[Proof]) -> list[Path]:
    """Write a task's files into a folder, named by the task and their place; gives the files, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for proof in proofs:
        place = folder / f"{number}-{proof.nth} {proof.name}"
        part = place.with_name(f".{number}-{proof.nth}.part")
        part.write_bytes(proof.data)
        part.replace(place)
        written.append(place)
    return written
