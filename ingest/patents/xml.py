"""USPTO grants and applications in XML, all versions since 2001, single or many in one file; streamed, no network."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree

from ingest.patents.faults import CutShort, NoPatents, RecordFault
from ingest.patents.fields import plain_text, read_day, symbols
from ingest.patents.tables import Read
from knowledge.patents.model import PatentRecord
from knowledge.patents.numbers import read_number, read_symbol

PROLOG = re.compile(rb"<\?xml\b")
ROOTS = ("us-patent-grant", "us-patent-application", "patent-application-publication", "PATDOC")
DOCUMENT_BYTES = 32 * 1024 * 1024
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+);?")
COMMENT = re.compile(rb"<!--.*?-->", re.S)
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S)


def records(path: Path, source: str) -> Iterator[Read]:
    """Records and faults, document by document. Raises NoPatents, and CutShort where the file ends too early."""
    with path.open("rb") as file:
        yield from documents(file, path.name, source)


def documents(file: IO[bytes], name: str, source: str) -> Iterator[Read]:
    """The same of an open file."""
    at, read, last_broken = 0, 0, False
    for data in _split(file):
        at += 1
        root = _parsed(data)
        last_broken = root is None
        if root is None:
            yield RecordFault(name, at, "XML 不完整或已损坏", "the XML is cut or damaged")
            continue
        if root.tag not in ROOTS:
            if at == 1:
                raise NoPatents()
            yield RecordFault(name, at, f"不是专利文献：{root.tag}", f"not a patent document: {root.tag}")
            continue
        record = _record(root, source)
        if record is None:
            yield RecordFault(name, at, "没有公开号", "no publication number")
            continue
        read += 1
        yield record
    if last_broken:
        raise CutShort(record=at)
    if not read:
        raise NoPatents()


def _split(file: IO[bytes]) -> Iterator[bytes]:
    """The documents of a bulk file: each begins with an XML declaration of its own."""
    held: list[bytes] = []
    size = 0
    for line in file:
        if PROLOG.match(line.lstrip()) and held:
            yield b"".join(held)
            held, size = [], 0
        size += len(line)
        if size <= DOCUMENT_BYTES:
            held.append(line)
    if b"".join(held).strip():
        yield b"".join(held)


def _parsed(data: bytes) -> Any | None:
    """The root, without its document type: entities that it would define are kept as their names, never fetched."""
    text = DOCTYPE.sub(b"", COMMENT.sub(b"", data.strip()), count=1)
    decoded = text.decode("utf-8", "replace")
    plain = ENTITY.sub(_known_entity, re.sub(r"^<\?xml[^>]*\?>", "", decoded))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(plain, parser)
    except etree.XMLSyntaxError:
        return None


def _known_entity(found: re.Match[str]) -> str:
    read = html.unescape(f"&{found[1]};")
    return read if not read.startswith("&") else " "


def _record(root: Any, source: str) -> PatentRecord | None:
    if root.tag == "PATDOC":
        return _grant_of_2001(root, source)
    if root.tag == "patent-application-publication":
        return _application_of_2001(root, source)
    return _since_2005(root, source)


def _since_2005(root: Any, source: str) -> PatentRecord | None:
    head = root.find("us-bibliographic-data-grant")
    head = root.find("us-bibliographic-data-application") if head is None else head
    if head is None:
        return None
    published = "publication-reference/document-id"
    parts = {name: _said(head, f"{published}/{name}") for name in ("country", "doc-number", "kind", "date")}
    people = [_name(one) for one in head.iterfind(".//us-applicants/us-applicant")] or [
        _name(one) for one in head.iterfind(".//applicants/applicant") if one.get("app-type") != "applicant-inventor"
    ]
    owners = [_name(one) for one in head.iterfind(".//assignees/assignee")]
    inventors = [_name(one) for one in head.iterfind(".//inventors/inventor")] or [
        _name(one) for one in head.iterfind(".//applicants/applicant") if "inventor" in (one.get("app-type") or "")
    ]
    return _made(
        parts["country"] + parts["doc-number"] + parts["kind"], source, title=_said(head, "invention-title"),
        abstract=_whole(root.find("abstract")), applicants=owners or people, inventors=inventors,
        ipc=[*_ipcr(head), *_old_ipc(head)], cpc=[_symbol(one) for one in head.iterfind(".//classification-cpc")],
        application=_said(head, "application-reference/document-id/doc-number"),
        filed=_said(head, "application-reference/document-id/date"), published=parts["date"],
        priority=min((_whole(one) for one in head.iterfind(".//priority-claim/date")), default=""),
    )  # fmt: skip


def _grant_of_2001(root: Any, source: str) -> PatentRecord | None:
    head = root.find("SDOBI")
    if head is None:
        return None
    return _made(
        "US" + _said(head, "B100/B110/DNUM/PDAT") + _said(head, "B100/B130/PDAT"), source,
        title=_whole(head.find("B500/B540")), abstract=_whole(root.find("SDOAB")),
        applicants=[_sgml_name(one) for one in head.iterfind("B700/B730/B731/PARTY-US")],
        inventors=[_sgml_name(one) for one in head.iterfind("B700/B720/B721/PARTY-US")],
        ipc=[_spaced(_whole(one)) for name in ("B511", "B512") for one in head.iterfind(f"B500/B510/{name}")],
        application=_said(head, "B200/B210/DNUM/PDAT"), filed=_said(head, "B200/B220/DATE/PDAT"),
        published=_said(head, "B100/B140/DATE/PDAT"), priority=_said(head, "B300/B320/DATE/PDAT"),
    )  # fmt: skip


def _application_of_2001(root: Any, source: str) -> PatentRecord | None:
    head = root.find("subdoc-bibliographic-information")
    if head is None:
        return None
    names = [_joined(one, "name/given-name", "name/family-name") for one in head.iterfind(".//inventors/*")]
    return _made(
        "US" + _said(head, "document-id/doc-number") + _said(head, "document-id/kind-code"), source,
        title=_said(head, "technical-information/title-of-invention"), abstract=_whole(root.find("subdoc-abstract")),
        applicants=[_whole(one) for one in head.iterfind(".//assignee/organization-name")], inventors=names,
        ipc=[_whole(one) for one in head.iterfind(".//classification-ipc//ipc")],
        application=_said(head, "domestic-filing-data/application-number/doc-number"),
        filed=_said(head, "domestic-filing-data/filing-date"), published=_said(head, "document-id/document-date"),
        priority=_said(head, "foreign-priority-data/filing-date"),
    )  # fmt: skip


def _made(
    written: str, source: str, *, title: str, abstract: str, applicants: list[str], inventors: list[str],
    ipc: list[str], application: str, filed: str, published: str, priority: str, cpc: list[str] | None = None,
) -> PatentRecord | None:  # fmt: skip
    number = read_number(written)
    if number is None:
        return None
    granted = (number.kind or "B")[0] != "A" or (number.kind == "A" and len(number.serial) < 10)
    day = read_day(published)[0]
    return PatentRecord(
        str(number), title, source, number.country, number.kind, abstract, "en", _once(applicants), _once(inventors),
        symbols(ipc), symbols(cpc or []), application or None, filing_date=read_day(filed)[0],
        priority_date=read_day(priority)[0], publication_date=day, grant_date=day if granted else None,
    )  # fmt: skip


def _ipcr(head: Any) -> list[str]:
    return [_symbol(one) for one in head.iterfind(".//classification-ipcr") if one.find("section") is not None]


def _old_ipc(head: Any) -> list[str]:
    kinds = ("main-classification", "further-classification")
    return [_spaced(_whole(one)) for kind in kinds for one in head.iterfind(f"classification-ipc/{kind}")]


def _symbol(one: Any) -> str:
    parts = (_said(one, name) for name in ("section", "class", "subclass", "main-group", "subgroup"))
    section, number, subclass, group, subgroup = parts
    return f"{section}{number}{subclass}{group}/{subgroup}"


def _spaced(written: str) -> str:
    """IPC of before 2006 in eight columns: "H01L 21302" or "G06F  1730" is H01L21/302, G06F17/30."""
    if "/" in written or read_symbol(written.replace(" ", "")) is None:
        return written
    found = re.match(r"([A-H]\d{2}[A-Z])\s*(\d.*)$", written[:4] + written[4:])
    if found is None:
        return written
    digits = written[4:].ljust(9)
    main, group = digits[:3].strip(), digits[3:].strip()
    return f"{found[1]}{main}/{group}" if main.isdigit() and group.isdigit() else found[1]


def _name(one: Any) -> str:
    organization = one.findtext(".//orgname")
    return plain_text(organization) if organization else _joined(one, ".//first-name", ".//last-name")


def _sgml_name(one: Any) -> str:
    organization = one.find("NAM/ONM")
    return _whole(organization) if organization is not None else _joined(one, "NAM/FNM", "NAM/SNM")


def _joined(one: Any, *paths: str) -> str:
    return " ".join(part for part in (_whole(one.find(path)) for path in paths) if part)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _said(node: Any, path: str) -> str:
    return _whole(node.find(path))


def _whole(node: Any | None) -> str:
    return "" if node is None else plain_text(" ".join(node.itertext()))
