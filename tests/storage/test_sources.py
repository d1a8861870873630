"""Which revision is an owner's last, read from its files without Alembic."""

from __future__ import annotations

import pytest

from franchise.errors import StorageError
from franchise.storage import MigrationSource
from franchise.storage.sources import ordered


@pytest.fixture
def source(tmp_path):
    return MigrationSource(owner="shop", location=tmp_path)


def test_the_last_revision_is_the_one_that_no_other_follows(source, write_revision):
    write_revision(source.location, "shop_0002", "shop_0001")
    write_revision(source.location, "shop_0001", None)
    write_revision(source.location, "shop_0003", "shop_0002")

    assert "shop_0003" == source.last()


def test_annotated_and_commented_assignments_are_read_too(source):
    (source.location / "one.py").write_text(
        'revision: str = "shop_0001"\ndown_revision: str | None = None  # "x"\n'
    )
    (source.location / "two.py").write_text(
        "revision = 'shop_0002'  # the second\ndown_revision = 'shop_0001'\n"
    )

    assert {"shop_0001": (), "shop_0002": ("shop_0001",)} == source.revisions()


def test_a_merge_ends_two_lines(source, write_revision):
    write_revision(source.location, "a", None)
    write_revision(source.location, "b", "a")
    write_revision(source.location, "c", "a")
    with pytest.raises(StorageError, match="the migrations of shop end in b, c; they must end in one"):
        source.last()

    write_revision(source.location, "d", ("b", "c"))

    assert "d" == source.last()


def test_a_folder_without_revisions_or_none_at_all_has_no_last(source, tmp_path):
    (tmp_path / "helper.py").write_text("x = 1\n")

    assert None is source.last()
    assert None is MigrationSource(owner="shop", location=tmp_path / "missing").last()


def test_a_stated_head_is_believed_without_reading_the_folder(tmp_path):
    assert (
        "shop_0009" == MigrationSource(owner="shop", location=tmp_path / "missing", head="shop_0009").last()
    )


@pytest.mark.parametrize("owner", ["", "Shop", "a__b", "_a", "a_", "a-b", "x" * 41, "a; DROP TABLE t"])
def test_an_owner_is_plain_words(owner, tmp_path):
    with pytest.raises(ValueError, match="must be lower-case words"):
        MigrationSource(owner=owner, location=tmp_path)


def make(owner, **requires):
    return MigrationSource(owner=owner, location=owner, requires=requires)


def test_the_core_comes_first_then_each_after_what_it_requires_then_by_name():
    sources = [make("a", z="1"), make("z"), make("core"), make("b")]

    assert ["core", "b", "z", "a"] == [source.owner for source in ordered(sources)]
    assert ["core", "b", "z", "a"] == [source.owner for source in ordered(reversed(sources))]


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ([make("a", b="1")], "the tables of a need those of b, which is not installed"),
        ([make("a", b="1"), make("b", a="1")], "require each other: (a → b → a|b → a → b)"),
        ([make("a"), make("a", b="1")], "two sets of migrations call themselves a"),
    ],
)
def test_what_cannot_be_ordered_is_refused(sources, message):
    with pytest.raises(StorageError, match=message):
        ordered(sources)
