"""The reading as plain data: one object in, one object out, as the corpora and integrators use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from franchise.amounts import format_quantity
from franchise_village.jielong.difference import union
from franchise_village.jielong.reader import read
from franchise_village.jielong.values import Line, Reading


def answer(record: Mapping[str, Any]) -> dict[str, Any]:
    """Read one record: ``message``, and where known ``sender``, ``context.offer``, ``roster``, ``products``, ``previous_message``.

    Gives ``id``, ``mode``, ``expect`` (lines to book), ``cancels``, ``rejected`` (a reason or None),
    ``ambiguous`` and ``warnings`` (``code`` and the verbatim ``text``).
    """
    reading = _read(record, str(record.get("message", "")))
    previous = record.get("previous_message")
    if previous is not None and not reading.rejected:
        reading = union(_read(record, str(previous)), reading)
    message = str(record.get("message", ""))
    return {
        "id": record.get("id"),
        "mode": reading.mode,
        "expect": [_row(line) for line in reading.books],
        "cancels": [_row(line) for line in reading.cancels],
        "rejected": reading.rejected or None,
        "ambiguous": reading.ambiguous,
        "warnings": [
            {"code": one.code, "text": message[one.span[0] : one.span[1]]} for one in reading.warnings
        ],
    }


def _read(record: Mapping[str, Any], message: str) -> Reading:
    context = record.get("context")
    offer = context.get("offer", "") if isinstance(context, Mapping) else ""
    village = (
        record.get("village") if record.get("level") == "village" else None
    )  # totals that name no village
    return read(
        message,
        sender=str(record.get("sender") or village or ""),
        offer=str(offer or ""),
        roster=[str(name) for name in record.get("roster") or ()],
        products=[str(name) for name in record.get("products") or ()],
    )


def _row(line: Line) -> dict[str, str | None]:
    return {
        "member": line.member,
        "item": line.item,
        "qty": None if line.quantity is None else format_quantity(line.quantity),
        "unit": line.unit,
        "note": line.note,
    }
