"""A program of its own for the tests: dies in the middle of filling, before or after the commit.

python child.py URL CLOCK before|after
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support import open_program

from franchise import cadence


def main(url: str, clock: str, moment: str) -> None:
    with open_program(url, at=clock) as app:
        with app.work("qinghe") as work:
            filled = cadence.fill(work)
            work.flush()
            print(len(filled.ready), flush=True)
            if moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        print("committed", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
