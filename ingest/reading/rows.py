"""JSON lines into documents: a row is a passage, rows of one document and version stand together."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.reading.clean import clean
from ingest.reading.faults import BadEncoding, BadJson, Broken, TooDeep, TooLarge
from ingest.reading.notes import BadRows, Note, numbers

NAME = r"(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)"
TITLE = re.compile(rf"^(.*?)(?:{NAME}$|(?<=\s){NAME}(?=\s))")
MARKS = (" — ", " § ", " > ")
ABOUT = ("doc", "chapter", "version_date", "effective_date")
HALVES = re.compile("[\ud800-\udfff]")
TOLD_LINES = 12
MOST_BYTES = 400 * 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its text is one passage; `about` holds what else it says and is looked at."""

    text: str
    title: str
    section: str | None
    about: dict[str, Any]


def documents(path: Path) -> tuple[list[list[Row]], tuple[Note, ...]]:
    """Rows in groups, one a document and version, none when no row has `text`; and which lines were no rows.

    Raises Broken where a damaged file has no good row, TooLarge.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    bad: list[int] = []
    for body in _read(path, bad):
        body = _whole(body)
        if not isinstance(body, dict) or not isinstance(body.get("text"), str) or not clean(body["text"]):
            continue
        title, section = split_title(str(body.get("title") or ""))
        section = str(body["section"]) if body.get("section") else section
        row = Row(clean(body["text"]), title, section, {name: body[name] for name in ABOUT if name in body})
        key = (str(body.get("doc") or title), str(body.get("version_date") or ""))
        groups.setdefault(key, []).append(row)
    if bad and not groups:
        raise BadJson(line=bad[0])
    return list(groups.values()), (_told(bad),) if bad else ()


def _told(bad: list[int]) -> Note:
    more = f" … +{len(bad) - TOLD_LINES}" if len(bad) > TOLD_LINES else ""
    return BadRows(count=len(bad), lines=numbers(bad[:TOLD_LINES]) + more).note()


def _whole(body: Any) -> Any:
    """The row without halves of characters (`\\ud83d` alone), which JSON can write and nothing can store."""
    if not isinstance(body, dict):
        return body
    return {name: HALVES.sub("", value) if isinstance(value, str) else value for name, value in body.items()}


def split_title(title: str) -> tuple[str, str | None]:
    """(title stem, section) of titles like 专利法 第四十二条, `Paris Convention — Article 4`, `Act > 9 Meaning`."""
    if found := TITLE.match(title):
        return found[1].strip(), found[2] or title[len(found[1]) :].strip()
    places = [(title.find(mark), mark) for mark in MARKS if mark in title]
    if not places:
        return title.strip(), None
    at, mark = min(places)
    section = title[at + len(mark) :].strip()
    return title[:at].strip(), f"§ {section}" if mark == " § " else section


def _read(path: Path, bad: list[int]) -> Iterator[Any]:
    """What each line says, or the one document says; `bad` is told of the lines that say nothing."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(size=path.stat().st_size // 2**20, limit=MOST_BYTES // 2**20)
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    number = 0  # of the line being read, for the fault
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            if path.suffix.lower() == ".json":
                body = json.load(lines)
                yield from body if isinstance(body, list) else [body]
                return
            for line in lines:
                number += 1
                if line.strip():
                    yield from _line(line, number, bad)
    except UnicodeDecodeError as error:
        raise BadEncoding() from error
    except json.JSONDecodeError as error:
        raise BadJson(line=error.lineno) from error
    except RecursionError as error:
        raise TooDeep() from error
    except (ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Broken(why=f"line {number}: {error}") from error


def _line(line: str, number: int, bad: list[int]) -> Iterator[Any]:
    try:
        yield json.loads(line)
    except (ValueError, RecursionError):
        bad.append(number)
