"""The queue of ingests: `dbos` on the PostgreSQL database. The only module that imports it; it is heavy.

A job is one ingest: it plans, puts its batches into a queue, waits for them and settles. Jobs take turns; batches are
done by all workers side by side. What a worker had begun when it died is begun again by another. Nothing here calls
home: neither a conductor nor telemetry is configured.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, Serializer, SetWorkflowID
from sqlalchemy import Engine

from ingest.batches import Asked, Batches, add
from ingest.run import Report
from knowledge import postgres
from knowledge.database import Database
from knowledge.errors import Fault, WriterBusy
from knowledge.postgres import locks

NAME = "ipsteward"
SHAPE = "1"  # of jobs and batches; work of another shape is left to workers that know it
JOBS, BATCHES, JOB, BATCH = "ingests", "ingest_batches", "ingest", "ingest_batch"
POLL_S, LOOK_S = 1.0, 5.0
LOCK_S = 120.0  # that a part waits for another ingest, or a server that makes vectors, to let go of the index
END_S = 30  # that a worker which is stopped takes to finish its batch
CLIENT_POOL, WORKER_POOL = (2, 3), (4, 12)
WAITING, ENDED = ("ENQUEUED", "PENDING", "DELAYED"), "SUCCESS"
log = logging.getLogger(__name__)


class AsJson(Serializer):
    """What is queued is plain data: reading it back can run nothing."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=lambda odd: {"fault": f"{type(odd).__name__}: {odd}"})

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "json"


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is. `batches` counts those that are known so far; `result` is a report, or a fault."""

    batches: int
    done: int
    workers: int
    result: dict[str, Any] | None = None


class Jobs:
    """The side of who asks."""

    def __init__(self, client: DBOSClient, engine: Engine) -> None:
        self._client = client
        self._engine = engine

    def ask(self, asked: Asked) -> str:
        """Puts an ingest into the queue; gives its id."""
        job = f"ingest-{secrets.token_hex(6)}"
        self._client.enqueue(
            {"workflow_name": JOB, "queue_name": JOBS, "workflow_id": job, "app_version": SHAPE}, asdict(asked)
        )
        return job

    def state(self, job: str) -> State:
        parts = self._client.list_workflows(workflow_id_prefix=f"{job}-", load_input=False, load_output=False)
        (whole,) = self._client.list_workflows(workflow_ids=[job], load_input=False)
        result = None
        if whole.status == ENDED:
            result = whole.output
        elif whole.status not in WAITING:
            result = {"fault": whole.status}
        done = sum(part.status == ENDED for part in parts)
        return State(len(parts), done, locks.count(self._engine, locks.WORKERS), result)


@contextmanager
def asking(database: Database) -> Generator[Jobs]:
    """The queue, its tables made where they are missing."""
    _quiet()
    DBOS.migrate(database.engine.url.render_as_string(hide_password=False))
    engine = postgres.engine_of(database.engine.url, *CLIENT_POOL)
    client = DBOSClient(system_database_engine=engine, serializer=AsJson(), application_name=NAME)
    try:
        yield Jobs(client, engine)
    finally:
        client.destroy()
        engine.dispose()


class Worker:
    """The side of who works: one process, one batch at a time. `told` hears of every part that is done."""

    def __init__(
        self, database: Database, batches: Batches, told: Callable[[str], None], *, poll_s: float = POLL_S,
        look_s: float = LOOK_S,
    ) -> None:  # fmt: skip
        self._poll_s, self._look_s = poll_s, look_s
        self._database = database
        self._batches = batches
        self._told = told
        self._id = f"{postgres.this_process()} {secrets.token_hex(4)}"
        self._stopped = threading.Event()

    def run(self, *, until_idle: bool = False) -> None:
        """Works until it is stopped, or until nothing is left to do.

        Raises DatabaseUnreachable where the server goes away: then others do what was begun.
        """
        _quiet()
        engine = postgres.engine_of(self._database.engine.url, *WORKER_POOL)
        config: DBOSConfig = {
            "name": NAME, "system_database_engine": engine, "serializer": AsJson(), "executor_id": self._id,
            "application_version": SHAPE, "enable_otlp": False, "log_level": "ERROR",
            "system_database_url": engine.url.render_as_string(hide_password=False),
        }  # fmt: skip
        alive = locks.held(self._database.engine, locks.name(self._id), kind=locks.WORKERS)
        with postgres.told(engine.url), alive:
            DBOS(config=config)
            self._register()
            DBOS.launch()
            queue = partial(DBOS.register_queue, polling_interval_sec=self._poll_s, on_conflict="always_update")
            queue(JOBS, global_concurrency=1)
            queue(BATCHES, worker_concurrency=1)
            try:
                self._watch(until_idle)
            finally:
                DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=END_S)
                engine.dispose()

    def stop(self) -> None:
        self._stopped.set()

    def _watch(self, until_idle: bool) -> None:
        """Takes over what dead workers had begun; between two looks the queue's own threads work."""
        while True:
            begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
            holders = {one.executor_id for one in begun if one.executor_id}
            dead = [one for one in holders if not locks.is_held(self._database.engine, locks.name(one), locks.WORKERS)]
            if dead:
                log.warning("%d workers have died; what they had begun is begun again", len(dead))
                DBOS._recover_pending_workflows(dead)
            if (until_idle and _idle()) or self._stopped.wait(self._poll_s if until_idle else self._look_s):
                return

    def _register(self) -> None:
        """What a worker knows to do, by name; dbos takes functions only."""

        @DBOS.workflow(name=BATCH)
        def batch(files: list[dict[str, Any]], collection: str) -> dict[str, Any]:
            return self._batch(files, collection)

        @DBOS.workflow(name=JOB)
        def job(asked: dict[str, Any]) -> dict[str, Any]:
            return self._job(asked, batch)

    def _job(self, asked: dict[str, Any], batch: Callable[..., Any]) -> dict[str, Any]:
        job = str(DBOS.workflow_id)
        plan = DBOS.run_step({"name": "plan"}, self._part, "plan", lambda: self._batches.plan(_asked(asked)))
        if "fault" in plan:
            return plan
        handles = []
        for at, files in enumerate(plan["batches"]):
            with SetWorkflowID(f"{job}-{at}"):
                handles.append(DBOS.enqueue_workflow(BATCHES, batch, files, asked["collection"]))
        report = Report(**plan["report"])
        for handle in handles:
            part = handle.get_result()
            if "fault" in part:
                return dict(part)
            add(report, Report(**part))
        return DBOS.run_step(
            {"name": "settle"}, self._part, "settle", lambda: self._batches.settle(_asked(asked), asdict(report))
        )

    def _batch(self, files: list[dict[str, Any]], collection: str) -> dict[str, Any]:
        what = f"{len(files)} files from {files[0]['path']}"
        return DBOS.run_step({"name": "batch"}, self._part, what, lambda: self._batches.do(files, collection))

    def _part(self, what: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A part under a share of the index's lock; a fault becomes a result, so that nobody waits for it."""
        try:
            with locks.held(self._database.engine, locks.INDEX, LOCK_S, shared=True):
                found = work()
        except locks.Taken as taken:
            found = _fault(WriterBusy(home=self._database.engine.url.database, pid=taken.holder))
        except Fault as fault:
            found = _fault(fault)
        except Exception as error:
            log.exception("a part of an ingest failed")
            found = {"fault": f"{type(error).__name__}: {error}"}
        self._told(what)
        return found


def _fault(fault: Fault) -> dict[str, Any]:
    return {"fault": fault.code, "zh": fault.told("zh"), "en": fault.told("en")}


def _idle() -> bool:
    return not DBOS.list_workflows(status=list(WAITING), limit=1, load_input=False, load_output=False)


def _asked(written: dict[str, Any]) -> Asked:
    return Asked(tuple(written["paths"]), written["collection"], written["manifest"])


def _quiet() -> None:
    """Its own log goes where ours goes, and only where it matters."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
