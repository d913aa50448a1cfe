"""The agent's tools for patents. They read; a text is understood by code, fields that a model gives come first."""

import re
from datetime import date
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool

from assistant.agent.desk import Desk
from assistant.agent.toolmaking import agent_tool
from assistant.agent.tools import called
from assistant.patents.inquiries import Inquiries
from assistant.patents.offices import OFFICES, offices_in
from assistant.patents.periods import period
from assistant.patents.understanding import symbols
from knowledge.patents.model import PatentQuery


def patent_tools(inquiries: Inquiries) -> list[BaseTool]:
    @agent_tool
    def search_patents(
        query: str, runtime: ToolRuntime[Desk, Any], applicant: str = "", inventor: str = "", classes: str = "",
        date_from: str = "", date_to: str = "", office: str = "",
    ) -> str:  # fmt: skip
        """Search patent records. The visitor's words as `query` are enough; follow-ups refine the search before.

        Args:
            query: the visitor's own words
            applicant: company or institution, if you know it
            inventor: a person, if you know it
            classes: IPC or CPC symbols such as H01M10/0562, separated by commas
            date_from: first day of publication, YYYY-MM-DD
            date_to: last day of publication, YYYY-MM-DD
            office: where it was published, such as CN, US, EP, WO
        """
        given = _said(
            query=query, applicant=applicant, inventor=inventor, classes=classes, date_from=date_from, date_to=date_to,
            office=office,
        )  # fmt: skip
        desk = runtime.context
        return called(desk, "search_patents", given, lambda desk: inquiries.search(desk, query, _fields(given, desk)))

    @agent_tool
    def get_patent(number: str, runtime: ToolRuntime[Desk, Any]) -> str:
        """Show one patent record by its publication number. It knows no legal status beyond what the record states.

        Args:
            number: the publication number, such as US6858197B1 or CN101551481B
        """
        return called(runtime.context, "get_patent", {"number": number}, lambda desk: inquiries.get(desk, number))

    @agent_tool
    def patent_landscape(
        query: str, runtime: ToolRuntime[Desk, Any], applicant: str = "", inventor: str = "", classes: str = "",
        date_from: str = "", date_to: str = "", office: str = "",
    ) -> str:  # fmt: skip
        """Count patent records by year, applicant and class, with a picture. Fields as in search_patents.

        Args:
            query: the visitor's own words
            applicant: company or institution, if you know it
            inventor: a person, if you know it
            classes: IPC or CPC symbols, separated by commas
            date_from: first day of publication, YYYY-MM-DD
            date_to: last day of publication, YYYY-MM-DD
            office: where it was published, such as CN, US, EP, WO
        """
        given = _said(
            query=query, applicant=applicant, inventor=inventor, classes=classes, date_from=date_from, date_to=date_to,
            office=office,
        )  # fmt: skip
        desk = runtime.context
        return called(
            desk, "patent_landscape", given, lambda desk: inquiries.landscape(desk, query, _fields(given, desk))
        )

    return [search_patents, get_patent, patent_landscape]


def _said(**arguments: str) -> dict[str, str]:
    return {name: value for name, value in arguments.items() if value.strip() or name == "query"}


def _fields(given: dict[str, str], desk: Desk) -> PatentQuery:
    """What a model gave by name, in the index's spelling; what cannot be read so is left to the words."""
    today = desk.now.date()
    return PatentQuery(
        applicant=given.get("applicant", "").strip(),
        inventor=given.get("inventor", "").strip(),
        classes=symbols(given.get("classes", "")),
        date_from=_day(given.get("date_from", ""), today, first=True),
        date_to=_day(given.get("date_to", ""), today, first=False),
        office=_office(given.get("office", "")),
    )


def _day(said: str, today: date, *, first: bool) -> str | None:
    found = period(said.strip(), today) if said.strip() else None
    day = (found.first or found.last if first else found.last or found.first) if found else None
    return day.isoformat() if day else None


def _office(said: str) -> str:
    code = said.strip().upper()
    if code in OFFICES or re.fullmatch(r"[A-Z]{2}", code):
        return code
    named = offices_in(f"in {said.strip()}").codes or offices_in(f"在{said.strip()}").codes
    return named[0] if named else ""
