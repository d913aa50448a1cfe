"""Pages: what a reader cannot see is left out and told, what only looks hidden is read."""

import time

import pytest

from ingest.reading.markup import html


def told(page: str) -> tuple[list[str], bool]:
    found = html(page)
    return [block.text for block in found.blocks], "hidden_text" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    "page",
    [
        "<style>@media screen{.x{display:none}}</style><p class=x>gone</p>",
        "<style>@media all{@supports (display:grid){.x{opacity:0}}}</style><p class=x>gone</p>",
        "<style>@media (min-width:1px){p.x{visibility:hidden}}</style><p class=x>gone</p>",
        "<style>#x{text-indent:-9999px}</style><p id=x>gone</p>",
        "<style>.x{color:#fff;background:white}</style><p class=x>gone</p>",
        "<style>.x{color:rgb(0,0,0)} div{background:#000}</style><div><p class=x>gone</p></div>",
        "<style>.x{color:white}</style><p class=x>gone</p>",
        "<style>.x{clip:rect(0 0 0 0)}</style><p class=x>gone</p>",
        "<style>.x{dis\\70lay:none}</style><p class=x>gone</p>",
        "<style>.x{font:0/0 a}</style><p class=x>gone</p>",
        "<p style='font-size:0'>gone</p>",
        "<p hidden>gone</p>",
    ],
)
def test_what_no_reader_sees_is_left_out(page: str) -> None:
    assert told(page + "<p>kept</p>") == (["kept"], True)


@pytest.mark.parametrize(
    "page",
    [
        '<p aria-hidden="true">seen</p>',
        "<style>@media print{.x{display:none}}</style><p class=x>seen</p>",
        "<style media=print>.x{display:none}</style><p class=x>seen</p>",
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>seen</p>",
        "<style>@supports not (display:grid){.x{display:none}}</style><p class=x>seen</p>",
        "<style>.x{display:none} .x.on{display:block}</style><p class='x on'>seen</p>",
        "<style>.x{display:none}</style><p class=x style='display:block'>seen</p>",
        "<style>.x{color:#fff} .y{background:#036}</style><div class=y><p class=x>seen</p></div>",
        "<style>.x{color:#fff} .y{background:url(a.png)}</style><div class=y><p class=x>seen</p></div>",
        "<style>.x{color:#fff} .y::before{background:#000}</style><div class=y><p class=x>seen</p></div>",
        "<link rel=stylesheet href=a.css><style>.x{color:#fff}</style><p class=x>seen</p>",
        "<p style='color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text'>seen</p>",
        "<div style='position:absolute;left:50%;margin-left:-480px'>seen</div>",
        "<div style='font-size:0'><p style='font-size:14px'>seen</p></div>",
        "<style>body{opacity:0}</style><p>seen</p>",
    ],
)
def test_what_a_reader_may_see_is_read(page: str) -> None:
    assert told(page) == (["seen"], False)


def test_the_name_of_a_drawn_icon_is_no_text() -> None:
    assert told('<p><i class="icons" aria-hidden="true">home</i>kept</p>') == (["kept"], False)


def test_style_sheets_made_to_be_slow_are_not() -> None:
    for sheet in ("@media screen{" * 20_000, '"' * 20_000, "/*" * 20_000, "* * * .x," * 10_000 + "b{display:none}"):
        assert told(f"<style>{sheet}</style><p>kept</p>") == (["kept"], False)


def test_selectors_that_try_every_neighbour_or_parent_are_passed_over() -> None:
    begun = time.process_time()
    siblings = "<style>b~p~p~.z{display:none}</style>" + "<p>kept</p>" * 300
    nested = "<style>b div div div div .z{display:none}</style>" + "<div>" * 150 + "<p>kept</p>"
    assert told(siblings) == (["kept"] * 300, False)
    assert told(nested) == (["kept"], False)
    assert time.process_time() - begun < 1
