"""The same result whatever the hash seed and the order in which plugins are loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, random, sys, tempfile
os.environ.pop('FRANCHISE_PLUGINS', None)
from franchise.plugins import Plugins
from franchise.plugins.loading import installed
points = list(installed())
random.Random(int(sys.argv[1])).shuffle(points)
from tests.replication.fleet import Fleet, state
from tests.support import open_program
with tempfile.TemporaryDirectory() as folder:
    with open_program(folder + "/f.db", plugins=Plugins.load(points, only=[p.name for p in points])) as app:
        fleet = Fleet.make(app, "a", "b", "c", "d")
        fleet.set("a", "catalog.egg.price", "6")
        fleet.set("b", "catalog.tofu.price", "3")
        fleet.remove("c", "catalog.milk")
        fleet.publish(catalog={"egg": {"price": "5"}, "tofu": None, "milk": {"price": "4"}})
        fleet.rename("catalog.salt", "yan")
        steps = fleet.upgrade().steps
        diffs = [[(c.where, c.state, c.does) for c in fleet.diff(k).changes] for k in "abcd"]
        rows, kinds = state(app)
        print(steps, diffs, rows, sorted(kinds.items()))
"""
ROOT = Path(__file__).resolve().parents[2]


def run(seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(seed)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


def test_twenty_hash_seeds_give_one_result():
    results = {run(seed) for seed in range(20)}
    assert 1 == len(results)
    assert "conflict" in results.pop()
