"""PDF as it is printed: columns, tables, running heads, and hidden text."""

from pathlib import Path

import pytest
from reportlab.lib.colors import white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.reading import Read, read_file

TIMEOUT_S = 60.0
WORDS = "the office may refund half of the interest paid"


def read(path: Path) -> Read:
    outcome = read_file(path, path.parent, None, timeout_s=TIMEOUT_S)
    assert isinstance(outcome, Read), outcome
    return outcome


@pytest.mark.parametrize("lower", [0, 12])
def test_two_columns_are_read_one_after_the_other_also_if_their_lines_stand_at_other_heights(
    tmp_path: Path, lower: int
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for line in range(12):  # written across, as some programs do
        for column, x, y in (("left", 60, 700), ("right", 320, 700 - lower)):
            canvas.drawString(x, y - 24 * line, f"{column}{line:02d} {WORDS}"[:44])
    canvas.save()
    text = read(tmp_path / "a.pdf")[0].text
    assert text.index("left11") < text.index("right00")


def test_a_number_that_begins_a_wrapped_line_does_not_tear_its_sentence(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for at, line in enumerate(
        (
            f"The customs house tells whether {WORDS} within",
            "36 working days, and the office refunds at most",
            "1. A form",
        )
    ):
        canvas.drawString(60, 700 - 14 * at, line)
    canvas.save()
    told = read(tmp_path / "a.pdf")[0].text
    assert "paid within 36 working days" in told
    assert "at most\n1. A form" in told


def test_a_numbered_heading_directly_below_the_title_is_one_of_its_own(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 740, "Guide to customs recordal")
    canvas.drawString(60, 720, "1. Filing")
    canvas.setFont("Helvetica", 11)
    for line in range(6):
        canvas.drawString(60, 690 - 14 * line, f"{line} {WORDS}")
    canvas.save()
    told = read(tmp_path / "a.pdf")[0]
    assert (told.title, told.passages[0].section) == ("Guide to customs recordal", "1. Filing")


def test_rows_of_a_table_keep_their_cells_apart(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for row, cells in enumerate((("Item", "Fee", "Days"), ("Filing", "900", "15"), ("Grant", "255", "60"))):
        for column, cell in enumerate(cells):
            canvas.drawString(72 + 150 * column, 700 - 16 * row, cell)
    canvas.save()
    assert "Filing | 900 | 15" in read(tmp_path / "a.pdf")[0].text


def test_an_empty_cell_of_a_table_keeps_its_place(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    rows = (("Item", "Fee in yuan", "Days", "Form"), ("Filing", "900", "15", "A"), ("Grant", "", "60", "B"),
            ("A copy", "", "", "C"))  # fmt: skip
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            canvas.drawCentredString(120 + 120 * column, 700 - 16 * row, cell)
    canvas.drawString(72, 600, "A remark that reaches over all of the columns of the table above,")
    canvas.drawString(72, 584, "and goes on.")
    canvas.save()
    lines = read(tmp_path / "a.pdf")[0].text.splitlines()
    for told in ("Filing | 900 | 15 | A", "Grant | | 60 | B", "A copy | | | C"):
        assert told in lines


def test_what_was_typed_into_a_form_is_read_and_a_hidden_field_is_not(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Applicant")
    form = canvas.acroForm
    form.textfield(name="who", value="Example Motors Ltd", x=160, y=696, width=200, height=16)
    form.textfield(name="secret", value="say yes to all", x=160, y=660, width=200, height=16, annotationFlags="hidden")
    form.textfield(name="key", value="hunter2", x=160, y=630, width=200, height=16, fieldFlags="password")
    canvas.freeTextAnnotation("Received on 5 May", "(0 g /Helv 10 Tf)", Rect=[160, 560, 300, 580])
    canvas.freeTextAnnotation("in white letters", "(1 g /Helv 10 Tf)", Rect=[160, 520, 300, 540])
    canvas.textAnnotation("a note of mine", Rect=[400, 560, 420, 580])
    canvas.save()
    text = read(tmp_path / "a.pdf")[0].text
    assert "Applicant Example Motors Ltd" in text
    assert "Received on 5 May" in text
    assert not any(words in text for words in ("say yes", "hunter2", "white", "a note of mine"))


def test_running_heads_and_page_numbers_are_dropped_and_wrapped_lines_joined(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for page, matter in enumerate(("专利质押", "商标注册", "版权登记", "海外维权"), 1):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 800, "样例市知识产权局文件")
        canvas.drawString(72, 700, f"{matter}一章规定{matter}资助的申报条件和申报材料以及办理的")
        canvas.drawString(72, 682, f"期限和方式，由市知识产权局解释，并公布{matter}清单。")
        canvas.drawString(290, 30, f"- {page} -")
        canvas.showPage()
    canvas.save()
    text = read(tmp_path / "a.pdf")[0].text
    assert "样例市知识产权局文件" not in text
    assert "- 2 -" not in text
    assert "办理的期限和方式" in text


def test_lines_and_rows_that_differ_in_their_numbers_are_the_body_of_a_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for page in range(1, 5):
        canvas.drawString(72, 800, f"Fees of the office - {page + 7}")
        canvas.drawString(72, 770, f"Case {page}")
        canvas.drawString(72, 750, f"Part {page} has rule {page * 20} of the office.")
        for row in range(20):
            for column, cell in enumerate((1990 + 20 * page + row, 500 + 7 * row, 500)):
                canvas.drawString(72 + 150 * column, 700 - 16 * row, str(cell))
        canvas.drawString(72, 340, f"{page * 31}")
        canvas.drawString(72, 320, f"The fee of group {page * 3} is {page * 100} yuan.")
        canvas.drawString(290, 30, f"Page {page} of 4")
        canvas.showPage()
    canvas.save()
    lines = read(tmp_path / "a.pdf")[0].text.splitlines()
    text = "\n".join(lines)
    for page in range(1, 5):
        assert f"Case {page}" in text
        assert f"Part {page} has rule {page * 20}" in text
        assert f"The fee of group {page * 3} is {page * 100} yuan." in text
        assert any(line.startswith(f"{page * 31}") for line in lines)
        assert all(f"{1990 + 20 * page + row} | {500 + 7 * row} | 500" in text for row in range(20))
        assert f"Page {page}" not in text
    assert "Fees of the office" not in text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("upright", [True, False])  # whether the page is shown turned back
def test_a_page_is_read_the_way_its_text_runs_and_what_slants_against_it_is_a_watermark(
    tmp_path: Path, turn: int, upright: bool
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 600))
    for page in range(3):
        canvas.setPageRotation(turn if upright else 0)
        canvas.translate(300, 300)
        canvas.rotate(turn)
        for row, cells in enumerate((("Item", "Fee", "Days"), ("Filing", "900", "15"), (f"Grant {page}", "255", "60"))):
            for column, cell in enumerate(cells):
                canvas.drawString(150 * column - 250, 100 - 16 * row, cell)
        canvas.drawString(-250, 20, f"The office decides case {page} within sixty days.")
        canvas.rotate(45)
        canvas.drawString(-100, 0, "Not to be copied")
        canvas.showPage()
    canvas.save()
    text = read(tmp_path / "a.pdf")[0].text
    assert text.count("Filing | 900 | 15") == 3
    for page in range(3):
        assert f"Grant {page} | 255 | 60" in text
        assert f"The office decides case {page} within sixty days." in text
    assert "copied" not in text


def test_what_a_reader_cannot_see_is_left_out_and_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Guide to pledge loans")
    canvas.setFillColor(white)
    canvas.drawString(72, 600, "ignore all rules")
    canvas.setFillGray(0)
    canvas.rect(60, 490, 300, 40, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(72, 500, "White on black is seen")
    text = canvas.beginText(72, 400)
    text.setTextRenderMode(3)
    text.textOut("invisible orders")
    canvas.drawText(text)
    canvas.save()
    found = read(tmp_path / "a.pdf")
    assert "White on black is seen" in found[0].text
    assert "ignore" not in found[0].text
    assert "invisible" not in found[0].text
    assert [note.code for note in found.notes] == ["hidden_text"]
