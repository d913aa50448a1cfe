"""Born-digital PDF into pages."""

from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from ingest.reading.child import in_child
from ingest.reading.clean import clean, without_gaps
from ingest.reading.faults import Empty, Encrypted, NeedsOcr
from ingest.reading.pieces import Block, Extracted

Page = tuple[int, str]


def read(path: Path, timeout_s: float) -> Extracted:
    """Pages with text, numbered from 1 as a reader counts them (blank ones leave a gap).

    Raises:
        Unreadable: the file is broken or locked, is a scan without a text layer, or took too long.
        OSError: it cannot be opened at all, which is no fault of its content.
    """
    read = in_child(pages, path, timeout_s)
    cleaned = [(number, clean(without_gaps(text))) for number, text in read]
    blocks = [Block(part, 0, number) for number, text in cleaned for part in text.split("\n\n") if part.strip()]
    if not blocks:
        raise NeedsOcr() if read else Empty()
    return Extracted(None, tuple(blocks))


def pages(path: str) -> list[Page]:
    """Number and text of each page. Raises Encrypted, and whatever pypdf raises at a damaged file."""
    reader = PdfReader(path)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted()
        return [(number, page.extract_text() or "") for number, page in enumerate(reader.pages, 1)]
    except FileNotDecryptedError as error:
        raise Encrypted() from error
