"""`ingest --queue`, `worker` and `move` without a PostgreSQL address: one sentence with what to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bots.cli import cli
from bots.commands.move import NowhereToMove
from bots.commands.queued import QueueNeedsPostgres
from ingest.reading.files import NoSuchPath


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (["ingest", "{folder}", "--queue"], QueueNeedsPostgres),
        (["ingest", "{folder}/none", "--queue"], NoSuchPath),
        (["worker"], QueueNeedsPostgres),
        (["move", "sqlite:///other.db"], NowhereToMove),
    ],
    ids=["ingest", "no path", "worker", "move"],
)
def test_without_postgres_a_sentence_says_what_to_do(
    command: list[str], fault: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPSTEWARD_HOME", str(tmp_path / "home"))
    result = CliRunner().invoke(cli, [part.format(folder=tmp_path) for part in command])
    assert isinstance(result.exception, fault)
