"""The store opens, migrates and refuses with a sentence."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from knowledge import lexical
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.errors import HomeNotWritable, HomeTooNew
from knowledge.migrations.versions import m0010_words
from knowledge.model import NewPassage, NewVersion
from knowledge.tables import metadata, sources


def test_the_migrations_make_just_the_tables_that_the_code_names(database: Database) -> None:
    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [
        found
        for found in differences
        if not any(name in str(found) for name in ("passage_words", "passage_vocab", "patent_words", "patent_vocab"))
    ] == []


def test_a_time_comes_back_as_the_same_instant(database: Database, now: datetime) -> None:
    with database.write() as connection:
        connection.execute(insert(sources).values(path="a", collection="c", content_hash="h", read_at=now, twins=[]))
        back = connection.execute(select(sources.c.read_at)).scalar_one()
    assert back == now
    assert back.tzinfo == UTC


def test_a_home_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(HomeNotWritable) as refusal:
        open_database(tmp_path / "home")
    assert "IPSTEWARD_HOME" in refusal.value.told("en")
    assert "IPSTEWARD_HOME" in refusal.value.told("zh")


def test_a_home_of_a_later_version_is_refused(tmp_path: Path) -> None:
    opened = open_database(tmp_path)
    with opened.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(HomeTooNew):
        open_database(tmp_path)


def test_an_older_home_gets_its_words_anew(tmp_path: Path, now: datetime) -> None:
    older = open_database(tmp_path)
    text = "A mark that was registered."
    version = NewVersion("Guide", "Guide", text, (NewPassage(0, len(text), text),), "en")
    Documents(older).put("a", "guidance", "h", [version], now)
    with older.write() as connection:
        lexical.remove(connection, [1])
        lexical.add(connection, [(1, text)], replace(lexical.PASSAGES, terms=lexical.terms))
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{m0010_words.down_revision}'")
    older.close()
    newer = open_database(tmp_path)
    with newer.read() as connection:
        assert [row for row, _ in lexical.WordQuery(connection, "registering").best(3)] == [1]
    newer.close()
