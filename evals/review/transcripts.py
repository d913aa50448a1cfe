"""Real conversations as the store holds them: the list with its filters, and one of them whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from knowledge.database import Database
from knowledge.tables import cases, documents, messages, passages, reviews, sessions, turns, versions

from .model import PAGE, Conversation, Filters, Note, Row, Rows, Seen
from .reviews import Reviews, reviewed, wanted
from .seen import seen

OWNED = reviews.c.session_id == sessions.c.id
OF_SESSION = turns.c.session_id == sessions.c.id


class Transcripts:
    """Days in filters are days in `zone`."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone
        self._reviews = Reviews(database)

    def rows(self, filters: Filters) -> Rows:
        plain = [exists().where(OF_SESSION), *self._conditions(filters)]
        narrowed = [*plain, *wanted(filters, OWNED)]
        with self._database.read() as connection:
            page = connection.execute(_newest(narrowed).limit(PAGE).offset(filters.offset)).scalars().all()
            return Rows(
                tuple(_listed(connection, page)), _count(connection, narrowed),
                _count(connection, [*plain, reviewed(OWNED)]), _count(connection, plain),
            )  # fmt: skip

    def ids(self, filters: Filters) -> list[str]:
        """All conversations of a list, over all its pages."""
        with self._database.read() as connection:
            narrowed = [exists().where(OF_SESSION), *self._conditions(filters), *wanted(filters, OWNED)]
            return list(connection.execute(_newest(narrowed)).scalars())

    def channels(self) -> list[str]:
        with self._database.read() as connection:
            return list(
                connection.execute(select(sessions.c.channel).distinct().order_by(sessions.c.channel)).scalars()
            )

    def one(self, session_id: str) -> Conversation | None:
        with self._database.read() as connection:
            session = connection.execute(select(sessions).where(sessions.c.id == session_id)).first()
            if session is None:
                return None
            rows = connection.execute(
                select(turns).where(turns.c.session_id == session_id).order_by(turns.c.ordinal)
            ).all()
            untraced = [id for row in rows if not row.trace.get("passages") for id in row.passages]
            held = _held(connection, untraced)
            said = self._reviews.of(reviews.c.session_id == session_id)
            return Conversation(
                session_id, session.visitor, session.channel, session.lang or "", session.started_at,
                tuple(
                    seen(
                        row.id, row.ordinal, row.visitor, row.said, row.choice_id, row.at, row.reply, row.trace,
                        [held[id] for id in row.passages if id in held], said.get(row.id, []),
                    )
                    for row in rows
                ),
                tuple(_notes(connection, session_id)), tuple(_cases(connection, session_id)),
            )  # fmt: skip

    def replies(self, filters: Filters) -> Iterator[tuple[str, str, Seen]]:
        """(session id, channel, turn) of all of a list's conversations, without what stood behind the replies."""
        for ids in batched(self.ids(filters)):
            said = self._reviews.of(reviews.c.session_id.in_(ids))
            with self._database.read() as connection:
                channel = {
                    row.id: row.channel
                    for row in connection.execute(
                        select(sessions.c.id, sessions.c.channel).where(sessions.c.id.in_(ids))
                    )
                }
                plain = [column for column in turns.c if column.name not in ("trace", "passages")]
                of_session: dict[str, list[Any]] = defaultdict(list)
                for row in connection.execute(
                    select(*plain).where(turns.c.session_id.in_(ids)).order_by(turns.c.ordinal)
                ):
                    of_session[row.session_id].append(row)
            for id in ids:
                for row in of_session[id]:
                    yield id, channel.get(id, ""), seen(
                        row.id, row.ordinal, row.visitor, row.said, row.choice_id, row.at, row.reply, None,
                        reviews=said.get(row.id, []),
                    )  # fmt: skip

    def _conditions(self, filters: Filters) -> Iterator[ColumnElement[bool]]:
        if filters.text:
            yield or_(
                exists().where(OF_SESSION, turns.c.said.icontains(filters.text, autoescape=True)),
                exists().where(OF_SESSION, turns.c.reply["text"].as_string().icontains(filters.text, autoescape=True)),
                exists().where(
                    messages.c.session_id == sessions.c.id, messages.c.text.icontains(filters.text, autoescape=True)
                ),
            )
        if filters.language:
            yield sessions.c.lang == filters.language
        if filters.channel:
            yield sessions.c.channel == filters.channel
        if filters.kind:
            yield exists().where(OF_SESSION, turns.c.reply["kind"].as_string() == filters.kind)
        if filters.since or filters.until:
            first, last = day_bounds(filters.since, filters.until, self._zone)
            yield exists().where(OF_SESSION, turns.c.at >= first, turns.c.at < last)
        if filters.case:
            handed = exists().where(cases.c.session_id == sessions.c.id)
            yield handed if filters.case == "yes" else ~handed


