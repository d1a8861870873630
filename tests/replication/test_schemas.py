"""Plugins change their sections: older versions stay readable, and merge in the present form."""

from __future__ import annotations

import attrs

from franchise import Section, setting
from franchise.replication.merging import merge
from franchise.setups import Schema


@attrs.frozen(kw_only=True)
class First:
    name: str = setting(default="")
    days: int = setting(default=1)


@attrs.frozen(kw_only=True)
class Second:
    title: str = setting(default="")
    days: int = setting(default=1)
    hours: int = setting(default=0)


def renamed(body):
    if "name" in body:
        body["title"] = body.pop("name")
    return body


OLD = Schema([Section(name="program", cls=First, owner="plug")])
NEW = Schema([Section(name="program", cls=Second, owner="plug", version=2, migrations={1: renamed})])
HEAD = {"setup": {"name": "x", "plugins": ["plug"]}}


def test_a_version_and_an_overlay_of_an_older_schema_merge_into_one_of_the_newer():
    base = OLD.parse({**HEAD, "program": {"name": "one", "days": 3}})
    kept = NEW.restore(base.body, base.sections)
    theirs = NEW.parse({**HEAD, "program": {"_version": 2, "title": "one", "days": 4, "hours": 2}})
    done = merge(NEW, kept, {"program": {"name": "mine"}}, theirs)
    assert {"program": {"_version": 2, "title": "mine"}} == done.overlay
    assert Second(title="mine", days=4, hours=2) == NEW.effective(theirs, done.overlay).get("program")
    assert ({}, ()) == (done.conflicts, done.problems)


def test_the_same_setup_in_the_older_and_the_newer_form_is_no_change():
    base = OLD.parse({**HEAD, "program": {"name": "one"}})
    theirs = NEW.parse({**HEAD, "program": {"_version": 2, "title": "one"}})
    done = merge(NEW, NEW.restore(base.body, base.sections), {}, theirs)
    assert ({}, ()) == (done.overlay, done.changes)


def test_a_missing_plugins_section_is_merged_leaf_by_leaf_where_its_form_is_the_same():
    bare = Schema([Section(name="other", cls=First, owner="core")])
    one = NEW.parse({**HEAD, "program": {"_version": 2, "title": "one", "days": 1}})
    two = NEW.parse({**HEAD, "program": {"_version": 2, "title": "two", "days": 2}})
    base, theirs = (bare.restore(doc.body, doc.sections) for doc in (one, two))
    done = merge(bare, base, {"program": {"_version": 2, "title": "mine"}}, theirs)
    assert (("program",), ["program.title"]) == (done.opaque, list(done.conflicts))
    assert "mine" == NEW.effective(two, done.overlay).get("program").title
    assert 2 == NEW.effective(two, done.overlay).get("program").days


def test_a_missing_plugins_section_of_another_form_keeps_the_stores_part_untouched():
    bare = Schema([Section(name="other", cls=First, owner="core")])
    one = OLD.parse({**HEAD, "program": {"name": "one"}})
    two = NEW.parse({**HEAD, "program": {"_version": 2, "title": "two"}})
    base, theirs = (bare.restore(doc.body, doc.sections) for doc in (one, two))
    done = merge(bare, base, {"program": {"name": "mine"}}, theirs)
    assert ({"program": {"name": "mine"}}, ("program",)) == (done.overlay, done.opaque)
    assert "mine" == NEW.effective(two, done.overlay).get("program").title
