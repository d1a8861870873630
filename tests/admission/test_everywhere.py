"""A name is looked for in every column of the core that holds words, and is in none of them afterwards."""

from __future__ import annotations

import zlib
from typing import Any, Final

import pytest
from sqlalchemy import LargeBinary, String, Table, select, update
from tests.admission.people import Camp
from tests.admission.test_erasing import unpacked
from tests.support import unknown, wish

from franchise import Column, Paper, admission, groups, orders, tasks
from franchise.admission import tables as a
from franchise.cadence import tables as c
from franchise.chat import tables as m
from franchise.events import dump, event, outbox
from franchise.orders import questions
from franchise.orders import tables as o
from franchise.reports import tables as r
from franchise.reports.paper import Table as Rows
from franchise.reports.paper import digest, to_json
from franchise.storage import metadata
from franchise.tasks import Evidence, NewTask
from franchise.tasks import tables as k

NAME: Final = "张翠花"
NO_WORDS: Final = {
    "is a key, a code, a state, a unit, a day, a digest": """
        application.name application.contact application.tasks application.invited_by application.status
        application.open_for cycle.day cycle.session cycle.deliver_on cycle.status evidence.media evidence.sha256
        event.kind event.subject group.key group.kind group.unit invitation.digest invitation.position membership.state
        message.id message.kind message.reply_to message.digest order_line.product order_line.supplier order_line.unit
        order_line.stock_unit order_line.needed_on order_line.status outbox.key outbox.channel outbox.status post.slot
        post.day post.column_key post.material post.status proposal.version proposal.status purchase.supplier
        purchase.product purchase.unit purchase.pack_unit question.submission_key question.code question.status
        report.kind report.key report.digest start.day store.key store.status store.version store.source_version
        store.published store.ring submission.key submission.mode tag.family task.key task.kind task.duty task.status
        alias.product block.field""",
    "belongs to the setup, the store or headquarters, not to a member": """
        cycle.name cycle.deliver_at group.place group.name order_line.name purchase.name store.overlay store.answers
        store.conflicts store.parked proposal.path proposal.value proposal.base proposal.note proposal.reason""",
    "is the account of somebody who works here": """
        application.approved_by application.decided_by block.blocked_by event.actor invitation.made_by post.done_by
        proposal.proposed_by proposal.decided_by question.answered_by submission.actor""",
    "keeps somebody out, which is what it is for": "block.value block.shown block.reason",
}


def columns() -> dict[str, tuple[Table, str]]:
    """``table.column`` of everything in a store of the core that can hold a name."""
    out = {}
    for table in metadata.sorted_tables:
        if table.name.startswith("core__") and "store_id" in table.c:
            for column in table.columns:
                if isinstance(column.type, String | LargeBinary):
                    out[f"{table.name.removeprefix('core__')}.{column.name}"] = (table, column.name)
    return out


def silent() -> set[str]:
    return {name for names in NO_WORDS.values() for name in names.split()}


def holding(camp: Camp, *spellings: str) -> set[str]:
    """The columns in which a name stands."""
    found = set()
    with camp.view() as work:
        for name, (table, column) in columns().items():
            values = work.conn.execute(
                select(table.c[column]).where(table.c.store_id == work.store_id)
            ).scalars()
            if any(text in read(value) for value in values for text in spellings):
                found.add(name)
    return found


def read(value: object) -> str:
    try:
        return str(unpacked(value))
    except zlib.error:  # a picture
        return ""


