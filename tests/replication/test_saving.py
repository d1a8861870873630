"""Saving: one snapshot, nothing personal, nothing secret, no store's own answer."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import MetaData, inspect, select
from tests.replication.fleet import Fleet, shop
from tests.support import Shop, unknown, wish

from franchise import Conflict, Franchise, FranchiseError, Refused, UsageProblem, groups
from franchise.replication.lineage import history
from franchise.replication.saving import save
from franchise.setups import dump
from franchise.stores import tables as t
from franchise.stores.versions import described, find_version


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    return Fleet.make(app)


def test_what_a_source_has_changed_becomes_its_version_and_it_starts_anew(fleet):
    first = fleet.store("hub").version
    fleet.set("hub", "catalog.egg.price", "5")
    saved = fleet.save(note="dearer")
    store = fleet.store("hub")
    assert (saved.digest, saved.digest, {}, True) == (
        store.version,
        store.published,
        store.overlay,
        saved.new,
    )
    with fleet.app.hq_view() as conn:
        about = described(conn, saved.digest)
    assert (first, "hub", "dearer", False) == (
        about.parent,
        about.source,
        about.note,
        about.evidence["proven"],
    )


def test_saving_a_clone_leaves_its_own_changes_its_own(fleet):
    fleet.clone("a")
    fleet.set("a", "catalog.egg.price", "5")
    saved = fleet.save("a")
    store = fleet.store("a")
    assert (saved.digest, {"catalog": {"egg": {"price": "5"}}}) == (store.published, store.overlay)
    assert fleet.store("hub").version == store.version


def test_history_shows_the_newest_first_and_who_follows_what(fleet):
    fleet.clone("a", "b")
    fleet.set("hub", "catalog.egg.price", "5")
    newest = fleet.save(note="dearer").digest
    fleet.upgrade("a")
    with fleet.app.view("hub") as work:
        found = history(work)
    assert [("dearer", 1, True), ("", 1, False)] == [(v["note"], v["clones"], v["newest"]) for v in found]
    assert newest == found[0]["version"]


def test_a_source_changed_by_another_process_during_a_save_is_saved_whole_or_refused(fleet):
    """Either the version before the change or the one after it, never a mixture; nothing is overwritten."""
    app = fleet.app
    start = threading.Event()
    told = []

    def other() -> None:
        start.wait()
        try:
            fleet.set("hub", "catalog.tofu.price", "3")
        except FranchiseError as error:
            told.append(error)

    fleet.set("hub", "catalog.egg.price", "5")
    thread = threading.Thread(target=other)
    thread.start()
    try:
        with app.work("hub") as work:
            start.set()
            thread.join(0.3 if app.database.dialect == "postgresql" else 0)
            saved = save(work, app.schema)
    except Conflict as error:
        told.append(error)
        saved = None
    thread.join()
    tofu = fleet.raw("hub", "catalog")["tofu"]["price"]
    if saved is not None:
        assert "5" == saved.document.body["catalog"]["egg"]["price"]
        assert "2" == saved.document.body["catalog"]["tofu"]["price"]
    assert ("3" == tofu) != bool([e for e in told if saved is not None])
    assert "5" == fleet.raw("hub", "catalog")["egg"]["price"]


CANARIES = (
    "金丝雀婶",
    "13877770001",
    "金丝雀店长",
    "金丝雀路9号",
    "金丝雀备注",
    "金丝雀司机",
    "hunter2canary",
)


@pytest.mark.practice("I-250")
def test_nothing_of_members_orders_staff_notes_or_answers_reaches_a_version_plan_clone_log_or_export(
    app, tmp_path
):
    source = Shop.make(app)
    for path, text in {
        "store.phone": "13877770001",
        "store.address": "金丝雀路9号",
        "village.routes.east.driver": "金丝雀司机",
        "store.name": "金丝雀店长",
    }.items():
        Fleet(app).set("hub", path, text)
    source.submit(
        wish("金丝雀婶", "egg", "1", note="金丝雀备注"),
        questions=[unknown("金丝雀婶", "金丝雀备注")],
        text="金丝雀婶 鸡蛋1斤",
    )
    source.at("2026-03-05T12:00").close("noon")
    fleet = Fleet(app)
    planned = fleet.clone("new", dry_run=True)
    done = fleet.clone("new")
    with app.view("hub") as work:
        dump(app.schema.freeze(work.setup), tmp_path / "export", tables=["catalog"], schema=app.schema)
    seen = [str(planned), str(done), str(done.saved.document.body), str(done.saved.evidence)]
    seen += [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "export").iterdir())]
    seen += [str(fleet.events("new")), str(fleet.diff("new")), str(fleet.upgrade("new"))]
    seen.append(str([facts for kind, facts in fleet.events("hub") if kind.startswith("setup.")]))
    with app.hq_view() as conn:
        seen += [str(row) for row in conn.execute(select(t.version))]
        seen += [str(row) for row in conn.execute(select(t.section))]
        seen += [str(row) for row in conn.execute(select(t.store).where(t.store.c.key == "new"))]
    for canary in CANARIES:
        assert not [text for text in seen if canary in text], canary
    assert 0 == _rows_of(app, "new", ("core__member", "core__order_line", "core__group", "village__partner"))


def _rows_of(app: Franchise, key: str, names: tuple[str, ...]) -> int:
    from franchise.ids import store_id

    metadata = MetaData()
    metadata.reflect(app.database.engine, only=names)
    assert set(names) <= set(inspect(app.database.engine).get_table_names())
    with app.hq_view() as conn:
        return sum(
            len(conn.execute(select(table).where(table.c.store_id == store_id(key))).all())
            for table in metadata.sorted_tables
            if table.name in names
        )


def test_a_secret_is_named_and_never_held(fleet, monkeypatch):
    """A setup names a secret (``env:…``); what it is stays in the environment."""
    monkeypatch.setenv("WECOM_KEY", "hunter2canary")
    fleet.lay("hub", {"suppliers": {"farm": {"delivery_note": "env:WECOM_KEY"}}})
    done = fleet.clone("a")
    assert "env:WECOM_KEY" in str(done.saved.document.body)
    with fleet.app.hq_view() as conn:
        everything = [
            str(row) for table in (t.version, t.section, t.store) for row in conn.execute(select(table))
        ]
    assert not [text for text in everything if "hunter2canary" in text]


def test_what_looks_personal_is_listed_when_a_version_is_saved(fleet):
    fleet.set("hub", "suppliers.farm.delivery_note", "找老王 13912345678")
    found = [finding.where for finding in fleet.save().findings]
    assert "suppliers.farm.delivery_note" in found


def test_a_file_becomes_the_sources_version_over_its_own_changes(fleet):
    fleet.set("hub", "catalog.egg.price", "6")
    fleet.set("hub", "catalog.tofu.price", "3")
    fleet.publish(catalog={"egg": {"price": "5"}})
    assert {"catalog.egg.price": {"base": "4.5", "theirs": "5"}} == fleet.store("hub").conflicts
    assert {"egg": {"price": "6"}, "tofu": {"price": "3"}} == fleet.store("hub").overlay["catalog"]


def test_a_clone_takes_no_setup_from_a_file(fleet):
    from franchise.replication.saving import save_from

    fleet.clone("a")
    doc = fleet.save().document
    with pytest.raises(Refused, match="clone"):
        fleet.app.attempt("a", lambda work: save_from(work, fleet.app.schema, doc))


def test_an_exported_setup_reads_back_to_the_same_version(fleet, tmp_path):
    fleet.set("hub", "catalog.egg.price", "5")
    saved = fleet.save()
    dump(saved.document, tmp_path, tables=["catalog", "suppliers"], schema=fleet.app.schema)
    assert saved.digest == fleet.app.load_setup(tmp_path).digest


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("catalog.nothing", "x"),
        ("catalog.egg", "tofu"),
        ("catalog.egg", "egg"),
        ("catalog.egg", "a b"),
        ("catalog", "x"),
        ("orders.late", "soon"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_and_changes_nothing(fleet, path, key):
    before = fleet.state()
    with pytest.raises(FranchiseError):
        fleet.rename(path, key)
    assert before == fleet.state()


def test_a_rename_in_the_source_takes_its_records_along(fleet):
    hub = shop(fleet, "hub")
    hub.submit(wish("王婶", "egg", "3"), text="1")
    with fleet.app.work("hub") as work:
        groups.create(work, "base")
    fleet.rename("catalog.egg", "jidan")
    fleet.rename("groups.base", "family")
    assert [("王婶", "jidan", "3斤")] == hub.sheet("2026-03-05/noon")
    with pytest.raises(Refused, match="noon"):
        fleet.rename("orders.sessions.noon", "midday")
    moved = json.loads(json.dumps(fleet.save().document.body["setup"]["moved"]))
    assert ["catalog.egg -> catalog.jidan", "groups.base -> groups.family"] == moved


def test_versions_are_found_by_the_first_digits_of_their_digest(fleet):
    digest = fleet.store("hub").version
    with fleet.app.hq_view() as conn:
        assert digest == find_version(conn, digest[:8]) == find_version(conn, digest.upper())
        for wrong in ("abc", "xyz12", "", f"{digest}0"):
            with pytest.raises(FranchiseError):
                find_version(conn, wrong)
        with pytest.raises(UsageProblem):
            find_version(conn, "%%%%")
