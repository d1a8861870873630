"""Packs on paper: as text for a phone, as JSON, as files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from franchise.cadence.packing import Pack, PackLine
from franchise.clock import local
from franchise.messages import gettext as _

RULE: Final = "--------"
_NO_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


def data(pack: Pack, zone: str) -> dict[str, Any]:
    """A pack for programs: instants as the store's clock shows them, ISO with offset."""
    out = attrs.asdict(pack)
    for name in ("begins_at", "ends_at"):
        out[name] = iso(out[name], zone)
    for line in out["lines"]:
        line["at"] = iso(line["at"], zone)
    return out


def iso(at: int, zone: str) -> str:
    """An instant as the store's clock shows it, with its offset."""
    return local(at, zone).isoformat(timespec="seconds")


def text(pack: Pack, zone: str) -> str:
    """A pack as its person reads it on a phone: where, when, and between rules exactly what to paste."""
    out = [_title(pack, zone)]
    if pack.members:
        out.append(_("In private to: {names}").format(names=_(", ").join(pack.members)))
    else:
        out.append(_("Into: {groups}").format(groups=_(", ").join(pack.groups)))
    if pack.checklist:
        out.append(_("First look at:"))
        out += [f"  □ {point}" for point in pack.checklist]
    scene = len(pack.lines) > 1
    for line in pack.lines:
        out += ["", *_line(line, zone, scene=scene)]
    if pack.gap:
        out += ["", _("There is no material left for this: please write something yourself.")]
    after = [pack.note] if pack.note else []
    if pack.activities:
        after.append(_("With it: {names}").format(names=_(", ").join(pack.activities)))
    if pack.interaction:
        after.append(_("Then talk with members for {count} minutes.").format(count=pack.interaction))
    if after:
        out += ["", *after]
    return "\n".join(out) + "\n"


def _title(pack: Pack, zone: str) -> str:
    first, last = (_hour(at, zone) for at in (pack.begins_at, pack.ends_at))
    about = f"{pack.name}（{pack.column}）" if pack.column and pack.column != pack.name else pack.name
    head = f"【{pack.person}】 {pack.day} {first}–{last} {about}"
    return head + (" " + _("day {number}").format(number=pack.nth) if pack.nth else "")


def _hour(at: int, zone: str) -> str:
    return local(at, zone).strftime("%H:%M")


def _line(line: PackLine, zone: str, *, scene: bool) -> list[str]:
    if not line.own:
        return [f"({local(line.at, zone).strftime('%H:%M:%S')} {line.person}: {line.text})"]
    out = []
    if scene:
        out.append(local(line.at, zone).strftime("%H:%M:%S"))
    if line.picture:
        what = _("Video: {file}") if line.form == "video" else _("Picture: {file}")
        out.append(what.format(file=line.picture))
    if line.form == "voice":
        out.append(_("Say it as a voice message:"))
    if line.text:
        out += [RULE, line.text, RULE]
    if line.link:
        out.append(_("Link: {address}").format(address=line.link))
    return out


def write(folder: Path, packs: Sequence[Pack], texts: Sequence[str], zone: str) -> list[Path]:
    """Write each pack into ``folder/DAY/PERSON/``, named by its time and slot; gives the files, in order."""
    found: dict[Path, list[str]] = {}
    for pack, words in zip(packs, texts, strict=True):
        name = f"{_hour(pack.begins_at, zone).replace(':', '')} {pack.name}"
        place = folder / pack.day / _file(pack.person) / f"{_file(name)}.txt"
        found.setdefault(place, []).append(words)
    for place, parts in found.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.part")
        part.write_text("\n".join(parts), encoding="utf-8")
        part.replace(place)
    return list(found)


def _file(text: str) -> str:
    return _NO_NAME.sub(" ", text).strip(". ")[:60] or "_"
