"""Every hook of franchise: the table of contents of the framework.

Each hook is one of four kinds, and says which:

* *registration*: asked once, when the program starts;
* *decision*: asked inside the transaction; each plugin may refuse or stay silent; the strictest answer wins, and a
  plugin that fails refuses;
* *single*: exactly one plugin may answer; two answers are a named conflict;
* *notification*: told inside the transaction, for the plugin's own rows and outbox entries; a failure undoes that
  plugin's part alone and is reported. I/O never happens here.

Decisions, singles and notifications reach the plugins that the store's setup enables. Facts about people reach those as
well that have rows of the store from before. A hook appears here when a shipped plugin uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from franchise.hooks import about_people, hookspec

if TYPE_CHECKING:
    from franchise.admission.values import Application, Mechanism, Rejected, Waiting
    from franchise.chat.values import Message
    from franchise.groups.values import Group, Membership
    from franchise.orders.values import Cycle, OrderDraft, ReadingContext
    from franchise.reports.values import ReportKind
    from franchise.setups import DeferredSection, Document, Section
    from franchise.storage.migrate import MigrationSource
    from franchise.tasks.values import Task
    from franchise.work import SetupKey, UnitOfWork

# ------------------------------------------------------------------ registration


@hookspec
def franchise_setup_sections() -> Sequence[Section | DeferredSection]:
    """Registration: the plugin's sections of the setup document.

    The declaration alone gives validation, ``setup show``, ``clone``, ``diff`` and ``upgrade``. A
    `franchise.DeferredSection` names it and is declared when it is asked for: commands that need nothing of it start
    sooner.
    """
    return ()


@hookspec
def franchise_migrations() -> Sequence[MigrationSource]:
    """Registration: where the plugin keeps the migrations of its own tables (``<plugin>__<name>``)."""
    return ()


@hookspec
def franchise_report_kinds() -> Sequence[ReportKind]:
    """Registration: papers that the plugin makes of a closed cycle."""
    return ()


@hookspec
def franchise_message_reader() -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
    """Registration: a function that reads one message by the contract of ``franchise order parse --jsonl``.

    It takes an object with ``id``, ``message`` and optionally ``sender``, ``context``, ``roster`` and
    ``previous_message``, and gives ``{"id", "mode", "expect", "cancels", "rejected", "ambiguous", "warnings"}``.
    It needs no store and no database.
    """
    return None


@hookspec
def franchise_admission_mechanisms() -> Sequence[Mechanism]:
    """Registration: ways into a group besides the core's invitation, task, payment, application and waiting pool.

    A setup names them in ``[admission.<kind>] mechanisms``; only setups that enable the plugin may.
    """
    return ()


@hookspec
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    """Registration: columns of the plugin's tables that hold keys of the setup, by the setup's table.

    When headquarters renames a key (``moved``), they are renamed in the store's records in the same transaction:
    ``{"village.routes": [SetupKey(village.c.route)]}``.
    """
    return {}


# ------------------------------------------------------------------ replication


@hookspec
def franchise_may_clone(
    work: UnitOfWork, document: Document, store: str, answers: Mapping[str, Any]
) -> str | None:
    """Decision: may this store be made? Asked for each store of a plan, a rehearsed one too.

    Args:
        work: The unit of work, bound to the source; read with it, do not write.
        document: The setup that the new store will follow.
        store: The new store's key.
        answers: The new store's own answers.

    Returns:
        None to stay silent, or the reason against it, a sentence in the user's language.

    """
    return None


@hookspec
def franchise_stores_cloned(work: UnitOfWork, stores: Sequence[str]) -> None:
    """Notification: new stores were made of this one; called once for each batch of them.

    For a plugin with rows of setup nature to fill the new stores, and for entries in the source's outbox.

    Args:
        work: The unit of work, bound to the source.
        stores: The new stores' keys; `franchise.store_id` gives the ids.

    """


@hookspec
def franchise_may_open_store(work: UnitOfWork) -> str | None:
    """Decision: may the store, which is being prepared, be opened?

    Returns:
        None to stay silent, or what is still missing, a sentence in the user's language.

    """
    return None


# ------------------------------------------------------------------ admission


@hookspec
def franchise_may_admit(work: UnitOfWork, application: Application) -> str | Waiting | Rejected | None:
    """Decision: may this applicant come in? Asked whenever the mechanisms of the setup do not say no.

    It is asked again each time that something is added to the application.

    Args:
        work: The unit of work, bound to the store; read with it, do not write.
        application: Everything that was shown so far; ``application.member_id`` is known for a member of another
            group of the store.

    Returns:
        None to stay silent; the reason against it, a sentence in the user's language, which is also what
        `franchise.Rejected` says; or `franchise.Waiting` with what is still missing.

    """
    return None


# ------------------------------------------------------------------ group creation


@hookspec
def franchise_may_create_group(work: UnitOfWork, group: Group) -> str | None:
    """Decision: may this group be made?

    Args:
        work: The unit of work, bound to the store; read with it, do not write.
        group: The group as it would be made.

    Returns:
        None to stay silent, or the reason against it, a sentence in the user's language.

    """
    return None


@hookspec
def franchise_group_created(work: UnitOfWork, group: Group) -> None:
    """Notification: a group was made; nobody has written in it yet.

    For the first thing that is to be posted there: the rules, the introduction.
    """


@hookspec
def franchise_members_joined(work: UnitOfWork, group: Group, members: Sequence[Membership]) -> None:
    """Notification: these came into the group: new ones, those who came back, those who moved up from the pool.

    Called once for all who come in together. Names that were first read in an order list are not among them: they
    have been in the group for a while.
    """


@about_people
@hookspec
def franchise_members_merged(work: UnitOfWork, group: Group, member_id: int, merged_id: int) -> None:
    """Notification: two members turned out to be one; what the plugin keeps of ``merged_id`` is ``member_id``'s.

    Called once for each group that ``merged_id`` was in, when all of the core is ``member_id``'s already: whatever is
    not kept by group must not change the second time.

    A fact about people: told, and refused, as `franchise_members_erased` is.
    """


@about_people
@hookspec
def franchise_members_erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    """Notification: a person was forgotten, by all the ids that meant him.

    For what the plugin's rows still say of him: names, words, evidence. What only counts may stay. What it means
    besides, such as that a village has no partner any more, the plugin says with ``work.note``.

    A fact about people: besides the plugins that the store's setup enables, those hear it that still have rows of the
    store in their tables (``<plugin>__<name>``); ``work.scope`` tells a plugin which it is, and its section then has
    nothing in it. Everybody hears it or it does not happen, for nobody could tell later whom it meant: a plugin that
    fails is named and nothing is changed, and so is one that has rows of the store but is switched off or broken.
    """


# ------------------------------------------------------------------ daily cadence


@hookspec
def franchise_time_passed(work: UnitOfWork) -> None:
    """Notification: it is later than before; for what has come due by now.

    Called with each round of ``franchise cadence run``, every few minutes, for each open store. It must change nothing
    when nothing is due, and must not count on being called in time.
    """


# ------------------------------------------------------------------ good order


@hookspec
def franchise_messages_ingested(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    """Notification: messages of a group's chat were taken in, by time; only those that were not known before.

    One that an export had cut off comes again when another tells the rest of it, under the same id.
    They may all be older than messages taken in earlier: `franchise.chat.read` gives what stands around them.
    """


@hookspec
def franchise_may_sanction(work: UnitOfWork, group: Group, member_id: int, action: str) -> str | None:
    """Decision: may this member be warned or put out of the group?

    Asked before a program proposes it and again before a person's doing is noted.

    Args:
        work: The unit of work, bound to the store; read with it, do not write.
        group: Where.
        member_id: Whom it would hit.
        action: ``warn`` or ``kick``, or another step of a ladder.

    Returns:
        None to stay silent, or the reason against it, such as that he belongs to the staff.

    """
    return None


@hookspec
def franchise_may_reward(work: UnitOfWork, member_id: int, reward: str) -> str | None:
    """Decision: may this member be given a prize or reward?

    Args:
        work: The unit of work, bound to the store; read with it, do not write.
        member_id: Who would get it.
        reward: What, in words.

    Returns:
        None to stay silent, or the reason against it.

    """
    return None


# ------------------------------------------------------------------ tasks


@hookspec
def franchise_on_duty(work: UnitOfWork, group: Group, duty: str, at: int) -> str | None:
    """Single: who does such things in this group at that time.

    Args:
        work: The unit of work, bound to the store; read with it, do not write.
        group: Where.
        duty: What is to be done: one of `franchise.tasks.DUTIES`, or a plugin's own word. ``keep`` asks for the one
            who keeps the group.
        at: When, in UTC milliseconds.

    Returns:
        The person's name as the store calls him, or None when the plugin does not know.

    """
    return None


@hookspec
def franchise_may_finish_task(work: UnitOfWork, task: Task, person: str) -> str | None:
    """Decision: may this person say that the task is done?

    Returns:
        None to stay silent, or the reason against it.

    """
    return None


@hookspec
def franchise_task_finished(work: UnitOfWork, task: Task) -> None:
    """Notification: a task was done, or dropped: ``task.status`` says which, ``task.kind`` whose it is."""


# ------------------------------------------------------------------ order collection


@hookspec
def franchise_may_submit(work: UnitOfWork, group: Group) -> str | None:
    """Decision: may orders be handed in for this group now?

    Returns:
        None to stay silent, or the reason against it, a sentence in the user's language.

    """
    return None


@hookspec
def franchise_read_order(text: str, context: ReadingContext) -> OrderDraft | None:
    """Single: read what a group wrote.

    Asked outside any transaction; must be pure. What is not certain belongs into the draft's questions: never
    dropped, never guessed.

    Returns:
        The draft, or None when the plugin does not read such texts.

    """
    return None


@hookspec
def franchise_cycle_closed(work: UnitOfWork, cycle: Cycle) -> None:
    """Notification: a cycle was closed, its purchase orders are written.

    For entries in the outbox: who must be told, and what is to be printed.
    """
