"""The sentences behind the codes: what a person is told about a warning or a doubt."""

from __future__ import annotations

from typing import Final

from franchise_village.messages import gettext as _


def N_(message: str) -> str:  # noqa: N802 - the name that Babel looks for
    """Mark a sentence for translation that is looked up later."""
    return message


_SENTENCES: Final[dict[str, str]] = {
    "empty": N_("There is nothing in the message."),
    "no_order_text": N_("There is no text in the message that could order anything."),
    "too_long": N_("The message is longer than allowed."),
    "too_many_lines": N_("The message has more lines than allowed."),
    "line_too_long": N_("A line of the message is longer than allowed."),
    "control_characters": N_("The message holds control characters."),
    "bidi_control": N_("The message holds characters that turn the direction of writing."),
    "combining_marks": N_("The message piles marks upon a character."),
    "xml_dtd": N_("The message envelope declares a document type."),
    "envelope_unread": N_("The message envelope holds no chain list."),
    "too_many_wishes": N_("An entry holds more wishes than allowed."),
    "instructions": N_("The message tries to give orders to a program."),
    "markup": N_("The message holds markup or a program."),
    "formula": N_("A field begins like a formula of a spreadsheet."),
    "suspicious_member": N_("This cannot be the name of a member."),
    "name_too_long": N_("The name is longer than allowed."),
    "item_too_long": N_("The name of the goods is longer than allowed."),
    "note_too_long": N_("The note is longer than allowed."),
    "qty_bad_number": N_("This is no plain number."),
    "qty_zero": N_("The quantity is zero; if this is a cancellation, say so."),
    "qty_negative": N_("The quantity is negative; if this is a cancellation, say so."),
    "qty_out_of_range": N_("The quantity is larger than allowed."),
    "one_each": N_("The header allows one each: a name alone is read as one."),
    "quantity_assumed": N_("No quantity stands beside the letter of the offer: one is assumed."),
    "clause_unclear": N_("This may be an order, and it could not be read; a person must read it."),
    "not_understood": N_("This entry could not be understood; a person must read it."),
    "entry_without_order": N_("This entry names a member and no goods."),
    "entry_empty": N_("This entry is empty."),
    "unread_line": N_("This line stands outside the list and was not read as an order."),
    "menu": N_("This numbered line was read as an offer, not as an order."),
    "words_kept": N_("These words are no known goods and no known wish; they were kept as a note."),
    "somebody_else": N_("Only members may speak for themselves here; nothing was done."),
    "chat": N_("This was read as talk, not as an order."),
}


def sentence(code: str) -> str:
    """What a warning of this code says, in the user's language."""
    return _(_SENTENCES.get(code, "Something here needs a person's eye."))
