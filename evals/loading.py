"""Case files and folders of them, read: the cases that can be played, and a sentence for each that cannot."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evals import known
from evals.cases import TABLES, Case, Checks, Cite, Count, Expect, Mid
from evals.reading import json_entries, yaml_entries
from knowledge.errors import Fault, Lang

LIST: dict[Lang, str] = {"zh": "应为列表，如 [甲, 乙]", "en": "it should be a list: [a, b]"}
KEYS: dict[Lang, str] = {"zh": "应为 键: 值 的形式", "en": "it should be written as key: value"}
NUMBER: dict[Lang, str] = {"zh": "应为整数", "en": "it should be a whole number"}
WANTED: dict[str, dict[Lang, str]] = {  # by the kinds of error that pydantic tells
    "list_type": LIST, "tuple_type": LIST, "dict_type": KEYS, "model_type": KEYS, "int_type": NUMBER,
    "int_parsing": NUMBER, "too_short": {"zh": "不能为空", "en": "it may not be empty"},
    "greater_than_equal": {"zh": "数值太小", "en": "the number is too small"},
    "string_type": {"zh": "应为文字", "en": "it should be a text"},
}  # fmt: skip
ENDINGS = (".yaml", ".yml", ".jsonl", ".json", ".ndjson")
IN_FOLDERS = (".yaml", ".yml", ".jsonl", ".ndjson")  # JSON that is no list of lines may be anything


class NoSuchCases(Fault):
    code = "no_such_cases"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有评测案例文件或文件夹 {path}；请检查路径。",
        "en": "There is no case file or folder {path}; check the path.",
    }


class NoCases(Fault):
    code = "no_cases"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{paths} 中没有可以运行的评测案例；格式见 docs/evaluation-cases.md。",
        "en": "There is no case to play in {paths}; docs/evaluation-cases.md describes the format.",
    }


class CaseFileUnreadable(Fault):
    code = "case_file_unreadable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "评测案例文件 {file} 不能读（{why}）；请改正后重试。其他文件照常运行。",
        "en": "The case file {file} cannot be read ({why}); correct it and run again. Other files go on.",
    }


class UnknownExpectation(Fault):
    code = "unknown_expectation"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的 expect 中没有名为“{key}”的键（最接近的是 {nearest}）；"
        "这个案例不运行，其他案例照常。",
        "en": "{file}: case {case}: there is no key “{key}” in expect (the nearest is {nearest}); this case is not "
        "played; any others are.",
    }


class BadCase(Fault):
    code = "bad_case"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的“{key}”不能用（{why}）；这个案例不运行，其他案例照常。",
        "en": "{file}: case {case}: “{key}” cannot be used ({why}); this case is not played; any others are.",
    }

    def __init__(self, why: dict[Lang, str], **facts: object) -> None:
        super().__init__(why=why["en"], **facts)
        self._why = why

    def told(self, lang: Lang) -> str:
        return self.say[lang].format_map(self.facts | {"why": self._why[lang]})


class CaseLacks(Fault):
    code = "case_lacks"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 缺少“{key}”；这个案例不运行，其他案例照常。",
        "en": "{file}: case {case} lacks “{key}”; this case is not played; any others are.",
    }


class KeyMisspelt(Fault):
    code = "key_misspelt"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 缺少“{key}”（是否误写成了“{meant}”？）；这个案例不运行，其他案例照常。",
        "en": "{file}: case {case} lacks “{key}” (was “{meant}” meant to be it?); this case is not played; any others "
        "are.",
    }


class CaseTwice(Fault):
    code = "case_twice"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的“{key}”与 {other} 中的案例重复；只运行了前一个。",
        "en": "{file}: case {case}: its “{key}” stands in {other} already; only the earlier case was played.",
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """A case and the file that it came from; its paths are relative to that file."""

    case: Case
    file: Path

    @property
    def catalog(self) -> Path | None:
        return None if self.case.catalog is None else (self.file.parent / self.case.catalog).resolve()

    @property
    def documents(self) -> tuple[Path, ...]:
        return tuple((self.file.parent / one).resolve() for one in self.case.documents or ())


@dataclass
class Loaded:
    cases: list[Placed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)  # of cases that are played


def load(paths: Sequence[Path]) -> Loaded:
    """All cases of files and folders, in order. Raises NoSuchCases, NoCases where there is nothing to read at all."""
    loaded, first = Loaded(), dict[str, Path]()
    for file in _files(paths):
        for place, entry in enumerate(_entries(file, loaded), 1):
            placed = _case(entry, file, place, loaded)
            if placed is None:
                continue
            if placed.case.id in first:
                loaded.faults.append(
                    CaseTwice(file=file, case=placed.case.id, key="id", other=first[placed.case.id])
                )  # fmt: skip
                continue
            first[placed.case.id] = file
            loaded.cases.append(placed)
    if not loaded.cases and not loaded.faults:
        raise NoCases(paths=", ".join(str(path) for path in paths))
    return loaded


def _files(paths: Sequence[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise NoSuchCases(path=path)
        for file in _within(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _within(folder: Path) -> Iterator[Path]:
    """The case files below a folder; catalogs and documents that lie beside them are none."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path.suffix.lower() in IN_FOLDERS and not hidden and _holds_cases(path):
            yield path


