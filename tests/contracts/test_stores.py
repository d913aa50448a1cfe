"""What a store keeps to on SQLite and on a real PostgreSQL: documents, their search and history, locks, migrations."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text

from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.errors import BadSetting, DatabaseLacksVector, DatabaseUnreachable, WriterBusy
from knowledge.history import History
from knowledge.holdings import Holdings
from knowledge.index import open_index
from knowledge.lock import writing
from knowledge.search import Search, Where
from knowledge.tables import facts, metadata, passages
from tests.fakes import FakeEmbedder
from tests.knowledge.test_search import version
from tests.postgres import Server

DAY = "2026-11-25"


def titles(search: Search, query: str) -> list[str]:
    return [hit.title for hit in search(query, Where(DAY))]


def test_a_file_is_found_replaced_rolled_back_and_forgotten(store: Database, tmp_path: Path, now: datetime) -> None:
    held, index = Documents(store), open_index(tmp_path, store)
    embedder = CachedEmbedder(FakeEmbedder(), store)
    search = Search(store, index, embedder)
    held.put("a", "guidance", "1", [version("专利法", "发明专利权的期限为二十年。", "年费应当自授权当年缴纳。")], now)
    held.put("b", "guidance", "1", [version("商标法", "注册商标的有效期为十年。")], now)
    assert titles(search, "发明专利的期限")[0] == "专利法"
    texts = held.unembedded(paths=["a"], collection="guidance")
    assert len(texts) == 2
    index.upsert([id for id, _ in texts], embedder.passages([one for _, one in texts]))
    held.mark_embedded([id for id, _ in texts])
    assert held.left_to_embed() == 1
    assert search("发明专利的期限", Where(DAY))[0].similarity > 0.3
    held.put("a", "guidance", "2", [version("专利法", "发明专利权的期限为三十年。")], now + timedelta(days=1))
    assert "三十年" in search("发明专利的期限", Where(DAY))[0].text
    found = Holdings(store).find("专利法", DAY)
    assert [entry.state for entry in Holdings(store).history(found)] == ["held", "replaced"]
    History(store).roll_back(found.document_id, None, found.title, now)
    assert "二十年" in search("发明专利的期限", Where(DAY))[0].text
    held.forget("a", "guidance", now)
    assert titles(search, "发明专利的期限") == titles(search, "期限") == []
    index.clear()


def test_a_reader_sees_the_old_version_whole_until_the_new_one_is(store: Database, now: datetime) -> None:
    held = Documents(store)
    held.put("a", "guidance", "1", [version("办法", "旧文一。", "旧文二。")], now)
    with store.read() as reader:
        before = reader.execute(select(passages.c.text).order_by(passages.c.row)).scalars().all()
        held.put("a", "guidance", "2", [version("办法", "新文一。", "新文二。", "新文三。")], now)
        assert reader.execute(select(passages.c.text).order_by(passages.c.row)).scalars().all() == before
    with store.read() as reader:
        assert reader.execute(select(func.count()).select_from(passages)).scalar_one() == 3


def test_writers_take_turns_from_the_first_statement_on(store: Database) -> None:
    """Read, then write what follows from it: no two may have read the same."""

    def raise_it(_: int) -> None:
        with store.write() as connection:
            value = connection.execute(select(facts.c.value).where(facts.c.name == "counter")).scalar()
            connection.execute(text("DELETE FROM facts WHERE name = 'counter'"))
            connection.execute(facts.insert().values(name="counter", value=str(int(value or 0) + 1)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(raise_it, range(40)))
    assert Documents(store).fact("counter") == "40"


def test_texts_sort_by_code_point_and_lose_a_nul(stores: dict[str, Database], store: Database) -> None:
    names = ["b", "A", "a", "é", "专", "_", "B"]
    with store.write() as connection:
        connection.execute(facts.insert(), [{"name": name, "value": "x"} for name in names])
        found = connection.execute(select(facts.c.name).order_by(facts.c.name)).scalars().all()
        assert found == sorted(names)
    Documents(store).set_fact("nul", "a\0b")
    assert Documents(store).fact("nul") in ("ab", "a\0b")


def test_one_process_at_a_time_changes_the_index(store: Database, tmp_path: Path) -> None:
    with (
        writing(tmp_path, 0, store),
        pytest.raises(WriterBusy) as refusal,
        writing(tmp_path, 0.2, store),
    ):
        pass
    assert refusal.value.facts["pid"].strip("?")
    with writing(tmp_path, 0, store):
        pass


def test_two_processes_may_migrate_at_once(postgres: Server, tmp_path: Path) -> None:
    with postgres.database("template0") as url:
        ready = threading.Barrier(2)

        def opened(number: int) -> Database:
            ready.wait()
            return open_database(tmp_path / str(number), url)

        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(opened, range(2)))
        with both[0].read() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": _ours})
            assert compare_metadata(context, metadata) == []
        for one in both:
            one.close()


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "table" or name in metadata.tables


def test_a_server_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable) as refusal:
        open_database(tmp_path, "postgresql://someone:secret@127.0.0.1:9/ipsteward")
    assert "secret" not in refusal.value.told("en") + refusal.value.told("zh")
    assert "127.0.0.1" in refusal.value.told("zh")


def test_a_server_without_pgvector_is_told_in_a_sentence(postgres: Server, tmp_path: Path) -> None:
    with (
        postgres.database("template0") as url,
        postgres.account(url) as limited,
        pytest.raises(DatabaseLacksVector) as refusal,
    ):
        open_database(tmp_path, limited)
    assert "CREATE EXTENSION vector" in refusal.value.told("en")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense"])
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting):
        open_database(tmp_path, url)
