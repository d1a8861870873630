"""franchise: run one store's community program in ten thousand stores.

What stands in `__all__` is the public interface that plugins and programs may use; everything else may change.
Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from franchise import (
        admission,
        amounts,
        cadence,
        chat,
        clock,
        errors,
        groups,
        orders,
        replication,
        reports,
        stores,
        tasks,
    )
    from franchise.admission.values import Admitted, Application, Mechanism, Rejected, Waiting
    from franchise.app import Franchise
    from franchise.catalog.section import Card, Catalog, Product, SellingUnit, Supplier
    from franchise.chat.values import Message
    from franchise.clock import Clock, FixedClock, SystemClock
    from franchise.errors import (
        Conflict,
        FranchiseError,
        NotFound,
        PluginFailed,
        Refused,
        SetupInvalid,
        StorageError,
        UsageProblem,
    )
    from franchise.groups.values import Group, Membership, nickname_key
    from franchise.hooks import hookimpl
    from franchise.ids import store_id
    from franchise.messages import language, translator
    from franchise.orders.values import (
        Cancellation,
        Cycle,
        Line,
        OrderDraft,
        Outcome,
        Question,
        ReadingContext,
        Wish,
    )
    from franchise.reports.paper import Column, Paper, Table
    from franchise.reports.values import ReportKind
    from franchise.setups import (
        DeferredSection,
        Document,
        Money,
        Problem,
        Quantity,
        Section,
        Wall,
        setting,
    )
    from franchise.storage import MigrationSource, hq_table, store_table
    from franchise.suggest import did_you_mean
    from franchise.tasks.values import NewTask, Task
    from franchise.work import OutboxEntry, SetupKey, Store, UnitOfWork

_HOME: Final = {
    "Admitted": "admission.values",
    "Application": "admission.values",
    "Cancellation": "orders.values",
    "Card": "catalog.section",
    "Catalog": "catalog.section",
    "Clock": "clock",
    "Column": "reports.paper",
    "Conflict": "errors",
    "Cycle": "orders.values",
    "DeferredSection": "setups",
    "Document": "setups",
    "FixedClock": "clock",
    "Franchise": "app",
    "FranchiseError": "errors",
    "Group": "groups.values",
    "Line": "orders.values",
    "Mechanism": "admission.values",
    "Membership": "groups.values",
    "Message": "chat.values",
    "MigrationSource": "storage",
    "Money": "setups",
    "NewTask": "tasks.values",
    "NotFound": "errors",
    "OrderDraft": "orders.values",
    "OutboxEntry": "work",
    "Outcome": "orders.values",
    "Paper": "reports.paper",
    "PluginFailed": "errors",
    "Problem": "setups",
    "Product": "catalog.section",
    "Quantity": "setups",
    "Question": "orders.values",
    "ReadingContext": "orders.values",
    "Refused": "errors",
    "Rejected": "admission.values",
    "ReportKind": "reports.values",
    "Section": "setups",
    "SellingUnit": "catalog.section",
    "SetupInvalid": "errors",
    "SetupKey": "work",
    "StorageError": "errors",
    "Store": "work",
    "Supplier": "catalog.section",
    "SystemClock": "clock",
    "Table": "reports.paper",
    "Task": "tasks.values",
    "UnitOfWork": "work",
    "UsageProblem": "errors",
    "Waiting": "admission.values",
    "Wall": "setups",
    "Wish": "orders.values",
    "did_you_mean": "suggest",
    "hookimpl": "hooks",
    "hq_table": "storage",
    "language": "messages",
    "nickname_key": "groups.values",
    "setting": "setups",
    "store_id": "ids",
    "store_table": "storage",
    "translator": "messages",
}
_ROOMS: Final = (
    "admission",
    "amounts",
    "cadence",
    "chat",
    "clock",
    "errors",
    "groups",
    "orders",
    "replication",
    "reports",
    "stores",
    "tasks",
)

__all__ = [
    "Admitted",
    "Application",
    "Cancellation",
    "Card",
    "Catalog",
    "Clock",
    "Column",
    "Conflict",
    "Cycle",
    "DeferredSection",
    "Document",
    "FixedClock",
    "Franchise",
    "FranchiseError",
    "Group",
    "Line",
    "Mechanism",
    "Membership",
    "Message",
    "MigrationSource",
    "Money",
    "NewTask",
    "NotFound",
    "OrderDraft",
    "OutboxEntry",
    "Outcome",
    "Paper",
    "PluginFailed",
    "Problem",
    "Product",
    "Quantity",
    "Question",
    "ReadingContext",
    "Refused",
    "Rejected",
    "ReportKind",
    "Section",
    "SellingUnit",
    "SetupInvalid",
    "SetupKey",
    "StorageError",
    "Store",
    "Supplier",
    "SystemClock",
    "Table",
    "Task",
    "UnitOfWork",
    "UsageProblem",
    "Waiting",
    "Wall",
    "Wish",
    "admission",
    "amounts",
    "cadence",
    "chat",
    "clock",
    "did_you_mean",
    "errors",
    "groups",
    "hookimpl",
    "hq_table",
    "language",
    "nickname_key",
    "orders",
    "replication",
    "reports",
    "setting",
    "store_id",
    "store_table",
    "stores",
    "tasks",
    "translator",
]


def __getattr__(name: str) -> Any:
    if home := _HOME.get(name):
        value = globals()[name] = getattr(import_module(f"franchise.{home}"), name)
        return value
    if name in _ROOMS:
        return import_module(f"franchise.{name}")
    raise AttributeError(name)
