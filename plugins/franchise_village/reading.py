"""From a group's text to a draft: the reader gives lines, the catalogue gives them products and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from franchise import Cancellation, OrderDraft, Question, ReadingContext, Wish, amounts
from franchise_village.jielong import Line, Reading, ReadingSettings, read
from franchise_village.jielong.values import ASKING
from franchise_village.matching import Match, Products
from franchise_village.messages import gettext as _
from franchise_village.units import MONEY

ALIKE: Final = 85


def read_order(text: str, context: ReadingContext) -> OrderDraft:
    """Read a pasted text into what is certain and what must be asked. Pure."""
    products = Products(context.catalog, context.aliases)
    reading = read(
        text,
        sender=context.sender,
        offer=context.offer,
        roster=context.roster,
        products=products.names(),
        settings=reading_settings(context.settings),
    )
    if other := _meant_for(reading.header, context):
        return OrderDraft(
            mode="reject",
            rejected="other_village",
            rejected_text=_(
                "The list says {other}, and it was handed in for {place}. Is it --village {key}?"
            ).format(other=other, place=context.place, key=context.other_places[other]),
        )
    return to_draft(text, reading, products, context.catalog, context.roster, sender=context.sender)


def _meant_for(header: str, context: ReadingContext) -> str:
    """Another village that the heading names, when it does not name this one; the longest such name."""
    if not context.place or context.place in header:
        return ""
    named = [place for place in context.other_places if len(place) > 1 and place in header]
    return max(named, key=lambda place: (len(place), place), default="")


def reading_settings(orders: Any) -> ReadingSettings:
    """The reader's settings from the store's ``[orders]`` section; the safest ones without it."""
    if orders is None:
        return ReadingSettings()
    return ReadingSettings(
        missing_quantity=orders.missing_quantity,
        same_item_twice=orders.same_item_twice,
        cancel_for_others=orders.cancel_for_others,
    )


def to_draft(
    text: str,
    reading: Reading,
    products: Products,
    catalog: Mapping[str, Mapping[str, Any]],
    roster: Sequence[str],
    *,
    sender: str = "",
) -> OrderDraft:
    """Match a reading's lines with the catalogue."""
    if reading.rejected:
        return OrderDraft(mode="reject", rejected=reading.rejected, rejected_text=refusal(reading.rejected))
    wishes: list[Wish] = []
    cancels: list[Cancellation] = []
    questions: list[Question] = []
    for line in reading.lines:
        raw = text[line.span[0] : line.span[1]].strip()
        match = products.find(line.item)
        if line.action == "cancel":
            _cancel(line, raw, match.product, match.options, products, cancels, questions)
            continue
        said = _wish_or_question(line, raw, match, products, catalog)
        if isinstance(said, Wish):
            wishes.append(said)
        else:
            questions.append(said)
    # What may be an order and could not be read is kept for a person, like a line that is not understood.
    questions += [
        Question(
            code="not_understood",
            text=w.text,
            raw=text[w.span[0] : w.span[1]].strip(),
            member=sender,
            item="",
        )
        for w in reading.warnings
        if w.code in ASKING
    ]
    warnings = [w.text for w in reading.warnings if w.code not in ASKING]
    warnings += _lookalikes(reading.lines, roster)
    return OrderDraft(
        mode=reading.mode,
        wishes=tuple(wishes),
        cancels=tuple(cancels),
        questions=tuple(questions),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _wish_or_question(
    line: Line, raw: str, match: Match, products: Products, catalog: Mapping[str, Mapping[str, Any]]
) -> Wish | Question:
    """What a line wants of a product, or the first thing to ask about it."""
    quantity, unit, doubt = line.quantity, line.unit, ""
    if match.product:
        found = products.amount(match.product, line.quantity, line.unit)
        quantity, unit, doubt = found.quantity, found.unit, found.doubt
    code = _first_doubt(line, match, doubt)
    if not code:
        assert quantity is not None
        return Wish(
            member=line.member, product=match.product, unit=unit, quantity=quantity, note=line.note, raw=raw
        )
    if code == "by_money" and match.product:
        quantity, unit = _bought_for(quantity, unit, catalog[match.product])
    return Question(
        code=code,
        text=explain(code, line, unit, products.sold_by(match.product)),
        raw=raw,
        member=line.member,
        item=line.item,
        product=match.product,
        unit=unit,
        quantity=quantity,
        note=line.note,
        options=match.options,
    )


def _first_doubt(line: Line, match: Match, amount_doubt: str) -> str:
    """The one question to ask: what is meant comes before how much of it."""
    if not line.member:
        return "member_missing"
    if not line.item:
        return "item_missing"
    if "not_understood" in line.doubts:
        return "not_understood"
    if not match.product:
        return "ambiguous_product" if match.ambiguous else "unknown_product"
    if line.doubts:
        return line.doubts[0]
    if amount_doubt:
        return amount_doubt
    return "quantity_missing" if line.quantity is None else ""


def _cancel(
    line: Line,
    raw: str,
    product: str,
    options: Sequence[str],
    products: Products,
    cancels: list[Cancellation],
    questions: list[Question],
) -> None:
    code = line.doubts[0] if line.doubts else ""
    if line.item and not product:
        code = "unknown_product"
    if not line.member:
        code = "member_missing"
    quantity, unit = line.quantity, line.unit
    if product and quantity is not None:
        found = products.amount(product, quantity, unit)
        quantity, unit = (found.quantity, found.unit) if not found.doubt else (line.quantity, "")
    if not code:
        cancels.append(
            Cancellation(member=line.member, product=product, unit=unit, quantity=quantity, raw=raw)
        )
        return
    questions.append(
        Question(
            code=code,
            text=explain(code, line, unit),
            raw=raw,
            action="cancel",
            member=line.member,
            item=line.item,
            product=product,
            unit=unit,
            quantity=quantity,
            options=tuple(options),
        )
    )


def _bought_for(money: int | None, word: str, product: Mapping[str, Any]) -> tuple[int | None, str]:
    """What an amount of money (thousandths of ``word``: 元, 毛) buys, rounded down to the product's step."""
    price = amounts.parse_money(str(product["price"]))
    if money is None or not price:
        return None, str(product["unit"])
    step = amounts.parse_fixed(str(product.get("step", "0.001")), 3) or 1
    quantity = money * MONEY[word] // price
    return quantity // step * step or None, str(product["unit"])


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


def _lookalikes(lines: Sequence[Line], roster: Sequence[str]) -> list[str]:
    """Warnings about new names that look like known ones: one household may have two nicknames."""
    fresh = sorted({line.member for line in lines if line.member} - set(roster))
    if not fresh or not roster:
        return []
    from rapidfuzz import fuzz, process

    out = []
    for name in fresh:
        found = process.extractOne(name, roster, scorer=fuzz.ratio, score_cutoff=ALIKE)
        near = (
            found[0]
            if found
            else next((n for n in roster if name in {f"{n}家", f"{n}家的"} or n == f"{name}家"), "")
        )
        if near and near != name:
            out.append(
                _(
                    "{name} is new and looks like {near}; `franchise member merge` makes them one household."
                ).format(name=name, near=near)
            )
    return out
