"""The plan of a clone: which stores would be made, which cannot be, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, select

from franchise.errors import FranchiseError, SetupInvalid
from franchise.ids import store_id
from franchise.messages import gettext as _
from franchise.replication.adopting import Adoption, adopt
from franchise.setups import Document, Schema, merge_patch
from franchise.stores import operations as stores
from franchise.stores import tables as t
from franchise.stores.section import StoreAnswers
from franchise.work import Store, UnitOfWork

_AT_ONCE: Final = 500
_SOME: Final = select(t.store).where(t.store.c.store_id.in_(bindparam("ids", expanding=True)))
_CURRENCY: Final = str(attrs.fields(StoreAnswers).currency.default)
MAY_CLONE: Final = "franchise_may_clone"


@attrs.frozen(kw_only=True)
class Planned:
    """One store of a plan: what it would be, or why it cannot be.

    ``state``: ``new``, ``there`` (made by an earlier run, nothing to do), ``adopt`` (it exists and joins with what it
    has) or ``refused`` (``problem`` says why). ``missing``: answers still to give before it can be opened.
    """

    key: str
    answers: Mapping[str, Any]
    state: str
    problem: str = ""
    missing: tuple[str, ...] = ()
    adoption: Adoption | None = None


def plan(
    source: UnitOfWork,
    schema: Schema,
    doc: Document,
    rows: Sequence[tuple[str, Mapping[str, str]]],
    *,
    adopting: bool = False,
    seen: set[str] | None = None,
) -> list[Planned]:
    """What cloning to these keys and answers would do; one statement for every five hundred.

    ``rows`` holds a key with its answers as path → text. Answers that the stores leave open are named in
    ``missing``; such a store is made all the same, in preparation.

    Args:
        source: A unit of work of the store that is cloned.
        schema: The schema of sections.
        doc: The version that the new stores follow.
        rows: The new stores.
        adopting: Take in stores that exist already, with what they have.
        seen: Keys of earlier parts of the same plan; those of this part are added.

    """
    keys = [key for key, _answers in rows]
    planner = _Planner(
        source, schema, doc, adopting, set() if seen is None else seen, _existing(source, keys)
    )
    return [planner.one(key, answers) for key, answers in rows]


def _existing(source: UnitOfWork, keys: Sequence[str]) -> dict[str, Store]:
    found: dict[str, Store] = {}
    for start in range(0, len(keys), _AT_ONCE):
        ids = [store_id(key) for key in keys[start : start + _AT_ONCE]]
        for row in source.conn.execute(_SOME, {"ids": ids}):
            store = stores.as_store(row)
            found[store.key] = store
    return found


class _Planner:
    def __init__(
        self,
        source: UnitOfWork,
        schema: Schema,
        doc: Document,
        adopting: bool,
        seen: set[str],
        known: Mapping[str, Store],
    ) -> None:
        self.source = source
        self.schema = schema
        self.doc = doc
        self.adopting = adopting
        self.seen = seen
        self.known = known
        self.currency = source.answers.currency
        self.asked = any(MAY_CLONE in info.hooks for info in source.plugins.infos)
        self.scope = tuple(doc.meta.plugins)

    def one(self, key: str, given: Mapping[str, str]) -> Planned:
        answers: dict[str, Any] = {}
        try:
            stores.check_key(key)
            if key in self.seen:
                return _refused(key, {}, _("This key is named twice."))
            self.seen.add(key)
            there = self.known.get(key)
            if there is not None and self._made_before(there):
                return Planned(key=key, answers=there.answers, state="there")
            for path, text in given.items():
                answers = merge_patch(answers, self.schema.assign(path, text, self.doc))
            if answers and (problems := self.schema.check_answers(self.doc, answers)):
                return _refused(key, answers, str(problems[0]))
            if there is not None:
                return self._exists(there, answers)
        except FranchiseError as error:
            return _refused(key, answers, str(error))
        return self._fresh(key, answers)

    def _made_before(self, there: Store) -> bool:
        return there.source_store_id == self.source.store_id

    def _fresh(self, key: str, answers: Mapping[str, Any]) -> Planned:
        effective = self.schema.effective(self.doc, None, answers)
        if problem := self._against(key, effective.raw("store").get("currency", _CURRENCY), answers):
            return _refused(key, answers, problem)
        return Planned(key=key, answers=answers, state="new", missing=self.schema.missing_answers(effective))

    def _exists(self, there: Store, answers: Mapping[str, Any]) -> Planned:
        if not self.adopting:
            return _refused(there.key, answers, _("There is already a store {key!r}.").format(key=there.key))
        try:
            adoption = adopt(self.source, self.schema, self.doc, there, answers)
        except FranchiseError as error:
            return _refused(there.key, answers, str(error))
        currency = adoption.answers.get("store", {}).get("currency", _CURRENCY)
        if problem := self._against(there.key, currency, adoption.answers):
            return _refused(there.key, answers, problem)
        return Planned(
            key=there.key,
            answers=adoption.answers,
            state="adopt",
            missing=self.schema.missing_answers(
                self.schema.effective(self.doc, adoption.overlay, adoption.answers)
            ),
            adoption=adoption,
        )

    def _against(self, key: str, currency: str, answers: Mapping[str, Any]) -> str:
        if currency != self.currency:
            return _(
                "The setup's prices are in {ours}, the store's currency is {theirs}: prices are never converted."
            ).format(ours=self.currency, theirs=currency)
        if self.asked:
            refusals = self.source.plugins.decide(
                MAY_CLONE, scope=self.scope, work=self.source, document=self.doc, store=key, answers=answers
            )
            if refusals:
                return f"{refusals[0].reason} ({refusals[0].plugin})"
        return ""


def _refused(key: str, answers: Mapping[str, Any], problem: str) -> Planned:
    return Planned(key=key, answers=answers, state="refused", problem=problem)


def numbered(pattern: str, count: int, taken: Iterable[str], *, first: int = 1) -> list[str]:
    """``count`` free keys of a pattern such as ``shop-{n}`` (I-251), from the number ``first`` on.

    Raises:
        SetupInvalid: The pattern has no ``{n}``.

    """
    if "{n}" not in pattern:
        raise SetupInvalid(_("{pattern!r} has no {{n}} for the number.").format(pattern=pattern))
    used = set(taken)
    out: list[str] = []
    number = first
    while len(out) < count:
        key = pattern.replace("{n}", str(number))
        if key not in used:
            out.append(key)
        number += 1
    return out
