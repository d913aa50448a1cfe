"""One file into versions with passages, or the reason why not."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.reading import formats, regions, rows, versions
from ingest.reading.child import in_child
from ingest.reading.faults import (
    Broken,
    Empty,
    NothingReadable,
    NotReadable,
    Rejected,
    Skipped,
    TimedOut,
    TooDeep,
    Unreadable,
)  # fmt: skip
from ingest.reading.in_force import said
from ingest.reading.manifest import ManifestRow
from ingest.reading.members import Member, unpacked
from ingest.reading.notes import MemberRefused, Note
from ingest.reading.pieces import Block, Split, Told
from ingest.reading.plain import markdown_file, text_file
from ingest.reading.split import MOST_TOKENS, split
from ingest.reading.tokens import count
from ingest.reading.work import finished, work
from knowledge.errors import LANGS, Lang
from knowledge.model import Doubt, NewPassage, NewVersion
from knowledge.titles import normalised, same_number

__all__ = ["Outcome", "Read", "Rejected", "Skipped", "read_file"]


class Read(tuple[NewVersion, ...]):
    """The versions that a file holds, with what staff should know of it."""

    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, found: Iterable[NewVersion], notes: Iterable[Note] = ()) -> "Read":
        read = cls(found)
        read.notes = tuple(notes)
        return read


Outcome = Read | Rejected | Skipped
AT_ONCE = {".md": markdown_file, ".markdown": markdown_file, ".txt": text_file}
AT_ONCE_BYTES = 512 * 1024  # larger texts and rows are read in a child, within its limits
ROW_BYTES_A_SECOND = 512 * 1024  # that a large file of rows is given on top; it takes half of that
HAN, LETTER = re.compile("[一-鿿]"), re.compile(r"[^\W\d_]")
YEAR = re.compile(r"(?:19|20)\d{2}\s*(?:年度?)?")
DEPTH = 2  # archives within an archive or a message


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one file, for OCR on it, and for an archive or a message with all that is in it."""

    file_s: float
    ocr_s: float
    archive_s: float


def read_file(
    path: Path, root: Path, row: ManifestRow | None, *, timeout_s: float,
    ocr_timeout_s: float | None = None, archive_timeout_s: float | None = None,
) -> Outcome:  # fmt: skip
    """Reads, cleans and splits one file; whatever is wrong with it comes back as a reason, never as an exception."""
    row = row or ManifestRow(path.name)
    limits = Limits(timeout_s, ocr_timeout_s or timeout_s, archive_timeout_s or timeout_s)
    try:
        if formats.is_rows(path.name):
            found = _rows(path, path.name, row, limits.archive_s + path.stat().st_size / ROW_BYTES_A_SECOND)
            return found or Skipped("no row has a text", "没有一行有文字")
        if path.is_file() and path.stat().st_size == 0:
            raise Empty()
        key = str(path.relative_to(root))
        if formats.suffix(path.name) in formats.CONTAINERS:
            return _from_members(path, key, row, limits)
        return _one(path, path.name, key, row, limits)
    except Unreadable as fault:
        return Rejected.because(fault)
    except OSError as error:
        return Rejected.because(NotReadable(why=error.strerror or error))
    except RecursionError:
        return Rejected.because(TooDeep())
    except Exception as error:  # a parser's own surprise at one file must not end the ingest of the others
        return Rejected.because(Broken(why=f"{type(error).__name__}: {error}"[:200]))


def _one(path: Path, name: str, key: str, row: ManifestRow, limits: Limits) -> Read:
    """A file that is one document."""
    read = _split(path, name, row, limits)
    dated = versions.name_date(Path(name)) or versions.version_date(read.text)
    law = versions.is_statute_title(read.title) or versions.is_english_statute(read.title)
    version = _version(
        Path(name), row, read.title, read.text, read.passages, read.pages,
        dated if law else versions.name_date(Path(name)), None, key,
    )  # fmt: skip
    return Read.of([version], read.notes)


def _split(path: Path, name: str, row: ManifestRow, limits: Limits) -> Split:
    at_once = AT_ONCE.get(formats.suffix(name))
    told = Told(row.lang, limits.ocr_s)
    if at_once and _is_small_and_plain(path):
        return finished(at_once(str(path), told), name, row.title)
    seconds = max(limits.file_s, limits.ocr_s) if formats.may_need_ocr(name) else limits.file_s
    return in_child(work, path, seconds, name, row.title, told)


def _is_small_and_plain(path: Path) -> bool:
    """Whether no parser of pages is needed for it, nor much time."""
    return path.is_file() and path.stat().st_size <= AT_ONCE_BYTES and b"<" not in path.read_bytes()


def _from_members(path: Path, key: str, row: ManifestRow, limits: Limits) -> Read:
    """An archive or a message: each part is a document of its own, `key!/part`. Raises Unreadable if none is."""
    ends = time.monotonic() + limits.archive_s
    row = replace(row, title=None, number=None)  # what staff say of the archive names none of its parts
    found: list[NewVersion] = []
    notes: list[Note] = []
    refused: list[tuple[Member, Unreadable]] = []
    with unpacked(path, limits.archive_s, DEPTH) as members:
        for member in members:
            left = ends - time.monotonic()
            if left <= 0:
                raise TimedOut(limit=f"{limits.archive_s:g}")
            try:
                within = Limits(min(limits.file_s, left), min(limits.ocr_s, left), left)
                read = _member(member, f"{key}!/{member.name}", row, within)
                found += read
                notes += [replace(note, part=member.name) for note in read.notes]
            except Unreadable as fault:
                if time.monotonic() >= ends:
                    raise TimedOut(limit=f"{limits.archive_s:g}") from fault
                refused.append((member, fault))
    if not found:
        raise _all_refused(refused)
    return Read.of(found, [*notes, *(_told(member, fault) for member, fault in refused)])


