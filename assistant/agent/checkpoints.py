"""The model's short memory in PostgreSQL: the latest checkpoint of each conversation, for any process to go on from."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from sqlalchemy import Connection, Row, text

from knowledge.database import Database

KEEP = """
INSERT INTO checkpoints (thread, ns, id, parent, kind, body, about)
VALUES (:thread, :ns, :id, :parent, :kind, :body, :about)
ON CONFLICT (thread, ns) DO UPDATE SET
    id = EXCLUDED.id, parent = EXCLUDED.parent, kind = EXCLUDED.kind, body = EXCLUDED.body, about = EXCLUDED.about
"""
FORGET = "DELETE FROM checkpoint_writes WHERE thread = :thread AND ns = :ns AND checkpoint < :id"
WRITE = """
INSERT INTO checkpoint_writes (thread, ns, checkpoint, task, place, channel, kind, value)
VALUES (:thread, :ns, :checkpoint, :task, :place, :channel, :kind, :value)
ON CONFLICT (thread, ns, checkpoint, task, place) DO UPDATE SET
    channel = EXCLUDED.channel, kind = EXCLUDED.kind, value = EXCLUDED.value
"""
PENDING = """
SELECT task, channel, kind, value FROM checkpoint_writes
WHERE thread = :thread AND ns = :ns AND checkpoint = :id ORDER BY task, place
"""


class LatestInDatabase(BaseCheckpointSaver[str]):
    """Stateless beside the database. Its small writes take no turn at the writer's lock: a thread has its own row."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._engine = database.beside

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        wanted = get_checkpoint_id(config)
        with self._engine.connect() as connection:
            statement = text("SELECT * FROM checkpoints WHERE thread = :thread AND ns = :ns")
            row = connection.execute(statement, _of(config)).first()
            if row is None or (wanted and row.id != wanted):
                return None
            return self._tuple(connection, row)

    def list(
        self, config: RunnableConfig | None, *, filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None, limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:  # fmt: skip
        """The one that is kept of the thread."""
        found = self.get_tuple(config) if config else None
        if found is not None and (before is None or found.checkpoint["id"] < (get_checkpoint_id(before) or "")):
            yield found

    def put(
        self, config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:  # fmt: skip
        where = _of(config)
        kind, body = self.serde.dumps_typed(checkpoint)
        about = json.dumps(get_checkpoint_metadata(config, metadata), ensure_ascii=False).encode("utf-8", "ignore")
        values = where | {"id": checkpoint["id"], "parent": config["configurable"].get("checkpoint_id")}
        with self._engine.begin() as connection:
            connection.execute(text(KEEP), values | {"kind": kind, "body": body, "about": about})
            connection.execute(text(FORGET), values)
        return _config(where, checkpoint["id"])

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        where = _of(config) | {"checkpoint": config["configurable"]["checkpoint_id"], "task": task_id}
        rows = []
        for at, (channel, value) in enumerate(writes):
            kind, body = self.serde.dumps_typed(value)
            place = WRITES_IDX_MAP.get(channel, at)
            rows.append(where | {"place": place, "channel": channel, "kind": kind, "value": body})
        if rows:
            with self._engine.begin() as connection:
                connection.execute(text(WRITE), rows)

    def delete_thread(self, thread_id: str) -> None:
        with self._engine.begin() as connection:
            for table in ("checkpoints", "checkpoint_writes"):
                connection.execute(text(f"DELETE FROM {table} WHERE thread = :thread"), {"thread": thread_id})

    def _tuple(self, connection: Connection, row: Row[Any]) -> CheckpointTuple:
        where = {"thread": row.thread, "ns": row.ns}
        pending = connection.execute(text(PENDING), where | {"id": row.id}).all()
        return CheckpointTuple(
            _config(where, row.id),
            self.serde.loads_typed((row.kind, row.body)),
            json.loads(row.about),
            _config(where, row.parent) if row.parent else None,
            [(one.task, one.channel, self.serde.loads_typed((one.kind, one.value))) for one in pending],
        )


def _of(config: RunnableConfig) -> dict[str, Any]:
    about = config["configurable"]
    return {"thread": str(about["thread_id"]), "ns": about.get("checkpoint_ns", "")}


def _config(where: dict[str, Any], id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": where["thread"], "checkpoint_ns": where["ns"], "checkpoint_id": id}}
