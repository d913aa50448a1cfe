"""One file into versions with passages, or the reason why not."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.reading import pdf, regions, rows, versions
from ingest.reading.child import in_child
from ingest.reading.clean import decode
from ingest.reading.faults import Broken, Empty, NotReadable, Rejected, Skipped, TooLarge, UnknownFormat, Unreadable
from ingest.reading.manifest import ManifestRow
from ingest.reading.markup import html, markdown, plain_text
from ingest.reading.pieces import Block, Extracted
from ingest.reading.split import MOST_TOKENS, split
from ingest.reading.tokens import count
from knowledge.errors import Lang
from knowledge.model import NewPassage, NewVersion

__all__ = ["Outcome", "Rejected", "Skipped", "read_file"]

Outcome = tuple[NewVersion, ...] | Rejected | Skipped
TEXT_BYTES = 120 * 2**20
TEXTS: dict[str, Callable[[str], Extracted]] = {
    ".md": markdown, ".markdown": markdown, ".txt": plain_text, ".html": html, ".htm": html, ".xhtml": html,
}  # fmt: skip
ROWS = (".json", ".jsonl", ".jsonl.gz")
HTML_BYTES = 256 * 1024  # a larger page is parsed in a child: a hostile one can keep the parser busy for minutes
FIRST_LINE, TITLE_CHARS = 80, 300


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
    return _version(path, row, title, text, passages, pages, dated if versions.is_statute_title(title) else
                    versions.name_date(path), None, str(path.relative_to(root)))  # fmt: skip


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
    statute = versions.is_statute_title(title) or bool(row.number)
    identity = versions.normalised(title) if statute else f"{key}\n{title}"
    lang = row.lang or _lang(text)
    begins = row.in_force_from or versions.in_force_from(text if statute else "", dated, stated)
    return NewVersion(
        identity=identity, title=title, text=text, passages=passages, lang=lang, issuer=row.issuer, number=row.number,
        kind=row.kind, region=row.region or regions.of_title(title, statute=statute), url=row.url,
        licence=row.licence, applies_to=row.applies_to, version_date=dated, in_force_from=begins,
        in_force_to=row.in_force_to, supersedes=row.supersedes, pages=pages,
    )  # fmt: skip


def _lang(text: str) -> Lang:
    sample = Counter("zh" if "一" <= char <= "鿿" else "en" for char in text[:5000] if char.isalpha())
    return "zh" if sample["zh"] * 4 >= sample["en"] else "en"