@pytest.fixture
def full(camp: Camp) -> Camp:
    """The name stands in every column that can hold one, in rows of his own and of others."""
    camp.submit(
        wish(NAME, "egg", "2", raw="张翠花 鸡蛋2斤"),
        wish("李叔", "tofu", "1", raw="李叔 替张翠花 豆腐1块", note="和张翠花一起"),
        questions=[
            unknown(NAME, "红糖"),
            unknown("李叔", "花姐糖", text_hint="") if False else unknown("李叔", "白糖"),
        ],
        text="#接龙\n1. 张翠花 鸡蛋2斤\n2. 李叔 豆腐1块",
    )
    wang = camp.see(lambda work: groups.get(work, "wang"))
    his = camp.see(lambda work: groups.find_member(work, wang, NAME))
    other = camp.see(lambda work: groups.find_member(work, wang, "李叔"))
    camp.apply("event", NAME, contact="13812345678", facts={"child": "小雨"}, member_id=his)
    camp.reject(camp.apply("event", "李叔", facts={"friend": "张翠花"}), "张翠花说不认识")
    camp.do(lambda work: admission.tag(work, his, "activity", "抽奖"))
    camp.do(lambda work: admission.tag(work, other, "activity", "张翠花的邻居"))
    camp.do(lambda work: questions.learn(work, wang, "张翠花那种豆腐", "tofu"))
    camp.do(
        lambda work: tasks.open(
            work,
            [
                NewTask(key=str(n), kind="care.call", title="给张翠花回电", text="张翠花好", group_id=wang.id,
                        person=NAME, payload={"names": [NAME]}, member_id=who)
                for n, who in enumerate((his, other), 1)
            ],
        )
    )  # fmt: skip
    proof = Evidence(name="张翠花.png", data=b"\x89PNG\r\n\x1a\n" + bytes(20))
    camp.do(lambda work: tasks.finish(work, 2, by=NAME, note="张翠花很高兴", evidence=[proof]))

    def write(work: Any) -> None:
        base = {
            "place": 0,
            "kind": "text",
            "reply_to": "",
            "mentions_all": 0,
            "worded": 1,
            "group_id": wang.id,
        }
        for n, (who, name) in enumerate(((his, NAME), (other, "李叔")), 1):
            row = {"id": str(n), "at": n, "name": name, "member_id": who, "digest": str(n)}
            insert(work, m.message, base | row | {"text": f"{NAME}好", "link": f"https://example.org/{NAME}"})
        post = {
            "slot": "early",
            "day": "2026-03-05",
            "nth": 0,
            "begins_at": 1,
            "ends_at": 2,
            "column_key": "hot",
        }
        post |= {"material": "", "lines": 0, "status": "missed", "reason": f"{NAME}请假", "due_at": None}
        insert(work, c.post, post | {"done_at": None, "done_by": "", "created_at": 1, "group_id": wang.id})
        sent = {"key": "k", "channel": "handoff", "due_at": 1, "status": "waiting", "created_at": 1}
        insert(work, outbox, sent | {"payload": dump({"group": "wang", "text": f"欢迎{NAME}"})})
        answer = update(o.question).where(o.question.c.store_id == work.store_id)
        work.conn.execute(answer.values(answer='{"reason":"张翠花不要了"}'))
        evidence = update(k.evidence).where(k.evidence.c.store_id == work.store_id)
        work.conn.execute(evidence.values(given_by=NAME))

    camp.do(write)
    camp.at("2026-03-05T12:00").close("2026-03-05/noon")

    def issue(work: Any) -> None:
        cycle = orders.find(work, "2026-03-05/noon")
        table = Rows(title="", columns=(Column(title="谁"),), rows=((NAME,),))
        paper = Paper(kind="own", key="wang", title=f"{NAME}的单子", language="zh_CN", tables=(table,))
        body = to_json(paper)
        values = {
            "cycle_id": cycle.id,
            "revision": cycle.revision,
            "kind": "own",
            "key": "wang",
            "issued_at": 1,
        }
        values |= {"title": paper.title, "digest": digest(body), "body": zlib.compress(body)}
        insert(work, r.report, values)

    camp.do(issue)
    return camp


def insert(work: Any, table: Table, values: dict[str, Any]) -> None:
    work.insert(table, tuple(values), [tuple(values.values())])


def test_every_column_that_can_hold_a_name_is_filled_here_or_said_to_hold_none(full: Camp) -> None:
    known = set(columns())
    assert set() == silent() - known, "there is no such column any more"
    spoken = known - silent() - {"evidence.data"}
    assert spoken <= holding(full, NAME), "fill it in this test, or say why it can hold no name"


def test_who_is_erased_is_named_in_no_column(full: Camp) -> None:
    full.erase("wang", NAME)
    assert set() == holding(full, NAME, "13812345678")


def test_erasing_leaves_what_others_are_and_what_things_are_called(full: Camp) -> None:
    full.erase("wang", NAME)
    tables = {"line": o.line, "application": a.application, "outbox": outbox, "event": event}
    with full.view() as work:
        text = str([work.conn.execute(select(table)).all() for table in tables.values()])
        notes = work.conn.execute(select(o.line.c.raw, o.line.c.note).order_by(o.line.c.line_no)).all()
        learnt = orders.aliases(work, groups.get(work, "wang"))
    assert [("", ""), ("李叔 替■ 豆腐1块", "和■一起")] == [tuple(row) for row in notes]
    assert {} == learnt
    assert '"friend":"■"' in text.replace("\\", "")
    assert "鸡蛋" in text


def test_what_a_group_calls_a_product_stays_when_the_name_is_in_another_group_or_in_the_products(
    camp: Camp,
) -> None:
    camp.submit(wish("红", "egg", "1"), wish("蛋", "egg", "1"))
    camp.submit(wish("李叔", "egg", "1"), group="shang")
    for key, alias in (("wang", "红红那种"), ("wang", "土鸡蛋大的"), ("shang", "红红那种")):
        camp.do(lambda work, key=key, alias=alias: questions.learn(work, groups.get(work, key), alias, "egg"))
    camp.erase("wang", "红")
    camp.erase("wang", "蛋")
    learnt = camp.see(
        lambda work: [sorted(orders.aliases(work, groups.get(work, key))) for key in ("wang", "shang")]
    )
    assert [["土鸡蛋大的"], ["红红那种"]] == learnt
    assert 1 == len(camp.events("aliases.redacted"))


def test_keys_in_the_log_and_in_what_goes_out_stay_when_a_member_is_called_like_one(camp: Camp) -> None:
    camp.submit(wish("wang", "egg", "2"))
    camp.at("2026-03-05T12:00").close("2026-03-05/noon")

    def payloads(work: Any) -> list[Any]:
        return [work.conn.execute(select(table.c.payload)).all() for table in (event, outbox)]

    before = camp.see(payloads)
    camp.erase("wang", "wang")
    after = camp.see(payloads)
    assert before[1] == after[1]
    assert set(before[0]) <= set(after[0])
