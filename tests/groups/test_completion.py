"""TAB after --store and --group: keys of the database that is meant, which is only read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import Shop, url_of


def completed(*words: str, **more: str) -> list[str]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "_FRANCHISE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["franchise", *words]),
        "COMP_CWORD": str(len(words)),
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-m", "franchise"], env=env, capture_output=True, text=True, check=True
    )
    assert "" == done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.fixture
def url(shop: Shop) -> str:
    return url_of(shop.app.database)


def test_stores_are_offered_before_and_after_the_command(url: str) -> None:
    assert ["hub"] == completed("--db", url, "--store", "h")
    assert ["hub"] == completed("group", "list", "--store", "", FRANCHISE_DB=url)


def test_groups_of_the_only_store_are_offered_and_under_their_units_name(url: str) -> None:
    offered = completed("--db", url, "member", "list", "--group", "")
    assert sorted(offered) == offered
    assert "wang" in offered
    assert ["wang"] == completed("--db", url, "order", "list", "--village", "wa")


def test_of_several_stores_the_one_named_anywhere_is_meant(shop: Shop, url: str) -> None:
    with shop.app.view("hub") as work:
        doc = shop.app.document(work.conn, work.store.version)
    shop.app.create_store("other", doc, {"store": {"name": "二店"}})
    words = ("member", "list", "--group", "wa")
    assert [] == completed("--db", url, *words)
    assert ["wang"] == completed("--db", url, "--store", "hub", *words)
    assert ["wang"] == completed("--db", url, "member", "list", "--store", "hub", "--group", "wa")
    assert ["wang"] == completed("--db", url, *words, FRANCHISE_STORE="hub")
    assert [] == completed("--db", url, "--store", "other", *words)


def test_pressing_tab_makes_no_database(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    assert [] == completed("--db", str(missing), "member", "list", "--group", "")
    assert not missing.exists()
