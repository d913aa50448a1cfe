"""Shared by all tests: a home in a folder of its own, a fixed clock, no network."""

import shutil
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from knowledge.database import Database, open_database

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty database of the newest shape, to be copied: to migrate one costs 0.13 s."""
    home = tmp_path_factory.mktemp("new") / "home"
    open_database(home).close()
    return home


@pytest.fixture
def database(tmp_path: Path, new_home: Path) -> Iterator[Database]:
    shutil.copytree(new_home, tmp_path / "home", dirs_exist_ok=True)
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
