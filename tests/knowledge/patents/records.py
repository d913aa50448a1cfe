"""Sample records, and an index over doubles, for the tests of the patent index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from knowledge.database import Database
from knowledge.patents.model import PatentRecord
from knowledge.patents.numbers import parsed
from knowledge.patents.store import Patents
from tests.fakes import FakeEmbedder, FakeIndex


def record(written: str, title: str = "", **more: Any) -> PatentRecord:
    number = parsed(written)
    assert number is not None
    facts: dict[str, Any] = {"source": "set one"} | more
    return PatentRecord(
        number=number.text, title=title, country=number.office, kind_code=number.kind, **facts
    )  # fmt: skip


def holding(database: Database, records: Sequence[PatentRecord], now: datetime) -> Patents:
    patents = Patents(database, FakeIndex(), FakeEmbedder())
    patents.put(records, set(), now)
    return patents


CELLS = "样例时代新能源科技股份有限公司"
RECORDS = (
    record("US6858197B1", "Heat shields for re-entry", abstract="A shield with ablative tiles.", applicants=("NASA",),
           cpc=("B64G1/58",), publication_date="2016-03-01", inventors=("Hurst, Sample A.",)),
    record("US8000002B2", "Heat shield fasteners", applicants=("Sample Aerospace, Inc.",), ipc=("B64G1/58", "F16B5/02"),
           publication_date="2012-03-01"),
    record("CN101551481B", "固态电池的电解质膜", abstract="一种硫化物固态电解质。", applicants=(CELLS,), lang="zh",
           ipc=("H01M10/0562", "H01M10/052"), grant_date="2024-05-10"),
    record("CN101551481A", "固态电池的电解质膜", applicants=(CELLS,), lang="zh", ipc=("H01M10/0562",),
           publication_date="2022-05-10"),
    record("CN110000003A", "电池模组", applicants=("样例时代新能源科技有限公司", "样例大学"), lang="zh",
           ipc=("H01M100/20",), publication_date="2023-06-11"),
    record("EP1000000A1", "Battery pack", applicants=("APPLE INC.",), ipc=("H01M50/20",),
           publication_date="2020-01-02"),
    record("US9000005B2", "Watch strap", applicants=("Apple Inc.",), cpc=("A44C5/00",), publication_date="2021-02-02"),
    record("US9000006B2", "Apple peeler", applicants=("AppleSweets LLC",), ipc=("A47J17/02",)),
    record("NASA-LAR-18327-1", "Stretchable mesh", applicants=("NASA",), application_number="20375014"),
    record("US18/100003", "Dispensing device", application_number="18100003", status="Non Final Action Mailed"),
)  # fmt: skip
