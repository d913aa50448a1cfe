"""USPTO grants and applications as XML, from ST.32 of 2001 (v2.4, v1.5) to v4.x, into records."""

import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import IO, Any

from lxml import etree

from ingest.patents.cleaning import plain
from ingest.patents.documents import CHUNK, MOST_BYTES, Document, documents, other_root
from ingest.patents.faults import OtherFormat
from ingest.patents.fields import Columns, Mapper, names
from ingest.patents.findings import Finding, Item, Read
from knowledge.patents.names import folded
from knowledge.patents.numbers import parsed

ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9.-]*);")
PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")
COLUMNS = Columns.among(
    "number kind country title abstract applicants inventors ipc cpc application_number filing_date priority "
    "publication_date grant_date".split()
)
NUMBER = re.compile(r"<(?:doc-number|DNUM><PDAT)>\s*(\w+)")
BIBLIO = {
    "us-patent-grant": "us-bibliographic-data-grant",
    "us-patent-application": "us-bibliographic-data-application",
}

SAFE = {
    "encoding": "utf-8", "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip

Row = dict[str, Any]
Element = Any  # lxml's own type has no stubs here


def read(stream: IO[bytes], mapper: Mapper) -> Iterator[Item]:
    """Raises OtherFormat when the stream holds no document of a kind that is read here."""
    head = stream.read(CHUNK)
    declared = ENCODING.search(head[:200])
    encoding = declared[1].decode() if declared else "utf-8"
    found = 0
    for document in documents(_Again(head, stream)):
        found += 1
        yield _item(document, encoding, mapper)
    if not found:
        raise OtherFormat(what=f"<{other_root(head)}>")


def _item(document: Document, encoding: str, mapper: Mapper) -> Item:
    text = _decoded(document.data, encoding)
    named = NUMBER.search(text)
    number = parsed(named[1], "US") if named else None
    told = number.text if number else None
    if document.too_long:
        return Finding("too_long", document.line, told, {"limit": str(MOST_BYTES // 2**20)})
    if not document.whole:
        return Finding("cut_off", document.line, told, {})
    try:
        root = _tree(text)
    except etree.XMLSyntaxError as error:
        return Finding("broken_xml", document.line, told, {"why": str(error)[:120]})
    rows = {"PATDOC": _st32, "patent-application-publication": _publication_2001}
    item = mapper(rows.get(document.root, _version_4)(root), COLUMNS, document.line)
    if isinstance(item, Read) or item.number:
        return item
    return Finding(item.code, item.line, told, item.facts)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _tree(text: str) -> Element:
    """No DTD, no network, no entities of the file's own: named characters are put in from the HTML 5 table.

    SGML-like files leave tags open; what a strict parser refuses is read by a forgiving one. Raises XMLSyntaxError.
    """
    text = ENTITY.sub(_character, text)
    safe = {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "remove_comments": True,
        "remove_pis": True,
    }
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(encoding="utf-8", **safe))
    except etree.XMLSyntaxError:
        root = etree.fromstring(text.encode(), etree.XMLParser(encoding="utf-8", recover=True, **safe))
        if root is None:
            raise
        return root


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in PREDEFINED:
        return found[0]
    return html5.get(name + ";", f"&amp;{name};")


def _version_4(root: Element) -> Row:
    biblio = root.find(BIBLIO[root.tag])
    if biblio is None:
        return {}
    published = biblio.find("publication-reference/document-id")
    applied = biblio.find("application-reference/document-id")
    grant = root.tag == "us-patent-grant"
    day = _text(published, "date")
    people, organizations = _parties(biblio)
    return {
        "number": _text(published, "doc-number"), "kind": _text(published, "kind"),
        "country": _text(published, "country") or "US",
        "title": _text(biblio, "invention-title"), "abstract": _paragraphs(root.find("abstract")),
        "applicants": organizations, "inventors": people,
        "ipc": [*map(_joined, biblio.iterfind(".//classification-ipcr")), *_ipc_2004(biblio)],
        "cpc": [_joined(one) for part in ("classifications-cpc", "classification-cpc-text")
                for top in biblio.iterfind(part) for one in top.iter("classification-cpc")],
        "application_number": _text(applied, "doc-number"), "filing_date": _text(applied, "date"),
        "priority": [_iso(_text(one, "date")) for one in biblio.iterfind("priority-claims/priority-claim")],
        "publication_date": day, "grant_date": day if grant else "",
    }  # fmt: skip


def _parties(biblio: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(inventors, applicants and assignees): before v4.3 an applicant may be the inventor, and then is no owner."""
    inventors = [_name(one) for one in biblio.iterfind(".//inventors/inventor")]
    applicants: list[str] = []
    for one in [*biblio.iterfind(".//us-applicants/us-applicant"), *biblio.iterfind(".//applicants/applicant")]:
        if "inventor" in (one.get("app-type") or "") and one.get("app-type") != "applicant":
            inventors.append(_name(one))
        else:
            applicants.append(_name(one))
    assignees = [_name(one) for one in biblio.iterfind("assignees/assignee")]
    people = names(inventors)
    persons = {folded(name) for name in people}
    owners = names([*assignees, *applicants])
    if assignees:  # inventors who only signed the application are not its owners
        owners = tuple(name for name in owners if folded(name) not in persons) or owners
    return people, owners


def _name(party: Element) -> str:
    """An organization's name, or a person's: surname, given names."""
    organization = _text(party, ".//orgname") or _text(party, ".//organization-name")
    if organization:
        return organization
    given = " ".join(part for part in (_text(party, ".//first-name"), _text(party, ".//middle-name")) if part)
    return ", ".join(part for part in (_text(party, ".//last-name"), given) if part)


def _joined(classification: Element) -> str:
    section, klass, subclass, group, sub = (
        _text(classification, name) for name in ("section", "class", "subclass", "main-group", "subgroup")
    )
    return f"{section}{klass}{subclass}{group}/{sub}" if group and sub else f"{section}{klass}{subclass}"


def _ipc_2004(biblio: Element) -> list[str]:
    """v4.0 and 4.1 write the seventh edition's fixed columns: `A61B  508`; designs have other classes."""
    found = biblio.iterfind("classification-ipc/*")
    return [one.text for one in found if one.text and one.tag in ("main-classification", "further-classification")]


def _st32(root: Element) -> Row:
    """PATDOC: elements named after INID codes (B110 number, B540 title, B721 inventor, B731 assignee)."""
    day, people = _text(root, "SDOBI//B140"), [_party(one) for one in root.iterfind("SDOBI//B721")]
    return {
        "number": _text(root, "SDOBI//B110"), "kind": _text(root, "SDOBI//B130"),
        "country": _text(root, "SDOBI//B190") or "US", "title": _text(root, "SDOBI//B540"),
        "abstract": _paragraphs(root.find("SDOAB")), "inventors": people,
        "applicants": [_party(one) for one in root.iterfind("SDOBI//B731")],
        "ipc": [_raw(one) for tag in ("B511", "B512") for one in root.iterfind(f"SDOBI//B510/{tag}")],
        "application_number": _text(root, "SDOBI//B210"), "filing_date": _text(root, "SDOBI//B220"),
        "priority": [_iso(_text(one, ".")) for one in root.iterfind("SDOBI//B300/B320")],
        "publication_date": day, "grant_date": day,
    }  # fmt: skip


def _party(element: Element) -> str:
    organization = _text(element, ".//ONM")
    return organization or ", ".join(part for tag in ("SNM", "FNM") if (part := _text(element, f".//NAM/{tag}")))


def _publication_2001(root: Element) -> Row:
    """Applications of 2001 to 2004 (v1.5)."""
    about = root.find("subdoc-bibliographic-information")
    if about is None:
        return {}
    people = [*about.iterfind("inventors/first-named-inventor"), *about.iterfind("inventors/inventor")]
    return {
        "number": _text(about, "document-id/doc-number"), "kind": _text(about, "document-id/kind-code"),
        "country": "US", "title": _text(about, ".//title-of-invention"),
        "abstract": _paragraphs(root.find("subdoc-abstract")), "inventors": [_person(one) for one in people],
        "applicants": [_text(one, "organization-name") or _person(one) for one in about.iterfind("assignee")],
        "ipc": [_raw(one) for one in about.iterfind(".//classification-ipc//ipc")],
        "application_number": _text(about, "domestic-filing-data/application-number/doc-number"),
        "filing_date": _text(about, "domestic-filing-data/filing-date"),
        "priority": [_iso(_text(one, "filing-date")) for one in about.iterfind("foreign-priority-data")],
        "publication_date": _text(about, "document-id/document-date"), "grant_date": "",
    }  # fmt: skip


def _person(element: Element) -> str:
    given = " ".join(part for tag in ("given-name", "middle-name") if (part := _text(element, f"name/{tag}")))
    return ", ".join(part for part in (_text(element, "name/family-name"), given) if part)


def _text(element: Element, path: str) -> str:
    found = element.find(path) if element is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _raw(element: Element) -> str:
    text: str = "".join(element.itertext())
    return text


def _paragraphs(element: Element) -> str:
    """The paragraphs of an abstract; its heading and the reference to a figure are not part of it."""
    if element is None:
        return ""
    parts: Iterable[Element] = list(element.iterdescendants("p", "paragraph", "PARA")) or [element]
    return plain(" ".join(_raw(part) for part in parts))


def _iso(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if re.fullmatch(r"\d{8}", day) else day


class _Again:
    """A stream with its beginning put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)
