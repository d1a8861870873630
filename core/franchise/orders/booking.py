"""Handing in orders: one durable transaction a sheet, a constant number of statements.

What is certain is booked, what is not becomes a question, what was handed in before changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

import attrs
from sqlalchemy import bindparam, select, update

from franchise import amounts
from franchise.catalog.section import Catalog
from franchise.errors import Refused, UsageProblem
from franchise.groups import operations as groups
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.orders import calendar, difference
from franchise.orders import tables as t
from franchise.orders.difference import Entry
from franchise.orders.lines import amount_doubt, insert_lines, make_line, rewrite, said, sheet_lines
from franchise.orders.questions import ask
from franchise.orders.values import (
    Cancellation,
    Change,
    Cycle,
    Line,
    OpenQuestion,
    OrderDraft,
    Outcome,
    Question,
    Wish,
)
from franchise.work import UnitOfWork

MAX_TEXT: Final = 64 * 1024
_REVISE: Final = (
    update(t.sheet)
    .where(
        t.sheet.c.store_id == bindparam("store"),
        t.sheet.c.cycle_id == bindparam("cycle"),
        t.sheet.c.group_id == bindparam("group_"),
    )
    .values(revision=t.sheet.c.revision + 1, updated_at=bindparam("now"))
    .returning(t.sheet.c.revision)
)


def content_key(*parts: str) -> str:
    """The idempotency key of a submission: SHA-256 of what was handed in, line ends and outer space aside."""
    text = "\0".join("\n".join(p.replace("\r\n", "\n").strip().split("\n")) for p in parts)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def submit(
    work: UnitOfWork,
    group: Group,
    draft: OrderDraft,
    *,
    text: str = "",
    key: str = "",
    message_id: str = "",
    late: str = "",
    late_for: str = "",
    needed_on: str = "",
    answered: OpenQuestion | None = None,
) -> Outcome:
    """Book what a draft says into the group's sheet of the cycle that is open now.

    Args:
        work: The unit of work.
        group: The group whose order it is.
        draft: The text as it was read, or wishes from elsewhere.
        text: The text itself, kept as it was handed in.
        key: The idempotency key within a cycle; made of the content when not given.
        message_id: What the sender's program calls the message: handed in again, also after the cut-off, it
            changes nothing that day.
        late: Who permits an order after the cut-off, and why; "" books into the next cycle.
        late_for: The cycle that a late order is for, such as ``2026-03-05/noon``; "" means the last one.
        needed_on: The day it is needed (ISO); "" means the next delivery.
        answered: The question that this answers: it goes into the question's cycle while that is open.

    Raises:
        Refused: The store is not open yet, or the setup or a plugin is against it.
        UsageProblem: An answer cannot be booked as it stands.

    """
    if work.store.status != "open":
        raise Refused(
            _("The store {store} is still being prepared; nothing can be ordered yet.").format(
                store=work.store.key
            ),
            hint=_("`franchise store open {store}` opens it.").format(store=work.store.key),
        )
    work.decide("franchise_may_submit", group=group)
    if late:
        cycle = calendar.for_late_order(work, late_for)
    elif answered is not None:
        cycle = calendar.for_answer(work, answered.cycle_id)
    else:
        cycle = calendar.for_order(work, needed_on=needed_on)
    if message_id:
        key = content_key("message", message_id)
        if _handed_in(work, group, key, calendar.earlier_today(work, cycle)):
            return _standing(work, group, cycle, draft, repeated=True)
    elif not key:  # the same words of another person are another order
        said: list[Wish | Cancellation | Question] = [*draft.wishes, *draft.cancels, *draft.questions]
        people = sorted({x.member for x in said})
        key = content_key(text or repr(draft), late, needed_on, *people)
    elif len(key) > 64:
        key = content_key(key)
    if draft.rejected:  # a text that is refused now may be read one day
        key = content_key("rejected", key)
    fresh = work.insert_new(
        t.submission,
        cycle_id=cycle.id,
        group_id=group.id,
        key=key,
        at=work.now(),
        actor=work.actor,
        mode=draft.mode,
        text=text.encode(errors="replace").decode().replace("\0", "\ufffd"),
    )
    if draft.rejected or not fresh:
        if fresh:
            work.record(
                "order.rejected", group.key, cycle=cycle.key, group_id=group.id, reason=draft.rejected
            )
        return _standing(work, group, cycle, draft, repeated=not fresh)
    return _Booking(
        work, group, cycle, draft, key, late=bool(late), needed_on=needed_on, answering=answered is not None
    ).run()


def _handed_in(work: UnitOfWork, group: Group, key: str, cycles: Sequence[int]) -> bool:
    """Whether one of these cycles took a submission of that key."""
    found = work.conn.execute(
        select(t.submission.c.key).where(
            t.submission.c.store_id == work.store_id,
            t.submission.c.cycle_id.in_(cycles),
            t.submission.c.group_id == group.id,
            t.submission.c.key == key,
        )
    )
    return found.first() is not None


def _standing(work: UnitOfWork, group: Group, cycle: Cycle, draft: OrderDraft, *, repeated: bool) -> Outcome:
    lines = tuple(line for _cycle, line in sheet_lines(work, group, [cycle.id]) if line.status == "active")
    return Outcome(
        cycle=cycle,
        mode=draft.mode,
        repeated=repeated,
        rejected=draft.rejected,
        rejected_text=draft.rejected_text or draft.rejected,
        lines=lines,
        unchanged=len(lines),
        warnings=draft.warnings,
        names=groups.roster(work, group).shown,
    )


def _key(name: str) -> str:
    """A name as the roster knows it; what cannot be a name is nobody's."""
    try:
        return nickname_key(name)
    except UsageProblem:
        return ""


