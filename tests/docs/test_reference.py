"""The reference pages say what the code says, and every hook is proven."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from franchise import hookspecs

ROOT = Path(__file__).resolve().parents[2]
HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("franchise_"))


def test_reference_pages_are_up_to_date():
    done = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_its_exact_signature_in_the_reference(hook):
    page = (ROOT / "docs" / "reference" / "hooks.md").read_text(encoding="utf-8")
    assert 1 == page.count(f"\ndef {hook}(")


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_used_by_a_shipped_plugin(hook):
    shipped = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "plugins").glob("*/plugin.py"))]
    assert any(re.search(rf"^def {hook}\(", text, re.MULTILINE) for text in shipped)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test_named_after_it(hook):
    name = hook.removeprefix("franchise_")
    tests = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").rglob("test_*.py"))]
    assert any(re.search(rf"^def test_hook_{name}_", text, re.MULTILINE) for text in tests)
