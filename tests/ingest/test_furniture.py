"""Running heads, feet and page numbers are left out; the rows and lines of the text that look like them are not."""

from dataclasses import replace

from ingest.reading.furniture import without
from ingest.reading.layout import Line

ROWS = 30


def page(texts: list[str], cells: int = 1) -> list[Line]:
    return [Line(text, 50, 800 - 20 * at, 400, 812 - 20 * at, (50, 400), cells) for at, text in enumerate(texts)]


def left(pages: list[list[Line]]) -> list[str]:
    return [line.text for kept in without(pages, range(1, len(pages) + 1)) for line in kept]


def test_a_head_and_a_foot_that_count_the_pages_are_left_out() -> None:
    body = [[f"{kind}甲乙丙丁{at}" for kind in "子丑寅卯辰巳午未"] for at in "天地玄黄宇宙"]
    pages = [page(["知识产权公报 2026年第3期", *lines, f"公报 · {at} · 共6页"]) for at, lines in enumerate(body, 11)]
    assert left(pages) == [line for lines in body for line in lines]


def test_a_head_in_small_letters_is_left_out_of_a_leaflet_of_two_pages_and_a_line_of_its_text_is_not() -> None:
    body = [[f"{kind}甲乙丙丁{at}" for kind in "子丑寅卯辰巳午未"] for at in "天地"]
    whole = [page(["海西市知识产权促进中心", *lines, "以下空白"]) for lines in body]
    small = [[replace(lines[0], top=lines[0].bottom + 9), *lines[1:]] for lines in whole]
    assert left(whole) == [line.text for lines in whole for line in lines]
    assert left(small) == [line.text for lines in whole for line in lines[1:]]


def test_rows_of_fees_by_year_are_kept_at_every_edge() -> None:
    rows = [f"{1991 + at} | {900 + 7 * at} | {500 + at}" for at in range(4 * ROWS)]
    pages = [page(rows[at : at + ROWS], cells=3) for at in range(0, len(rows), ROWS)]
    assert left(pages) == rows


def test_numbered_lines_are_kept_at_every_edge() -> None:
    numbered = [f"第{at}条 应当提交第{at}项材料。" for at in range(1, 4 * ROWS + 1)]
    pages = [page(numbered[at : at + ROWS]) for at in range(0, len(numbered), ROWS)]
    assert left(pages) == numbered


CHAPTERS = ("Filing", "Examination", "Opposition", "Renewal", "Appeal")


def test_a_list_of_contents_is_left_out_titled_or_not() -> None:
    entries = [f"{name} {'.' * 30} {at}" for at, name in enumerate(CHAPTERS, 3)]
    body = [page([name, f"What to know about {name}."]) for name in CHAPTERS]
    bare = [f"{name} {'.' * 30} {at}" for at, name in enumerate("甲乙丙", 2)]
    for front in (page(["Contents", *entries]), page(["The guide", *entries]), page(["目 录", *bare])):
        kept = left([front, page(["A word before"]), *body])
        assert not any("....." in line for line in kept)
        assert kept[-2:] == ["Appeal", "What to know about Appeal."]


def test_a_price_list_with_dots_is_kept_wherever_it_stands() -> None:
    falling = [f"{name} {'.' * 30} {900 - 100 * at}" for at, name in enumerate(CHAPTERS)]
    rising = [f"{name} {'.' * 30} {5 * at}" for at, name in enumerate(CHAPTERS, 1)]
    body = [page([f"What to know about {name} at page {at}."]) for at, name in enumerate(CHAPTERS * 4)]
    for prices in (falling, rising):
        assert [line for line in left([page(["Fees in yuan", *prices])]) if "...." in line] == prices
        assert [line for line in left([page(["Fees in yuan", *prices]), *body]) if "...." in line] == prices
    entries = [f"{name} {'.' * 30} {at}" for at, name in enumerate(CHAPTERS, 3)]
    assert [
        line for line in left([page(["Contents", *entries]), page(["Fees", *falling]), *body]) if "..." in line
    ] == falling
