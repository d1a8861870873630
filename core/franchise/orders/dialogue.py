"""The talk with the person who hands in orders: what was understood, what changed, what is asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import attrs

from franchise import amounts
from franchise.app import Franchise
from franchise.catalog.section import Catalog
from franchise.cli.output import Col, Output
from franchise.errors import Conflict, FranchiseError, NotFound
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import calendar, questions, show, typed
from franchise.orders import review as reviewing
from franchise.orders.lines import said
from franchise.orders.values import OpenQuestion, Outcome
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True)
class Told:
    """What is told of a submission besides its table."""

    group: str
    session: str
    asked: tuple[tuple[str, ...], ...]


def told(work: UnitOfWork, group: Group, outcome: Outcome) -> Told:
    """Put into words what only the unit of work knows."""
    catalog = Catalog.of(work.setup)
    return Told(
        group=group.name,
        session=calendar.describe(work, outcome.cycle),
        asked=tuple(tuple(show.question_lines(catalog, q)) for q in outcome.questions),
    )


def tell(out: Output, outcome: Outcome, words: Told, columns: Sequence[Col], *, asking: bool = False) -> None:
    """Show a submission: the table on standard output, the rest beside it.

    ``asking``: the questions are put one by one right afterwards, and need not be listed.
    """
    if outcome.rejected:
        out.warn(
            _("The text was refused and nothing of it booked: {reason}").format(reason=outcome.rejected_text)
        )
        return
    out.table(columns, show.outcome_rows(outcome), title=words.group)
    out.say(words.session)
    if outcome.repeated:
        out.say(_("This very text was handed in before; nothing has changed."))
        return
    if outcome.mode == "chat" and not outcome.questions:
        out.say(_("There is no order in this text."))
    marked = [*outcome.changed, *outcome.cancelled]
    if marked and outcome.unchanged:
        for line in show.changes(attrs.evolve(outcome, added=())):
            out.say("  " + line)
    for x in outcome.carried:
        amount = said(x.quantity, x.unit)
        out.say("  = " + _("{line}: taken by an earlier session").format(
            line=f"{outcome.names.get(x.member_id, '')} {x.name} {amount}"
        ))  # fmt: skip
    out.say(
        _("{summary}; {amount} in all.").format(
            summary=show.summary(outcome), amount=amounts.format_money(show.total(outcome.lines))
        )
    )
    for warning in outcome.warnings:
        out.warn(warning)
    if words.asked and not asking:
        out.say("")
        out.say(_("To be answered (`franchise order review`):"))
        for lines in words.asked:
            for line in lines:
                out.say("  " + line)


# -------------------------------------------------------------------- asking


def can_ask() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stderr.isatty() and sys.stdin is not None and sys.stdin.isatty()


def ask(out: Output, app: Franchise, store: str, asked: Sequence[OpenQuestion]) -> None:
    """Go through questions one by one while somebody is there to answer; what is skipped stays open."""
    for question in asked:
        if not _ask_one(out, app, store, question):
            return


def review(out: Output, app: Franchise, store: str, group: str | None) -> None:
    """List the open questions, or work through them when somebody is there."""
    with app.view(store) as work:
        found = questions.listed(work, group=groups.get(work, group) if group else None)
        catalog = Catalog.of(work.setup)
        names = {g.id: g for g in groups.listed(work)}
        rows = [
            {**show.question_data(q), "group": names[q.group_id].key if q.group_id in names else ""}
            for q in found
        ]
        text = [
            (names[q.group_id].name, show.question_lines(catalog, q)) for q in found if q.group_id in names
        ]
    if out.json:
        out.data(rows)
        return
    if not sys.stdout.isatty():
        columns = [
            Col("short", _("Id")),
            Col("group", _("Group")),
            Col("code", _("Code")),
            Col("member", _("Member")),
        ]
        out.table([*columns, Col("raw", _("Written")), Col("text", _("Question"))], rows)
        return
    if not found:
        out.say(_("Nothing is open."))
        return
    if can_ask():
        for (name, _lines), question in zip(text, found, strict=True):
            out.say(name)
            if not _ask_one(out, app, store, question):
                return
        return
    for name, lines in text:
        out.lines("\n".join([name, *("  " + line for line in lines)]))


def _ask_one(out: Output, app: Franchise, store: str, asked: OpenQuestion) -> bool:
    """Ask one question until it is settled or skipped. False: she wants to stop."""
    with app.view(store) as work:
        catalog = Catalog.of(work.setup)
        group = next(g for g in groups.listed(work) if g.id == asked.group_id)
    for line in show.question_lines(catalog, asked):
        out.say("  " + line)
    taken = show.suggested(catalog, asked.question)
    chosen = ""
    while True:
        text = _prompt(out, asked, taken)
        if text is None or text.casefold() in typed.STOP:
            return False
        if text.casefold() in typed.LATER:
            return True
        try:
            if text.casefold() in typed.NO:
                settle(app, store, str(asked.id), _("answered no"))
                return True
            with app.view(store) as work:
                given = typed.understand(work, group, asked, text, chosen)
            chosen = given.get("product", chosen)
            for line in answer(app, store, str(asked.id), **given):
                out.say("  " + line)
            if given.get("product") and asked.question.code in reviewing.TEACHING and asked.question.item:
                out.say("  " + _("Remembered: {word} is {product}. (`franchise order alias` takes it back.)").format(
                    word=asked.question.item, product=catalog[given["product"]].name
                ))  # fmt: skip
            return True
        except FranchiseError as problem:
            out.warn(f"{problem} {_typed_hint(problem)}".strip())


def _typed_hint(problem: FranchiseError) -> str:
    """What to do, for somebody who types answers: options of the command are of no use to her."""
    if not problem.hint.startswith("--"):
        return problem.hint
    example = f"王婶 {typed.EXAMPLE}" if problem.hint.startswith("--member") else typed.EXAMPLE
    return _("Write the product with its amount, such as {example}.").format(example=example)


def _prompt(out: Output, asked: OpenQuestion, taken: str) -> str | None:
    q = asked.question
    if q.action == "cancel":
        choices = [_("y: yes, cancel it"), _("x: no, leave it")]
    else:
        choices = []
        if taken:
            choices.append(_("y: book {line}").format(line=taken))
        if q.options:
            choices.append(_("number: that product"))
        choices.append(
            _("or write product, amount and unit") if choices else _("write product, amount and unit")
        )
        if not q.member:
            choices.append(_("with the member's name before it"))
        choices.append(_("x: drop it"))
    choices += [_("Enter: later"), _("q: stop")]
    out.say("    " + _("; ").join(choices))
    sys.stderr.write("    > ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    return None if not line else line.strip()


def _find(work: UnitOfWork, name: str) -> OpenQuestion:
    found = [q for q in questions.listed(work) if name in {show.short(q.id), str(q.id)}]
    if not found:
        raise NotFound(
            _("There is no open question {number}.").format(number=name),
            hint=_("`franchise order review` lists them."),
        )
    if len(found) > 1:
        numbers = ", ".join(str(q.id) for q in found)
        raise Conflict(
            _("{name} is the short name of {count} questions.").format(name=name, count=len(found)),
            hint=_("Name the whole number: {numbers}").format(numbers=numbers),
        )
    return questions.get(work, found[0].id)


def answer(app: Franchise, store: str, name: str, **given: Any) -> list[str]:
    """Answer an open question by its short name; the booked lines in words."""

    def run(work: UnitOfWork) -> list[str]:
        asked = _find(work, name)
        group = next(g for g in groups.listed(work) if g.id == asked.group_id)
        outcome = reviewing.answer(work, group, asked, **given)
        return [*show.changes(outcome), calendar.describe(work, outcome.cycle)]

    return app.attempt(store, run)


def settle(app: Franchise, store: str, name: str, reason: str) -> None:
    """Dismiss an open question by its short name."""
    app.attempt(store, lambda work: reviewing.dismiss(work, _find(work, name), reason))
