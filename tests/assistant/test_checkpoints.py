"""The model's memory of a conversation in PostgreSQL: any process goes on from where another was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.agent.desk import Desk
from assistant.agent.graph import Agent, saver_in
from knowledge.database import Database, open_database
from tests.conftest import MONDAY
from tests.fakes import ScriptedModel, says


@pytest.fixture
def on_server(postgres_url: str, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "home", postgres_url)
    yield opened
    opened.close()


def desk(said: str, session: str = "s1") -> Desk:
    return Desk("v1", session, "en", MONDAY, said, "2026-11-23")


def test_another_process_goes_on_and_one_checkpoint_a_conversation_is_kept(
    on_server: Database, postgres_url: str, tmp_path: Path
) -> None:
    first = Agent(ScriptedModel(lines=[says("Hello."), says("Other.")]), [], saver_in(tmp_path, on_server))
    first.turn(desk("my name is Sample\0"))
    first.note("s1", "en", "pressed a button", "Booked.")
    first.turn(desk("another conversation", "s2"))
    elsewhere = open_database(tmp_path / "elsewhere", postgres_url)
    model = ScriptedModel(lines=[says("Sample.")])
    second = Agent(model, [], saver_in(tmp_path / "elsewhere", elsewhere))
    assert second.turn(desk("what is my name?")) == "Sample."
    heard = [message.text for message in model.heard[0]]
    assert [one for one in heard if one in ("Hello.", "pressed a button", "Booked.", "what is my name?")] == [
        "Hello.", "pressed a button", "Booked.", "what is my name?"
    ]  # fmt: skip
    with on_server.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM checkpoints")).scalar_one() == 2
    assert not (tmp_path / "checkpoints.db").exists()
    elsewhere.close()
