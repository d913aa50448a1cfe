"""What a reader yields: records, and what was wrong with those that are none or lack a part."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.patents.model import PatentRecord

SAY: dict[str, tuple[str, str]] = {
    "no_number": (
        "没有公开号、专利号或申请号（{found}），该记录未导入",
        "no publication, patent or application number ({found}); the record was not imported",
    ),
    "unread_number": (
        "“{value}”不是能识别的公开号、专利号或申请号，该记录未导入",
        "“{value}” cannot be read as a publication, patent or application number; the record was not imported",
    ),
    "not_json": ("该行不是完整的 JSON（{why}），未导入", "the line is not whole JSON ({why}); not imported"),
    "not_a_record": (
        "该行不是一条专利记录（字段：{found}），未导入",
        "not a patent record (its fields: {found}); not imported",
    ),
    "not_a_document": (
        "<{root}> 不是支持的专利文献，未导入",
        "<{root}> is no patent document that is read here; not imported",
    ),
    "cut_off": (
        "文件在这条记录中间断开，该记录未导入；此前的完整记录均已导入",
        "the file breaks off in this record, which was not imported; the whole ones before it were",
    ),
    "broken_xml": ("XML 有错（{why}），该记录未导入", "the XML is faulty ({why}); the record was not imported"),
    "too_long": ("单条记录超过 {limit} MB，未导入", "a single record of more than {limit} MB; not imported"),
    "no_text": (
        "既无标题也无摘要，记录已按号码导入",
        "neither a title nor an abstract; the record was imported by its number",
    ),
    "bad_date": (
        "{field_zh}“{value}”不是可用的日期，已按未知处理",
        "the {field_en} “{value}” is no usable date; it was left unknown",
    ),
    "two_inventions": (
        "号码 {number} 已属于另一件发明，这一条未导入",
        "the number {number} already belongs to another invention; this one was not imported",
    ),
    "no_office": (
        "号码 {number} 没有国别，记录已导入，但国别未知",
        "the number {number} names no office; the record was imported, its office left unknown",
    ),
    "row_length": (
        "该行有 {got} 列，表头有 {wanted} 列，未导入",
        "the row has {got} cells, the header {wanted}; not imported",
    ),
}
IMPORTED = frozenset(("bad_date", "no_office", "no_text"))


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one record; `line` is counted from 1 in its file, a record's first line where it has several."""

    code: str
    line: int
    number: str | None
    facts: dict[str, str]

    @property
    def imported(self) -> bool:
        """Whether the record came in all the same, without the faulty part."""
        return self.code in IMPORTED

    def as_json(self, path: Path | str) -> dict[str, Any]:
        zh, en = SAY[self.code]
        return {
            "path": str(path), "line": self.line, "number": self.number, "code": self.code, "imported": self.imported,
            "reason_zh": zh.format_map(self.facts), "reason_en": en.format_map(self.facts),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A record with what had to be left out of it."""

    record: PatentRecord
    line: int
    findings: tuple[Finding, ...] = ()


Item = Read | Finding
