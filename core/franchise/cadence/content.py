"""What a post consists of: lines with their times, the person who posts each, the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from franchise.cadence.checks import split_line
from franchise.cadence.section import Cadence
from franchise.cadence.values import Post
from franchise.cadence.windows import line_offsets

if TYPE_CHECKING:
    from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Line:
    """One thing to paste: who pastes it (``role``), when (``at``, UTC milliseconds), and what."""

    role: str
    at: int
    text: str
    form: str = "text"
    picture: str = ""
    link: str = ""


def lines(work: UnitOfWork, cadence: Cadence, post: Post, *, start: int | None = None) -> list[Line]:
    """A post's lines in order; the first comes at ``start``, at ``due_at`` or when the window begins.

    Those of a scene follow each other by 60 to 120 seconds; every group gets the same times.
    """
    found = list(raw(cadence, post))
    if start is None:
        start = post.begins_at if post.due_at is None else post.due_at
    offsets = line_offsets(len(found), work.store.key, post.slot, post.day, post.nth)
    words = {"store": work.answers.name, "group": post.group_name, "day": post.day, "nth": str(post.nth)}
    return [
        attrs.evolve(line, at=start + offset, text=_filled(line.text, words))
        for line, offset in zip(found, offsets, strict=True)
    ]


def raw(cadence: Cadence, post: Post) -> Iterator[Line]:
    """A post's lines without times, their placeholders not filled in."""
    slot = cadence.slots.get(post.slot)
    material = cadence.materials.get(post.material)
    scenes = []
    if material is not None:
        if material.text or material.picture or material.link:
            yield Line(
                role=post.role,
                at=0,
                text=material.text,
                form=material.form,
                picture=material.picture,
                link=material.link,
            )
        scenes.append(material.script)
    if slot is not None:
        scenes.append(slot.script)
    for key in scenes:
        script = cadence.scripts.get(key)
        for text in script.lines if script is not None else ():
            parts = split_line(text)
            assert parts is not None  # checked with the setup
            yield Line(role=parts[0], at=0, text=parts[1])


def _filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text
