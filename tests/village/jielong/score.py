"""How much of a chain-list corpus the parser gets right.

    python tests/village/jielong/score.py FILE... [--verbose] [--hide FIELD] [--json]

Each FILE is a corpus in the shape of `corpus/*.jsonl`. Only what a group's robot would know goes to the parser
(the text, its sender, the current offer, the members, the thread); the expected answer stays here.
Lines are compared on all five fields, as multisets: their order is free, a line too many counts against precision.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

Record = Mapping[str, Any]
Answer = Callable[[dict[str, Any]], Mapping[str, Any]]
Line = tuple[str, str, str, str | None, str, str]

LINE_FIELDS = ("member", "item", "qty", "unit", "note")
INPUT_FIELDS = (
    "id",
    "message",
    "sender",
    "context",
    "roster",
    "village",
    "session",
    "level",
    "thread",
    "seq",
    "previous",
)


@attrs.frozen(kw_only=True)
class Outcome:
    """One message: what was wanted and what the parser gave."""

    id: str
    category: str
    hostile: bool
    ambiguous: bool
    mode_right: bool
    flagged: bool
    refused: bool
    failure: str
    missing: tuple[Line, ...]
    surplus: tuple[Line, ...]
    hits: int

    @property
    def booked(self) -> bool:
        """Whether anything at all was booked or taken back."""
        return bool(self.hits or self.surplus)

    @property
    def right(self) -> bool:
        """Whether orders and cancellations are exactly the wanted ones."""
        return not (self.missing or self.surplus or self.failure)


@attrs.frozen(kw_only=True)
class Tally:
    """The sums over some messages."""

    name: str
    messages: int
    right: int
    modes_right: int
    hits: int
    wanted: int
    given: int

    @property
    def precision(self) -> float | None:
        """Share of the given lines that were wanted; None when none were given."""
        return self.hits / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted lines that were given; None when none were wanted."""
        return self.hits / self.wanted if self.wanted else None


def read(path: Path) -> list[dict[str, Any]]:
    """The records of one corpus file, in order."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def text_of(record: Record) -> str:
    """The record's message, built where it is too large to store."""
    recipe = record.get("generator")
    if not recipe:
        return str(record["message"])
    lines = (recipe["line"].replace("{n}", str(n)) for n in range(1, recipe["count"] + 1))
    return str(recipe["head"]) + "".join(lines)


def question(record: Record, records: Sequence[Record], hide: Iterable[str] = ()) -> dict[str, Any]:
    """What the parser is told: never the expected answer, and the earlier messages of the thread as text."""
    asked = {name: record[name] for name in INPUT_FIELDS if name in record and name not in set(hide)}
    asked["message"] = text_of(record)
    if "previous" in record:
        earlier = next(other for other in records if other["id"] == record["previous"])
        asked["previous_message"] = text_of(earlier)
    if "thread" in record:
        older = [r for r in records if r.get("thread") == record["thread"] and r["seq"] < record["seq"]]
        asked["thread_messages"] = [text_of(other) for other in sorted(older, key=lambda other: other["seq"])]
    return asked


def lines_of(answer: Mapping[str, Any]) -> Counter[Line]:
    """The lines to book and to take back as one multiset; nothing is normalised."""
    lines: Counter[Line] = Counter()
    for kind in ("expect", "cancels"):
        for row in answer.get(kind) or ():
            member, item, qty, unit, note = (row.get(name) for name in LINE_FIELDS)
            lines[kind, member, item, qty, unit, note] += 1
    return lines


def judge(record: Record, records: Sequence[Record], answer: Answer, hide: Iterable[str] = ()) -> Outcome:
    """One message put to the parser; an exception is a wrong answer that is named."""
    failure = ""
    given: Mapping[str, Any] = {}
    asked = question(record, records, hide)
    try:
        given = answer(asked)
    except Exception as error:  # noqa: BLE001  # one broken message must not hide the others' results
        failure = f"{type(error).__name__}: {error}"[:200]
    wanted_lines, given_lines = lines_of(record), lines_of(given)
    return Outcome(
        id=record["id"],
        category=record.get("category") or ("hostile" if record.get("reject") else record["mode"]),
        hostile=bool(record.get("reject")),
        ambiguous=bool(record.get("ambiguous")),
        mode_right=given.get("mode") == record["mode"],
        flagged=bool(given.get("ambiguous")),
        refused=bool(given.get("rejected")),
        failure=failure,
        missing=tuple((wanted_lines - given_lines).elements()),
        surplus=tuple((given_lines - wanted_lines).elements()),
        hits=(wanted_lines & given_lines).total(),
    )


def score(records: Sequence[Record], answer: Answer, hide: Iterable[str] = ()) -> list[Outcome]:
    """All messages of one file; `previous` and `thread` are looked up within it."""
    return [judge(record, records, answer, hide) for record in records]


