"""`franchise demo mother_baby_chain`: a proven store, six clones of it, ninety days, and what can be seen then."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from franchise import FixedClock, Franchise, clock
from franchise.cli.output import Output
from franchise.cli.scene import example_folder, play
from franchise.cli.state import State
from franchise_motherbaby.chain import OPENED, PROVEN, TODAY, grow
from franchise_motherbaby.demo_tables import facts, tell
from franchise_motherbaby.life import ZONE
from franchise_motherbaby.messages import gettext as _

NAME: Final = "mother_baby_chain"
AFTERWARDS: Final = "2026-04-08T17:05"
"""When the scene of good order is over."""


def run(out: Output, state: State) -> None:
    """Run the example on a database of its own and show what came of it."""
    folder = example_folder(NAME)
    target = Path("papers") / NAME
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    database = target / "demo.db"
    still = FixedClock(clock.instant(f"{OPENED.isoformat()}T07:30", ZONE))
    with Franchise.open(str(database), clock=still, actor=state.actor) as app:
        with out.progress(9, _("Ninety days of a chain")) as advance:
            tallies = grow(app, still, folder, advance)
        still.at = clock.instant(f"{TODAY.isoformat()}T07:40", ZONE)
        told = facts(app, tallies) if out.json else {}
        if not out.json:
            tell(out, app, tallies)
        scene = play(out, state, folder / "good-order.txt", db=database, store=PROVEN)
        if out.json:
            out.data({**told, "good_order": scene})
        else:
            out.say("")
            words = _("Look around: FRANCHISE_NOW={now} franchise --db {database} --store {store} task list")
            out.say(words.format(database=database, now=AFTERWARDS, store=PROVEN))
