"""What a case may name: kinds, languages, tools, fields of rows, commands of a script; sentences for the unknown."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, get_args

from assistant.booking.model import Action, Status
from assistant.replies import Kind
from assistant.script import COMMANDS
from assistant.stewards.model import State
from evals.cases import Case, Checks, Expect
from knowledge.errors import Fault, Lang

TOOLS = (
    "search_guidance", "list_services", "find_slots", "propose_booking", "propose_cancel", "propose_move",
    "my_bookings", "search_patents", "get_patent", "patent_landscape", "request_person",
)  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {  # of the tables that are kept
    "bookings": (
        "id", "status", "organization_id", "service_id", "adviser_id", "starts", "ends", "time_zone", "visitor",
        "session_id", "topic", "held_until", "created_at", "updated_at", "history",
    ),
    "proposals": (
        "id", "action", "status", "visitor", "session_id", "booking_id", "service_id", "starts", "expires",
    ),
    "cases": (
        "id", "session_id", "visitor", "channel", "lang", "status", "reason", "summary", "facts", "passages",
        "opened_at", "taken_by", "taken_at", "closed_at", "history",
    ),
}  # fmt: skip
VALUES: dict[tuple[str, str], tuple[str, ...]] = {
    ("bookings", "status"): tuple(Status), ("cases", "status"): tuple(State),
    ("proposals", "status"): ("open", "confirmed", "declined", "expired"), ("proposals", "action"): get_args(Action),
    ("cases", "lang"): get_args(Lang),
}  # fmt: skip
SLASH = re.compile(r"/(\w+)\s*(.*)")
NEAR = 0.75


class UnknownValue(Fault):
    code = "unknown_value"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的“{key}”写了“{value}”，没有这个值（最接近的是 {nearest}；可用：{known}）；"
        "这个案例不运行，其他案例照常。",
        "en": "{file}: case {case}: “{key}” names “{value}”, which does not exist (the nearest is {nearest}; there "
        "are: {known}); this case is not played; any others are.",
    }


class UnknownCommand(Fault):
    code = "unknown_command"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的 {key} 第 {line} 行“{said}”不是脚本命令（最接近的是 {nearest}）；"
        "这个案例不运行，其他案例照常。",
        "en": "{file}: case {case}: line {line} of {key}, “{said}”, is no command of a script (the nearest is "
        "{nearest}); this case is not played; any others are.",
    }


class NothingSaid(Fault):
    code = "nothing_said"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的 {key} 里没有一行需要答复；这个案例不运行，其他案例照常。",
        "en": "{file}: case {case}: no line of {key} is one that is answered; this case is not played; any others are.",
    }


class NearKey(Fault):
    code = "near_key"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的键“{key}”不起作用，只作备注保留；是否应为“{nearest}”？",
        "en": "{file}: case {case}: the key “{key}” does nothing and is kept as a note; did you mean “{nearest}”?",
    }


class NeverThere(Fault):
    code = "never_there"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{file}：案例 {case} 的“{key}”写了“{value}”，从来不会出现（最接近的是 {nearest}），这一条检查不出问题。",
        "en": "{file}: case {case}: “{key}” names “{value}”, which is never there (the nearest is {nearest}), so this "
        "expectation finds nothing.",
    }


def refusals(case: Case, file: Path) -> Iterator[Fault]:
    """What the case names and nothing has, so that it could not pass."""
    for key, script in (("turns", case.turns), *((f"turns_alt.{at}", one) for at, one in enumerate(case.turns_alt))):
        yield from _of_script(script, key, case.id, file)
    for prefix, checks in _checks(case):
        for key in ("kind", "kind_not", "lang"):
            known = get_args(Lang) if key == "lang" else get_args(Kind)
            yield from (
                _unknown(value, known, f"{prefix}{key}", case.id, file)
                for value in getattr(checks, key)
                if value not in known
            )
        yield from (
            _unknown(group[0], TOOLS, f"{prefix}tools", case.id, file)
            for group in checks.tools
            if not set(group) & set(TOOLS)
        )
        yield from (
            _unknown(value, known, f"{prefix}state.{key}", case.id, file)
            for table, rows in checks.state.items()
            for row in rows
            for value, known, key in _never(table, row)
        )


def warnings(entry: Mapping[str, Any], case: Case, file: Path) -> Iterator[Fault]:
    """What is kept and played, but most likely meant otherwise."""
    for key in map(str, entry):
        if key not in Case.model_fields and (nearest := near_key(key)):
            yield NearKey(file=file, case=case.id, key=key, nearest=nearest)
    for prefix, checks in _checks(case):
        absent = [("state_none", table, row) for table, rows in checks.state_none.items() for row in rows]
        for name in ("state_count", "state_max"):
            absent += [(name, table, one.where) for table, counts in getattr(checks, name).items() for one in counts]
        for name, table, row in absent:
            for value, known, key in _never(table, row):
                nearest = _nearest(value, known)
                yield NeverThere(file=file, case=case.id, key=f"{prefix}{name}.{key}", value=value, nearest=nearest)


def near_key(key: str) -> str | None:
    """The key of a case that this one was probably meant to be; one of `expect` belongs there."""
    if key in Expect.model_fields:
        return f"expect.{key}"
    return next(iter(difflib.get_close_matches(key, Case.model_fields, n=1, cutoff=NEAR)), None)


def _checks(case: Case) -> Iterator[tuple[str, Checks]]:
    yield "expect.", case.expect
    yield from ((f"expect.mid.{at}.", mid) for at, mid in enumerate(case.expect.mid))


def _of_script(script: Sequence[str], key: str, case: str, file: Path) -> Iterator[Fault]:
    for number, line in enumerate(script, 1):
        command = SLASH.match(line.strip())
        if command is None:
            continue
        name, rest = command.groups()
        if name not in COMMANDS:
            nearest = "/" + _nearest(name, COMMANDS)
        elif name == "pick" and not (rest.isdigit() and int(rest)):
            nearest = "/pick 1"
        elif name == "as" and not rest:
            nearest = "/as NAME"
        else:
            continue
        yield UnknownCommand(file=file, case=case, key=key, line=number, said=line.strip(), nearest=nearest)
    if not any(line.strip() and not re.match(r"#|/(?:as|now)\b", line.strip()) for line in script):
        yield NothingSaid(file=file, case=case, key=key)


def _never(table: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Collection[str], str]]:
    """(what is named, what there is, where) of each field and value that no row of the table has."""
    if table not in FIELDS:
        return
    for name, value in row.items():
        known = VALUES.get((table, name))
        named = value if isinstance(value, list) else [value]
        if name not in FIELDS[table]:
            yield name, FIELDS[table], table
        elif known and named and not any(str(one) in known for one in named):
            yield str(named[0]), known, f"{table}.{name}"


def _unknown(value: str, known: Collection[str], key: str, case: str, file: Path) -> UnknownValue:
    return UnknownValue(
        file=file, case=case, key=key, value=value, nearest=_nearest(value, known), known=", ".join(known)
    )


def _nearest(value: str, known: Collection[str]) -> str:
    return difflib.get_close_matches(value, known, n=1, cutoff=0.0)[0]
