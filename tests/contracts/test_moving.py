"""A store moved to PostgreSQL and back is the same store."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.moving import StoreNotEmpty, move
from knowledge.search import Search, Where
from knowledge.tables import metadata, passages, patents, reviews
from tests.assistant.booking.centre import small_centre
from tests.fakes import FakeEmbedder, FakeIndex
from tests.knowledge.patents.records import RECORDS, holding
from tests.knowledge.test_search import version


def rows(database: Database) -> dict[str, list[dict[str, object]]]:
    with database.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in metadata.sorted_tables
        }


def reviewed(database: Database, now: datetime) -> int:
    with database.write() as connection:
        said = {"turn_id": f"t{now.minute}", "verdict": "good", "tags": [], "comment": "", "corrected": "",
                "reviewer": "r", "at": now}  # fmt: skip
        return int(connection.execute(insert(reviews).values(**said).returning(reviews.c.id)).scalar_one())


def test_all_rows_words_and_counters_come_along(
    database: Database, postgres_url: str, tmp_path: Path, now: datetime
) -> None:
    held = Documents(database)
    held.put("a", "guidance", "1", [version("专利法", "发明专利权的期限为二十年。")], now)
    held.put("a", "guidance", "2", [version("专利法", "发明专利权的期限为三十年。")], now)
    held.mark_embedded(held.passage_ids())
    holding(database, RECORDS, now)
    small_centre(database)
    first = reviewed(database, now)
    there = open_database(tmp_path / "there", postgres_url)
    move(database, there, lambda what, done, total: None)
    before, after = rows(database), rows(there)
    for table in (passages, patents):  # vectors are to be filled anew
        before[table.name] = [row | {"embedded": False} for row in before[table.name]]
    assert after == before
    found = Search(there, FakeIndex(), FakeEmbedder())("发明专利的期限", Where("2026-11-23"))
    assert [hit.text for hit in found] == ["发明专利权的期限为三十年。"]
    assert reviewed(there, now.replace(minute=59)) == first + 1
    with pytest.raises(StoreNotEmpty):
        move(database, there, lambda what, done, total: None)
    back = open_database(tmp_path / "back")
    move(there, back, lambda what, done, total: None)
    assert rows(back) == rows(there)
    back.close()
    there.close()
