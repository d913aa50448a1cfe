"""The fields of a query as a condition on rows of `patents p`, with its parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from ..listing import as_list, listed
from ..word_engine import EVERY_ROW, Condition
from .model import PatentQuery
from .names import HAN, core, folded
from .symbols import prefix

FEW_ROWS = 5000
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Filter:
    """`condition` is "" where every record is admitted; `impossible` where no record can be."""

    condition: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    impossible: bool = False

    def where(self) -> str:
        return f"WHERE {self.condition}" if self.condition else ""

    def rows(self) -> Condition:
        """The admitted rows."""
        return (
            Condition(f"SELECT p.row FROM patents p {self.where()}", self.parameters) if self.condition else EVERY_ROW
        )


def admitted(connection: Connection, query: PatentQuery, applicants: Sequence[str]) -> Filter:
    """`applicants` are the folded names that `query.applicant` means."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if core(folded(query.applicant)):
        parts.append("p.row IN (SELECT patent_row FROM patent_names WHERE role = 'applicant' AND name IN "
                     f"({listed(connection, 'applicants')}))")  # fmt: skip
        values["applicants"] = as_list(applicants)
    if inventor := folded(query.inventor):
        condition, inventors = _inventor(inventor)
        parts.append(condition)
        values |= inventors
    prefixes = [known for given in query.classes if (known := prefix(given))]
    if prefixes:
        condition, classes = _classes(prefixes)
        parts.append(condition)
        values |= classes
    for name, sign in (("date_from", ">="), ("date_to", "<=")):
        if day := getattr(query, name):
            parts.append(f"p.published {sign} :{name}")
            values[name] = day
    if query.office.strip():
        parts.append("p.country = :office")
        values["office"] = query.office.strip().upper()
    return Filter(" AND ".join(parts), values, impossible=bool(query.classes) and not prefixes)


def settled(connection: Connection, where: Filter) -> Filter:
    """The filter with its rows looked up, where they are few: a search asks for them several times."""
    if not where.condition or where.impossible:
        return where
    statement = text(f"SELECT p.row FROM patents p {where.where()} LIMIT {FEW_ROWS + 1}")
    rows = connection.execute(statement, where.parameters).scalars().all()
    if len(rows) > FEW_ROWS:
        return where
    return Filter(f"p.row IN ({listed(connection, 'admitted', 'integer')})", {"admitted": as_list(rows)})


def _inventor(name: str) -> tuple[str, dict[str, str]]:
    """All words of a name in any order: lists write James Hurst and Hurst, James."""
    words = [name] if HAN.search(name) else name.split()
    likes = [f"' ' || name || ' ' LIKE :inventor{at}" for at in range(len(words))]
    pattern = "%{}%" if HAN.search(name) else "% {} %"
    condition = f"p.row IN (SELECT patent_row FROM patent_names WHERE role = 'inventor' AND {' AND '.join(likes)})"
    return condition, {f"inventor{at}": pattern.format(word.replace("%", "")) for at, word in enumerate(words)}


def _classes(prefixes: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A main group such as H01M10 has H01M10/05 below it, not H01M100/05."""
    ranges, values = [], {}
    for at, start in enumerate(prefixes):
        whole_group = len(start) > 4 and "/" not in start
        ranges.append(f"(symbol >= :class{at} AND symbol < :class_end{at})")
        values[f"class{at}"] = start
        values[f"class_end{at}"] = start + ("0" if whole_group else LAST)
    return f"p.row IN (SELECT patent_row FROM patent_classes WHERE {' OR '.join(ranges)})", values
