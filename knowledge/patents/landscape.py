"""Counts over all records that a query admits: by year, by applicant, by IPC/CPC subclass."""

from sqlalchemy import Connection, text

from ..lexical import engine
from .filters import Filter
from .model import Landscape, PatentQuery
from .words import PATENT_WORDS, asked_terms


def landscape(connection: Connection, query: PatentQuery, where: Filter, top: int) -> Landscape:
    """Exact counts. Of the query's words a record must hold all, in title or abstract (a search needs only one).

    Words are the terms of the word index (Chinese as pairs of characters, English plurals as singulars, words of
    grammar left out), so that the same query over the same records counts the same. Applicants whose names differ
    only in case, accents and punctuation are one, under the form that most records have. Classes are the subclasses
    of a record's IPC symbols, of its CPC symbols where it has no IPC. The years come in full, the others `top`.
    """
    if where.impossible:
        return Landscape(query, 0, 0, (), (), ())
    rows, values = _rows(connection, query, where)
    whole = connection.execute(
        text(f"{rows} SELECT count(*) AS total, count(*) - count(published) AS undated FROM chosen"), values
    ).one()
    years = connection.execute(
        text(f"{rows} SELECT CAST(substr(published, 1, 4) AS INTEGER) AS year, count(*) AS n FROM chosen "
             "WHERE published IS NOT NULL GROUP BY year ORDER BY year"), values,
    )  # fmt: skip
    return Landscape(
        query, int(whole.total), int(whole.undated or 0), tuple((int(row.year), int(row.n)) for row in years),
        _applicants(connection, rows, values, top), _classes(connection, rows, values, top),
    )  # fmt: skip


def _rows(connection: Connection, query: PatentQuery, where: Filter) -> tuple[str, dict[str, object]]:
    terms = asked_terms(query.words)
    values: dict[str, object] = dict(where.parameters)
    conditions = [where.condition] if where.condition else []
    if terms:
        holding = engine(connection).holding(PATENT_WORDS, terms)
        conditions.append(f"p.row IN ({holding.sql})")
        values |= holding.parameters
    held = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"WITH chosen AS MATERIALIZED (SELECT p.row, p.published, p.ipc FROM patents p {held})", values


def _applicants(connection: Connection, rows: str, values: dict[str, object], top: int) -> tuple[tuple[str, int], ...]:
    """Each name under its most frequent form."""
    statement = text(
        f"{rows}, forms AS (SELECT n.name, n.shown, count(*) AS n FROM chosen c JOIN patent_names n "
        "ON n.patent_row = c.row AND n.role = 'applicant' GROUP BY n.name, n.shown), "
        "totals AS (SELECT shown, sum(n) OVER (PARTITION BY name) AS total, "
        "row_number() OVER (PARTITION BY name ORDER BY n DESC, shown) AS place FROM forms) "
        "SELECT shown, total FROM totals WHERE place = 1 ORDER BY total DESC, shown LIMIT :top"
    )
    return tuple((row.shown, int(row.total)) for row in connection.execute(statement, values | {"top": top}))


def _classes(connection: Connection, rows: str, values: dict[str, object], top: int) -> tuple[tuple[str, int], ...]:
    statement = text(
        f"{rows} SELECT substr(s.symbol, 1, 4) AS class, count(DISTINCT c.row) AS n FROM chosen c "
        "JOIN patent_classes s ON s.patent_row = c.row AND "
        "s.scheme = CASE CAST(c.ipc AS text) WHEN '[]' THEN 'cpc' ELSE 'ipc' END "
        "GROUP BY class ORDER BY n DESC, class LIMIT :top"
    )
    return tuple((row[0], int(row.n)) for row in connection.execute(statement, values | {"top": top}))
