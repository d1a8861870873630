"""The sentences behind the codes: what a person is told about a warning or a doubt."""

from __future__ import annotations

from typing import Final

from franchise_village.messages import gettext as _

_SENTENCES: Final[dict[str, str]] = {
    "empty": "There is nothing in the message.",
    "no_order_text": "There is no text in the message that could order anything.",
    "too_long": "The message is longer than allowed.",
    "too_many_lines": "The message has more lines than allowed.",
    "line_too_long": "A line of the message is longer than allowed.",
    "control_characters": "The message holds control characters.",
    "bidi_control": "The message holds characters that turn the direction of writing.",
    "combining_marks": "The message piles marks upon a character.",
    "xml_dtd": "The message envelope declares a document type.",
    "envelope_unread": "The message envelope holds no chain list.",
    "too_many_wishes": "An entry holds more wishes than allowed.",
    "instructions": "The message tries to give orders to a program.",
    "markup": "The message holds markup or a program.",
    "formula": "A field begins like a formula of a spreadsheet.",
    "suspicious_member": "This cannot be the name of a member.",
    "name_too_long": "The name is longer than allowed.",
    "item_too_long": "The name of the goods is longer than allowed.",
    "note_too_long": "The note is longer than allowed.",
    "qty_bad_number": "This is no plain number.",
    "qty_zero": "The quantity is zero; if this is a cancellation, say so.",
    "qty_negative": "The quantity is negative; if this is a cancellation, say so.",
    "qty_out_of_range": "The quantity is larger than allowed.",
    "quantity_assumed": "No quantity stands beside the letter of the offer: one is assumed.",
    "not_understood": "This entry could not be understood; a person must read it.",
    "entry_without_order": "This entry names a member and no goods.",
    "entry_empty": "This entry is empty.",
    "unread_line": "This line stands outside the list and was not read as an order.",
    "menu": "This numbered line was read as an offer, not as an order.",
    "words_kept": "These words are no known goods and no known wish; they were kept as a note.",
    "somebody_else": "Only members may speak for themselves here; nothing was done.",
    "chat": "This was read as talk, not as an order.",
}


def sentence(code: str) -> str:
    """What a warning of this code says, in the user's language."""
    return _(_SENTENCES.get(code, "Something here needs a person's eye."))
