"""Which reader a file gets, by its name, and what is said of those that get none."""

from pathlib import PurePath

from ingest.reading.faults import OldFormat, UnknownFormat

READERS = {
    ".pdf": "pdf:read",
    ".docx": "docx:read", ".docm": "docx:read", ".dotx": "docx:read",
    ".xlsx": "workbook:read", ".xlsm": "workbook:read", ".xltx": "workbook:read",
    ".pptx": "slides:read", ".pptm": "slides:read", ".ppsx": "slides:read",
    ".csv": "sheets:read", ".tsv": "sheets:read",
    ".html": "page:read", ".htm": "page:read", ".xhtml": "page:read",
    ".md": "plain:markdown_file", ".markdown": "plain:markdown_file", ".txt": "plain:text_file",
    ".png": "image:read", ".jpg": "image:read", ".jpeg": "image:read", ".tif": "image:read", ".tiff": "image:read",
    ".bmp": "image:read", ".gif": "image:read", ".webp": "image:read",
}  # fmt: skip
CONTAINERS = {".zip": "archive:unpack", ".eml": "mail:unpack"}
ROWS = (".json", ".jsonl", ".jsonl.gz")
OLD = {
    ".doc": ".docx", ".dot": ".docx", ".rtf": ".docx", ".wps": ".docx", ".odt": ".docx", ".xls": ".xlsx",
    ".xlt": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".ppt": ".pptx", ".pps": ".pptx", ".dps": ".pptx",
    ".odp": ".pptx", ".msg": ".eml", ".ofd": ".pdf", ".ceb": ".pdf", ".xps": ".pdf", ".mht": ".html", ".mhtml": ".html",
    ".rar": ".zip", ".7z": ".zip", ".tar": ".zip", ".gz": ".zip",
}  # fmt: skip


def suffix(name: str) -> str:
    return PurePath(name.strip()).suffix.strip().lower()


def may_need_ocr(name: str) -> bool:
    return READERS.get(suffix(name), "").startswith(("pdf:", "image:"))


def is_rows(name: str) -> bool:
    return name.strip().lower().endswith(ROWS)


def reader_of(name: str) -> str:
    """`module:function` of its reader. Raises OldFormat, UnknownFormat."""
    found = suffix(name)
    if found in OLD:
        raise OldFormat(suffix=found, better=OLD[found])
    if not found:
        return "plain:unnamed"
    if found not in READERS:
        raise UnknownFormat(suffix=found or name)
    return READERS[found]
