"""Why something did not go as it should, in a sentence a language."""

from dataclasses import dataclass
from typing import Self

from knowledge.errors import Fault, Lang


@dataclass(frozen=True, slots=True)
class Why:
    zh: str
    en: str

    def told(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def after(self, zh: str, en: str) -> "Why":
        """The same, and before it where it was."""
        return Why(f"{zh}{self.zh}", f"{en}{self.en}")

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def of(cls, kept: dict[str, str] | str) -> Self:
        """As a run keeps it; earlier runs kept one sentence."""
        return cls(kept, kept) if isinstance(kept, str) else cls(kept["zh"], kept["en"])

    @classmethod
    def of_fault(cls, fault: Fault) -> Self:
        return cls(fault.told("zh"), fault.told("en"))
