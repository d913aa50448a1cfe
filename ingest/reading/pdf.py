"""Born-digital PDF into pages, in a child process with limits: a hostile file costs a child, never the service."""

import multiprocessing
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from ingest.reading.clean import clean, without_gaps
from ingest.reading.faults import Broken, Empty, Encrypted, NeedsOcr, NotReadable, TimedOut, Unreadable
from ingest.reading.pieces import Block, Extracted

MEMORY_BYTES = 512 * 2**20
Page = tuple[int, str]


def read(path: Path, timeout_s: float) -> Extracted:
    """Pages with text, numbered from 1 as a reader counts them (blank ones leave a gap).

    Raises:
        Unreadable: the file is broken or locked, is a scan without a text layer, or took too long.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(str(path), theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(timeout_s) else None
    except EOFError:
        raise Broken(why="its reader ran out of memory or stopped") from None
    finally:
        child.kill()
        child.join()
        ours.close()
    if answer is None:
        raise TimedOut(limit=f"{timeout_s:g}")
    return _extracted(answer)


def _extracted(answer: tuple[str, str | list[Page]]) -> Extracted:
    kind, body = answer
    if kind == "pages" and isinstance(body, list):
        pages = [(number, clean(without_gaps(text))) for number, text in body]
        blocks = [Block(part, 0, number) for number, text in pages for part in text.split("\n\n") if part.strip()]
        if not blocks:
            raise NeedsOcr() if body else Empty()
        return Extracted(None, tuple(blocks))
    faults: dict[str, Unreadable] = {"encrypted": Encrypted(), "unreadable": NotReadable(why=body)}
    raise faults.get(kind) or Broken(why=body)


def _child(path: str, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))  # counts what is used, not what is mapped
    try:
        answer.send(("pages", _pages(path)))
    except PdfReadError as error:
        answer.send(("encrypted" if "decrypted" in str(error) else "broken", str(error)[:200]))
    except OSError as error:
        answer.send(("unreadable", error.strerror or str(error)))
    except Exception as error:  # whatever a damaged file makes the parser raise is the file's fault
        answer.send(("broken", f"{type(error).__name__}: {error}"[:200]))


def _pages(path: str) -> list[Page]:
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfReadError("File has not been decrypted")
    return [(number, page.extract_text() or "") for number, page in enumerate(reader.pages, 1)]
