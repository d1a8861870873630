"""The message envelope of a native chain list."""

from __future__ import annotations

from franchise_village.jielong import read

TITLE = "#接龙\n💪🏻鸡蛋 12元/板\n\n1. 鲍姐 2板\n2. 史叔 1板"
INFO = "<solitaire_info><![CDATA[<solitaire><tt>0-16</tt><s>.</s><content><i><u>wxid_a</u><r>21-5</r></i><i><u>wxid_b</u><r>30-5</r></i></content></solitaire>]]></solitaire_info>"
ENVELOPE = f'<?xml version="1.0"?>\n<msg><appmsg appid=""><title>{TITLE}</title><type>53</type><extinfo>{INFO}</extinfo></appmsg></msg>'


def test_the_ranges_count_utf16_units_and_name_the_authors() -> None:
    reading = read(ENVELOPE)
    assert [("鲍姐", "wxid_a"), ("史叔", "wxid_b")] == [(line.member, line.author) for line in reading.lines]


def test_spans_lead_back_into_the_envelope_as_it_came() -> None:
    reading = read(ENVELOPE)
    assert ["2板", "1板"] == [ENVELOPE[line.span[0] : line.span[1]] for line in reading.lines]


def test_ranges_part_entries_that_the_numbering_cannot() -> None:
    title = "#接龙\n\n1. 鲍姐 鸡蛋2板\n2.5斤米 \n2. 史叔 鸡蛋1板"
    info = "<solitaire_info><![CDATA[<solitaire><content><i><u>wxid_a</u><r>8-14</r></i><i><u>wxid_b</u><r>26-7</r></i></content></solitaire>]]></solitaire_info>"
    reading = read(f"<msg><appmsg><title>{title}</title><type>53</type>{info}</appmsg></msg>")
    assert [("鲍姐", "鸡蛋"), ("鲍姐", "米"), ("史叔", "鸡蛋")] == [
        (line.member, line.item) for line in reading.lines
    ]


def test_entities_are_resolved_once() -> None:
    reading = read("<msg><appmsg><title>#接龙&#10;1. 甲&amp;乙 米1袋</title><type>53</type></appmsg></msg>")
    assert ["甲&乙"] == [line.member for line in reading.lines]


def test_escaped_markup_in_a_title_is_still_markup() -> None:
    reading = read(
        "<msg><appmsg><title>#接龙&#10;1. &lt;script&gt; 米1袋</title><type>53</type></appmsg></msg>"
    )
    assert "markup" == reading.rejected


def test_broken_ranges_are_ignored() -> None:
    broken = ENVELOPE.replace("21-5", "99999-5").replace("30-5", "1-99999")
    assert ["鲍姐", "史叔"] == [line.member for line in read(broken).lines]
