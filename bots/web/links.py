"""Addresses that the pages and the API point at."""

from urllib.parse import quote, urlencode, urlsplit

from assistant.replies import Citation


def cited(citation: Citation) -> str:
    """The page of the cited document, scrolled to the quote."""
    return passage(citation.document_id, citation.version_id, citation.start, citation.end)


def passage(document_id: str, version_id: str, start: int, end: int) -> str:
    """The page of a document, scrolled to a stretch of it."""
    span = {"version": version_id, "start": start, "end": end}
    return f"/documents/{quote(document_id, safe='')}?{urlencode(span)}#quote"


def attached(session_id: str, turn_id: str, number: int, named_visitor: str | None) -> str:
    """The download of a reply's attachment; a caller that names its visitor must name it here too."""
    query = {"session_id": session_id, "turn_id": turn_id, "number": str(number)}
    if named_visitor is not None:
        query["visitor"] = named_visitor
    return f"/api/attachments?{urlencode(query)}"


def outward(address: str | None) -> str | None:
    """The address if a browser may follow it: absolute http or https, nothing else."""
    if address is None or any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
