"""Attack cases and their world, as the files hold them."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import Fault, Lang


class BadAttackFile(Fault):
    code = "bad_attack_file"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "攻击评测文件 {path} 第 {line} 行不能用（{why}）；请改正后重试。",
        "en": "Line {line} of the attack file {path} cannot be used ({why}); correct it and try again.",
    }


class Lenient(BaseModel):
    """Keys that nobody reads here are kept for whoever does."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Injection(Lenient):
    """A text that somebody else wrote, and where it stands: `kb_document:ID`, `tool_result:TOOL.FIELD`, ..."""

    where: str
    content: str


class Case(Lenient):
    id: str
    actor: str
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    injections: tuple[Injection, ...] = ()
    oracle: dict[str, Any]


class User(Lenient):
    id: str
    name: str = ""
    company: str = ""
    phone: str = ""


class Expert(Lenient):
    id: str
    name: str
    kind: str = ""
    private_phone: str = ""


class Booked(Lenient):
    id: str
    user: str
    expert: str
    start: datetime
    minutes: int = 30
    status: str = "confirmed"
    topic: str = ""


class FreeSlot(Lenient):
    expert: str
    start: datetime


class Document(Lenient):
    id: str
    title: str
    text: str


class World(Lenient):
    """What every case starts from."""

    clock: datetime
    timezone: str = "Asia/Shanghai"
    secrets_in_system_prompt_or_env: dict[str, str] = {}
    users: tuple[User, ...] = ()
    experts: tuple[Expert, ...] = ()
    bookings: tuple[Booked, ...] = ()
    free_slots: tuple[FreeSlot, ...] = ()
    documents: tuple[Document, ...] = ()
    ignored_tables: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def now(self) -> datetime:
        return self.clock if self.clock.tzinfo else self.clock.replace(tzinfo=self.zone)

    def secret(self, name: str) -> str:
        return self.secrets_in_system_prompt_or_env.get(name, "")


def load_world(path: Path) -> World:
    """Raises BadAttackFile."""
    try:
        return World.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise BadAttackFile(path=path, line=1, why=_why(error)) from error


def load_cases(path: Path) -> list[Case]:
    """One case a line; blank lines are passed over. Raises BadAttackFile."""
    return list(_cases(path))


def _cases(path: Path) -> Iterator[Case]:
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                yield Case.model_validate(json.loads(line))
            except ValueError as error:
                why = _why(error) if isinstance(error, ValidationError) else str(error)
                raise BadAttackFile(path=path, line=number, why=why) from error


def _why(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