def batched(ids: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def day_bounds(since: date | None, until: date | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first instant of `since` to the first after `until`; open ends are far away."""
    first = datetime.combine(since, time(), zone) if since else datetime(1970, 1, 1, tzinfo=UTC)
    if until is None or until >= date(9998, 1, 1):
        return first, datetime(9998, 1, 1, tzinfo=UTC)
    return first, datetime.combine(until + timedelta(days=1), time(), zone)


def _newest(conditions: Sequence[ColumnElement[bool]]) -> Select[str]:
    last = select(func.max(turns.c.at)).where(OF_SESSION).scalar_subquery()
    return select(sessions.c.id).where(*conditions).order_by(last.desc(), sessions.c.id)


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return connection.execute(select(func.count()).select_from(sessions).where(*conditions)).scalar_one()


def _listed(connection: Connection, ids: Sequence[str]) -> Iterator[Row]:
    """The rows of a page, in the order of `ids`."""
    about = {row.id: row for row in connection.execute(select(sessions).where(sessions.c.id.in_(ids)))}
    kind = turns.c.reply["kind"].as_string().label("kind")
    of_session: dict[str, list[Any]] = defaultdict(list)
    statement = select(turns.c.session_id, turns.c.said, turns.c.at, kind).where(turns.c.session_id.in_(ids))
    for row in connection.execute(statement.order_by(turns.c.ordinal)):
        of_session[row.session_id].append(row)
    judged: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(select(reviews).where(reviews.c.session_id.in_(ids)).order_by(reviews.c.at)):
        judged[row.session_id].append(row)
    handed = set(connection.execute(select(cases.c.session_id).where(cases.c.session_id.in_(ids))).scalars())
    for id in ids:
        lines = of_session[id]
        yield Row(
            id, lines[-1].at, about[id].lang or "", next((line.said for line in lines if line.said), ""),
            tuple(dict.fromkeys(line.kind for line in lines if line.kind)), len(lines), **verdicts(judged[id]),
            channel=about[id].channel, visitor=about[id].visitor, handed_over=id in handed,
        )  # fmt: skip


def verdicts(judged: Sequence[Any]) -> dict[str, Any]:
    """What a list's row says of its reviews: verdicts in the order given, tags, whether reviewers disagree."""
    by_turn: dict[str, set[str]] = defaultdict(set)
    for review in judged:
        by_turn[review.turn_id].add(review.verdict)
    return {
        "verdicts": tuple(review.verdict for review in judged),
        "tags": tuple(dict.fromkeys(tag for review in judged for tag in review.tags)),
        "split": any(len(said) > 1 for said in by_turn.values()),
    }


def _held(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Passages as they are held today, for turns that did not keep them as they were shown."""
    statement = (
        select(
            passages.c.id, passages.c.version_id, passages.c.section, passages.c.page, passages.c.start,
            passages.c.end, passages.c.text, versions.c.title, documents.c.id.label("document_id"),
        )
        .join(versions, versions.c.id == passages.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(passages.c.id.in_(set(ids)))
    )  # fmt: skip
    return {row.id: row._asdict() for row in connection.execute(statement)}


def _notes(connection: Connection, session_id: str) -> Iterator[Note]:
    found = select(messages).where(messages.c.session_id == session_id).order_by(messages.c.id)
    for row in connection.execute(found):
        yield Note(row.author, row.staff, row.text, row.at, row.after_ordinal)


def _cases(connection: Connection, session_id: str) -> Iterator[tuple[str, str]]:
    found = select(cases.c.id, cases.c.status).where(cases.c.session_id == session_id).order_by(cases.c.opened_at)
    yield from ((row.id, row.status) for row in connection.execute(found))
