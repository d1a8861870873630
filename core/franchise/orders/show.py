"""How submissions, questions and running lists look: rows for tables and JSON, sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from franchise import amounts
from franchise.catalog.section import Catalog
from franchise.clock import local
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders.lines import said
from franchise.orders.masks import masked
from franchise.orders.values import Line, OpenQuestion, Outcome, Question
from franchise.work import UnitOfWork

MARKS: Final = {"added": "+", "changed": "~", "cancelled": "-", "carried": "="}
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: read aloud without mistakes

_SPREAD: Final = 0x9E3779B97F4A7C15  # 2**64 by the golden ratio: neighbours lie far apart

_BRACKETS: Final = str.maketrans("", "", "（）()")


def short(identity: int) -> str:
    """A question's short name: four signs that all of its number goes into, so that open ones hardly ever share one.

    (The lower bits alone would come again every second of the clock.)
    """
    number = (identity >> 11) * _SPREAD % 2**64 >> 44
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in (15, 10, 5, 0))


def line_row(line: Line, names: Mapping[int, str], mark: str = "") -> dict[str, Any]:
    """A line as a row; amounts stay integers (thousandths, minor units)."""
    return {
        "mark": MARKS.get(mark, ""),
        "member": names.get(line.member_id, f"#{line.member_id}"),
        "product": line.name,
        "code": line.product,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": line.price,
        "amount": line.amount,
        "note": line.note,
        "change": mark,
    }


def outcome_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """The sheet as it stands, each line with what this submission did to it; then what was cancelled."""
    marks = {x.line_no: "added" for x in outcome.added} | {
        c.after.line_no: "changed" for c in outcome.changed
    }
    rows = [line_row(x, outcome.names, marks.get(x.line_no, "")) for x in outcome.lines]
    rows += [line_row(x, outcome.names, "cancelled") for x in outcome.cancelled]
    return rows


def changes(outcome: Outcome) -> list[str]:
    """What a submission changed, a sentence each: + added, ~ changed, - cancelled, = taken before."""
    names = outcome.names
    out = [f"+ {_who(x, names)} {x.name} {said(x.quantity, x.unit)}" for x in outcome.added]
    out += [
        f"~ {_who(c.after, names)} {c.after.name} {said(c.before.quantity, c.before.unit)} → "
        f"{said(c.after.quantity, c.after.unit)}"
        for c in outcome.changed
    ]
    out += [f"- {_who(x, names)} {x.name} {said(x.quantity, x.unit)}" for x in outcome.cancelled]
    return out


def _who(line: Line, names: Mapping[int, str]) -> str:
    return names.get(line.member_id, f"#{line.member_id}")


def summary(outcome: Outcome) -> str:
    """One line: how many were added, changed, cancelled, left as they were, asked."""
    counted = (
        (_("{count} added"), len(outcome.added)),
        (_("{count} changed"), len(outcome.changed)),
        (_("{count} cancelled"), len(outcome.cancelled)),
        (_("{count} unchanged"), outcome.unchanged),
    )
    parts = [sentence.format(count=count) for sentence, count in counted if count] or [_("nothing new")]
    if outcome.carried:
        parts.append(_("{count} already taken by an earlier session").format(count=len(outcome.carried)))
    if outcome.questions:
        parts.append(_("{count} to answer").format(count=len(outcome.questions)))
    if outcome.waiting:
        parts.append(_("{count} asked earlier and not answered yet").format(count=outcome.waiting))
    return _(", ").join(parts)


def outcome_data(work: UnitOfWork, group: Group, outcome: Outcome) -> dict[str, Any]:
    """A submission's outcome for programs: quantities and money as decimal strings."""
    cycle = outcome.cycle

    def line(x: Line) -> dict[str, Any]:
        return {
            "line": x.line_no,
            "member": outcome.names.get(x.member_id, ""),
            "product": x.product,
            "name": x.name,
            "quantity": amounts.format_quantity(x.quantity),
            "unit": x.unit,
            "price": amounts.format_money(x.price),
            "amount": amounts.format_money(x.amount),
            "note": x.note,
            "late": x.late,
            "needed_on": x.needed_on,
        }

    return {
        "group": group.key,
        "cycle": cycle.key,
        "closes": local(cycle.cutoff_at, work.answers.time_zone).isoformat(),
        "deliver_on": cycle.deliver_on,
        "mode": outcome.mode,
        "repeated": outcome.repeated,
        "rejected": outcome.rejected or None,
        "revision": outcome.revision,
        "added": [line(x) for x in outcome.added],
        "changed": [{"before": line(c.before), "after": line(c.after)} for c in outcome.changed],
        "cancelled": [line(x) for x in outcome.cancelled],
        "carried": [line(x) for x in outcome.carried],
        "questions": [question_data(q) for q in outcome.questions],
        "waiting": outcome.waiting,
        "warnings": list(outcome.warnings),
        "lines": [line(x) for x in outcome.lines],
    }


