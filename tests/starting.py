"""The command in processes of its own, forked from one that has imported everything: real, killable, 3 s cheaper each.

`python -m bots.cli` itself is started where the start is what is tested.
"""

import atexit
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock

IMPORTED = (
    "bots.cli", "bots.commands.demo", "bots.commands.ingest", "bots.commands.talk", "bots.commands.serve",
    "bots.commands.telegram", "bots.commands.patents", "bots.commands.bookings", "bots.commands.search",
    "bots.commands.reviews", "bots.commands.catalog", "bots.commands.staff", "evals.commands", "evals.run",
    "assistant.agent.build", "bots.telegram.service", "bots.web.app", "bots.web.serving", "chromadb",
    "telegram.ext", "knowledge.migrate", "alembic.runtime.migration", "uvicorn",
)  # fmt: skip
READY_S = 60


class Started:
    """A process that was started: what subprocess.Popen gives, as far as our tests need it."""

    def __init__(self, told: socket.socket, pid: int) -> None:
        self._told, self.pid = told, pid
        self.returncode: int | None = None
        self._asking = threading.Lock()  # a test asks from its own thread and from that of a server

    def poll(self) -> int | None:
        return self._ended(0)

    def wait(self, timeout_s: float = 120) -> int:
        ended = self._ended(timeout_s)
        if ended is None:
            raise TimeoutError(f"process {self.pid} runs after {timeout_s} s")
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _ended(self, timeout_s: float) -> int | None:
        with self._asking:
            if self.returncode is None:
                self._told.settimeout(timeout_s or 0.0001)
                try:
                    self.returncode = int(self._told.recv(64))
                except TimeoutError:
                    return None
                self._told.close()
            return self.returncode


def start(words: list[str], environ: dict[str, str], stdout: Path | None = None, stderr: Path | None = None) -> Started:
    """`ipsteward` with these words in a process group of its own; outputs that are not named are thrown away."""
    told = socket.socket(socket.AF_UNIX)
    told.connect(_forker())
    asked = {"words": words, "environ": environ, "cwd": os.getcwd(), "out": str(stdout or os.devnull),
             "err": str(stderr or os.devnull)}  # fmt: skip
    told.sendall(json.dumps(asked).encode() + b"\n")
    return Started(told, int(told.recv(64)))


def run(words: list[str], environ: dict[str, str], timeout_s: float = 120) -> "subprocess.CompletedProcess[str]":
    """To its end, with what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        started = start(words, environ, out, err)
        try:
            status = started.wait(timeout_s)
        finally:
            started.kill()
        return subprocess.CompletedProcess(words, status, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _forker() -> str:
    """The socket of this run's forker, which the run's processes share and which ends with the one that leads them."""
    run, leader = os.environ.get("PYTEST_XDIST_TESTRUNUID"), os.getppid()
    if run is None:
        run, leader = str(os.getpid()), os.getpid()
    folder = Path(tempfile.gettempdir()) / f"ipsteward-start-{run[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "ready").exists():
            _start_forker(folder, leader)
    return str(folder / "socket")


def _start_forker(folder: Path, leader: int) -> None:
    words = [sys.executable, "-m", "tests.starting", str(folder), str(leader)]
    process = subprocess.Popen(words, env=os.environ | {"OMP_NUM_THREADS": "1"}, start_new_session=True)
    atexit.register(process.poll)
    ends = time.monotonic() + READY_S
    while not (folder / "ready").exists():
        if time.monotonic() > ends or process.poll() is not None:
            raise RuntimeError("the process that starts the command did not come up")
        time.sleep(0.02)


# --- in the forker ----------


def serve(folder: Path, leader: int) -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("an import started a thread, which would not live on in a fork")
    gc.freeze()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(folder / "socket"))
    listening.listen(16)
    waits = selectors.DefaultSelector()
    waits.register(listening, selectors.EVENT_READ)
    waits.register(leading := os.pidfd_open(leader), selectors.EVENT_READ)
    (folder / "ready").touch()
    while True:
        for key, _ in waits.select():
            if key.fileobj == leading:
                shutil.rmtree(folder)
                return
            if key.fileobj is listening:
                told, _ = listening.accept()
                asked = json.loads(told.makefile("rb").readline())
                pid = os.fork()
                if pid == 0:
                    waits.close()
                    listening.close()
                    told.close()
                    _become(asked)
                    importlib.import_module("bots.cli").main()
                    return
                told.sendall(str(pid).encode())
                waits.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, told))
            else:
                pid, told = key.data
                _, status = os.waitpid(pid, 0)
                waits.unregister(key.fileobj)
                os.close(key.fd)
                _tell(told, os.waitstatus_to_exitcode(status))


def _tell(told: socket.socket, status: int) -> None:
    with suppress(OSError):  # nobody waits for it any more
        told.sendall(str(status).encode())
    told.close()


def _become(asked: dict[str, Any]) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environ"])
    time.tzset()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.argv = ["ipsteward", *asked["words"]]


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
