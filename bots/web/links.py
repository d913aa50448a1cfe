"""Addresses that the pages and the API point at."""

from urllib.parse import urlencode

<<<<<<< HEAD
from assistant.replies import Citation


def cited(citation: Citation) -> str:
    """The page of the cited document, scrolled to the quote."""
    return passage(citation.document_id, citation.version_id, citation.start, citation.end)


def passage(document_id: str, version_id: str, start: int, end: int) -> str:
    """The page of a document, scrolled to a stretch of it."""
    span = {"version": version_id, "start": start, "end": end}
    return f"/documents/{quote(document_id, safe='')}?{urlencode(span)}#quote"
=======
from bots.addresses import cited as cited
from bots.addresses import outward as outward
>>>>>>> telegram


def attached(session_id: str, turn_id: str, number: int, named_visitor: str | None) -> str:
    """The download of a reply's attachment; a caller that names its visitor must name it here too."""
    query = {"session_id": session_id, "turn_id": turn_id, "number": str(number)}
    if named_visitor is not None:
        query["visitor"] = named_visitor
    return f"/api/attachments?{urlencode(query)}"
