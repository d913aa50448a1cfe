"""Plays a made case by the command that a person would type, in a process of its own.

The web server goes on meanwhile, and a run that hangs or dies takes nothing with it.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from .casefile import CaseFile, case_alone
from .faults import CaseNotRun

RUNS = "review-"  # begins the name of a run that a page started
TIMEOUT_S = 600
PLAYED = (0, 1)  # exit statuses: passed, failed; anything else came to nothing


class Playing:
    """`command` is `ipsteward` as this process would start it; `environ` says which home it works in."""

    def __init__(
        self, command: Sequence[str], cases: CaseFile, environ: Mapping[str, str], clock: Callable[[], datetime]
    ) -> None:
        self._command = command
        self._cases = cases
        self._environ = environ
        self._clock = clock

    def __call__(self, case_id: str) -> None:
        """The result is in the database afterwards, in a run of its own. Raises CaseNotRun."""
        with case_alone(self._cases, case_id) as file:
            self._run(file, f"{RUNS}{self._clock():%Y%m%d-%H%M%S}")

    def _run(self, file: Path, run_id: str) -> None:
        words = [*self._command, "eval", "run", str(file), "--out", run_id, "--json"]
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, errors="replace", timeout=TIMEOUT_S, stdin=subprocess.DEVNULL,
                env=os.environ | self._environ,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise CaseNotRun(why=f"{TIMEOUT_S} s") from error
        if done.returncode not in PLAYED:
            raise CaseNotRun(why=(done.stderr.strip().splitlines() or [str(done.returncode)])[-1])