def question_data(asked: OpenQuestion) -> dict[str, Any]:
    """A question for programs."""
    q = asked.question
    return {
        "id": str(asked.id),
        "short": short(asked.id),
        "code": q.code,
        "text": q.text,
        "raw": q.raw,
        "action": q.action,
        "member": q.member,
        "item": q.item,
        "product": q.product,
        "quantity": None if q.quantity is None else amounts.format_quantity(q.quantity),
        "unit": q.unit,
        "note": q.note,
        "options": list(q.options),
    }


def question_lines(catalog: Catalog, asked: OpenQuestion) -> list[str]:
    """A question for people: its short name and sentence, the words it is about, what may be meant."""
    q = asked.question
    out = [f"[{short(asked.id)}] {q.text}"]
    if q.raw and q.raw not in q.text:
        raw = q.raw if len(q.raw) <= 60 else f"{q.raw[:59]}…"
        named = not q.member or q.member in q.text or q.member in raw
        out.append(
            "       " + (f"“{raw}”" if named else _("{member}: “{raw}”").format(member=q.member, raw=raw))
        )
    if q.options:
        near = "  ".join(f"{n}. {catalog[c].name}" for n, c in enumerate(q.options, 1) if c in catalog)
        out.append("       " + _("Perhaps: {products}").format(products=near))
    return out


def suggested(catalog: Catalog, q: Question) -> str:
    """What would be booked if the suggestion were taken, or "" when it is not complete."""
    if q.product not in catalog or q.quantity is None or not q.member:
        return ""
    card = catalog[q.product]
    if q.unit not in card.units:
        return ""
    return f"{q.member} {card.name} {said(q.quantity, q.unit)}"


def relay_text(
    title: str, lines: Sequence[Line], names: Mapping[int, str], *, hide: bool, closes: str
) -> str:
    """The running order list to paste back into a group (I-222): 1 … n in the order of ordering, names masked.

    It is written so that it can be read again when the group has gone on writing under it.
    """
    goods: dict[int, list[str]] = {}
    for line in sorted(lines, key=lambda x: x.line_no):
        between = " " if line.name[-1:].isascii() else ""  # 500ml2瓶 would be another size
        note = f"（{line.note.translate(_BRACKETS)}）" if line.note else ""
        text = f"{line.name}{between}{said(line.quantity, line.unit)}{note}"
        goods.setdefault(line.member_id, []).append(text)
    out = ["#接龙", title, ""]
    for number, (member_id, items) in enumerate(goods.items(), 1):
        name = names.get(member_id, "")
        out.append(f"{number}. {masked(name) if hide else name} {' '.join(items)}")
    out += ["", closes]
    return "\n".join(out)


def total(lines: Iterable[Line]) -> int:
    """The amount of some lines, minor units."""
    return sum(line.amount for line in lines)
