"""Every hook of franchise: the table of contents of the framework.

Each hook is one of four kinds, and says which:

* *registration*: asked once, when the program starts;
* *decision*: asked inside the transaction; each plugin may refuse or stay silent; the strictest answer wins, and a
  plugin that fails refuses;
* *single*: exactly one plugin may answer; two answers are a named conflict;
* *notification*: told inside the transaction, for the plugin's own rows and outbox entries; a failure undoes that
  plugin's part alone and is reported. I/O never happens here.

Decisions, singles and notifications reach the plugins that the store's setup enables. A hook appears here when a
shipped plugin uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from franchise.hooks import hookspec

if TYPE_CHECKING:
    from franchise.admission.values import Application, Mechanism, Rejected, Waiting
    from franchise.groups.values import Group
    from franchise.orders.values import Cycle, OrderDraft, ReadingContext
    from franchise.reports.values import ReportKind
    from franchise.setups import Document, Section
    from franchise.storage.migrate import MigrationSource
    from franchise.work import SetupKey, UnitOfWork

# ------------------------------------------------------------------ registration


@hookspec
def franchise_setup_sections() -> Sequence[Section]:
    """Registration: the plugin's sections of the setup document.

    The declaration alone gives validation, ``setup show``, ``clone``, ``diff`` and ``upgrade``.
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
