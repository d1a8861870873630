"""Questions and refusals of the reader, in words."""

from __future__ import annotations

from franchise import amounts
from franchise_village.jielong import Line
from franchise_village.messages import gettext as _


def refusal(reason: str) -> str:
    """Why a whole text was refused, in words that say what to do."""
    sentences = {
        "empty": _("There is no text."),
        "no_order_text": _("There are no words in it."),
        "too_long": _("It is too long; hand it in as several lists."),
        "too_many_lines": _("It has too many lines; hand it in as several lists."),
        "line_too_long": _("One of its lines is too long."),
        "control_characters": _(
            "It holds characters that cannot be shown; copy the list from the group again."
        ),
        "bidi_control": _("It holds marks that turn the writing direction and hide what is written."),
        "combining_marks": _("It holds a heap of marks over one character."),
        "suspicious_member": _("What stands in place of a name is no name."),
        "formula": _("It holds what a spreadsheet would run as a formula."),
        "markup": _("It holds programs or markup."),
        "xml_dtd": _("Its envelope declares a document type; such texts are never opened."),
        "envelope_unread": _("Its envelope is broken; copy the list itself from the group."),
        "qty_bad_number": _("A quantity in it is no plain number."),
        "qty_zero": _("A quantity in it is zero; write 取消 to take an order back."),
        "qty_negative": _("A quantity in it is below zero."),
        "qty_out_of_range": _("A quantity in it is too large (at most 9999)."),
        "name_too_long": _("A name in it is too long."),
        "item_too_long": _("The name of an item in it is too long."),
    }
    return sentences.get(reason) or _("It could not be taken ({reason}).").format(reason=reason)


def explain(code: str, line: Line, unit: str, sold_by: str = "") -> str:
    """A question in words."""
    item = line.item or "?"
    said = f"{amounts.format_quantity(line.quantity)}{line.unit}" if line.quantity is not None else ""
    sentences = {
        "unknown_product": _("{item} is not in the catalogue."),
        "ambiguous_product": _("{item} may be several products: which one?"),
        "not_understood": _("{member}: this could not be understood."),
        "member_missing": _("Whose order is it?"),
        "item_missing": _("Which product does {member} want?"),
        "quantity_missing": _("How much {item} does {member} want?"),
        "unit_missing": _("{member} wants {said} of {item}: {said} of what unit?"),
        "unknown_unit": _("{item} is not sold by {unit} but by {sold_by}: how much does {member} want?"),
        "by_money": _("{member} wants {item} for {said}: how much is that?"),
        "same_item_twice": _("{member} has {item} twice in the list: both, or the later one?"),
        "outside_cycle": _("{member} wants {item} for another day."),
        "for_somebody_else": _("This is for somebody else ({member}): may the writer do that?"),
        "item_elided": _("{member} wants {said}: of what?"),
        "conditional": _("{member} wants {item} only on a condition."),
        "cancel_scope": _("Does {member} take back only the last item, or {item} too?"),
    }
    sentence = sentences.get(code, _("Please check {member}: {item} {said}."))
    return sentence.format(
        item=item, member=line.member or "?", said=said or "?", unit=unit or "?", sold_by=sold_by
    )
