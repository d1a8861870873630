"""The look of the HTML page, on screen and on paper."""

from __future__ import annotations

from typing import Final

from franchise.reports.cells import clean

STYLE: Final = """\
:root{--ink:#222;--grey:#666;--line:#d4d9d6;--rule:#7f8a84;--head:#eef3f0}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:#f3f4f3;font:15px/1.5 "PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei","Hiragino Sans GB",Roboto,Arial,sans-serif}
h1{font-size:1.5em;line-height:1.3;margin:0 0 .4em}
h2{font-size:1.1em;line-height:1.3;margin:.9em 0 .3em}
h1,h2,td,th,li,p{overflow-wrap:anywhere}
.facts{list-style:none;margin:0 0 .5em;padding:0;display:flex;flex-wrap:wrap;gap:.1em 2.2em}
.label{color:var(--grey)}
.sheet,.slips{background:#fff;max-width:62em;margin:1em auto;padding:1.4em 1.6em;
box-shadow:0 1px 4px rgba(0,0,0,.14)}
.wide{max-width:90em}
.scroll{overflow-x:auto;margin:.5em 0 .8em}
table{width:100%;min-width:var(--w);border-collapse:collapse;table-layout:fixed;font-size:.93em}
th,td{padding:.32em .5em;text-align:left;vertical-align:middle;border-bottom:1px solid var(--line)}
thead th{background:var(--head);border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
font-weight:600;line-height:1.3;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.n{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th.n{overflow-wrap:anywhere}
.u{padding-left:.2em;padding-right:0;white-space:nowrap}
.group td.lead,td[rowspan]{vertical-align:top}
.group tr:last-child td,.group td.lead{border-bottom-color:var(--rule)}
.totals td{font-weight:600;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.none{color:var(--grey)}
.note{margin:.25em 0}
.signatures{display:flex;flex-wrap:wrap;gap:.6em 2.5em;margin-top:1.2em}
.signatures div{flex:1 1 14em;display:flex;align-items:flex-end;min-height:2.2em}
.signatures span{white-space:nowrap}
.signatures i{flex:1;border-bottom:1px solid var(--rule);margin-left:.4em}
.slips{display:grid;grid-template-columns:repeat(auto-fill,minmax(19em,1fr));
padding:0 1px 1px 0;max-width:62em}
.slip{border:1px dashed var(--rule);margin:0 -1px -1px 0;padding:.8em 1em;break-inside:avoid;font-size:.93em}
.slip h2{margin:0}
.slip table{min-width:0}
.slip .note{font-size:.92em}
.slip .signatures{margin-top:.5em}
.slip .signatures div{flex-basis:8em}
.about{color:var(--grey);font-size:.82em;margin:.1em 0 .3em}
@media (max-width:40em){body{font-size:14px}.sheet{margin:0 0 .8em;padding:1em .9em}.slips{margin:0}}
@media print{
body{background:none;font-size:10pt;line-height:1.35}
.sheet{padding:0}
.sheet,.slips{max-width:none;margin:0;box-shadow:none;break-after:page}
article:last-child>section:last-child{break-after:auto}
.slips{grid-template-columns:1fr 1fr}
.wide{page:wide}
.scroll{overflow:visible}
table{min-width:0}
thead{display:table-header-group}
tr,.group,.totals,footer{break-inside:avoid}
.totals{break-before:avoid}
h1,h2,.facts{break-after:avoid}
.small{font-size:8pt}.tiny{font-size:6.5pt}
.small th,.small td,.tiny th,.tiny td{padding:.28em .3em}
}
"""

_PAGES: Final = """\
@page{size:A4;margin:14mm 13mm 16mm;
@bottom-left{content:%(title)s;font-size:8pt;color:#666}
@bottom-right{content:%(pages)s;font-size:8pt;color:#666}}
@page wide{size:A4 landscape}
"""


def page_style(title: str, page_of_line: str) -> str:
    """The printed page's size, and its foot: the title, and page x of y."""
    marked = page_of_line.format(page="\0page\0", pages="\0pages\0").split("\0")
    pages = " ".join(
        f"counter({part})" if part in {"page", "pages"} else css_string(part) for part in marked if part
    )
    return _PAGES % {"title": css_string(clean(title)), "pages": pages}


def css_string(text: str) -> str:
    """``text`` as a CSS string; every ASCII sign is written by its number, so that nothing ends the sheet."""
    return '"' + "".join(c if c.isalnum() or ord(c) > 0x2FF else f"\\{ord(c):x} " for c in text) + '"'
