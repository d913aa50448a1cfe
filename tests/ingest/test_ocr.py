"""Scans: what tesseract and the extra RapidOCR read, in the order and the rows of the page."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cvttf_NotoSansCJK_Regular import get_TTF_path
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from ingest.reading import Rejected, ocr, read_file
from ingest.reading.pieces import Split, Told, Word
from ingest.reading.work import work

TIMEOUT_S = 60.0
PAGE = (1240, 1754)  # A4 at 150 dots an inch
ROWS = (("项目", "费用", "时限"), ("专利检索", "500", "3日"), ("商标注册", "300", "5日"), ("价值评估", "8000", "15日"))
LEFT = "A patent lets its owner stop others from making the invention. It lasts twenty years from the filing date. "
RIGHT = "A trade mark tells the goods of one firm from those of another. It is renewed every ten years by a fee. "


@pytest.fixture(params=["tesseract", "RapidOCR"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads the scans of a test, in this process."""
    if request.param == "tesseract" and not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    if request.param == "RapidOCR":
        if not importlib.util.find_spec("rapidocr_onnxruntime"):
            pytest.skip("the extra [ocr] is not installed")
        monkeypatch.setenv("PATH", "")


def read(path: Path) -> Split:
    """As the child that reads files does it, but in this process, whose engine the test chose."""
    return work(str(path), path.name, None, Told())


def printed(path: Path, draw: Callable[[ImageDraw.ImageDraw], None], turned: float = 0.0) -> Path:
    """A picture of a page, turned by so many degrees."""
    image = Image.new("L", PAGE, 255)
    draw(ImageDraw.Draw(image))
    image.rotate(turned, fillcolor=255).save(path)
    return path


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(get_TTF_path(), size)


def wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def notice(draw: ImageDraw.ImageDraw) -> None:
    draw.text((300, 120), "Interest subsidy for pledge loans", font=font(44), fill=0)
    draw.text((100, 260), "The rate is 50 percent of the interest that was paid", font=font(30), fill=0)


def fees(draw: ImageDraw.ImageDraw) -> None:
    for at, row in enumerate(ROWS):
        for x, cell in zip((140, 560, 900), row, strict=True):
            draw.text((x, 200 + 70 * at), cell, font=font(34), fill=0)


def columns(draw: ImageDraw.ImageDraw) -> None:
    draw.text((340, 120), "Two rights for small firms", font=font(48), fill=0)
    for x, text in ((90, LEFT), (660, RIGHT)):
        for at, line in enumerate(wrapped(text * 3, 36)):
            draw.text((x, 260 + 42 * at), line, font=font(26), fill=0)


@pytest.mark.usefixtures("engine")
def test_a_scan_is_read_and_says_that_it_is_one(tmp_path: Path) -> None:
    found = read(printed(tmp_path / "a.png", notice))
    assert "50 percent" in found.text
    assert [note.code for note in found.notes] == ["text_by_ocr"]
    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=(595, 842))
    canvas.drawImage(str(tmp_path / "a.png"), 0, 0, 595, 842)
    canvas.save()
    found = read(tmp_path / "b.pdf")
    assert found.title == "Interest subsidy for pledge loans"
    assert found.passages[0].page == 1


@pytest.mark.usefixtures("engine")
def test_rows_of_a_scanned_table_keep_their_cells_together(tmp_path: Path) -> None:
    text = read(printed(tmp_path / "a.png", fees)).text
    row = next(line for line in text.splitlines() if "8000" in line)
    assert row.startswith("价值评估 | ")
    assert "15" in row


@pytest.mark.usefixtures("engine")
def test_columns_of_a_leaning_scan_are_read_one_after_the_other(tmp_path: Path) -> None:
    text = read(printed(tmp_path / "a.png", columns, turned=0.6)).text
    assert text.count("lasts twenty years from the filing date. A patent") == 2  # as lines that were only wrapped
    assert text.rindex("A patent") < text.index("A trade mark")


def test_letters_that_reach_up_or_down_make_no_heading() -> None:
    words = [Word("come", 90, (1, 1, 1), 0, 100, 90, 120), Word("Fully", 90, (1, 1, 2), 0, 140, 90, 165)]
    assert len({round(run.height, 2) for run in ocr.runs(words, 400)}) == 1


def test_a_scan_that_takes_too_long_needs_ocr_and_is_no_empty_document(tmp_path: Path) -> None:
    scan = printed(tmp_path / "a.png", notice)
    outcome = read_file(scan, tmp_path, None, timeout_s=TIMEOUT_S, ocr_timeout_s=0.01)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "needs_ocr"
