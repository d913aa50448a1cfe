"""What can be wrong with a file of patents, and with one record in it."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from ingest.reading.faults import Unreadable
from knowledge.errors import Lang


@dataclass(frozen=True, slots=True)
class RecordFault:
    """One record that was left out, or a field of it: `line` counts lines, or records of an XML, from 1."""

    file: str
    line: int
    what_zh: str
    what_en: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class NoPatents(Unreadable):
    code = "no_patents"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件中没有能识别的专利记录；支持 JSON 行（.jsonl、.jsonl.gz）、"
        "USPTO 的 XML（授权和公开，也可压缩为 .zip）和带公开号列的 CSV。",
        "en": "The file holds no patent records that are read; JSON lines (.jsonl, .jsonl.gz), USPTO XML (grants and "
        "applications, also in .zip) and CSV with a column of publication numbers are.",
    }


class NoNumberColumn(Unreadable):
    code = "no_number_column"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "表中没有公开号列（现有的列：{columns}）；请把其中一列命名为“公开号”或 publication_number 后重试。",
        "en": "The table has no column of publication numbers (it has: {columns}); name one column publication_number "
        "and try again.",
    }


class CutShort(Unreadable):
    code = "cut_short"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件在第 {record} 条记录处中断或损坏；之前的记录已导入，请重新取得完整的文件再导入。",
        "en": "The file is cut or damaged at record {record}; the records before it are imported. Get the whole "
        "file and import it again.",
    }
