"""One file into versions with passages, or the reason why not."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.reading import pdf, regions, rows, versions
from ingest.reading.child import in_child
from ingest.reading.clean import decode
from ingest.reading.faults import Broken, Empty, NotReadable, Rejected, Skipped, TooLarge, UnknownFormat, Unreadable
from ingest.reading.in_force import said
from ingest.reading.manifest import ManifestRow
from ingest.reading.markup import html, markdown, plain_text
from ingest.reading.pieces import Block, Extracted
from ingest.reading.split import split
from ingest.reading.tokens import count
from knowledge.errors import Lang
from knowledge.model import NewPassage, NewVersion
from knowledge.titles import normalised, same_number

__all__ = ["Outcome", "Rejected", "Skipped", "read_file"]

Outcome = tuple[NewVersion, ...] | Rejected | Skipped
TEXT_BYTES = 120 * 2**20
TEXTS: dict[str, Callable[[str], Extracted]] = {
    ".md": markdown, ".markdown": markdown, ".txt": plain_text, ".html": html, ".htm": html, ".xhtml": html,
}  # fmt: skip
ROWS = (".json", ".jsonl", ".jsonl.gz")
HTML_BYTES = 256 * 1024  # a larger page is parsed in a child: a hostile one can keep the parser busy for minutes
FIRST_LINE, TITLE_CHARS = 80, 300
YEAR = re.compile(r"(?:19|20)\d{2}\s*(?:年度?)?")


def read_file(path: Path, root: Path, row: ManifestRow | None, *, timeout_s: float) -> Outcome:
    """Reads, cleans and splits one file; whatever is wrong with it comes back as a reason, never as an exception."""
    row = row or ManifestRow(path.name)
    try:
        if path.name.lower().endswith(ROWS):
            return _from_rows(path, row) or Skipped("no row has a text")
        return (_from_blocks(path, root, row, _extracted(path, timeout_s)),)
    except Unreadable as fault:
        return Rejected.because(fault)
    except OSError as error:
        return Rejected.because(NotReadable(why=error.strerror or error))
    except Exception as error:  # a parser's own surprise at one file must not end the ingest of the others
        return Rejected.because(Broken(why=f"{type(error).__name__}: {error}"[:200]))


def _extracted(path: Path, timeout_s: float) -> Extracted:
    if path.stat().st_size == 0:
        raise Empty()
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return pdf.read(path, timeout_s)
    if suffix not in TEXTS:
        raise UnknownFormat(suffix=suffix or path.name)
    if path.stat().st_size > TEXT_BYTES:
        raise TooLarge(size=path.stat().st_size // 2**20, limit=TEXT_BYTES // 2**20)
    if TEXTS[suffix] is html and path.stat().st_size > HTML_BYTES:
        return _some(in_child(_html, path, timeout_s))
    return _some(TEXTS[suffix](decode(path.read_bytes())))


def _html(path: str) -> Extracted:
    return html(decode(Path(path).read_bytes()))


def _some(extracted: Extracted) -> Extracted:
    if not any(block.text.strip() for block in extracted.blocks):
        raise Empty()
    return extracted


def _from_blocks(path: Path, root: Path, row: ManifestRow, extracted: Extracted) -> NewVersion:
    first = extracted.blocks[0].text.split("\n", 1)[0].strip()
    title = (
        row.title or (extracted.title or "")[:TITLE_CHARS].strip() or (first if len(first) <= FIRST_LINE else path.stem)
    )
    text, passages, pages = split(title, extracted.blocks)
    if not passages:
        raise Empty()
    dated = versions.name_date(path) or versions.version_date(text)
    law = versions.is_statute_title(title) or versions.is_english_statute(title)
    return _version(path, row, title, text, passages, pages, dated if law else versions.name_date(path), None,
                    str(path.relative_to(root)))  # fmt: skip


def _from_rows(path: Path, row: ManifestRow) -> tuple[NewVersion, ...]:
    groups = rows.documents(path)
    if len({(group[0].about.get("doc"), group[0].title) for group in groups}) > 1:
        row = replace(row, title=None, number=None)  # what staff say of the file names none of its documents
    return tuple(_from_group(path, row, group) for group in groups)


def _from_group(path: Path, row: ManifestRow, group: list[rows.Row]) -> NewVersion:
    first = group[0]
    title = row.title or first.title or path.name.split(".")[0]
    passages: list[NewPassage] = []
    at, parts = 0, []
    for one in group:
        context = " > ".join(part for part in (title, str(one.about.get("chapter") or ""), one.section or "") if part)
        passages += _row_passages(one, at, context)
        parts.append(one.text)
        at += len(one.text) + 2
    dated = versions.iso_day(first.about.get("version_date")) or versions.name_date(path)
    stated = versions.iso_day(first.about.get("effective_date"))
    return _version(path, row, title, "\n\n".join(parts), tuple(passages), (), dated,
                    stated, str(first.about.get("doc") or path.name))  # fmt: skip


def _row_passages(row: rows.Row, at: int, context: str) -> list[NewPassage]:
    """One passage, or several where a row is too long to be one."""
    size = count(row.text)
    if size <= 600:
        return [NewPassage(at, at + len(row.text), row.text, row.section, None, context, size)]
    text, pieces, _ = split(context, tuple(Block(part) for part in row.text.split("\n\n") if part.strip()))
    if text != row.text:
        text, pieces, _ = split(context, (Block(row.text),))
    return [
        NewPassage(at + one.start, at + one.end, one.text, row.section or one.section, None, one.context, one.tokens)
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
        repealed=told.repealed, doubts=(*told.doubts, *row.against(told.in_force_from, told.in_force_to, dated)),
    )  # fmt: skip


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
    sample = Counter("zh" if "一" <= char <= "鿿" else "en" for char in text[:5000] if char.isalpha())
    return "zh" if sample["zh"] * 4 >= sample["en"] else "en"
