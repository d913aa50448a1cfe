"""What a fetched document is called: its name and its content type together decide how it is read."""

import re
from email.message import Message
from urllib.parse import unquote

import httpx

from ingest.fetching.faults import NotTheDocument
from ingest.fetching.hosts import host_of
from ingest.reading.formats import CONTAINERS, OLD, READERS, is_rows, suffix

OFFICE = "application/vnd.openxmlformats-officedocument."
SUFFIXES = {
    "application/pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html", "text/csv": ".csv",
    "text/markdown": ".md", "message/rfc822": ".eml",
    OFFICE + "wordprocessingml.document": ".docx", OFFICE + "spreadsheetml.sheet": ".xlsx",
    OFFICE + "presentationml.presentation": ".pptx", "application/msword": ".doc", "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt", "image/png": ".png",
    "image/jpeg": ".jpg", "image/tiff": ".tif", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp",
}  # fmt: skip
UNTOLD = {"application/zip": ".zip", "application/x-zip-compressed": ".zip", "text/plain": ".txt"}  # else the name's
PAGES = (".html", ".htm", ".xhtml")
UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
NAME_BYTES = 120


def name_of(url: httpx.URL, content_type: str, disposition: str) -> str:
    """A file name with the suffix by which it is read; a suffix that nothing reads is left for the reader to tell.

    Raises NotTheDocument where a page came in place of a file: a sign-in, an apology.
    """
    own = _stored_as(disposition) or unquote(url.path).rstrip("/").rsplit("/", 1)[-1]
    own = _fit(own) or "index"
    kind, known = content_type.partition(";")[0].strip().lower(), _known(own)
    wanted = SUFFIXES.get(kind)
    if wanted is None:
        return own if known or kind not in UNTOLD else own + UNTOLD[kind]
    if not known:
        return own + wanted
    if suffix(own) == wanted or (wanted in PAGES and suffix(own) in PAGES):
        return own
    if wanted in PAGES and suffix(own) not in (".txt", ".md"):
        raise NotTheDocument(host=host_of(url), suffix=suffix(own))
    same = READERS.get(suffix(own)) == READERS.get(wanted)
    return own if same or wanted in OLD else own + wanted


def _known(name: str) -> bool:
    return suffix(name) in READERS or suffix(name) in CONTAINERS or suffix(name) in OLD or is_rows(name)


def _stored_as(disposition: str) -> str:
    """The file name of a Content-Disposition header."""
    if not disposition:
        return ""
    header = Message()
    header["content-disposition"] = "".join(char for char in disposition if char.isprintable())
    return (header.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1]


def _fit(name: str) -> str:
    name = UNFIT.sub("_", name).strip(". ")
    while len(name.encode()) > NAME_BYTES:
        name = name[1:]  # the suffix is at the end
    return name.strip(". ")
