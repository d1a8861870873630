"""From a pasted text to a draft: the one plugin that reads such texts is asked."""

from __future__ import annotations

from franchise.errors import PluginFailed
from franchise.groups import operations as groups
from franchise.groups.rosters import Roster
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.orders.questions import aliases
from franchise.orders.values import OrderDraft, ReadingContext
from franchise.work import UnitOfWork


def reading_context(work: UnitOfWork, group: Group, *, sender: str = "", offer: str = "") -> ReadingContext:
    """What a reader may know of a group: names, catalogue, learnt aliases."""
    return ReadingContext(
        group=group.key,
        group_name=group.name,
        sender=sender,
        offer=offer,
        roster=_names(groups.roster(work, group)),
        place=group.place,
        other_places={g.place: g.key for g in groups.listed(work) if g.place not in {"", group.place}},
        catalog=work.setup.raw("catalog"),
        settings=work.setup.get("orders"),
        aliases=aliases(work, group),
    )


def _names(roster: Roster) -> tuple[str, ...]:
    """Every name that somebody goes by: the main ones, then the further ones as they are looked up."""
    main = roster.names()
    known = {nickname_key(name) for name in main}
    return (*main, *sorted(key for key in roster.ids if key not in known))


def read(work: UnitOfWork, text: str, context: ReadingContext) -> OrderDraft:
    """Read a text with the plugin that the store's setup enables for it.

    Raises:
        PluginFailed: No plugin reads such texts, or the one that does failed.
        Conflict: Two plugins answered.

    """
    draft: OrderDraft | None = work.plugins.single(
        "franchise_read_order", scope=work.scope, text=text, context=context
    )
    if draft is None:
        raise PluginFailed(
            _("No plugin of this store reads orders from text."),
            hint=_("`franchise plugins` shows what is installed."),
        )
    return draft
