"""Markdown of a reply as safe HTML."""

import re
from dataclasses import replace

import pytest

from bots.web.links import outward
from bots.web.markdown import render

from .fakes import CITATIONS

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//far.example)",
    "[x](/api/history)",
    "<javascript:alert(1)>",
    "![x](https://far.example/pixel.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<!-- --><style>body{display:none}</style>",
    "[1](javascript:alert(1))",
    "**<iframe src=https://far.example>**",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_words_become_markup(text: str) -> None:
    html = render(text, CITATIONS)
    tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", html))
    assert tags <= {"p", "a", "code", "pre", "strong", "br"}
    assert not re.search(r"<[^>]*\s(on\w+|style|src|id)\s*=", html)
    for address in re.findall(r'href="([^"]*)"', html):
        assert address.startswith(("https://", "http://", "/documents/law?"))


def test_a_hostile_title_stays_inside_its_label() -> None:
    html = render("[1]", [replace(CITATIONS[0], title='"><script>x</script>')])
    assert "<script" not in html
    assert html.count("<a ") == 1


def test_known_markers_open_their_passage_and_unknown_ones_stay_text() -> None:
    html = render("二十年。[1][2] 另见 [3]、[10]。", CITATIONS)
    assert re.findall(r'data-marker="(\d+)"', html) == ["1", "2"]
    assert 'href="/documents/law?version=law-2020&amp;start=' in html
    assert 'aria-label="[1] 中华人民共和国专利法 第四十二条"' in html
    assert "另见 [3]、[10]。" in html


def test_a_marker_in_code_is_code() -> None:
    assert "<code>[1]</code>" in render("`[1]`", CITATIONS)


def test_a_marker_before_a_bracket_is_still_a_marker() -> None:
    html = render("[1](https://far.example)", CITATIONS)
    assert 'href="https://far.example"' not in html
    assert 'data-marker="1"' in html


def test_a_marker_wins_over_the_link_around_it() -> None:
    html = render("[see [1] here](https://far.example)", CITATIONS)
    assert re.findall(r'<a [^>]*data-marker="(\d+)"', html) == ["1"]
    assert html.count("<a ") == 1


def test_lists_tables_and_line_breaks_are_shown() -> None:
    html = render("# 材料\n第一行\n第二行\n\n1. 证书\n2. 合同\n\n|甲|乙|\n|-|-|\n|1|2|")
    assert "<h3>材料</h3>" in html
    assert "第一行<br>" in html
    assert "<li>合同</li>" in html
    assert "<td>2</td>" in html


def test_an_outward_link_keeps_the_conversation_open() -> None:
    assert 'target="_blank" rel="noopener noreferrer"' in render("[官网](https://a.example/?a=1&b=2)")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:x",
        "//a.example",
        "https://",
        "http:a",
        "https://[",
        "java\nscript:x",
        " https://a.example",
    ],
)
def test_only_absolute_web_addresses_lead_outward(address: str | None) -> None:
    assert outward(address) is None


def test_a_web_address_leads_outward() -> None:
    assert outward("https://a.example/专利?x=1#y") == "https://a.example/专利?x=1#y"
