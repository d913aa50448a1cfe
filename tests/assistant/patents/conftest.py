"""The small centre of the assistant's tests, with patents in memory."""

import pytest

from assistant.app import App
from tests.assistant.patents.fakes import FakePatents


@pytest.fixture
def patents() -> FakePatents:
    return FakePatents()


@pytest.fixture
def office(centre: App, patents: FakePatents) -> App:
    centre.__dict__["patents"] = patents  # in place of the cached property
    return centre
