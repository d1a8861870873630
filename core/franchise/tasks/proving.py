"""Evidence: files that are taken for what they are, kept once, and given back as they came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from sqlalchemy import func, select

from franchise.errors import Refused, UsageProblem
from franchise.messages import gettext as _
from franchise.tasks import rows
from franchise.tasks import tables as t
from franchise.tasks.values import Evidence, Proof, Task
from franchise.work import UnitOfWork

LARGEST: Final = 5 * 1024 * 1024
MOST: Final = 5
ENDINGS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
_SIGNS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_NAME: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\\/:*?"<>|]+'
)
_LONGEST_NAME: Final = 120


def media_of(data: bytes) -> str:
    """What a file is by its content: a key of `ENDINGS`, or "" for anything else."""
    for sign, media in _SIGNS:
        if data.startswith(sign):
            return media
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "" if _NOT_TEXT.search(text) else "text/plain"


def file_name(name: str, media: str) -> str:
    """A file's own name without its folders and with the ending of what it is."""
    last = re.split(r"[\\/]", name)[-1]
    stem = _NOT_NAME.sub(" ", last).strip(" .")
    ending = ENDINGS[media]
    known = {"image/jpeg": (".jpg", ".jpeg"), "text/plain": (".txt", ".csv", ".md")}.get(media, (ending,))
    if not stem.lower().endswith(known):
        stem = stem[: _LONGEST_NAME - len(ending)].rstrip(" .") + ending if stem else f"evidence{ending}"
    if len(stem) > _LONGEST_NAME:
        head, _dot, tail = stem.rpartition(".")
        stem = f"{head[: _LONGEST_NAME - len(tail) - 1]}.{tail}"
    return stem


def checked(files: Sequence[Evidence]) -> list[tuple[str, str, str, bytes]]:
    """What is to be kept of files: name, media, digest and content, each content once.

    Raises:
        UsageProblem: A file is empty, too large or nothing that proves; the place is its name.

    """
    found: dict[str, tuple[str, str, str, bytes]] = {}
    for file in files:
        where = file.name[:_LONGEST_NAME] or _("evidence")
        if not file.data:
            raise UsageProblem(_("The file is empty."), where=where)
        if len(file.data) > LARGEST:
            raise UsageProblem(
                _("The file is larger than {limit} MiB.").format(limit=LARGEST // 1024 // 1024),
                hint=_("A screenshot is enough, or a smaller copy."),
                where=where,
            )
        media = media_of(file.data)
        if not media:
            raise UsageProblem(
                _("The file is no PNG or JPEG picture, no PDF and no text in UTF-8."),
                hint=_("What a file is called does not count, only what is in it. Take a screenshot."),
                where=where,
            )
        digest = sha256(file.data).hexdigest()
        found.setdefault(digest, (file_name(file.name, media), media, digest, file.data))
    return list(found.values())


def keep(work: UnitOfWork, task: Task, files: Sequence[Evidence], *, by: str) -> int:
    """Keep files with a task; what it has already is not kept twice. Gives how many are new.

    Raises:
        UsageProblem: As of `checked`.
        Refused: The task has too many files then.

    """
    new = checked(files)
    if not new:
        return 0
    there = proofs(work, task)
    known = {proof.sha256 for proof in there}
    new = [file for file in new if file[2] not in known]
    if len(there) + len(new) > MOST:
        raise Refused(
            _("Task {number} would have {count} files; {limit} are the most.").format(
                number=task.number, count=len(there) + len(new), limit=MOST
            ),
            hint=_("Keep those that prove it best."),
        )
    now = work.now()
    work.insert(
        t.evidence,
        ("task_id", "nth", "name", "media", "size", "sha256", "data", "given_by", "given_at"),
        [
            (task.id, nth, name, media, len(data), digest, data, by, now)
            for nth, (name, media, digest, data) in enumerate(new, len(there) + 1)
        ],
    )
    if new:
        work.record("task.proven", task.number, task_id=task.id, files=[file[2] for file in new])
    return len(new)


def proofs(work: UnitOfWork, task: Task) -> list[Proof]:
    """What proves a task, without the files themselves."""
    c = t.evidence.c
    found = work.conn.execute(
        select(c.nth, c.name, c.media, c.size, c.sha256, c.given_by, c.given_at)
        .where(c.store_id == work.store_id, c.task_id == task.id)
        .order_by(c.nth)
    )
    return [Proof(**row._mapping) for row in found]


def evidence(work: UnitOfWork, number: int) -> list[Proof]:
    """The files that were given as evidence for a task, in the order in which they came, with their content.

    Raises:
        NotFound: There is no such task.

    """
    c = t.evidence.c
    found = work.conn.execute(
        select(c.nth, c.name, c.media, c.size, c.sha256, c.given_by, c.given_at, c.data)
        .where(c.store_id == work.store_id, c.task_id == rows.get(work, number).id)
        .order_by(c.nth)
    )
    return [Proof(**{**row._mapping, "data": bytes(row.data)}) for row in found]


def counts(work: UnitOfWork) -> dict[int, int]:
    """How many files the store's tasks have, by task id; those without any are not in it."""
    c = t.evidence.c
    found = work.conn.execute(
        select(c.task_id, func.count()).where(c.store_id == work.store_id).group_by(c.task_id)
    )
    return {row.task_id: row[1] for row in found}
