"""Patent records in memory: the seam that the conversation needs, without database and vectors."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from knowledge.lexical import terms
from knowledge.patents.model import Landscape, PatentHit, PatentQuery, PatentRecord, PatentsFound


def record(number: str, title: str, applicant: str, day: str | None, **more: Any) -> PatentRecord:
    fields: dict[str, Any] = {"applicants": (applicant,) if applicant else (), "publication_date": day} | more
    return PatentRecord(number, title, "sample set", number[:2], **fields)


CELLS = "宁德时代新能源科技股份有限公司"
RECORDS = (
    record("US9000001B2", "Heat shield with ablative tiles", "NASA", "2016-04-07", cpc=("B64G1/58",),
           inventors=("Sample Inventor",), abstract="A heat shield for re-entry.", filing_date="2014-02-01",
           application_number="14/170001", kind_code="B2", status="Patented Case", expiry_date="2034-02-01"),
    record("US9000002B2", "Flexible heat shield [18]F", "NASA", "2018-05-08", cpc=("B64G1/58", "B32B5/02")),
    record("US6000003A", "Heat shield for ovens", "NASA", "1999-12-14", ipc=("A21B3/13",)),
    record("US9000004B2", "Heat shield for cars", "Toyota Motor Corp", "2019-01-08", ipc=("B60R13/08",)),
    record("CN110000001B", "一种固态电池及其制备方法", CELLS, "2024-05-10",
           ipc=("H01M10/0562",), lang="zh"),
    record("CN110000002A", "固态电池的电解质膜", CELLS, "2025-06-11", ipc=("H01M10/0562",), lang="zh"),
    record("CN110000003A", "固态电池模组", CELLS, "2019-06-11", ipc=("H01M50/20",), lang="zh"),
    record("US9000005B2", "Solid-state battery stack", "Toyota Motor Corp", "2021-02-02", ipc=("H01M10/0585",)),
    record("CN110000004A", "激光雷达扫描装置", "中科样例公司", "2021-03-02", ipc=("G01S17/89",), lang="zh"),
    record("US9000006B2", "Lidar scanner", "中科样例公司", "2022-03-01", ipc=("G01S17/89",)),
    *(record(f"US95{n:05}B2", f"Lidar receiver {n}", "Sample Drones Ltd", f"20{10 + n % 12}-01-05", ipc=("G01S7/48",))
      for n in range(20)),
    record("US9000007B2", "Undated lidar", "Sample Drones Ltd", None, ipc=("G01S7/48",)),
)  # fmt: skip


class FakePatents:
    def __init__(self, records: Iterable[PatentRecord] = RECORDS) -> None:
        self._records = tuple(records)
        self.asked: list[PatentQuery] = []

    def search(self, query: PatentQuery, limit: int = 10, offset: int = 0) -> PatentsFound:
        self.asked.append(query)
        found = [*self._admitted(query)]
        hits = [
            PatentHit(one.number, one.title, one.abstract, one.applicants, one.published, one.ipc or one.cpc, 1.0)
            for one in found[offset : offset + limit]
        ]
        return PatentsFound(query, len(found), tuple(hits), len(found))

    def get(self, number: str) -> PatentRecord | None:
        plain = number.upper().replace(" ", "")
        return next((one for one in self._records if one.number in (plain, plain + "B2", plain + "B")), None)

    def landscape(self, query: PatentQuery, top: int = 10) -> Landscape:
        found = [*self._admitted(query)]
        years = Counter(int(one.published[:4]) for one in found if one.published)
        names = Counter(name for one in found for name in one.applicants)
        classes = Counter(symbol for one in found for symbol in {s[:4] for s in (*one.ipc, *one.cpc)})
        undated = sum(one.published is None for one in found)
        return Landscape(
            query, len(found), undated, tuple(sorted(years.items())), tuple(names.most_common(top)),
            tuple(classes.most_common(top)),
        )  # fmt: skip

    def applicants_like(self, text: str, limit: int = 5) -> Sequence[str]:
        names = dict.fromkeys(name for one in self._records for name in one.applicants)
        folded = text.casefold()
        shorts = {name: name.casefold().split()[0] if name.isascii() else name[:4] for name in names}
        return [name for name, short in shorts.items() if short in folded or folded in name.casefold()][:limit]

    def count(self) -> int:
        return len(self._records)

    def _admitted(self, query: PatentQuery) -> Iterator[PatentRecord]:
        words = _words(query.words)
        for one in self._records:
            names = " ".join(one.applicants).casefold()
            symbols = (*one.ipc, *one.cpc)
            if (
                (words <= _words(f"{one.title} {one.abstract}"))
                and query.applicant.casefold() in names
                and query.inventor.casefold() in " ".join(one.inventors).casefold()
                and (not query.classes or any(s.startswith(c) for s in symbols for c in query.classes))
                and (not query.office or one.country == query.office)
                and (query.date_from is None or (one.published or "") >= query.date_from)
                and (query.date_to is None or "" < (one.published or "") <= query.date_to)
            ):
                yield one


def _words(text: str) -> set[str]:
    return {term.removesuffix("s") for term in terms(text)}