class _Booking:
    """One submission on its way into the sheet."""

    def __init__(
        self,
        work: UnitOfWork,
        group: Group,
        cycle: Cycle,
        draft: OrderDraft,
        key: str,
        *,
        late: bool,
        needed_on: str,
        answering: bool,
    ) -> None:
        self.work = work
        self.group = group
        self.cycle = cycle
        self.draft = draft
        self.key = key
        self.late = late
        self.answering = answering
        tomorrow = (date.fromisoformat(work.today()) + timedelta(days=1)).isoformat()
        self.needed_on = needed_on or max(tomorrow, cycle.deliver_on)
        self.catalog = Catalog.of(work.setup)
        self.questions: list[Question] = []
        self.warnings: list[str] = list(draft.warnings)
        self.added: list[Line] = []
        self.changed: list[Change] = []
        self.cancelled: list[Line] = []
        self.carried: list[Line] = []

    def run(self) -> Outcome:
        work, group, cycle = self.work, self.group, self.cycle
        revision = self._revise()
        snapshot = self.draft.mode == "snapshot"
        cycles = [cycle.id, *(calendar.earlier_today(work, cycle) if snapshot else ())]
        existing: list[Line] = []
        earlier: dict[int, list[Line]] = {}
        for owner, line in sheet_lines(work, group, cycles):
            (existing if owner == cycle.id else earlier.setdefault(owner, [])).append(line)
        self.roster = groups.roster(work, group)
        wishes = [w for w in self.draft.wishes if self._named(w, w.product) and self._countable(w)]
        cancels = [c for c in self.draft.cancels if self._named(c, c.product)]
        self.questions += self._unanswered(
            self.draft.questions, chain(existing, *earlier.values()) if snapshot else ()
        )
        self.roster = groups.register(work, group, (w.member for w in wishes), self.roster)
        self.next_line = max((x.line_no for x in existing), default=0) + 1
        self.standing = {x.line_no: x for x in existing if x.status == "active"}
        entries = self._entries(wishes)
        before = dict(self.standing)
        if snapshot:
            self._snapshot(wishes, entries, [earlier[c] for c in cycles if c in earlier], cancels)
        elif self.draft.mode == "set":
            self._set(wishes, entries)
        else:
            for entry in entries:
                self._add(wishes[entry.number], entry, thread=difference.ANSWERED if self.answering else 0)
        for cancel in cancels:
            self._cancel(cancel)
        if self.answering and self.questions:
            raise UsageProblem(self.questions[0].text)
        self._write(revision)
        asked = self._ask()
        unchanged = sum(self.standing.get(number) is line for number, line in before.items())
        work.record(
            "order.submitted",
            f"{cycle.key}/{group.key}",
            cycle_id=cycle.id,
            group_id=group.id,
            revision=revision,
            mode=self.draft.mode,
            late=self.late,
            added=[x.line_no for x in self.added],
            changed=[[c.after.line_no, c.before.quantity, c.after.quantity] for c in self.changed],
            cancelled=[x.line_no for x in self.cancelled],
            questions=len(asked),
        )
        return Outcome(
            cycle=cycle,
            mode=self.draft.mode,
            revision=revision,
            added=tuple(self.added),
            changed=tuple(self.changed),
            cancelled=tuple(self.cancelled),
            carried=tuple(self.carried),
            unchanged=unchanged,
            questions=tuple(asked),
            warnings=tuple(self.warnings),
            lines=tuple(self.standing[n] for n in sorted(self.standing)),
            names=self.roster.shown,
        )

    # ---------------------------------------------------------------- resolving

    def _revise(self) -> int:
        scope = {
            "store": self.work.store_id,
            "cycle": self.cycle.id,
            "group_": self.group.id,
            "now": self.work.now(),
        }
        revision = self.work.conn.execute(_REVISE, scope).scalar()
        if revision is None:
            made = self.work.insert_new(
                t.sheet,
                cycle_id=self.cycle.id,
                group_id=self.group.id,
                revision=1,
                updated_at=self.work.now(),
            )
            revision = 1 if made else self.work.conn.execute(_REVISE, scope).scalar_one()
        return int(revision)

    def _named(self, said: Wish | Cancellation, item: str) -> bool:
        """Whether a member's name can be one; otherwise it becomes a question, and the others are booked."""
        try:
            nickname_key(said.member)
        except UsageProblem as error:
            card = self.catalog.get(said.product)
            self.questions.append(
                Question(
                    code="member_missing",
                    text=error.message,
                    raw=said.raw,
                    action="book" if isinstance(said, Wish) else "cancel",
                    item=card.name if card is not None else item,
                    product=said.product if card is not None else "",
                    unit=said.unit,
                    quantity=said.quantity,
                )
            )
            return False
        return True

    def _countable(self, wish: Wish) -> bool:
        """Whether a wish can be booked as it stands; otherwise it becomes a question."""
        card = self.catalog.get(wish.product)
        doubt = amount_doubt(card, wish)
        if doubt is None:
            return True
        code, text = doubt
        self.questions.append(
            Question(
                code=code,
                text=text,
                raw=wish.raw,
                member=wish.member,
                item=wish.product,
                product=wish.product if card is not None else "",
                unit=wish.unit,
                quantity=wish.quantity,
                note=wish.note,
            )
        )
        return False

    def _entries(self, wishes: Sequence[Wish]) -> list[Entry]:
        ids = self.roster.ids
        known: dict[str, int] = {}
        out: list[Entry] = []
        for number, wish in enumerate(wishes):
            member_id = known.get(wish.member)
            if member_id is None:
                member_id = known[wish.member] = ids[nickname_key(wish.member)]
            out.append(Entry(number, member_id, wish.product, wish.unit, wish.quantity, wish.note))
        return out

    # ---------------------------------------------------------------- changing the sheet

    def _unanswered(self, questions: Iterable[Question], booked: Iterable[Line]) -> list[Question]:
        """The questions of a list whose very words no person has answered yet."""
        settled = {(x.raw, x.member_id) for x in booked if difference.is_answer(x)}
        ids = self.roster.ids
        return [q for q in questions if (q.raw, ids.get(_key(q.member))) not in settled]

    def _snapshot(
        self,
        wishes: Sequence[Wish],
        entries: list[Entry],
        earlier: Sequence[list[Line]],
        cancels: Sequence[Cancellation],
    ) -> None:
        said_before = [x for x in chain(self.standing.values(), *earlier) if difference.is_answer(x)]
        entries = difference.unanswered(entries, [w.raw for w in wishes], said_before)
        altered: list[tuple[Line, Entry]] = []
        for lines in earlier:  # session by session: each has its own lists
            carried = difference.carried(entries, lines)
            self.carried += [line for line, _entry in carried.taken]
            altered += carried.altered
            entries = carried.rest
        for line, entry in altered:
            wish = wishes[entry.number]
            self.questions.append(
                Question(
                    code="changed_after_cutoff",
                    text=_("An earlier session took {before}; the list now says {after}.").format(
                        before=said(line.quantity, line.unit), after=said(entry.quantity, entry.unit)
                    ),
                    raw=wish.raw,
                    member=wish.member,
                    item=line.name,
                    product=wish.product,
                    unit=wish.unit,
                    quantity=entry.quantity - line.quantity
                    if entry.unit == line.unit and entry.quantity > line.quantity
                    else entry.quantity,
                    note=wish.note,
                )
            )
        found = difference.compare(entries, self.standing.values())
        for entry in found.added:
            self._add(wishes[entry.number], entry, thread=found.thread)
        for line, entry in found.changed:
            self._change(line, wishes[entry.number], entry)
        ids = self.roster.ids
        covered = {q.raw for q in self.draft.questions} | {c.raw for c in cancels}
        in_doubt = {(ids.get(_key(q.member)), q.product) for q in self.questions}
        taken_back = {(ids.get(nickname_key(c.member)), c.product) for c in cancels}
        for line in found.missing:
            own = {(line.member_id, line.product)}
            if line.raw in covered or own & in_doubt or (own | {(line.member_id, "")}) & taken_back:
                continue
            name = self.roster.shown.get(line.member_id, "")
            self.questions.append(
                Question(
                    code="missing_from_list",
                    text=_(
                        "{member}'s {product} {quantity} is no longer in the list. Is it cancelled?"
                    ).format(member=name, product=line.name, quantity=said(line.quantity, line.unit)),
                    raw=line.raw,
                    action="cancel",
                    member=name,
                    item=line.name,
                    product=line.product,
                    unit=line.unit,
                    quantity=line.quantity,
                    note=line.note,
                )
            )

    def _set(self, wishes: Sequence[Wish], entries: Iterable[Entry]) -> None:
        for entry in entries:
            wish = wishes[entry.number]
            lines = [x for x in self.standing.values() if (x.member_id, x.product) == entry.key]
            if len(lines) == 1:
                self._change(lines[0], wish, entry)
                continue
            self.questions.append(
                Question(
                    code="nothing_to_change",
                    text=_("{member} has {count} orders of this product now; which amount is meant?").format(
                        member=wish.member, count=len(lines)
                    ),
                    raw=wish.raw,
                    member=wish.member,
                    item=self.catalog[wish.product].name,
                    product=wish.product,
                    unit=wish.unit,
                    quantity=wish.quantity,
                    note=wish.note,
                )
            )

    def _add(self, wish: Wish, entry: Entry, *, thread: int) -> None:
        line = make_line(
            self.catalog[wish.product],
            wish,
            line_no=self.next_line,
            member_id=entry.member_id,
            thread=thread,
            needed_on=self.needed_on,
            late=self.late,
        )
        self.next_line += 1
        self.added.append(line)
        self.standing[line.line_no] = line

    def _change(self, line: Line, wish: Wish, entry: Entry) -> None:
        if difference.alike(line, entry):
            return
        after = make_line(
            self.catalog[wish.product],
            wish,
            line_no=line.line_no,
            member_id=line.member_id,
            thread=line.thread,
            needed_on=self.needed_on,
            late=self.late,
        )
        self.changed.append(Change(before=line, after=after))
        self.standing[line.line_no] = after

    def _cancel(self, cancel: Cancellation) -> None:
        member_id = self.roster.ids.get(nickname_key(cancel.member))
        lines = [
            x
            for x in self.standing.values()
            if x.member_id == member_id and cancel.product in {"", x.product} and cancel.unit in {"", x.unit}
        ]
        if cancel.quantity is None or not cancel.product:
            doomed = lines
        else:
            doomed = [x for x in lines if x.quantity == cancel.quantity][:1]
            larger = [x for x in lines if x.quantity > cancel.quantity and x.unit == cancel.unit]
            if not doomed and len(larger) == 1:
                self._reduce(larger[0], cancel)
                return
        if not doomed and lines:
            self._cannot_cancel(cancel)
        if not lines and self.draft.mode != "snapshot":
            # In a list, a wish that was taken back before it was ever booked is simply not booked.
            self._cannot_cancel(cancel)
        for line in doomed:
            del self.standing[line.line_no]
            self.cancelled.append(attrs.evolve(line, status="cancelled"))

    def _reduce(self, line: Line, cancel: Cancellation) -> None:
        """Take a part of a line back; what stays costs what was agreed, whatever the catalogue says now."""
        quantity = line.quantity - (cancel.quantity or 0)
        stock, rest = divmod(line.stock_quantity * quantity, line.quantity)
        if rest:
            self._cannot_cancel(cancel)
            return
        amount = amounts.amount(stock, line.price)
        after = attrs.evolve(line, quantity=quantity, stock_quantity=stock, amount=amount)
        self.changed.append(Change(before=line, after=after))
        self.standing[line.line_no] = after

    def _cannot_cancel(self, cancel: Cancellation) -> None:
        card = self.catalog.get(cancel.product)
        self.questions.append(
            Question(
                code="nothing_to_cancel",
                text=_("{member} has no such order in this round to take back.").format(member=cancel.member),
                raw=cancel.raw,
                action="cancel",
                member=cancel.member,
                item=card.name if card else "",
                product=cancel.product,
                unit=cancel.unit,
                quantity=cancel.quantity,
            )
        )

    # ---------------------------------------------------------------- writing

    def _write(self, revision: int) -> None:
        added = {x.line_no for x in self.added}
        # What one text both adds and takes back is kept as a cancelled line.
        rows = [x for x in self.added if x.line_no in self.standing]
        rows += [x for x in self.cancelled if x.line_no in added]
        if rows:
            insert_lines(self.work, self.cycle.id, self.group.id, rows, revision)
        touched = [c.after for c in self.changed if c.after.line_no in self.standing]
        touched += [x for x in self.cancelled if x.line_no not in added]
        if touched:
            rewrite(self.work, self.cycle.id, self.group.id, touched, revision)

    def _ask(self) -> list[OpenQuestion]:
        """Queue the questions that were not asked before; one more statement when there are any."""
        if not self.questions:
            return []
        goes_on = calendar.earlier_today(self.work, self.cycle) if self.carried else []
        return ask(self.work, self.group, self.cycle, self.key, self.questions, asked_before=goes_on)
