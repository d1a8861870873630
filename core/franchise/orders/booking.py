"""Booking a draft into the sheet: what is certain is booked, what is not becomes a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

import attrs
from sqlalchemy import text

from franchise import amounts
from franchise.catalog.section import Catalog
from franchise.errors import UsageProblem
from franchise.groups import operations as groups
from franchise.groups.values import Group, nickname_key
from franchise.orders import calendar, difference, doubts, masks
from franchise.orders.difference import Entry
from franchise.orders.lines import MAX_RAW, insert_lines, make_line, rewrite, sheet_lines
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

# Both databases read this; made and revised by one statement, it is also the moment from which others wait.
_REVISE: Final = text(
    "INSERT INTO core__sheet (store_id, cycle_id, group_id, revision, updated_at)"
    " VALUES (:store, :cycle, :group, 1, :now) ON CONFLICT (store_id, cycle_id, group_id)"
    " DO UPDATE SET revision = core__sheet.revision + 1, updated_at = excluded.updated_at RETURNING revision"
)


def _key(name: str) -> str:
    """A name as the roster knows it; what cannot be a name is nobody's."""
    try:
        return nickname_key(name)
    except UsageProblem:
        return ""


class Booking:
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
        another: bool = False,
    ) -> None:
        self.work = work
        self.group = group
        self.cycle = cycle
        self.draft = draft
        self.key = key
        self.late = late
        self.answering = answering
        self.another = another  # the sender says that this is a message of its own, whatever its words
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
        several = snapshot or (len(self.draft.wishes) > 1 and not self.another)
        existing, earlier = self._booked(with_earlier=several, new=revision == 1)
        self.roster = groups.roster(work, group)
        self.draft = masks.unmasked(self.draft, self.roster, chain(existing, *earlier.values()))
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
            self._snapshot(wishes, entries, list(earlier.values()), cancels)
        elif self.draft.mode == "set":
            self._set(wishes, entries)
        else:
            for entry in self._said_once(wishes, entries, chain(existing, *earlier.values())):
                self._add(wishes[entry.number], entry, thread=difference.ANSWERED if self.answering else 0)
        for cancel in cancels:
            self._cancel(cancel)
        if self.answering and self.questions:
            raise UsageProblem(self.questions[0].text)
        self._write(revision)
        asked, waiting = self._ask()
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
            waiting=waiting,
            warnings=tuple(self.warnings),
            lines=tuple(self.standing[n] for n in sorted(self.standing)),
            names=self.roster.shown,
        )

    # ---------------------------------------------------------------- resolving

    def _booked(self, *, with_earlier: bool, new: bool) -> tuple[list[Line], dict[int, list[Line]]]:
        """The sheet's lines, and where asked for those of the day's earlier cycles, cycle by cycle; one statement."""
        work, own = self.work, self.cycle.id
        earlier = calendar.earlier_today(work, self.cycle) if with_earlier else []
        cycles = earlier if new else [own, *earlier]  # a sheet that has just been made has no lines
        found: dict[int, list[Line]] = {}
        for cycle, line in sheet_lines(work, self.group, cycles):
            found.setdefault(cycle, []).append(line)
        return found.get(own, []), {cycle: found[cycle] for cycle in earlier if cycle in found}

    def _revise(self) -> int:
        scope = {
            "store": self.work.store_id,
            "cycle": self.cycle.id,
            "group": self.group.id,
            "now": self.work.now(),
        }
        return int(self.work.conn.execute(_REVISE, scope).scalar_one())

    def _named(self, said: Wish | Cancellation, item: str) -> bool:
        """Whether a member's name can be one; otherwise it becomes a question, and the others are booked."""
        try:
            nickname_key(said.member)
        except UsageProblem as error:
            self.questions.append(doubts.no_name(self.catalog.get(said.product), said, item, error.message))
            return False
        return True

    def _countable(self, wish: Wish) -> bool:
        """Whether a wish can be booked as it stands; otherwise it becomes a question."""
        doubt = doubts.uncountable(self.catalog.get(wish.product), wish)
        if doubt is None:
            return True
        self.questions.append(doubt)
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
        self.questions += [
            doubts.changed_after_cutoff(line, wishes[entry.number], entry) for line, entry in altered
        ]
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
            self.questions.append(doubts.missing_from_list(line, name))

    def _said_once(
        self, wishes: Sequence[Wish], entries: Iterable[Entry], lines: Iterable[Line]
    ) -> list[Entry]:
        """The entries whose very words were not booked before.

        A chat log that is pasted again when it has grown says everything once more: several such orders are told
        and not booked again. About a single one a person is asked, who may well mean it.
        """
        if self.answering or self.another:
            return list(entries)
        rest, again = difference.said_before(entries, [w.raw[:MAX_RAW] for w in wishes], lines)
        if len(again) == 1:
            wish = wishes[again[0].number]
            self.questions.append(doubts.said_before(self.catalog[wish.product], wish))
        elif again:
            self.warnings.append(doubts.said_again(self.catalog, [wishes[x.number] for x in again]))
        return rest

    def _set(self, wishes: Sequence[Wish], entries: Iterable[Entry]) -> None:
        for entry in entries:
            wish = wishes[entry.number]
            lines = [x for x in self.standing.values() if (x.member_id, x.product) == entry.key]
            if len(lines) == 1:
                self._change(lines[0], wish, entry)
                continue
            self.questions.append(doubts.nothing_to_change(self.catalog[wish.product], wish, len(lines)))

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
        self.questions.append(doubts.nothing_to_cancel(self.catalog.get(cancel.product), cancel))

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

    def _ask(self) -> tuple[list[OpenQuestion], int]:
        """Queue the questions that were not asked before; one more statement when there are any."""
        if not self.questions:
            return [], 0
        goes_on = calendar.earlier_today(self.work, self.cycle) if self.carried else []
        return ask(self.work, self.group, self.cycle, self.key, self.questions, asked_before=goes_on)
