"""From a group's text to a draft: the reader gives lines, the catalogue gives them products and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from franchise import Cancellation, OrderDraft, Question, ReadingContext, Wish, amounts
from franchise_village.jielong import Line, Reading, ReadingSettings, read
from franchise_village.jielong.values import ASKING
from franchise_village.matching import Match, Products
from franchise_village.messages import gettext as _
from franchise_village.units import MONEY
from franchise_village.wording import explain, refusal

ALIKE: Final = 85
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


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
    return to_draft(
        text,
        reading,
        products,
        context.catalog,
        context.roster,
        sender=context.sender,
        elsewhere=context.other_places,
    )


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
    elsewhere: Mapping[str, str] = _NOWHERE,
) -> OrderDraft:
    """Match a reading's lines with the catalogue."""
    if reading.rejected:
        return OrderDraft(mode="reject", rejected=reading.rejected, rejected_text=refusal(reading.rejected))
    wishes: list[Wish] = []
    cancels: list[Cancellation] = []
    questions: list[Question] = []
    for line in reading.lines:
        raw = text[line.span[0] : line.span[1]].strip()
        if line.member in elsewhere and line.member not in roster:
            questions.append(_of_another_village(line, raw, elsewhere[line.member]))
            continue
        match = products.find(line.item)
        if line.action == "cancel":
            _cancel(line, raw, match.product, match.options, products, cancels, questions)
            continue
        said = _wish_or_question(line, raw, match, products, catalog)
        if isinstance(said, Wish):
            wishes.append(said)
            questions += _in_note(said, products)
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
    warnings = [
        _warning(w.text, text[w.span[0] : w.span[1]]) for w in reading.warnings if w.code not in ASKING
    ]
    if reading.level == "village" and reading.lines:
        warnings.append(
            _(
                "These are totals of a village; they count beside what its members have ordered by name."
                " Do not hand in both."
            )
        )
    warnings += _lookalikes(reading.lines, roster)
    return OrderDraft(
        mode=reading.mode,
        wishes=tuple(wishes),
        cancels=tuple(cancels),
        questions=tuple(questions),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _in_note(wish: Wish, products: Products) -> list[Question]:
    """What was kept as a remark and looks like one more order: goods of the catalogue with an amount behind them."""
    out = []
    for part in wish.note.split("；"):
        if not any(c.isdigit() for c in part):
            continue
        name = max((n for n in products.names() if len(n) > 1 and part.startswith(n)), key=len, default="")
        if name and any(c.isdigit() for c in part[len(name) :]):
            out.append(
                Question(
                    code="not_understood",
                    text=_("{member}: is this one more order?").format(member=wish.member),
                    raw=part,
                    member=wish.member,
                    item=name,
                    product=products.find(name).product,
                )
            )
    return out


def _of_another_village(line: Line, raw: str, key: str) -> Question:
    return Question(
        code="other_village",
        text=_("{place} is another village: hand its order in with --village {key}.").format(
            place=line.member, key=key
        ),
        raw=raw,
        action=line.action,
        item=line.item,
    )


def _warning(words: str, raw: str) -> str:
    """A warning with the words that it is about: a long list has many that are alike."""
    raw = " ".join(raw.split())
    if not raw or raw in words:
        return words
    return _("{warning} “{raw}”").format(warning=words, raw=raw if len(raw) <= 60 else f"{raw[:59]}…")


def _wish_or_question(
    line: Line, raw: str, match: Match, products: Products, catalog: Mapping[str, Mapping[str, Any]]
) -> Wish | Question:
    """What a line wants of a product, or the first thing to ask about it."""
    quantity, unit, doubt = line.quantity, line.unit, ""
    if match.product:
        found = products.amount(match.product, line.quantity, line.unit or line.priced_by)
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
