"""Addresses that the pages and the API point at."""

from urllib.parse import urlencode

from assistant.addresses import cited as cited
from assistant.addresses import outward as outward
from assistant.addresses import passage as passage


def attached(session_id: str, turn_id: str, number: int, named_visitor: str | None) -> str:
    """The download of a reply's attachment; a caller that names its visitor must name it here too."""
    query = {"session_id": session_id, "turn_id": turn_id, "number": str(number)}
    if named_visitor is not None:
        query["visitor"] = named_visitor
    return f"/api/attachments?{urlencode(query)}"
