"""Puts the agent together; the one place that imports langchain, which costs seconds."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from assistant.agent.appointments import Appointments
from assistant.agent.graph import Agent, saver_in
from assistant.agent.tools import booking_tools, guidance_tools, person_tools
from assistant.dates import find, impossible
from assistant.llm.catalog_facts import CatalogQuestions
from assistant.llm.embedded import EmbeddedModel
from assistant.llm.provider import remote_model
from assistant.patents.inquiries import Inquiries, PatentIndex
from assistant.patents.tools import patent_tools
from knowledge.database import Database
from knowledge.naming import Names
from knowledge.search import Search
from knowledge.settings import EMBEDDED, Settings
from knowledge.times import clock_now


def build_agent(
    settings: Settings, search: Search, appointments: Appointments, names: Names, model: BaseChatModel | None = None,
    *, database: Database | None = None, patents: PatentIndex | None = None, extra: Sequence[BaseTool] = (),
    mark: str = "",
) -> Agent:  # fmt: skip
    """The agent of these settings; `model` takes the place of the configured one. Without `patents`, no such tools.

    `database` keeps the memory of conversations if it is PostgreSQL; without, a file in the home does.
    `extra` tools come beside ours, or in place of one of the same name; `mark` is a secret line of the system prompt.
    """
    ours = [*guidance_tools(search), *booking_tools(appointments), *person_tools()]
    if patents is not None:
        ours += patent_tools(Inquiries(patents, Path(settings.home)))
    tools = {tool.name: tool for tool in [*ours, *extra]}
    chosen = model or _model(settings, search, names, patents)
    return Agent(chosen, list(tools.values()), saver_in(Path(settings.home), database), mark)


def _model(settings: Settings, search: Search, names: Names, patents: PatentIndex | None) -> BaseChatModel:
    if settings.model != EMBEDDED:
        return remote_model(settings)
    return embedded_model(settings, search, names, patents)


def embedded_model(
    settings: Settings, search: Search, names: Names, patents: PatentIndex | None = None
) -> EmbeddedModel:
    questions = CatalogQuestions(names)
    return EmbeddedModel(
        similarity=search.similarity,
        names_time=lambda text: _names_time(text, clock_now(settings.zone)),
        names_day=lambda text: _names_day(text, clock_now(settings.zone)),
        applicants=patents.applicants_like if patents is not None else None,
        asked_of_catalog=lambda text: questions.asked(text, clock_now(settings.zone).date()),
        names_service=lambda text: bool(names.best_services(text)),
        centre={"zh": settings.centre_zh, "en": settings.centre_en},
    )


def _names_time(text: str, now: datetime) -> bool:
    """One that does not exist is named too, so that its visitor is told."""
    return bool(find(text, now)) or impossible(text, now.date()) is not None


def _names_day(text: str, now: datetime) -> bool:
    return any(when.date_named for when in find(text, now)) or impossible(text, now.date()) is not None
