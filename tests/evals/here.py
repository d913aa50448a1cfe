"""A run's cases played in the test's own process, which has everything imported and the model loaded."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from evals.run import begin
from knowledge.settings import Settings


class Here(Executor):
    """Plays a case at once and in the test's own process, which has the model loaded."""

    def submit(self, play: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(play(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future


def here(count: int, settings: Settings, folder: str) -> Executor:
    begin(settings, folder)
    return Here()
