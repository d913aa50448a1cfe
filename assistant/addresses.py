"""Addresses that a reply points at: the page of a cited document, and those elsewhere that may be followed."""

from urllib.parse import quote, urlencode, urlsplit

from assistant.replies import Citation


def cited(citation: Citation) -> str:
    """The page of the cited document, scrolled to the quote; below the address of the web chat."""
    return passage(citation.document_id, citation.version_id, citation.start, citation.end)


def passage(document_id: str, version_id: str, start: int, end: int) -> str:
    """The page of a document, scrolled to a stretch of it."""
    span = {"version": version_id, "start": start, "end": end}
    return f"/documents/{quote(document_id, safe='')}?{urlencode(span)}#quote"


def outward(address: str | None) -> str | None:
    """The address if a browser may follow it: absolute http or https, nothing else."""
    if address is None or any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
