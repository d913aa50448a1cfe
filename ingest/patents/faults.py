"""Why a whole file of patent data was not read; the import goes on with the next one."""

from typing import ClassVar

from ingest.reading.faults import Unreadable
from knowledge.errors import Lang


class NoNumberColumn(Unreadable):
    code = "no_number_column"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "表中没有号码列（现有列：{found}）；请加一列“公开号”“专利号”或“申请号”后重新导入。",
        "en": "The table has no column of numbers (its columns: {found}); add one called publication number, patent "
        "number or application number, and import it again.",
    }


class NoRecords(Unreadable):
    code = "no_patent_records"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里没有专利记录（字段：{found}）；每行应有号码（如 publication_number）及标题、摘要、申请人等字段。",
        "en": "The file holds no patent records (its fields: {found}); each row needs a number, such as "
        "publication_number, and fields such as title, abstract or applicant.",
    }


class OtherFormat(Unreadable):
    code = "patent_format"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "不支持这种专利数据（{what}）；可导入 JSON 行（.jsonl、.jsonl.gz）、CSV、"
        "美国专利商标局的授权和申请 XML，以及含有它们的 .zip。",
        "en": "This kind of patent data is not read ({what}); JSON lines (.jsonl, .jsonl.gz), CSV, grant and "
        "application XML of the USPTO, and .zip files of these are.",
    }
