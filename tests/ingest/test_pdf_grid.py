"""Tables with drawn lines on PDF pages: every cell in its column, whatever is empty, wrapped or merged."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from ingest.reading import Read, read_file

LINES = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 10)]
ZH = ParagraphStyle("zh", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")


@pytest.fixture(autouse=True)
def fonts() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def lines(path: Path) -> list[str]:
    found = read_file(path, path.parent, None, timeout_s=60)
    assert isinstance(found, Read), found
    return [line for line in found[0].text.splitlines() if line]


def told(folder: Path, rows: Sequence[Sequence[Any]], *style: tuple[Any, ...], **more: Any) -> list[str]:
    flow: list[Flowable] = [Table(rows, style=[*LINES, *style], **more), Paragraph("表后的文字。", ZH)]
    SimpleDocTemplate(str(folder / "a.pdf")).build(flow)
    found = lines(folder / "a.pdf")
    assert found[-1] == "表后的文字。"
    return found[:-1]


def test_empty_cells_keep_their_columns(tmp_path: Path) -> None:
    rows = (("项目", "标准（元）", "期限", "备注"), ("申请费", "900", "", ""), ("", "2500", "3年内", "首次"),
            ("年费", "", "每年", ""), ("复审费", "1000", "", "末行"))  # fmt: skip
    assert told(tmp_path, rows) == [
        "项目 | 标准（元） | 期限 | 备注", "项目：申请费；标准（元）：900", "标准（元）：2500；期限：3年内；备注：首次",
        "项目：年费；期限：每年", "项目：复审费；标准（元）：1000；备注：末行",
    ]  # fmt: skip


def test_wrapped_cells_are_whole_and_cells_of_one_page_side_by_side_are_two(tmp_path: Path) -> None:
    long = "在本市注册并以专利权质押取得银行贷款且已按期归还本息的中小企业可以申请贴息"
    rows = (
        ("事项", "条件", "次"),
        ("贴息", Paragraph(long, ZH), "1"),
        ("", Paragraph(long, ZH), ""),
        ("补贴", "", "2"),
    )
    tight = (("LEFTPADDING", (0, 0), (-1, -1), 1), ("RIGHTPADDING", (0, 0), (-1, -1), 1))
    middle = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    assert told(tmp_path, rows, middle, *tight, colWidths=[22, 120, 12]) == [
        "事项 | 条件 | 次", f"事项：贴息；条件：{long}；次：1", f"条件：{long}", "事项：补贴；次：2",
    ]  # fmt: skip


def test_merged_cells_and_heads_of_two_rows_are_told_in_each_place(tmp_path: Path) -> None:
    rows = (("类别", "费用", "", "备注"), ("", "网上", "窗口", ""), ("发明", "900", "950", ""),
            ("", "", "2500", "减缴"), ("外观", "500", "500", ""))  # fmt: skip
    spans = [("SPAN", one, other) for one, other in (
        ((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1)), ((0, 2), (0, 3)), ((1, 4), (2, 4)),
    )]  # fmt: skip
    assert told(tmp_path, rows, *spans) == [
        "类别 | 费用 | 备注", "类别 | 网上 | 窗口 | 备注", "类别：发明；费用 / 网上：900；费用 / 窗口：950",
        "类别：发明；费用 / 窗口：2500；备注：减缴", "类别：外观；费用 / 网上：500；费用 / 窗口：500",
    ]  # fmt: skip


@pytest.mark.parametrize("again", [0, 1])
def test_a_table_that_goes_on_has_the_heads_of_its_first_page(tmp_path: Path, again: int) -> None:
    rows = [("机构", "电话", "区"), *((f"机构甲{at}", "" if at % 2 else "0532-1234567", "市南") for at in range(60))]
    found = told(tmp_path, rows, repeatRows=again)
    assert found.count("机构 | 电话 | 区") == 1
    assert found[-2:] == ["机构：机构甲58；电话：0532-1234567；区：市南", "机构：机构甲59；区：市南"]
    assert len(found) == 61


def test_lines_between_columns_alone_leave_rows_apart_and_sides_may_be_open(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 760, "Quarters and days")
    for row, cells in enumerate((("Quarter", "Ends", "Due"), ("First", "31 March", "30 April"),
                                 ("Second", "30 June", "31 July"), ("Third", "30 Sept.", "31 Oct."))):  # fmt: skip
        for column, cell in enumerate(cells):
            canvas.drawString(76 + 100 * column, 700 - 16 * row, cell)
    for y in (716, 694, 640):
        canvas.line(72, y, 372, y)
    for x in (172, 272):
        canvas.line(x, 640, x, 716)
    canvas.save()
    assert lines(tmp_path / "a.pdf") == [
        "Quarters and days", "Quarter | Ends | Due", "Quarter: First; Ends: 31 March; Due: 30 April",
        "Quarter: Second; Ends: 30 June; Due: 31 July", "Quarter: Third; Ends: 30 Sept.; Due: 31 Oct.",
    ]  # fmt: skip


def test_a_table_beside_running_text_is_not_read_across(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for row, cells in enumerate((("Topic", "Score", "Seed"), ("browser", ".954", "10"), ("system", "", "11"))):
        for column, cell in enumerate(cells):
            canvas.rect(60 + 70 * column, 700 - 14 * row, 70, 14)
            canvas.drawString(62 + 70 * column, 703 - 14 * row, cell)
    for at in range(3):
        canvas.drawString(330, 703 - 14 * at, f"{at} the results are found to be accurate")
    canvas.save()
    found = lines(tmp_path / "a.pdf")
    assert {"Topic: browser; Score: .954; Seed: 10", "Topic: system; Seed: 11"} <= set(found)
    assert all("results" not in line or "Topic" not in line for line in found)


def test_forms_and_frames_name_nothing(tmp_path: Path) -> None:
    form = (("申请人", "", "电话", ""), ("地址", "", "邮编", ""), ("专利号", "", "金额", ""))
    assert told(tmp_path, form) == ["申请人 | | 电话 |", "地址 | | 邮编 |", "专利号 | | 金额 |"]
    facts = (("主管部门", "市知识产权局"), ("电话", "0532-12345678"), ("地址", "市南区1号"))
    assert told(tmp_path, facts)[1] == "电话 | 0532-12345678"
