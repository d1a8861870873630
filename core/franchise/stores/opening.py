"""Opening a store: a checklist, and nothing is ordered before it is complete."""

from __future__ import annotations

from typing import Literal

import attrs
from sqlalchemy import update

from franchise.errors import Refused
from franchise.messages import gettext as _
from franchise.setups import Schema
from franchise.stores import tables as t
from franchise.stores.requirements import lacking
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Item:
    """One point of the opening checklist; ``problem`` says what is missing, and is empty when it is done."""

    what: Literal["answers", "plugins", "setup", "gate"]
    problem: str = ""
    hint: str = ""

    @property
    def done(self) -> bool:
        return not self.problem


def checklist(work: UnitOfWork, schema: Schema) -> list[Item]:
    """What has to be so before the store may open, each point with what it still lacks."""
    items = []
    missing = schema.missing_answers(work.setup)
    items.append(
        Item(
            what="answers",
            problem=_("Still to answer: {paths}.").format(paths=", ".join(missing)) if missing else "",
            hint=_("`franchise setup set PATH VALUE --store {key}` gives one.").format(key=work.store.key),
        )
    )
    absent = lacking(work.plugins, work.setup.document.meta.plugins)
    items.append(
        Item(what="plugins", problem=" ".join(absent), hint=_("`franchise plugins` shows what is installed."))
    )
    problems = schema.check(work.setup) if not missing else ()
    items.append(Item(what="setup", problem=" ".join(map(str, problems[:3]))))
    refusals = work.plugins.decide("franchise_may_open_store", scope=work.scope, work=work)
    return [*items, *(Item(what="gate", problem=r.reason, hint=f"{r.plugin} ({r.origin})") for r in refusals)]


def open_store(work: UnitOfWork, schema: Schema) -> bool:
    """Open a store that is being prepared. False: it was open already.

    Raises:
        Refused: The checklist is not complete; everything that is missing is named.

    """
    if work.store.status == "open":
        return False
    left = [item for item in checklist(work, schema) if not item.done]
    if left:
        raise Refused(" ".join(item.problem for item in left), hint=" ".join(i.hint for i in left if i.hint))
    work.conn.execute(
        update(t.store)
        .where(t.store.c.store_id == work.store_id, t.store.c.status != "open")
        .values(status="open", revision=t.store.c.revision + 1)
    )
    work.record("store.opened", work.store.key)
    return True
