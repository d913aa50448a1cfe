"""What happens between visitors and staff, as one look at the database: several processes share a home."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from assistant.stewards.model import OPEN_STATES
from knowledge.database import Database
from knowledge.tables import cases, messages, turns


@dataclass(frozen=True, slots=True)
class Seen:
    """Two looks are equal when nothing happened between them."""

    messages: int = 0  # the highest id
    open_cases: Mapping[str, tuple[str, str, str | None]] = field(default_factory=dict)  # id: status, reason, taken by
    turns: Mapping[str, int] = field(default_factory=dict)  # the highest ordinal, by session with an open case


class Watch:
    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self) -> Seen:
        """Three small queries, each over an index or over the few cases that are open."""
        is_open = cases.c.status.in_([state.value for state in OPEN_STATES])
        held = select(cases.c.id, cases.c.status, cases.c.reason, cases.c.taken_by).where(is_open)
        said = (
            select(turns.c.session_id, func.max(turns.c.ordinal))
            .where(turns.c.session_id.in_(select(cases.c.session_id).where(is_open)), turns.c.reply.is_not(None))
            .group_by(turns.c.session_id)
        )
        with self._database.read() as connection:
            newest = connection.execute(select(func.coalesce(func.max(messages.c.id), 0))).scalar_one()
            opened = {row.id: (row.status, row.reason, row.taken_by) for row in connection.execute(held)}
            spoken = {row[0]: row[1] for row in connection.execute(said)}
        return Seen(newest, opened, spoken)