def _member(member: Member, key: str, row: ManifestRow, limits: Limits) -> Read:
    if member.fault is not None:
        raise member.fault
    if formats.is_rows(member.name):
        return _rows(member.path, member.name, row, limits.archive_s)
    return _one(member.path, member.name, key, replace(row, title=member.title), limits)


def _told(member: Member, fault: Unreadable) -> Note:
    zh, en = (MemberRefused(name=member.name, reason=fault.told(lang)) for lang in LANGS)
    return Note(MemberRefused.code, zh.told("zh"), en.told("en"), member.name)


def _all_refused(refused: list[tuple[Member, Unreadable]]) -> Unreadable:
    if not refused:
        return Empty()
    if len(refused) == 1:
        return refused[0][1]
    names = ", ".join(member.name for member, _ in refused[:3])
    return NothingReadable(count=len(refused), names=names)


def _rows(path: Path, name: str, row: ManifestRow, seconds: float) -> Read:
    """Like an archive, such a file holds many documents and has its time; a small one is read at once."""
    if path.is_file() and path.stat().st_size <= AT_ONCE_BYTES and not name.strip().lower().endswith(".gz"):
        return _from_rows(path, row)
    return in_child(_from_rows, path, seconds, row)


def _from_rows(file: Path | str, row: ManifestRow) -> Read:
    path = Path(file)
    groups, notes = rows.documents(path)
    if len({(group[0].about.get("doc"), group[0].title) for group in groups}) > 1:
        row = replace(row, title=None, number=None)  # what staff say of the file names none of its documents
    return Read.of((_from_group(path, row, group) for group in groups), notes)


def _from_group(path: Path, row: ManifestRow, group: list[rows.Row]) -> NewVersion:
    first = group[0]
    title = row.title or first.title or path.name.split(".")[0]
    passages: list[NewPassage] = []
    at, parts = 0, []
    for one in group:
        context = " > ".join(part for part in (title, str(one.about.get("chapter") or ""), one.section or "") if part)
        passages += row_passages(one.text, at, context, one.section)
        parts.append(one.text)
        at += len(one.text) + 2
    dated = versions.iso_day(first.about.get("version_date")) or versions.name_date(path)
    stated = versions.iso_day(first.about.get("effective_date"))
    return _version(path, row, title, "\n\n".join(parts), tuple(passages), (), dated,
                    stated, str(first.about.get("doc") or path.name))  # fmt: skip


def row_passages(text: str, at: int, context: str, section: str | None = None) -> list[NewPassage]:
    """One passage, or several where a row is too long to be one; `at` is where it stands in its document."""
    size = count(text)
    if size <= MOST_TOKENS:
        return [NewPassage(at, at + len(text), text, section, None, context, size)]
    whole, pieces, _ = split(context, tuple(Block(part) for part in text.split("\n\n") if part.strip()))
    if whole != text:
        whole, pieces, _ = split(context, (Block(text),))
    return [
        NewPassage(at + one.start, at + one.end, one.text, section or one.section, None, one.context, one.tokens)
        for one in pieces
    ]


def _version(
    path: Path, row: ManifestRow, title: str, text: str, passages: tuple[NewPassage, ...],
    pages: tuple[tuple[int, int], ...], dated: str | None, stated: str | None, key: str,
) -> NewVersion:  # fmt: skip
    statute = versions.is_statute_title(title)
    told = said(title, text, statute=statute, dated=dated, stated=stated)
    region = row.region or regions.of_title(title, statute=statute)
    return NewVersion(
        identity=_identity(row, title, key, dated, statute), title=title, text=text, passages=passages,
        lang=row.lang or _lang(text), issuer=row.issuer or versions.issuer(title, text),
        number=row.number or versions.number(text), kind=row.kind, region=region, url=row.url, licence=row.licence,
        applies_to=row.applies_to, version_date=dated, in_force_from=row.in_force_from or told.in_force_from,
        in_force_to=row.in_force_to or told.in_force_to, supersedes=row.supersedes, pages=pages, repeals=told.repeals,
        repealed=told.repealed,
        doubts=(*_open(told.doubts, row), *row.against(told.in_force_from, told.in_force_to, dated)),
    )  # fmt: skip


def _open(doubts: tuple[Doubt, ...], row: ManifestRow) -> tuple[Doubt, ...]:
    """What the manifest has not settled."""
    settled = ("only_adopted", "two_dates") if row.in_force_from else ()
    return tuple(doubt for doubt in doubts if doubt.kind not in settled)


def _identity(row: ManifestRow, title: str, key: str, dated: str | None, statute: bool) -> str:
    """What makes two texts versions of one document.

    A statute's name (with the place and issuer that its title leaves out); issuer and title, where staff gave a
    number; else the file, whose versions may differ in a date at the end of its name.
    """
    if statute:
        placed = regions.of_title(title, statute=True)
        local = row.region if row.region and placed in ("", "cn") and row.region != "cn" else ""
        return "\n".join([normalised(title), *([local, row.issuer or ""] if local else [])])
    if row.number:
        known = row.in_force_from or dated  # without a date only the number tells one edition from the other
        return "\n".join([row.issuer or "", normalised(title), *([] if known else [same_number(row.number)])])
    common = versions.undated(key)
    return f"{key}\n{title}" if common == key else f"{common}\n{YEAR.sub('', normalised(title))}"


def _lang(text: str) -> Lang:
    sample = text[:5000]
    chinese, letters = len(HAN.findall(sample)), len(LETTER.findall(sample))
    return "zh" if chinese * 5 >= letters else "en"