def tally(name: str, outcomes: Sequence[Outcome]) -> Tally:
    """The sums over the outcomes, under a name."""
    hits = sum(outcome.hits for outcome in outcomes)
    return Tally(
        name=name,
        messages=len(outcomes),
        right=sum(outcome.right for outcome in outcomes),
        modes_right=sum(outcome.mode_right for outcome in outcomes),
        hits=hits,
        wanted=hits + sum(len(outcome.missing) for outcome in outcomes),
        given=hits + sum(len(outcome.surplus) for outcome in outcomes),
    )


def by_category(outcomes: Sequence[Outcome]) -> list[Tally]:
    """One tally a category, by name, then unambiguous messages and all together."""
    names = sorted({outcome.category for outcome in outcomes})
    clear = [outcome for outcome in outcomes if not outcome.ambiguous]
    return [
        *(tally(name, [outcome for outcome in outcomes if outcome.category == name]) for name in names),
        tally("(unambiguous)", clear),
        tally("(all)", outcomes),
    ]


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _line(line: Line) -> str:
    kind, *fields = line
    return f"{kind:8}" + " | ".join("null" if field is None else str(field) for field in fields)


def report(outcomes: Sequence[Outcome]) -> str:
    """The result as a table of plain text, with the counts that need a sentence below it."""
    rows = [f"{'category':16}{'messages':>9}{'right':>7}{'':>9}{'mode':>6}{'precision':>11}{'recall':>9}"]
    rows += [
        f"{sums.name:16}{sums.messages:>9}{sums.right:>7}{_share(sums.right, sums.messages):>9}"
        f"{sums.modes_right:>6}{_share(sums.hits, sums.given):>11}{_share(sums.hits, sums.wanted):>9}"
        for sums in by_category(outcomes)
    ]
    hostile = [outcome for outcome in outcomes if outcome.hostile]
    unclear = [outcome for outcome in outcomes if outcome.ambiguous]
    clear = [outcome for outcome in outcomes if not outcome.ambiguous and not outcome.hostile]
    booked = [outcome.id for outcome in hostile if outcome.booked]
    failed = [outcome.id for outcome in outcomes if outcome.failure]
    flagged = sum(outcome.flagged for outcome in unclear)
    alarms = [outcome.id for outcome in clear if outcome.flagged]
    certain = tally("", [outcome for outcome in outcomes if not outcome.flagged])
    booked_unasked = f"{certain.hits} of {certain.given} right ({_share(certain.hits, certain.given)})"
    rows += [
        f"lines of messages that nothing was asked about: {booked_unasked}",
        f"hostile messages that booked something: {len(booked)} of {len(hostile)} {' '.join(booked)}".rstrip(),
        f"hostile messages refused openly: {sum(outcome.refused for outcome in hostile)} of {len(hostile)}",
        f"ambiguous messages flagged: {flagged} of {len(unclear)} ({_share(flagged, len(unclear))})",
        f"clear messages flagged all the same: {len(alarms)} of {len(clear)} {' '.join(alarms)}".rstrip(),
        f"exceptions: {len(failed)} {' '.join(failed)}".rstrip(),
    ]
    return "\n".join(rows)


def differences(outcomes: Sequence[Outcome], texts: Mapping[str, str]) -> str:
    """For each wrong message its text, what is missing (-) and what is too much (+)."""
    rows: list[str] = []
    for outcome in outcomes:
        if outcome.right:
            continue
        rows.append(f"{outcome.id} {outcome.category}  {texts[outcome.id][:400]!r}")
        rows += [f"  ! {outcome.failure}"] if outcome.failure else []
        rows += [f"  - {_line(line)}" for line in outcome.missing]
        rows += [f"  + {_line(line)}" for line in outcome.surplus[:20]]
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the files one by one; 2 when the parser cannot be imported."""
    parser = argparse.ArgumentParser(description="Score the chain-list parser against corpus files.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--verbose", action="store_true", help="show the differences of each wrong message")
    parser.add_argument(
        "--hide", action="append", default=[], metavar="FIELD", help="do not tell the parser this"
    )
    parser.add_argument("--json", action="store_true", help="print the tallies as JSON lines")
    options = parser.parse_args(arguments)
    try:
        from franchise_village.jielong.contract import answer
    except ImportError as error:
        print(f"no parser to score: {error}", file=sys.stderr)
        return 2
    for path in options.files:
        records = read(path)
        outcomes = score(records, answer, options.hide)
        if options.json:
            for sums in by_category(outcomes):
                print(json.dumps({"file": path.name, **attrs.asdict(sums)}, ensure_ascii=False))
            continue
        print(f"== {path.name}: {len(records)} messages")
        if options.verbose:
            print(differences(outcomes, {record["id"]: record["message"] for record in records}))
        print(report(outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
