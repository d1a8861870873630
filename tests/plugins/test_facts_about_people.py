"""Who is erased or merged is so for every plugin that has rows of the store, enabled there or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from sqlalchemy import text
from tests.admission.people import Camp
from tests.shop_fixtures import migration_sources
from tests.support import open_program, url_of

from franchise import Franchise, PluginFailed, Refused, admission, groups
from franchise.plugins import Plugins
from franchise.storage import Database

__all__ = ["migration_sources"]

NOTES = """
from sqlalchemy import text
from franchise import hookimpl

def told(work, statement, **values):
    work.conn.execute(text(statement + " WHERE store_id = :store AND member_id = :gone"), {"store": work.store_id, **values})
    work.record("notes.told")

@hookimpl
def franchise_members_erased(work, member_ids):
    for gone in member_ids:
        told(work, "UPDATE notes__note SET words = ''", gone=gone)

@hookimpl
def franchise_members_merged(work, member_id, merged_id):
    told(work, "UPDATE notes__note SET member_id = :into", gone=merged_id, into=member_id)
"""
BROKEN = NOTES.replace(
    "def told(work, statement, **values):", "def told(work, statement, **values):\n    1 / 0"
)


class Notes:
    """A store with 张翠花 and 李叔, and a plugin ``notes`` that keeps words about members."""

    def __init__(self, url: str, used: Sequence[str]) -> None:
        self.url = url
        self.opened: list[Franchise] = []
        self.camp = Camp.make_camp(self.open(), setup={"plugins": ["village", *used]})
        self.camp.apply("plain", "张翠花")
        self.camp.do(lambda work: groups.join(work, groups.get(work, "plain"), "张翠花"))
        self.camp.do(lambda work: groups.join(work, groups.get(work, "plain"), "李叔"))
        with self.camp.app.hq() as conn:
            conn.execute(
                text("CREATE TABLE notes__note (store_id bigint, member_id bigint, words varchar(40))")
            )

    def open(self, **which: Sequence[str]) -> Franchise:
        self.opened.append(open_program(self.url, plugins=Plugins.load(**which)))
        return self.opened[-1]

    def reopen(self, **which: Sequence[str]) -> None:
        self.camp = Camp(self.open(**which))

    def note(self, *names: str) -> None:
        for name in names:
            row = {"store": self.camp.id, "member": self.member(name), "words": f"about {name}"}
            with self.camp.app.hq() as conn:
                conn.execute(text("INSERT INTO notes__note VALUES (:store, :member, :words)"), row)

    def member(self, name: str) -> int:
        return self.camp.see(lambda work: groups.find_member(work, groups.get(work, "plain"), name))

    def kept(self) -> list[tuple[int, str]]:
        with self.camp.app.hq_view() as conn:
            rows = conn.execute(text("SELECT member_id, words FROM notes__note ORDER BY words"))
            return [(row[0], row[1]) for row in rows]

    def merge(self) -> None:
        self.camp.do(lambda work: admission.merge(work, groups.get(work, "plain"), "李叔", "张翠花"))

    def told(self) -> int:
        return len(self.camp.events("notes.told"))


@pytest.fixture
def make(site, database: Database) -> Iterator[Callable[..., Notes]]:
    made: list[Notes] = []

    def begin(source: str = NOTES, used: Sequence[str] = ()) -> Notes:
        site.install("notes", source)
        made.append(Notes(url_of(database), used))
        return made[-1]

    yield begin
    for one in made:
        for app in one.opened:
            app.close()


@pytest.fixture
def notes(make: Callable[..., Notes]) -> Notes:
    """The plugin is installed, has a word about both, and the store's setup does not enable it."""
    found = make()
    found.note("张翠花", "李叔")
    return found


@pytest.mark.practice("I-114")
def test_hook_members_erased_reaches_a_plugin_that_the_store_has_left_out(notes: Notes) -> None:
    keep = notes.member("李叔")
    notes.camp.erase("plain", "张翠花")
    assert {(keep, "about 李叔"), ""} == {(m, words) if words else "" for m, words in notes.kept()}


def test_hook_members_merged_reaches_a_plugin_that_the_store_has_left_out(notes: Notes) -> None:
    keep = notes.member("李叔")
    notes.merge()
    assert [(keep, "about 张翠花"), (keep, "about 李叔")] == notes.kept()


def test_a_plugin_that_the_store_has_left_out_and_that_has_no_row_of_it_is_not_asked(
    make: Callable[..., Notes],
) -> None:
    found = make(BROKEN)
    found.camp.erase("plain", "张翠花")
    assert 0 == found.told()


def test_an_enabled_plugin_is_told_though_it_has_no_row(make: Callable[..., Notes]) -> None:
    found = make(used=["notes"])
    found.camp.erase("plain", "张翠花")
    assert 1 == found.told()


@pytest.mark.parametrize("used", [(), ("notes",)])
def test_nobody_is_forgotten_while_a_plugin_with_rows_is_switched_off(
    make: Callable[..., Notes], used: Sequence[str]
) -> None:
    found = make(used=used)
    found.note("张翠花")
    member = found.member("张翠花")
    found.reopen(without=["notes"])
    for change in (lambda: found.camp.erase("plain", "张翠花"), found.merge):
        with pytest.raises(Refused, match="The plugin notes keeps rows of this store, but is not in use"):
            change()
    assert (member, [(member, "about 张翠花")]) == (found.member("张翠花"), found.kept())


def test_a_plugin_that_is_switched_off_and_has_no_row_of_the_store_is_in_nobodys_way(
    make: Callable[..., Notes],
) -> None:
    found = make()
    found.reopen(without=["notes"])
    found.camp.erase("plain", "张翠花")
    assert {"李叔": "member"} == found.camp.people("plain")


@pytest.mark.parametrize("used", [(), ("notes",)])
def test_nobody_is_forgotten_when_a_plugin_fails_and_its_name_is_told(
    make: Callable[..., Notes], used: Sequence[str]
) -> None:
    found = make(BROKEN, used=used)
    found.note("张翠花")
    for change in (lambda: found.camp.erase("plain", "张翠花"), found.merge):
        with pytest.raises(
            PluginFailed, match=r"notes \(franchise-notes 1\.0\) failed in franchise_members_"
        ):
            change()
    assert [(found.member("张翠花"), "about 张翠花")] == found.kept()


def test_the_crew_forgets_a_tie_in_a_store_that_has_left_it_out(notes: Notes) -> None:
    from franchise_crew import tables as crew

    member = notes.member("张翠花")
    notes.camp.do(lambda work: work.insert(crew.link, ("member_id", "person_id", "at"), [(member, None, 1)]))
    notes.camp.erase("plain", "张翠花")
    assert [] == notes.camp.see(lambda work: work.conn.execute(crew.link.select()).all())
