"""Filled-in forms: 姓名：元姐 / 商品：鸡蛋 / 数量：2板, one below the other or in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong.assembly import Gathered
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.rows import LABELS, read_row, trimmed
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.values import Reading

_LABEL: Final = Pattern(
    rf"(?:^|(?<=[ ,;、\n|]))(?P<open>[\[【(])?(?P<label>{'|'.join(sorted((one for one in LABELS if len(one) > 1 and not one.isascii()), key=lambda one: (-len(one), one)))})(?(open) ?[\]】)] ?:? ?| ?: ?)"
)

_NUMBER: Final = Pattern(r"(?:[0-9]{1,3} ?[.、):]*)?")
_ENTRY: Final = Pattern(r"\s*[(\[]?[0-9一二三四五六七八九十]{1,3} ?[.、:)\]]")
_FIRST: Final = 6  # lines in which the first label must stand


def read_form(scene: Scene, lines: Sequence[Place]) -> tuple[Reading, list[str]] | None:
    """Read labelled fields, a form for each member; None when the text is no form."""
    if not any(_LABEL.search(scene.text, *place) for place in lines[:_FIRST]):
        return None
    fields: list[tuple[str, Place]] = []
    for start, end in lines:
        found = list(_LABEL.finditer(scene.text, start, end))
        if not found:
            if _ENTRY.match(scene.text, start, end):
                return None  # a list as well
            continue
        if _NUMBER.fullmatch(scene.text[start : found[0].start()].strip(" ,;、|")) is None:
            return None
        edges = [*(one.start() for one in found[1:]), end]
        fields += [
            (LABELS[one["label"]], trimmed(scene.text, (one.end(), edge), " ,;、|\n"))
            for one, edge in zip(found, edges, strict=True)
        ]
    kinds = {kind for kind, _ in fields}
    if "member" not in kinds and "village" in kinds:
        fields = [("member" if kind == "village" else kind, place) for kind, place in fields]
        kinds.add("member")
    if "member" not in kinds or not kinds & {"order", "item"}:
        return None
    gathered = Gathered()
    for form in _forms(fields):
        member = form.pop("member", None)
        if not read_row(scene, form, member, gathered):
            places = [*form.values(), *([member] if member else [])]
            span = min(start for start, _ in places), max(end for _, end in places)
            gathered.warn("not_understood", scene.source.span(*span))
    reading = Reading(mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings))
    return reading, gathered.problems


def _forms(fields: Sequence[tuple[str, Place]]) -> list[dict[str, Place]]:
    """A form begins with the label that comes again; the member of the one before stays where none is named."""
    forms: list[dict[str, Place]] = [{}]
    for kind, place in fields:
        if kind in forms[-1]:
            before = forms[-1]
            forms.append({"member": before["member"]} if kind != "member" and "member" in before else {})
        forms[-1][kind] = place
    return forms
