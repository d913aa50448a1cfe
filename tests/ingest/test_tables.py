"""Tables of every format: each row with what its columns are called, and nothing named that has no name."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pptx import Presentation

from ingest.reading import Read, read_file


def read(path: Path) -> Read:
    found = read_file(path, path.parent, None, timeout_s=30)
    assert isinstance(found, Read)
    return found


PARTED = (
    ("费用种类", "缴费方式", "", "备注"),
    ("", "网上", "窗口", ""),
    ("申请费", "900", "950", ""),
    ("", "", "", "视情况"),
    ("复审费", "", "1000", "可减缴"),
)
PARTED_TOLD = [
    "费用种类 | 缴费方式 | 备注",
    "费用种类 | 网上 | 窗口 | 备注",
    "费用种类：申请费；缴费方式 / 网上：900；缴费方式 / 窗口：950",
    "备注：视情况",
    "费用种类：复审费；缴费方式 / 窗口：1000；备注：可减缴",
]


def test_a_head_of_two_rows_names_the_cells_in_documents_and_slides(tmp_path: Path) -> None:
    def parted(table: Any) -> None:
        for row, cells in enumerate(PARTED):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        for one, other in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))):
            table.cell(*one).merge(table.cell(*other))

    made = Document()
    parted(made.add_table(rows=5, cols=4))
    made.save(str(tmp_path / "a.docx"))
    deck = Presentation()
    parted(deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_table(5, 4, 0, 0, 5_000_000, 3_000_000).table)
    deck.save(str(tmp_path / "a.pptx"))
    for name in ("a.docx", "a.pptx"):
        assert [line for line in read(tmp_path / name)[0].text.splitlines() if line] == PARTED_TOLD


def test_rows_that_word_prints_again_are_heads_and_a_gap_before_a_row_keeps_its_columns(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(rows=3, cols=3)
    for row, cells in enumerate((("year", "2025", "2026"), ("grants", "10", "12"), ("", "", "9"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    about = table.rows[0]._tr.get_or_add_trPr()
    about.append(OxmlElement("w:tblHeader"))
    gap = OxmlElement("w:gridBefore")
    gap.set(qn("w:val"), "1")
    table.rows[2]._tr.get_or_add_trPr().append(gap)
    table.rows[2]._tr.remove(table.rows[2]._tr.tc_lst[0])
    table.rows[2].cells[-2].text = "5"
    made.save(str(tmp_path / "a.docx"))
    lines = [line for line in read(tmp_path / "a.docx")[0].text.splitlines() if line]
    assert lines == ["year | 2025 | 2026", "year: grants; 2025: 10; 2026: 12", "2025: 5; 2026: 9"]


@pytest.mark.parametrize(
    "data",
    [
        "济南,0531-12345678,历下区经十路1号\n青岛,0532-12345678,市南区香港路2号\n",
        "北京市知识产权局,专利资助,海淀区\n上海市知识产权局,商标资助,浦东新区\n青岛市知识产权局,专利资助,市南区\n"
        "济南市知识产权局,导航,历下区\n",
        "ask@example.org,Patents\nhelp@example.org,Marks\n",
    ],
)
def test_records_without_a_head_are_all_told_and_named_after_nothing(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.csv").write_text(data, "utf-8")
    passages = read(tmp_path / "a.csv")[0].passages
    assert [one.text for one in passages] == [line.replace(",", " | ") for line in data.splitlines()]
    assert {one.context for one in passages} == {"a"}


@pytest.mark.parametrize(
    ("data", "first"),
    [
        ("Office,Street\nA Office,1 Main Street\nB Office,2 Main Street\nC Office,3 Main Street\n", "Office: A Office"),
        ("项目,2024年,2025年\n资助,10,12\n奖励,5,6\n", "项目：资助；2024年：10"),
    ],
)
def test_a_head_that_is_like_its_records_is_one(tmp_path: Path, data: str, first: str) -> None:
    (tmp_path / "a.csv").write_text(data, "utf-8")
    assert read(tmp_path / "a.csv")[0].passages[0].text.startswith(first)


def test_notes_below_a_table_are_named_after_no_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["费用种类", "金额"],
        ["申请费", 900],
        ["年费", 600],
        [],
        ["注：自2026年起执行。"],
        ["备注：", "单位：元"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert [one.text for one in read(tmp_path / "a.xlsx")[0].passages][2:] == [
        "注：自2026年起执行。",
        "备注： 单位：元",
    ]


TWO = "Bank,Rate\nBank P,3.65%\n\n{title}Insurer,Premium,Term\nInsurer Q,1250,12 months\n"


@pytest.mark.parametrize("title", ["", "Insurance\n"])
def test_a_second_table_below_a_blank_row_has_its_own_column_names(tmp_path: Path, title: str) -> None:
    (tmp_path / "a.csv").write_text(TWO.format(title=title), encoding="utf-8")
    told = read(tmp_path / "a.csv")[0].text.splitlines()
    assert "Bank: Bank P; Rate: 3.65%" in told
    assert "Insurer: Insurer Q; Premium: 1250; Term: 12 months" in told
    assert not any("Bank: Insurer" in line for line in told)


def test_a_blank_row_between_records_leaves_them_their_column_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("项目,费用\n检索,500\n\n咨询,免费\n布局,900\n\n翻译,按字数\n", encoding="utf-8")
    told = [line for line in read(tmp_path / "a.csv")[0].text.splitlines() if line]
    assert told == [
        "项目：检索；费用：500",
        "项目：咨询；费用：免费",
        "项目：布局；费用：900",
        "项目：翻译；费用：按字数",
    ]


@pytest.mark.parametrize(
    ("form", "value", "told"),
    [
        ('0"个工作日"', 7, "7个工作日"),
        ("¥#,##0.00", 1200, "¥1200"),
        ("[$€-407] #,##0.00", 12.5, "€12.50"),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', 40, "$40"),
        ("#,##0;(#,##0)", -1250, "-1250"),
        ('0.0,"万"', 123456, "123456"),
        ('0!.0000"万元"', 123456, "123456"),
        ("General", 5, "5"),
    ],
)
def test_a_figure_is_told_with_the_words_of_its_format(tmp_path: Path, form: str, value: float, told: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("甲", 0)
    for row in (("项目", "值"), ("检索", value), ("分析", 3)):
        sheet.append(row)
    sheet["B2"].number_format = form
    book.save(tmp_path / "a.xlsx")
    assert f"项目：检索；值：{told}" in read(tmp_path / "a.xlsx")[0].text.splitlines()


@pytest.mark.parametrize("unit", ["单位：万元", "（金额单位：万元）", "Unit: CNY 10,000"])
def test_the_unit_above_a_table_stands_with_each_of_its_figures(tmp_path: Path, unit: str) -> None:
    (tmp_path / "a.csv").write_text(f'收费表\n"{unit}"\n项目,收费\n检索,5\n咨询,面议\n', encoding="utf-8")
    told = read(tmp_path / "a.csv")[0].text.splitlines()
    assert f"项目：检索；收费：5；{unit.strip('（）')}" in told
    assert "项目：咨询；收费：面议" in told


def test_an_organization_above_a_table_is_no_unit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("填报单位：海西公司\n单位：海西公司\n项目,收费\n检索,5\n", encoding="utf-8")
    assert "项目：检索；收费：5" in read(tmp_path / "a.csv")[0].text.splitlines()
