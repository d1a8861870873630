"""Feed the reader with scrambled text until enough characters are read; run by hand.

    python -m tests.village.jielong.fuzz [CHARACTERS] [SEED]

Reports crashes, slow readings, lines without evidence, and entries lost; exit status 1 when there is one.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from tests.village.jielong.evidence import complaints, scrambled, uncovered

from franchise_village.jielong import read

CORPUS = Path(__file__).parent / "corpus"
SLOW = 0.5  # seconds of CPU for one reading, whatever its text


def seeds() -> list[str]:
    texts: list[str] = []
    for name in ("given.jsonl", "own.jsonl"):
        with (CORPUS / name).open(encoding="utf-8") as rows:
            texts += [json.loads(row)["message"] for row in rows]
    return texts


def main(characters: int, seed: int) -> int:
    chance = random.Random(seed)
    known = seeds()
    done = readings = refused = lines = failures = 0
    slowest = 0.0
    while done < characters:
        text = scrambled(chance, known)
        offer = chance.choice(("", "土鸡蛋"))
        began = time.process_time()
        try:
            reading = read(text, sender=chance.choice(("", "陈姐")), offer=offer)
        except Exception as error:  # noqa: BLE001 - that is what this looks for
            failures += 1
            print(f"CRASH {type(error).__name__}: {error}: {text!r}")
            done += len(text)
            continue
        took = time.process_time() - began
        slowest = max(slowest, took)
        found = complaints(text, reading, offer=offer)
        if took > SLOW:
            found.append(f"took {took:.2f} s")
        if reading.mode == "snapshot":
            found += [f"entry lost: {entry!r}" for entry in uncovered(text, reading)]
        if found:
            failures += 1
            print(f"{found[0]}: {text!r}")
        done += len(text)
        readings += 1
        refused += bool(reading.rejected)
        lines += len(reading.lines)
    print(
        f"{done:,} characters in {readings:,} texts, {refused:,} refused, {lines:,} lines, "
        f"slowest {slowest * 1000:.0f} ms, {failures} failures"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [10_000_000, 1][len(arguments) :])))
