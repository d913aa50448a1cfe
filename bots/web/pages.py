"""The pages: the chat, and a document opened at its quote."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from knowledge.errors import Fault, Lang
from knowledge.regions import told

from . import links
from .faults import NoSuchDocument
from .languages import COOKIE, LANG_AGE_S, reader_lang
from .seams import Centre, Library
from .visitors import Visitors
from .words import EXAMPLES, WORDS

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, cut where the quote starts and ends; `gap` = an empty line stood before it."""

    before: str
    quote: str
    after: str
    gap: bool
    first: bool = field(default=False)  # of the quote's lines


def router(library: Library, visitors: Visitors, centre: Centre) -> APIRouter:
    pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @pages.get("/")
    def chat(request: Request) -> HTMLResponse:
        lang = reader_lang(request)
        response = HTMLResponse(_filled("chat.html", lang, centre, examples=EXAMPLES[lang]))
        visitors.welcome(request, response)
        if request.query_params.get("lang") == lang:
            response.set_cookie(COOKIE, lang, max_age=LANG_AGE_S, samesite="lax")
        return response

    @pages.get("/documents/{document_id:path}")
    def document(
        request: Request,
        document_id: str,
        version: str | None = None,
        start: str | None = None,
        end: str | None = None,
    ) -> HTMLResponse:
        found = library.page(document_id, version)
        if found is None:
            raise NoSuchDocument()
        span = _span(found.text, start, end)
        lang = reader_lang(request)
        facts = {"document": found, "official": links.outward(found.url), "span": span}
        facts["region"] = told(found.region, lang) if found.region else ""
        return HTMLResponse(_filled("document.html", lang, centre, **facts, lines=_lines(found.text, span)))

    return pages


def fault_page(request: Request, fault: Fault, status: int, centre: Centre) -> HTMLResponse:
    """A refusal as a page, in the reader's language."""
    lang = reader_lang(request)
    said = fault.told(lang)
    return HTMLResponse(_filled("fault.html", lang, centre, said=said, missing=status == 404), status_code=status)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _filled(template: str, lang: Lang, centre: Centre, **facts: Any) -> str:
    other: Lang = "en" if lang == "zh" else "zh"
    return (
        _templates()
        .get_template(template)
        .render(lang=lang, other=other, words=WORDS[lang], centre=centre[lang], **facts)
    )


def _span(text: str, start: str | None, end: str | None) -> tuple[int, int] | None:
    """The quote's first and last character, or None when the address does not name a stretch of this text."""
    if not all(bound and bound.isascii() and bound.isdigit() and len(bound) < 12 for bound in (start, end)):
        return None
    first, last = int(start or ""), int(end or "")
    return (first, last) if first < last <= len(text) and text[first:last].strip() else None


def _lines(text: str, span: tuple[int, int] | None) -> Iterator[Line]:
    first, last = span or (0, 0)
    at, gap, begun = 0, False, False
    for raw in text.split("\n"):
        line = raw.rstrip("\r\f")
        low, high = max(first - at, 0), max(min(last - at, len(line)), 0)
        at += len(raw) + 1
        if not line.strip():
            gap = True
            continue
        low = min(low, len(line))
        quote = line[low:high] if high > low and line[low:high].strip() else ""
        cut = (line[:low], quote, line[high:]) if quote else (line, "", "")
        yield Line(*cut, gap=gap, first=bool(quote) and not begun)
        begun, gap = begun or bool(quote), False
