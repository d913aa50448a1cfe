"""JSON lines, and a JSON list of rows, into records."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from ingest.patents.faults import NoRecords
from ingest.patents.fields import Columns, Mapper
from ingest.patents.findings import Finding, Item
from ingest.reading.faults import Broken, Empty, TooLarge

TRIED = 20  # rows without a record after which a file is taken for something else
MOST_BYTES = 16 * 2**20  # of one line
MOST_DOCUMENT = 256 * 2**20  # of a JSON file that is no lines

Row = tuple[int, Any]


def read_lines(stream: IO[bytes], mapper: Mapper) -> Iterator[Item]:
    """Raises NoRecords when the first rows are no records, Empty when there is none."""
    return _records(_lines(stream), mapper)


def read_list(stream: IO[bytes], mapper: Mapper) -> Iterator[Item]:
    """A JSON list of rows, or an object that holds one. Raises Broken, TooLarge, NoRecords, Empty."""
    data = stream.read(MOST_DOCUMENT + 1)
    if len(data) > MOST_DOCUMENT:
        raise TooLarge(size=len(data) // 2**20, limit=MOST_DOCUMENT // 2**20)
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        if b"\n" in data.strip():  # JSON lines under another name
            yield from _records(_lines(iter(data.splitlines(keepends=True))), mapper)
            return
        raise Broken(why=str(error)) from error
    lists = [body, *(body.values() if isinstance(body, dict) else ())]
    rows = next((one for one in lists if isinstance(one, list) and one and isinstance(one[0], dict)), [body])
    yield from _records(enumerate(rows, 1), mapper)


def _records(rows: Iterator[Row], mapper: Mapper) -> Iterator[Item]:
    known: dict[tuple[str, ...], Columns] = {}

    def columns(body: dict[str, Any]) -> Columns:
        keys = tuple(body)
        if keys not in known:
            known[keys] = Columns.among(keys)
        return known[keys]

    first = list(islice(rows, TRIED))
    bodies = [body for _, body in first if isinstance(body, dict)]
    if not first:
        raise Empty()
    if not any(columns(body).name_a_record for body in bodies):
        raise NoRecords(found=_told(bodies[0]) if bodies else "-")
    for line, body in chain(first, rows):
        if isinstance(body, Finding):
            yield body
        elif not isinstance(body, dict) or not columns(body).name_a_record:
            yield Finding("not_a_record", line, None, {"found": _told(body) if isinstance(body, dict) else "-"})
        else:
            yield mapper(body, columns(body), line)


def _lines(stream: Iterable[bytes]) -> Iterator[Row]:
    line = 0
    lines = iter(stream)
    while True:
        line += 1
        try:
            data = next(lines)
        except StopIteration:
            return
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield line, Finding("cut_off", line, None, {})
            return
        if data.strip(b" \t\r\n\0\xef\xbb\xbf"):
            yield line, _parsed(data, line)


def _parsed(data: bytes, line: int) -> Any:
    if len(data) > MOST_BYTES:
        return Finding("too_long", line, None, {"limit": str(MOST_BYTES // 2**20)})
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Finding("not_json", line, None, {"why": str(error)[:120]})


def _told(body: dict[str, Any]) -> str:
    return ", ".join(body)[:200] or "-"
