"""Shared by all tests: a home in a folder of its own, a fixed clock, no network."""

import gc
import shutil
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from knowledge.database import Database, open_database
from tests.postgres import Server, run_id, serving

BOTH = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
SHARED = Path(__file__).resolve().parents[2] / "shared"


gc.set_threshold(50_000, 20, 20)  # thousands of tests and libraries are gone through in vain at every turn of it


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=["sqlite", "postgres"], default="sqlite", help="what `database` is made of")


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty database of the newest shape, to be copied: to migrate one costs 0.13 s."""
    home = tmp_path_factory.mktemp("new") / "home"
    open_database(home).close()
    return home


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL server, started when the first test of a run asks for it."""
    with serving(run_id(request.config)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """A database of its own, of the newest shape."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store: SQLite, unless a test asks for "postgres" or for both."""
    if request.config.getoption("--store") == "postgres" or getattr(request, "param", "") == "postgres":
        opened = open_database(tmp_path / "home", request.getfixturevalue("postgres_url"))
    else:
        shutil.copytree(request.getfixturevalue("new_home"), tmp_path / "home", dirs_exist_ok=True)
        opened = open_database(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def shared() -> Path:
    """The development data beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not here")
    return SHARED


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise OSError(f"no network in tests: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
