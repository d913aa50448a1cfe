"""PDF files are read page by page in a child process; each kind that cannot be read has a name of its own."""

import time
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.reading import Rejected, read_file
from ingest.reading.child import in_child
from ingest.reading.faults import Broken, TimedOut
from knowledge.model import NewVersion

TIMEOUT_S = 60.0


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Page 1 with text, a blank one, page 3 with text."""
    path = tmp_path / "guide.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Guide to pledge loans")
    canvas.drawString(72, 680, "A patent can secure a loan.")
    canvas.showPage()
    canvas.showPage()
    canvas.drawString(72, 700, "The subsidy is 50 percent of the interest.")
    canvas.save()
    return path


def version(path: Path) -> NewVersion:
    outcome = read_file(path, path.parent, None, timeout_s=TIMEOUT_S)
    assert isinstance(outcome, tuple), outcome
    for passage in outcome[0].passages:
        assert outcome[0].text[passage.start : passage.end] == passage.text
    return outcome[0]


def refused(path: Path, timeout_s: float = TIMEOUT_S) -> str:
    outcome = read_file(path, path.parent, None, timeout_s=timeout_s)
    assert isinstance(outcome, Rejected), outcome
    assert outcome.reason_zh
    assert outcome.reason_en
    return outcome.code


def locked(path: Path, user: str, owner: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    target = path.with_name("locked.pdf")
    writer.write(target)
    writer.close()
    return target


def test_passages_name_the_page_that_a_reader_would_turn_to(made: Path) -> None:
    read = version(made)
    assert [(one.page, one.text.split("\n")[-1]) for one in read.passages] == [
        (1, "A patent can secure a loan."),
        (3, "The subsidy is 50 percent of the interest."),
    ]
    assert [page for _, page in read.pages] == [1, 3]
    assert read.text[read.pages[1][0] :].startswith("The subsidy")
    assert (read.title, read.lang) == ("Guide to pledge loans", "en")


def test_chinese_in_a_cid_font_is_read_and_split_by_articles(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "law.pdf"))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 760, "某市专利条例")
    canvas.drawString(72, 740, "第一条　为了保护专利权，制定本条例。")
    canvas.drawString(72, 720, "第二条　规划由市人民政府制定，")
    canvas.drawString(72, 700, "并向社会公布。")
    canvas.showPage()
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 760, "第三条　本条例自2026年3月1日起施行。")
    canvas.save()
    read = version(tmp_path / "law.pdf")
    assert [(one.section, one.page) for one in read.passages] == [("第一条", 1), ("第二条", 1), ("第三条", 2)]
    assert "并向社会公布" in read.passages[1].text
    assert (read.title, read.in_force_from, read.lang) == ("某市专利条例", "2026-03-01", "zh")


def test_pages_without_text_need_ocr(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    assert refused(tmp_path / "scan.pdf") == "needs_ocr"


def test_a_file_with_a_password_is_told_from_one_that_only_forbids_printing(made: Path) -> None:
    assert refused(locked(made, user="secret", owner="other")) == "encrypted"
    assert version(locked(made, user="", owner="other")).title == "Guide to pledge loans"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"<html>404</html>", b"\x00" * 2000, b"%PDF-1.4 garbage \xff\xfe" * 40]
)
def test_what_is_no_pdf_inside_is_broken(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert refused(tmp_path / "a.pdf") == "broken"


def test_a_truncated_file_is_read_or_refused_but_never_raises(made: Path) -> None:
    whole = made.read_bytes()
    for share in (0.3, 0.7):
        made.write_bytes(whole[: int(len(whole) * share)])
        outcome = read_file(made, made.parent, None, timeout_s=TIMEOUT_S)
        assert isinstance(outcome, tuple) or (
            isinstance(outcome, Rejected) and outcome.code in ("broken", "empty", "needs_ocr")
        )


def test_an_empty_file_and_one_that_does_not_open_have_their_own_codes(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    (tmp_path / "folder.PDF").mkdir()
    assert refused(tmp_path / "a.pdf") == "empty"
    assert refused(tmp_path / "folder.PDF") == "unreadable"
    assert refused(tmp_path / "none.pdf") == "unreadable"


def test_a_child_that_hangs_is_stopped_after_the_timeout(made: Path) -> None:
    assert refused(made, timeout_s=0.01) == "timed_out"


def sleeps(path: str) -> None:
    time.sleep(600)


def eats(path: str) -> int:
    return len(bytearray(2**30))


def dies(path: str) -> None:
    import os

    os._exit(9)


def test_a_child_is_bounded_in_time_and_memory_and_may_die(made: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TimedOut):
        in_child(sleeps, made, 0.3)
    assert time.monotonic() - began < 10
    for parse in (eats, dies):
        with pytest.raises(Broken):
            in_child(parse, made, TIMEOUT_S)