def _holds_cases(path: Path) -> bool:
    """Whether a file found in a folder is one of cases; one that cannot be read is told to the person."""
    try:
        entries = _read(path)
    except (OSError, ValueError):
        return True
    return any(isinstance(entry, dict) and ("turns" in entry or "expect" in entry) for entry in entries)


def _read(path: Path) -> list[Any]:
    text = path.read_text("utf-8-sig")
    return yaml_entries(text) if path.suffix.lower() in (".yaml", ".yml") else list(json_entries(text))


def _entries(file: Path, loaded: Loaded) -> list[Any]:
    if file.suffix.lower() not in ENDINGS:
        loaded.faults.append(CaseFileUnreadable(file=file, why=f"not one of {', '.join(ENDINGS)}"))
        return []
    try:
        return _read(file)
    except UnicodeDecodeError:
        loaded.faults.append(CaseFileUnreadable(file=file, why="not UTF-8"))
    except (OSError, ValueError) as error:
        loaded.faults.append(CaseFileUnreadable(file=file, why=error))
    return []


def _case(entry: Any, file: Path, place: int, loaded: Loaded) -> Placed | None:
    if isinstance(entry, ValueError):
        loaded.faults.append(CaseFileUnreadable(file=file, why=entry))
        return None
    name = entry.get("id") if isinstance(entry, dict) else None
    told = str(name) if name not in (None, "") else f"#{place}"
    try:
        placed = Placed(Case.model_validate(entry), file)
    except ValidationError as error:
        loaded.faults += _told(error, file, told, list(entry) if isinstance(entry, dict) else [])
        return None
    for key, paths in (("catalog", [placed.catalog]), ("documents", placed.documents)):
        missing = next((path for path in paths if path is not None and not path.exists()), None)
        if missing is not None:
            loaded.faults.append(
                BadCase(file=file, case=told, key=key, why={"zh": f"找不到 {missing}", "en": f"there is no {missing}"})
            )
            return None
    unknown = list(known.refusals(placed.case, file))
    loaded.faults += unknown
    loaded.warnings += known.warnings(entry, placed.case, file)
    return None if unknown else placed


def _told(error: ValidationError, file: Path, case: str, keys: list[Any]) -> list[Fault]:
    """A sentence a fault; of a value that fits in no way, one. `keys` are those that the case has."""
    faults: dict[str, Fault] = {}
    for one in error.errors():
        parts = [str(part) for part in one["loc"] if part != "[key]"]
        key = ".".join(parts) or "case"
        unknown = one["type"] == "extra_forbidden" or one["loc"][-1:] == ("[key]",)
        if unknown:
            nearest = difflib.get_close_matches(parts[-1], _known(one["loc"]), n=1, cutoff=0.0)[0]
            faults.setdefault(key, UnknownExpectation(file=file, case=case, key=key, nearest=nearest))
        elif one["type"] == "missing":
            meant = next((one for one in map(str, keys) if known.near_key(one) == key), None)
            lacks = CaseLacks(file=file, case=case, key=key)
            faults.setdefault(key, KeyMisspelt(file=file, case=case, key=key, meant=meant) if meant else lacks)
        else:
            faults.setdefault(key, BadCase(file=file, case=case, key=key, why=_why(one)))
    return list(faults.values())


def _why(one: ErrorDetails) -> dict[Lang, str]:
    """What a value should have been; the library's own words where we have none."""
    return WANTED.get(one["type"]) or {"zh": one["msg"], "en": one["msg"]}


def _known(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where an unknown one was found."""
    names = [part for part in loc if isinstance(part, str) and part != "[key]"][:-1]
    if names[-1:] and names[-1] in ("cites_any", "cites_none"):
        return list(Cite.model_fields)
    if names[-1:] and names[-1] in ("state", "state_none", "state_count", "state_max"):
        return list(TABLES)
    if names[-2:-1] and names[-2] in ("state_count", "state_max"):
        return list(Count.model_fields)
    return list((Mid if "mid" in names else Expect if names else Checks).model_fields)
