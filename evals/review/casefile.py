"""The file of cases that reviewers make: a YAML list that staff may edit too; an entry is added beside the others."""

import os
import secrets
import textwrap
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from evals.reading import Loader

from .drafts import as_yaml
from .faults import CaseFileBroken, CaseIdTaken, CaseProvesNothing, CaseUnreadable

NESTED = 40  # levels of brackets and indents
NAME = Path("cases") / "from-review.yaml"
HEAD = "# Cases made in transcript review. Run them with: ipsteward eval run FILE\n"
Loads = Callable[[Path], object]  # reads a case file as a run does; raises a Fault for what a run would refuse


@dataclass(frozen=True, slots=True)
class Made:
    id: str
    text: str  # YAML of the entry alone, as it stands in the file
    case: dict[str, Any]


class CaseFile:
    """`loads` is asked about each entry before it is written."""

    def __init__(self, home: Path, loads: Loads) -> None:
        self.path = home / NAME
        self._loads = loads

    def every(self) -> list[Made]:
        """In the order of the file. Raises CaseFileBroken."""
        return [Made(str(case.get("id")), _dedented(text), case) for text, case, _ in self._entries()]

    def get(self, case_id: str) -> Made | None:
        return next((made for made in self.every() if made.id == case_id), None)

    def add(self, text: str, could_fail: Callable[[dict[str, Any]], bool] = lambda case: True) -> Made:
        """Raises CaseUnreadable, CaseProvesNothing, CaseIdTaken, CaseFileBroken, and what `loads` raises; then nothing
        was written."""
        case = self._checked(text)
        if not could_fail(case):
            raise CaseProvesNothing()
        with self._locked():
            if any(made.id == case["id"] for made in self.every()):
                raise CaseIdTaken(id=case["id"])
            before = self._text() or HEAD
            self._write((before if before.endswith("\n") else before + "\n") + _item(text, case))
        return Made(case["id"], text, case)

    def replace(self, case_id: str, text: str) -> Made:
        """The entry anew, others to the letter as they were; raises what `add` raises."""
        case = self._checked(text)
        with self._locked():
            entries = self._entries()
            if case["id"] != case_id and any(old["id"] == case["id"] for _, old, _ in entries):
                raise CaseIdTaken(id=case["id"])
            start, end = next((place for _, old, place in entries if old.get("id") == case_id), (None, None))
            if start is None:
                raise CaseUnreadable(why=f"no case {case_id}")
            whole = self._text()
            column = " " * (_column(whole, start) - 2)  # of the dash before it
            item = textwrap.indent(_item(text, case), column).strip().removeprefix("- ")
            self._write(whole[:start] + item + whole[end:])
        return Made(case["id"], text, case)

    def _locked(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path.with_suffix(".lock"))

    def _text(self) -> str:
        return self.path.read_text("utf-8") if self.path.exists() else ""

    def _entries(self) -> list[tuple[str, dict[str, Any], tuple[int, int]]]:
        """(text, case, place of the text in the file) of each item."""
        whole = self._text()
        try:
            read, root = yaml.load(whole, Loader), yaml.compose(whole, Loader)
        except yaml.YAMLError as error:
            raise CaseFileBroken(path=self.path, why=_first_line(error)) from error
        if root is None:
            return []
        if not isinstance(root, yaml.SequenceNode) or not all(isinstance(case, dict) for case in read):
            raise CaseFileBroken(path=self.path, why="not a list of cases")
        places = [_place(whole, node.start_mark.index, node.end_mark.index) for node in root.value]
        return [(_indented(whole, place), case, place) for case, place in zip(read, places, strict=True)]

    def _checked(self, text: str) -> dict[str, Any]:
        case = parsed(text)
        with _beside(self.path, _item(text, case)) as trial:
            self._loads(trial)
        return case

    def _write(self, whole: str) -> None:
        """The old file stays until the new one is on the disk, and for good if the new one would not be a list."""
        try:
            yaml.load(whole, Loader)
        except yaml.YAMLError as error:
            raise CaseFileBroken(path=self.path, why=_first_line(error)) from error
        fresh = self.path.with_name(f".fresh-{os.getpid()}.yaml")
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)


@contextmanager
def case_alone(cases: CaseFile, case_id: str) -> Generator[Path]:
    """A file with that one case, for as long as it is needed. Raises CaseUnreadable."""
    made = cases.get(case_id)
    if made is None:
        raise CaseUnreadable(why=f"no case {case_id}")
    with _beside(cases.path, _item(made.text, made.case)) as file:
        yield file


@contextmanager
def _beside(path: Path, text: str) -> Generator[Path]:
    """A passing file in the same folder, since the paths that a case names count from there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.yaml")
    try:
        passing.write_text(text, "utf-8")
        yield passing
    finally:
        passing.unlink(missing_ok=True)


def _plain(text: str) -> None:
    """Raises CaseUnreadable, before anything is made of the text, for what could grow beyond it or nest without end."""
    depth = 0
    for event in yaml.parse(text):
        if isinstance(event, yaml.AliasEvent):
            raise CaseUnreadable(why="& and * are not used here")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > NESTED:
            raise CaseUnreadable(why=f"more than {NESTED} levels")


def parsed(text: str) -> dict[str, Any]:
    """One case from a reviewer's YAML: a mapping with an id that expects something. Raises CaseUnreadable,
    CaseProvesNothing."""
    try:
        _plain(text)
        case = yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CaseUnreadable(why=_first_line(error)) from error
    if not isinstance(case, dict):
        raise CaseUnreadable(why="id: …, turns: …, expect: …")
    if "expect" in case and case["expect"] in (None, {}):
        raise CaseProvesNothing()
    for name, kind in (("id", str), ("turns", list), ("expect", dict)):
        if not isinstance(case.get(name), kind) or not case[name]:
            raise CaseUnreadable(why=f"{name}: ?")
    return case


def _item(text: str, case: Mapping[str, Any]) -> str:
    """The reviewer's own text as an item of a list; written out anew where it would not read the same there."""
    for written in (text, as_yaml(case)):
        lines = written.strip("\n").splitlines()
        item = "- " + "\n".join([lines[0], *("  " + line if line.strip() else "" for line in lines[1:])]) + "\n"
        try:
            if yaml.load(item, Loader) == [case]:
                return item
        except yaml.YAMLError:
            continue
    raise CaseUnreadable(why="YAML")


def _place(whole: str, start: int, end: int) -> tuple[int, int]:
    """The entry without the blanks and the comments that lead to the next one."""
    column = _column(whole, start)
    lines = whole[start:end].rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or (lines[-1].lstrip()[0] == "#" and _indent(lines[-1]) < column)):
        lines.pop()
    return start, start + len("\n".join(lines))


def _column(whole: str, at: int) -> int:
    return at - whole.rfind("\n", 0, at) - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indented(whole: str, place: tuple[int, int]) -> str:
    """The entry with its first line as far in as the others."""
    start, end = place
    return " " * _column(whole, start) + whole[start:end]


def _dedented(text: str) -> str:
    return textwrap.dedent(text).rstrip() + "\n"


def _first_line(error: BaseException) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem}, line {mark.line + 1}" if mark else str(problem)
