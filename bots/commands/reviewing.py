"""The review's pages, put together for the web server."""

import sys
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter

from assistant.app import App
from bots.web.staff.shell import Shell
from evals.review.casefile import CaseFile
from evals.review.checking import loads
from evals.review.pages import router
from evals.review.playing import Playing
from evals.review.shell import Desk, desk
from knowledge.times import clock_now


def review_router(app: App) -> Callable[[Shell], APIRouter]:
    made = review_desk(app)
    return lambda shell: router(shell, made)


def review_desk(app: App) -> Desk:
    """Made cases lie in the home and are played there, by this very command."""
    settings = app.settings

    def clock() -> datetime:
        return clock_now(settings.zone)

    cases = CaseFile(settings.home, loads)
    plays = Playing([sys.executable, "-m", "bots.cli"], cases, {"IPSTEWARD_HOME": str(settings.home.resolve())}, clock)
    return desk(app.database, settings.zone, clock, cases, plays)
