"""Copied logs and lines of changes: what several people said, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from franchise_village.jielong import names
from franchise_village.jielong.assembly import Gathered, member_of
from franchise_village.jielong.chat import Speech
from franchise_village.jielong.owners import Owned
from franchise_village.jielong.scene import Scene
from franchise_village.jielong.speech import speak
from franchise_village.jielong.talk import Op
from franchise_village.jielong.values import Line, Mode, Reading


def read_dialogue(scene: Scene, log: Sequence[Speech]) -> tuple[Reading, list[str]]:
    gathered = Gathered()
    done: set[Op] = set()
    for speech in log:
        member = member_of(scene, speech.name) if speech.name[0] < speech.name[1] else scene.sender
        if member.strip() in names.HOSTS:
            continue
        before = len(gathered.lines)
        said = speak(
            scene,
            speech.words,
            gathered,
            member=member,
            member_place=speech.name if speech.name[0] < speech.name[1] else None,
        )
        if "set" in said:
            _change_own(gathered.lines, before)
        done |= said
    return reading_of(mode_of(done), gathered), gathered.problems


def _change_own(lines: list[Line], number: int) -> None:
    """改3斤吧, said after one order: the new amount of that order."""
    if len(lines) != number + 1 or lines[number].item or lines[number].quantity is None:
        return
    new = lines[number]
    own = [
        index
        for index in range(number)
        if lines[index].member == new.member and lines[index].action == "book"
    ]
    if len(own) != 1:
        return
    old = lines[own[0]]
    del lines[number]
    lines[own[0]] = attrs.evolve(
        old, quantity=new.quantity, unit=new.unit or old.unit, span=(old.span[0], new.span[1]), doubts=new.doubts,
        confidence=new.confidence,
    )  # fmt: skip


def read_changes(scene: Scene, owners: Sequence[Owned], gathered: Gathered) -> tuple[Reading, list[str]]:
    """Changes line by line, each of somebody's order."""
    done: set[Op] = set()
    for owned in owners:
        done |= speak(
            scene,
            (owned.words,),
            gathered,
            member=member_of(scene, owned.name),
            member_place=owned.name,
            doubts={"for_somebody_else"} if scene.sender else (),
        )
    mode = "mixed" if {"set", "cancel"} <= done else mode_of(done)
    return reading_of(mode, gathered), gathered.problems


def mode_of(done: set[Op]) -> Mode:
    if "set" in done:
        return "mixed" if "cancel" in done else "set"
    if {"book", "cancel"} <= done:
        return "mixed"
    if "cancel" in done:
        return "cancel"
    return "add" if "book" in done else "chat"


def reading_of(
    mode: Mode, gathered: Gathered, *, header: str = "", session: str = "", village: bool = False
) -> Reading:
    return Reading(
        mode=mode, lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), header=header, session=session,
        level="village" if village else "member",
    )  # fmt: skip
