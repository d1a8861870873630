"""``python -m tests.benchmarks.chat``: a group's chat taken in and judged, beside the bare drivers.

An export in the plain form: 180 members, a fifth pictures, one message in a hundred an advertisement, over three weeks.
The bare minimum splits it at its head lines and keeps the same rows in one durable transaction; it matches nobody,
knows nothing again and judges nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import func, make_url, select
from tests.benchmarks import show
from tests.benchmarks.databases import Databases, Sqlite, postgresql, sqlite_file
from tests.benchmarks.measure import Cost, cost, middle

from franchise import FixedClock, Franchise, chat, groups, tasks
from franchise.chat import tables as t
from franchise.clock import instant, local
from franchise.plugins import Plugins

ZONE: Final = "Asia/Shanghai"
FIRST: Final = instant("2026-03-01T07:00", ZONE)
LAST: Final = instant("2026-03-22T07:00", ZONE)
HEAD: Final = re.compile(r"^(\S+) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$", re.MULTILINE)
WORDS: Final = ("今天的辅食做了南瓜粥", "请问几点开门", "这个尺码偏大吗", "收到，谢谢", "宝宝睡了")
RULES: Final[dict[str, Any]] = {
    "rules": {
        "flood": {"name": "刷图", "kind": "flood", "limit": 10, "window_minutes": 10},
        "ads": {"name": "广告", "kind": "advertising"},
        "bets": {"name": "赌博", "kind": "words", "topics": ["bets"]},
    },
    "topics": {"bets": {"words": ["下注", "六合彩"]}},
}
BARE: Final = """CREATE TABLE message (group_id bigint, id varchar(64), at bigint NOT NULL,
    kind varchar(16) NOT NULL, name varchar(64) NOT NULL, text text NOT NULL, PRIMARY KEY (group_id, id))"""


def export(messages: int) -> str:
    """So many messages in the plain form, the same each time."""
    draw = random.Random(messages)
    out = []
    for number in range(messages):
        at = FIRST + (LAST - FIRST) * number // messages // 1000 * 1000
        kind = draw.randrange(100)
        text = "[链接] 便宜好物 https://cheap.example/s" if kind == 0 else draw.choice(WORDS)
        body = "[图片]" if kind > 80 else text
        out.append(f"会员{draw.randrange(180)} {local(at, ZONE):%Y-%m-%d %H:%M:%S}\n{body}\n")
    return "".join(out)


def program(url: str, *, rules: bool) -> Franchise:
    names = ["houserules"] if rules else []
    app = Franchise.open(
        url, clock=FixedClock(LAST + 60_000), actor="benchmark", plugins=Plugins.load(only=["houserules"])
    )
    body: dict[str, Any] = {
        "setup": {"name": "benchmark", "plugins": names},
        "groups": {"base": {"unit": "store", "name": "{store}{number}群", "capacity": 500}},
    }
    if rules:
        body["houserules"] = RULES
    app.create_store("hub", app.schema.parse(body), {"store": {"name": "柳荫路店", "time_zone": ZONE}})
    with app.work("hub") as work:
        groups.create(work, "base")
    return app


def take_in(app: Franchise, text: str) -> int:
    """As the command does it: read, match, keep, tell the plugins."""

    def operation(work: Any) -> int:
        read = chat.parse(text, zone=ZONE, now=work.now())
        assert not read.problems, read.problems[:3]
        return len(chat.ingest(work, groups.get(work, "base-1"), read.messages, lines=read.lines).messages)

    return app.attempt("hub", operation)


def bare(databases: Databases, text: str) -> Cost:
    url = databases.new()

    def rows() -> list[tuple[Any, ...]]:
        parts = HEAD.split(text)[1:]
        return [
            (1, str(n), n, "text", name, body.strip())
            for n, (name, _at, body) in enumerate(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
        ]

    if isinstance(databases, Sqlite):
        with closing(sqlite3.connect(sqlite_file(url))) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute(BARE)

            def work() -> None:
                with conn:
                    conn.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)", rows())

            found = cost(work)
    else:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with closing(psycopg.connect(plain)) as conn:
            conn.execute(BARE)
            conn.commit()

            def copy() -> None:
                with conn.cursor().copy("COPY message FROM STDIN") as into:
                    for row in rows():
                        into.write_row(row)
                conn.commit()

            found = cost(copy, databases.server)
    databases.drop(url)
    return found


def ours(databases: Databases, text: str, messages: int, *, rules: bool) -> tuple[Cost, Cost]:
    """What taking in costs, the first time and again; what is kept and found is checked."""
    url, new = databases.new(), []
    with program(url, rules=rules) as app:
        first = cost(lambda: new.append(take_in(app, text)), databases.server)
        again = cost(lambda: new.append(take_in(app, text)), databases.server)
        with app.view("hub") as work:
            kept = work.conn.execute(select(func.count()).select_from(t.message)).scalar_one()
            opened = len(tasks.listed(work))
    if [messages, 0, messages, rules] != [*new, kept, opened > 0]:
        raise SystemExit(f"WRONG: {new} new, {kept} kept, {opened} tasks")
    databases.drop(url)
    return first, again


def measured(databases: Databases, messages: int, runs: int) -> dict[str, Cost]:
    """Medians of each step."""
    text = export(messages)
    costs: dict[str, list[Cost]] = {}
    for _run in range(runs):
        costs.setdefault("bare minimum", []).append(bare(databases, text))
        for name, rules in (("taken in", False), ("taken in and judged", True)):
            first, again = ours(databases, text, messages, rules=rules)
            costs.setdefault(name, []).append(first)
            costs.setdefault(f"{name}, again", []).append(again)
    return {name: middle(found) for name, found in costs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fb-")))
        folder.chmod(0o711)
        found = stack.enter_context(postgresql(folder / "pg"))
        databases: list[Databases] = [Sqlite(folder), *([found] if found else [])]
        versions = ", ".join(f"{d.name} {d.version}" for d in databases)
        print(f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; {show.busy()}\n")
        for one in databases:
            figures = {count: measured(one, count, options.runs) for count in options.messages}
            print(f"{one.name}, CPU s with the server's, medians of {options.runs}; {show.busy()}")
            first, last = options.messages[0], options.messages[-1]
            rows = [["", *(f"{count:,} messages" for count in options.messages), "times"]]
            for name in figures[first]:
                spent = [figures[count][name].cpu + figures[count][name].server for count in options.messages]
                times = figures[last][name].cpu / max(figures[first][name].cpu, 0.001)
                rows.append([name, *(f"{s:.2f}" for s in spent), f"{times:.1f}"])
            show.table(rows)
            print()


if __name__ == "__main__":
    main()
