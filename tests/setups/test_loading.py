"""Reading files: every mistake is told with its place, what is wrong, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from franchise.errors import SetupInvalid
from franchise.messages import language
from franchise.setups import Document, Schema

Mistakes = Callable[[Callable[[], object]], list[str]]


def test_a_setup_and_its_tables_are_one_document(doc: Document) -> None:
    assert {
        "setup": {"name": "village"},
        "suppliers": {"hub": {"name": "总店"}, "veg": {"name": "镇北合作社"}},
        "catalog": {
            "egg": {"name": "鸡蛋", "price": "5.8", "supplier": "hub", "aliases": ["蛋", "土鸡蛋"]},
            "P001": {
                "name": "大米, 新",
                "price": "62",
                "supplier": "veg",
                "limit": 5,
                "active": False,
                "pack": {"size": "2.5"},
            },
        },
        "orders": {
            "late": "refuse",
            "pay": {"share": "0.08", "base": "12"},
            "sessions": {
                "noon": {"cutoff": "12:00", "reminders": ["10:30", "11:30"]},
                "evening": {"cutoff": "24:00"},
            },
        },
    } == doc.body


def test_the_file_and_its_folder_are_the_same_setup(schema: Schema, folder: Path) -> None:
    assert schema.load(folder) == schema.load(folder / "setup.toml")


def test_the_same_meaning_written_in_another_way_has_the_same_digest(schema: Schema, folder: Path) -> None:
    before = schema.load(folder).digest
    text = (folder / "setup.toml").read_text("utf-8")
    text = (
        text.replace("12:00:00", '"12:00"').replace("0.080", '"0.08"').replace("plugins = []", "plugins = {}")
    )
    (folder / "setup.toml").write_text(text.replace("\n", "\r\n"), encoding="utf-8-sig")
    table = (folder / "catalog.csv").read_text("utf-8").splitlines()
    (folder / "catalog.csv").write_text("\r\n".join([table[0], table[2], "", table[1]]), encoding="gb18030")
    assert before == schema.load(folder).digest


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_saved_by_excel_is_read(schema: Schema, folder: Path, encoding: str) -> None:
    text = (folder / "catalog.csv").read_text("utf-8")
    (folder / "catalog.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert "大米, 新" == schema.load(folder).body["catalog"]["P001"]["name"]


def test_what_does_not_fit_a_cell_stands_in_the_toml_under_the_same_key(schema: Schema, folder: Path) -> None:
    with (folder / "setup.toml").open("a", encoding="utf-8") as file:
        file.write('[catalog.egg]\nnote = "a\\nb"\n[catalog.egg.pack]\nunit = "盒"\n')
    egg = schema.load(folder).body["catalog"]["egg"]
    assert ("a\nb", {"unit": "盒"}, "5.8") == (egg["note"], egg["pack"], egg["price"])


def test_a_table_inside_a_section_can_be_a_file(schema: Schema, folder: Path) -> None:
    (folder / "sessions.csv").write_text("key,cutoff,reminders\nnoon,11:30,10:00|11:00\n", encoding="utf-8")
    (folder / "setup.toml").write_text('[setup]\nname = "x"\n[tables]\n"orders.sessions" = "sessions.csv"\n')
    expected = {"sessions": {"noon": {"cutoff": "11:30", "reminders": ["10:00", "11:00"]}}}
    assert expected == schema.load(folder).body["orders"]
    (folder / "setup.toml").write_text('[setup]\nname = "x"\n[tables]\norders.sessions = "sessions.csv"\n')
    assert expected == schema.load(folder).body["orders"]


# What is changed in setup.toml, and the one problem that this makes.
TOML = {
    "a value": (
        ("cutoff = 12:00:00", "cutoff = 25"),
        (
            "setup.toml:20 [orders.sessions.noon] cutoff: 25 is not a time of day. "
            "Allowed: a time from 00:00 to 24:00, such as 11:30."
        ),
    ),
    "seconds in a time": (
        ("cutoff = 12:00:00", "cutoff = 12:00:30"),
        (
            "setup.toml:20 [orders.sessions.noon] cutoff: 12:00:30 is not a time of day. "
            "Allowed: a time from 00:00 to 24:00, such as 11:30."
        ),
    ),
    "a list": (
        ('    "11:30",', '    "11:60",'),
        (
            "setup.toml:21 [orders.sessions.noon] reminders: '11:60' is not a time of day. "
            "Allowed: a time from 00:00 to 24:00, such as 11:30."
        ),
    ),
    "inside an inline table": (
        ("share = 0.080", "share = 0.6"),
        "setup.toml:17 [orders.pay] share: '0.6' is out of bounds. Allowed: 0 to 0.5.",
    ),
    "a misspelt field": (
        ("reminders = [", "reminder = ["),
        (
            "setup.toml:21 [orders.sessions.noon] reminder: There is no field reminder here. "
            "Did you mean reminders? Allowed: cutoff, place, reminders."
        ),
    ),
    "a misspelt section": (
        ("[suppliers.veg]", "[supliers.veg]"),
        (
            "setup.toml:9 [supliers]: No installed plugin owns a section supliers. Did you mean suppliers? Allowed: a section "
            "of an installed plugin (catalog, orders, shop, suppliers), or of a plugin that [setup] plugins names."
        ),
    ),
    "a missing field": (
        ("cutoff = 12:00:00\n", ""),
        (
            "setup.toml:19 [orders.sessions.noon] cutoff: cutoff is missing. "
            "Allowed: a time from 00:00 to 24:00, such as 11:30."
        ),
    ),
    "a choice": (
        ('late = "refuse"', 'late = "permision"'),
        (
            "setup.toml:16 [orders] late: 'permision' is not one of the choices. Did you mean permission? "
            "Allowed: refuse, permission."
        ),
    ),
    "a key": (
        ("[orders.sessions.evening]", '[orders.sessions."晚上"]'),
        (
            "setup.toml:26 [orders.sessions] 晚上: '晚上' cannot be a key; names for people belong in a field such as name. "
            "Allowed: a-z, A-Z, 0-9, - and _, beginning with a letter or digit, at most 63."
        ),
    ),
    "two keys that look the same": (
        ("[orders.sessions.evening]", "[orders.sessions.Noon]"),
        (
            "setup.toml:19 [orders.sessions] noon: noon and Noon differ only in capital letters. "
            "Allowed: keys that differ in more."
        ),
    ),
    "a local field": (
        ('name = "总店"', 'name = "总店"\ncontact = "王"'),
        (
            "setup.toml:14 [suppliers.hub] contact: Each store answers this for itself; a setup cannot hold it. "
            "Allowed: a store's own answers, in a file of their own."
        ),
    ),
    "a table for a value": (
        ('late = "refuse"', 'late = { a = "refuse" }'),
        "setup.toml:16 [orders] late: {'a': 'refuse'} is not one of the choices. Allowed: refuse, permission.",
    ),
    "a value for a table": (
        ("pay = { share = 0.080, base = 12 }", "pay = 3"),
        "setup.toml:17 [orders] pay: 3 is not a table. Allowed: base, share.",
    ),
    "a section's own check": (
        ('cutoff = "24:00"', 'cutoff = "12:00"'),
        "setup.toml:20 [orders.sessions.noon] cutoff: evening closes at the same time. Allowed: a time of its own.",
    ),
    "a reference": (
        ('late = "refuse"', 'late = "refuse"\nfirst = "nooon"'),
        "setup.toml:17 [orders] first: 'nooon' is not in orders.sessions. Did you mean noon? Allowed: evening, noon.",
    ),
    "keys that are references": (
        ('late = "refuse"', 'late = "refuse"\ndeparts = { noon = 13:00:00, night = 23:00:00 }'),
        "setup.toml:17 [orders] departs: 'night' is not in orders.sessions. Allowed: evening, noon.",
    ),
    "too many entries": (
        (
            "[orders.sessions.evening]",
            (
                "[orders.sessions]\na.cutoff = 01:00:00\nb.cutoff = 02:00:00\nc.cutoff = 03:00:00\n"
                "[orders.sessions.evening]"
            ),
        ),
        "setup.toml:26 [orders] sessions: There are 5 entries. Allowed: 0 to 4 entries.",
    ),
    "a name left out": (
        ('name = "village"\n', ""),
        "setup.toml:2 [setup] name: name is missing. Allowed: 1 to 80 characters.",
    ),
    "a version range": (
        ("plugins = []", 'plugins = { village = "new" }'),
        (
            "setup.toml:4 [setup.plugins] village: 'new' does not have the right form. "
            "Allowed: plugin → version range, such as >=1.2,<2; empty: any."
        ),
    ),
    "a plugin twice": (
        ("plugins = []", 'plugins = ["a", "a"]'),
        "setup.toml:4 [setup] plugins: The list of plugins has an entry twice, or one that is no name.",
    ),
    "no such file": (
        ('"catalog.csv"', '"catalogue.csv"'),
        "setup.toml:7 [tables] catalog: catalogue.csv: There is no such file. Allowed: a file beside the setup.",
    ),
    "a file elsewhere": (
        ('"catalog.csv"', '"../catalog.csv"'),
        (
            "setup.toml:7 [tables] catalog: '../catalog.csv' is outside the setup's folder. "
            "Allowed: the name of a CSV file in the setup's folder."
        ),
    ),
    "a table that is none": (
        ("catalog =", "orders ="),
        "setup.toml:7 [tables] orders: orders is not a table of named entries.",
    ),
    "a table that does not exist": (
        ("catalog =", "orders.sesions ="),
        "setup.toml:7 [tables.orders] sesions: There is no field sesions here. Did you mean sessions?",
    ),
    "a file name that is none": (
        ('"catalog.csv"', "5"),
        "setup.toml:7 [tables] catalog: 5 is not a file name. Allowed: the name of a CSV file in the setup's folder.",
    ),
    "the head as a table": (
        ("catalog =", "setup ="),
        "setup.toml:7 [tables] setup: setup cannot be a table file.",
    ),
    "a row that is a value": (
        ("[suppliers.hub]", "[catalog]\negg = 3\n\n[suppliers.hub]"),
        (
            "setup.toml:13 [catalog] egg: 3 is not a table. "
            "Allowed: active, aliases, limit, name, note, pack, price, since, storage, supplier."
        ),
    ),
    "a field in both files": (
        ("[suppliers.hub]", "[catalog.egg]\nprice = 6\n\n[suppliers.hub]"),
        "setup.toml:13 [catalog.egg] price: price is in catalog.csv and in setup.toml. Allowed: each field in one of them.",
    ),
}


@pytest.mark.parametrize("case", TOML)
def test_a_mistake_in_the_toml_is_told(schema: Schema, folder: Path, mistakes: Mistakes, case: str) -> None:
    (old, new), expected = TOML[case]
    text = (folder / "setup.toml").read_text("utf-8")
    assert old in text
    (folder / "setup.toml").write_text(text.replace(old, new), encoding="utf-8")
    told = mistakes(lambda: schema.load(folder))
    # A supplier or table that went missing is told where it is used, too.
    assert [expected] == [
        line for line in told if "catalog.csv:" not in line or "catalog.csv" in str(expected)
    ]


# A whole catalog.csv, and the one problem in it.
CSV = {
    "a value": (
        "key,name,price,supplier\negg,蛋,5.801,hub\n",
        (
            "catalog.csv:2 price: 5.801 has too many decimal places. "
            "Allowed: a plain number with at most 2 decimal places, such as 12 or 3.5."
        ),
    ),
    "a currency sign": (
        "key,name,price,supplier\negg,蛋,5.8元,hub\n",
        (
            "catalog.csv:2 price: '5.8元' is not an amount. "
            "Allowed: a plain number with at most 2 decimal places, such as 12 or 3.5."
        ),
    ),
    "below zero": (
        "key,name,price,supplier\negg,蛋,-5,hub\n",
        "catalog.csv:2 price: -5 is below zero. Allowed: a plain number with at most 2 decimal places, such as 12 or 3.5.",
    ),
    "out of bounds": (
        "key,name,price,supplier\negg,蛋,1000.01,hub\n",
        "catalog.csv:2 price: '1000.01' is out of bounds. Allowed: 0.01 to 1000.",
    ),
    "a row after one of two lines": (
        'key,name,price,supplier,note\nrice,米,1,hub,"a\nb"\n\negg,蛋,x,hub,\n',
        "catalog.csv:5 price: 'x' is not an amount. Allowed: a plain number with at most 2 decimal places, such as 12 or 3.5.",
    ),
    "a misspelt heading is told once": (
        "key,name,price,suplier\negg,蛋,5,hub\nrice,米,2,hub\n",
        (
            "catalog.csv:1 suplier: There is no field suplier here. Did you mean supplier? "
            "Allowed: active, aliases, limit, name, note, pack, price, since, storage, supplier."
        ),
    ),
    "a heading twice": (
        "key,name,price,supplier,price\negg,蛋,5,hub,6\n",
        "catalog.csv:1 price: The heading price is there twice. Allowed: each heading once.",
    ),
    "no heading": (
        "key,name,,price,supplier\negg,蛋,7,5,hub\n",
        "catalog.csv:1: Column 3 has no heading. Allowed: a field's name in every heading.",
    ),
    "a nested table as a column": (
        "key,name,price,supplier,pack\negg,蛋,5,hub,x\n",
        "catalog.csv:1 pack: pack is a table and does not fit into a cell. Allowed: pack.size, pack.unit.",
    ),
    "semicolons": (
        "key;name;price;supplier\negg;蛋;5;hub\n",
        "catalog.csv:1: The columns are separated by ;. Allowed: columns separated by commas.",
    ),
    "tabs": (
        "key\tname\tprice\negg\t蛋\t5\n",
        "catalog.csv:1: The columns are separated by tab. Allowed: columns separated by commas.",
    ),
    "no key column": (
        "code,name,price,supplier\negg,蛋,5,hub\n",
        "catalog.csv:1 code: The first column is 'code'. Allowed: a first column named key.",
    ),
    "no key": (
        "key,name,price,supplier\n,蛋,5,hub\n",
        (
            "catalog.csv:2 key: The row has no key. "
            "Allowed: a-z, A-Z, 0-9, - and _, beginning with a letter or digit, at most 63."
        ),
    ),
    "a key in Chinese": (
        "key,name,price,supplier\n蛋,蛋,5,hub\n",
        (
            "catalog.csv:2 key: '蛋' cannot be a key; names for people belong in a field such as name. "
            "Allowed: a-z, A-Z, 0-9, - and _, beginning with a letter or digit, at most 63."
        ),
    ),
    "a key twice": (
        "key,name,price,supplier\negg,蛋,5,hub\n\negg,蛋,6,hub\n",
        "catalog.csv:4 key: egg is already on line 2. Allowed: each key once.",
    ),
    "a comma too many": (
        "key,name,price,supplier\negg,蛋,5,hub,x\n",
        "catalog.csv:2: The row has 5 cells, the heading 4. Allowed: cells with commas in double quotes.",
    ),
    "a missing cell": (
        "key,name,price,supplier\negg,蛋,,hub\n",
        "catalog.csv:2 price: price is missing. Allowed: 0.01 to 1000.",
    ),
    "yes or no": (
        "key,name,price,supplier,active\negg,蛋,5,hub,maybe\n",
        "catalog.csv:2 active: 'maybe' is neither true nor false. Allowed: true, false.",
    ),
    "a whole number": (
        "key,name,price,supplier,limit\negg,蛋,5,hub,2.5\n",
        "catalog.csv:2 limit: '2.5' is not a whole number. Allowed: a whole number such as 12.",
    ),
    "a date": (
        "key,name,price,supplier,since\negg,蛋,5,hub,2026-02-30\n",
        "catalog.csv:2 since: '2026-02-30' is not a date. Allowed: a date such as 2026-03-05.",
    ),
    "a reference": (
        "key,name,price,supplier\negg,蛋,5,hubb\n",
        "catalog.csv:2 supplier: 'hubb' is not in suppliers. Did you mean hub? Allowed: hub, veg.",
    ),
    "a text too long": (
        f"key,name,price,supplier\negg,{'蛋' * 21},5,hub\n",
        "catalog.csv:2 name: The text has 21 characters. Allowed: one line of at most 20 characters.",
    ),
    "a direction character": (
        "key,name,price,supplier\negg,a\u202eb,5,hub\n",
        (
            "catalog.csv:2 name: The text has a character that is not allowed (U+202E) at position 2. "
            "Allowed: one line of at most 20 characters."
        ),
    ),
    "an unclosed quote": (
        'key,name,price,supplier\negg,"蛋,5,hub\n',
        (
            "catalog.csv:2: This is no valid CSV: unexpected end of data. "
            "Allowed: cells with commas or line breaks in double quotes."
        ),
    ),
    "nothing": (
        "",
        "catalog.csv:1: The table is empty. Allowed: a first row with key and the fields' names.",
    ),
}


@pytest.mark.parametrize("case", CSV)
def test_a_mistake_in_a_table_is_told(schema: Schema, folder: Path, mistakes: Mistakes, case: str) -> None:
    text, expected = CSV[case]
    (folder / "catalog.csv").write_text(text, encoding="utf-8", newline="")
    assert [expected] == mistakes(lambda: schema.load(folder))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04", "catalog.csv: This is an Excel workbook, not a text file."),
        ("键".encode("utf-16"), "catalog.csv: This is no text in UTF-8 or GB18030."),
        (b"key\n\xff\xff\xff", "catalog.csv: This is no text in UTF-8 or GB18030."),
    ],
)
def test_a_table_that_is_no_text_is_told(
    schema: Schema, folder: Path, mistakes: Mistakes, data: bytes, expected: str
) -> None:
    (folder / "catalog.csv").write_bytes(data)
    told = mistakes(lambda: schema.load(folder))
    assert [f'setup.toml:7 [tables] catalog: {expected} Allowed: save it as "CSV UTF-8".'] == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[setup]\nname = "x"\nplugins = [\n',
            "setup.toml:4: This is no valid TOML: ",
        ),
        (
            "[setup]\nname = village\n",
            "setup.toml:2: This is no valid TOML: ",
        ),
        ("a = " + "[" * 3000, "setup.toml:1: Tables are nested too deeply."),
    ],
)
def test_broken_toml_is_told_with_its_line(
    schema: Schema, folder: Path, mistakes: Mistakes, text: str, expected: str
) -> None:
    (folder / "setup.toml").write_text(text, encoding="utf-8")
    (told,) = mistakes(lambda: schema.load(folder))
    assert told.startswith(expected)


def test_an_empty_file_lacks_its_head(schema: Schema, folder: Path, mistakes: Mistakes) -> None:
    (folder / "setup.toml").write_text("")
    assert [
        'setup.toml:1 [setup]: There is no [setup] table. Allowed: [setup] with name = "…" and plugins = [ … ].'
    ] == mistakes(lambda: schema.load(folder))


def test_a_file_that_is_not_there_is_told(schema: Schema, tmp_path: Path, mistakes: Mistakes) -> None:
    assert [f"{tmp_path}/no.toml: There is no such file. Allowed: a file beside the setup."] == mistakes(
        lambda: schema.load(tmp_path / "no.toml")
    )


def test_a_file_too_large_is_refused_unread(schema: Schema, folder: Path, mistakes: Mistakes) -> None:
    with (folder / "catalog.csv").open("wb") as file:
        file.truncate(8 * 1024 * 1024 + 1)
    assert [
        "setup.toml:7 [tables] catalog: catalog.csv: The file is too large. Allowed: at most 8 MiB."
    ] == mistakes(lambda: schema.load(folder))


def test_too_many_rows_are_refused(schema: Schema, folder: Path, mistakes: Mistakes) -> None:
    rows = "".join(f"k{n},x,1,hub\n" for n in range(20_001))
    (folder / "catalog.csv").write_text(f"key,name,price,supplier\n{rows}", encoding="utf-8")
    assert ["catalog.csv:20002: The table has too many rows. Allowed: at most 20000."] == mistakes(
        lambda: schema.load(folder)
    )


def test_all_mistakes_of_all_files_are_told_at_once_in_their_order(
    schema: Schema, folder: Path, mistakes: Mistakes
) -> None:
    text = (folder / "setup.toml").read_text("utf-8")
    text = text.replace("12:00:00", "1").replace('late = "refuse"', 'late = "x"\nhurry = true')
    (folder / "setup.toml").write_text(text, encoding="utf-8")
    (folder / "catalog.csv").write_text(
        "key,name,price,supplier\na,,x,hub\nb,米,1,nobody\n", encoding="utf-8"
    )
    places = [line.split(": ")[0] for line in mistakes(lambda: schema.load(folder))]
    assert [
        "catalog.csv:2 name",
        "catalog.csv:2 price",
        "catalog.csv:3 supplier",
        "setup.toml:16 [orders] late",
        "setup.toml:17 [orders] hurry",
        "setup.toml:21 [orders.sessions.noon] cutoff",
    ] == places


def test_a_long_list_of_mistakes_is_cut_in_the_message_alone(schema: Schema, folder: Path) -> None:
    rows = "".join(f"k{n},x,-,hub\n" for n in range(50))
    (folder / "catalog.csv").write_text(f"key,name,price,supplier\n{rows}", encoding="utf-8")
    with pytest.raises(SetupInvalid) as caught:
        schema.load(folder)
    lines = caught.value.message.splitlines()
    assert (50, 22) == (len(caught.value.problems), len(lines))
    assert ("The setup has 50 mistakes.", "… and 30 more.") == (lines[0], lines[-1])


def test_formulas_in_cells_are_carried_behind_an_apostrophe(schema: Schema, folder: Path) -> None:
    (folder / "catalog.csv").write_text(
        "key,name,price,supplier\na,'=1+1,1,hub\nb,''@x,1,hub\nc,'蛋',1,hub\n", encoding="utf-8"
    )
    names = {key: row["name"] for key, row in schema.load(folder).body["catalog"].items()}
    assert {"a": "=1+1", "b": "'@x", "c": "'蛋'"} == names


def test_what_excel_makes_of_times_dates_and_flags_is_understood(schema: Schema, folder: Path) -> None:
    (folder / "catalog.csv").write_text(
        "key,name,price,supplier,active,since\na,x,1.50,hub,TRUE,2026/3/5\nb,y,2,hub,是,2026-03-05\n",
        encoding="utf-8",
    )
    rows = schema.load(folder).body["catalog"]
    assert [(True, "2026-03-05"), (True, "2026-03-05")] == [(r["active"], r["since"]) for r in rows.values()]
    (folder / "sessions.csv").write_text("key,cutoff\na,7:30\nb,7:45:00\nc,8：00\n", encoding="utf-8")
    (folder / "setup.toml").write_text('[setup]\nname = "x"\n[tables]\n"orders.sessions" = "sessions.csv"\n')
    sessions = schema.load(folder).body["orders"]["sessions"]
    assert ["07:30", "07:45", "08:00"] == [s["cutoff"] for s in sessions.values()]


def test_the_places_of_a_parsed_body_are_its_paths(
    schema: Schema, body: dict[str, Any], mistakes: Mistakes
) -> None:
    body["catalog"]["egg"]["price"] = 5.8
    assert [
        (
            "[catalog.egg] price: 5.8 is not an amount. "
            "Allowed: a plain number with at most 2 decimal places, such as 12 or 3.5."
        )
    ] == mistakes(lambda: schema.parse(body))


def test_messages_speak_the_language_of_the_user(schema: Schema, folder: Path) -> None:
    """The catalogue may lack a message, but asking for it must not break."""
    (folder / "catalog.csv").write_text("key;name\n", encoding="utf-8")
    with language("zh_CN"), pytest.raises(SetupInvalid) as caught:
        schema.load(folder)
    assert "catalog.csv:1" in caught.value.message


def test_empty_columns_at_the_end_are_no_columns(schema: Schema, folder: Path) -> None:
    (folder / "catalog.csv").write_text(
        "key,name,price,supplier,,\negg,蛋,5,hub,,\n,,,,,\n", encoding="utf-8"
    )
    assert ["egg"] == list(schema.load(folder).body["catalog"])


def test_a_nested_field_may_be_half_in_a_cell_and_half_in_the_toml(
    schema: Schema, folder: Path, mistakes: Mistakes
) -> None:
    (folder / "catalog.csv").write_text(
        "key,name,price,supplier,pack.size\negg,蛋,5,hub,30\n", encoding="utf-8"
    )
    before = (folder / "setup.toml").read_text("utf-8")
    (folder / "setup.toml").write_text(before + '[catalog.egg.pack]\nunit = "盘"\n', encoding="utf-8")
    assert {"size": "30", "unit": "盘"} == schema.load(folder).body["catalog"]["egg"]["pack"]
    (folder / "setup.toml").write_text(before + '[catalog.egg.pack]\nunit = ""\nsize = 2\n', encoding="utf-8")
    assert [
        (
            "setup.toml:30 [catalog.egg.pack] size: size is in catalog.csv and in setup.toml. "
            "Allowed: each field in one of them."
        )
    ] == mistakes(lambda: schema.load(folder))
    (folder / "setup.toml").write_text(before + "[catalog.egg.pack]\nunit = 5\n", encoding="utf-8")
    assert [
        "setup.toml:29 [catalog.egg.pack] unit: 5 is not a text. Put it in quotes. Allowed: one line of at most 8 characters."
    ] == mistakes(lambda: schema.load(folder))


def test_the_table_of_a_missing_plugin_is_kept_as_texts(schema: Schema, folder: Path) -> None:
    (folder / "routes.csv").write_text("key,stop,van.size\neast,1,2.50\n", encoding="utf-8")
    (folder / "setup.toml").write_text(
        '[setup]\nname = "x"\nplugins = ["village"]\n[tables]\nvillage.routes = "routes.csv"\n',
        encoding="utf-8",
    )
    doc = schema.load(folder)
    assert {"routes": {"east": {"stop": "1", "van": {"size": "2.50"}}}} == doc.body["village"]


def test_what_no_setup_can_hold_is_told_of_a_missing_plugins_section_too(
    schema: Schema, folder: Path, mistakes: Mistakes
) -> None:
    (folder / "setup.toml").write_text(
        '[setup]\nname = "x"\nplugins = ["village"]\n[village]\nx = nan\n', encoding="utf-8"
    )
    assert [
        "setup.toml:4 [village]: NaN is not a usable number. Allowed: a plain decimal such as 0.08."
    ] == mistakes(lambda: schema.load(folder))


@pytest.mark.parametrize("text", ["tables = 5\n", "a = 2026-02-30\n", f"a = {'9' * 5000}\n"])
def test_other_broken_files_are_told(schema: Schema, folder: Path, mistakes: Mistakes, text: str) -> None:
    (folder / "setup.toml").write_text(f'{text}[setup]\nname = "x"\n', encoding="utf-8")
    told = mistakes(lambda: schema.load(folder))
    assert 1 == len([line for line in told if line.startswith("setup.toml:1")])


def test_a_folder_is_no_table(schema: Schema, folder: Path, mistakes: Mistakes) -> None:
    (folder / "catalog.csv").unlink()
    (folder / "catalog.csv").mkdir()
    assert [
        "setup.toml:7 [tables] catalog: catalog.csv: The file cannot be read: Is a directory."
    ] == mistakes(lambda: schema.load(folder))
