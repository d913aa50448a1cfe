"""Lists of any length as one parameter of a statement: a statement may hold only so many parameters."""

import json
from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection, TextualSelect, column, text

from . import postgres


def as_list(values: Iterable[object]) -> str:
    """What such a parameter is given."""
    return json.dumps(list(values), ensure_ascii=False)


def listed(connection: Connection, name: str, kind: Literal["text", "integer"] = "text") -> str:
    """SQL that gives the values of the list which the parameter `name` holds."""
    if postgres.runs(connection):
        return f"SELECT CAST(json_array_elements_text(CAST(:{name} AS json)) AS {kind})"
    return f"SELECT value FROM json_each(:{name})"


def among(connection: Connection, values: Iterable[object], kind: Literal["text", "integer"] = "text") -> TextualSelect:
    """The values as a select, for `column.in_`."""
    return text(listed(connection, "among", kind)).bindparams(among=as_list(values)).columns(column("value"))
