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
        "<style>.x{&:not(.y){display:none}}</style><p class=x>gone</p>",
        "<style>div{@media screen{.x{display:none}}}</style><div><p class=x>gone</p></div>",
        "<style>p:is(.x, .z):not(:hover){display:none}</style><p class=x>gone</p>",
        "<style>span{display:none}</style><span>gone</span>",
        "<style>h2 ~ .x{display:none}</style><div><h2></h2><p class=x>gone</p></div>",
        "<style>:root{--w:#fff}.x{color:var(--w)}</style><p class=x>gone</p>",
        "<style>.x{color:oklch(1 0 0)}</style><p class=x>gone</p>",
        "<style>.x{color:hwb(0 100% 0);background:lab(100% 0 0)}</style><p class=x>gone</p>",
        f"<style>.y{{width:{'1' * 9000}px}}.x{{display:none}}</style><p class=x>gone</p>",
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
        "<style>.x..y,.x:of(,p:foo{display:none}</style><p class=x>seen</p>",
        "<style>.x:hover{display:none}</style><p class=x>seen</p>",
        "<style>:root{--c:#fff}.d{--c:#000}.x{color:var(--c)}</style><p class=x>seen</p>",
    ],
)
def test_what_a_reader_may_see_is_read(page: str) -> None:
    assert told(page) == (["seen"], False)


def test_a_mark_that_waits_for_a_pointer_is_left_out_and_not_told() -> None:
    page = "<style>a.x{visibility:hidden} p:hover a.x{visibility:visible}</style><p>kept<a class=x> ¶</a></p>"
    assert told(page) == (["kept"], False)


def test_the_name_of_a_drawn_icon_is_no_text() -> None:
    assert told('<p><i class="icons" aria-hidden="true">home</i>kept</p>') == (["kept"], False)


def test_style_sheets_made_to_be_slow_are_not() -> None:
    for sheet in ("@media screen{" * 20_000, '"' * 20_000, "/*" * 20_000, "* * * .x," * 10_000 + "b{display:none}"):
        assert told(f"<style>{sheet}</style><p>kept</p>") == (["kept"], False)


@pytest.mark.parametrize(
    ("selector", "body"),
    [
        ("b~p~p~.z", "<p>kept</p>" * 300), ("b div div .z", "<div>" * 3000 + "<p class=z>kept</p>"),
        ("b div div p", "<div>" * 3000 + "<p>kept</p>"), ("b :is(div div) p", "<div>" * 3000 + "<p>kept</p>"),
        (",".join(f"p:nth-child({at}n)" for at in range(2, 90)), "<p>kept</p>" * 15_000),
        ("p:not(:nth-last-child(n))", "<p>kept</p>" * 15_000),
    ],
)  # fmt: skip
def test_selectors_that_try_every_neighbour_or_parent_are_passed_over(selector: str, body: str) -> None:
    begun = time.process_time()
    assert set(told(f"<style>{selector}{{display:none}}</style>{body}")[0]) == {"kept"}
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("sheet", [".y{color:red}" * 300_000, "a{" * 300_000, ":is(" * 300_000, ".x" * 1_000_000])
def test_megabytes_of_rules_take_a_moment(sheet: str) -> None:
    begun = time.process_time()
    assert told(f"<style>{sheet}</style><p>kept</p>") == (["kept"], False)
    assert time.process_time() - begun < 5
