"""YAML and JSON as case files need them: dates, clock times, yes, no and `on` stay the words that were written."""

import json
import re
from collections.abc import Hashable, Iterator
from typing import Any

import yaml

PLAIN = {
    "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|false|False)$"), list("tTfF")),
    "tag:yaml.org,2002:int": (re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")),
    "tag:yaml.org,2002:merge": (re.compile(r"^<<$"), ["<"]),
}


class Loader(yaml.SafeLoader):
    """YAML without its surprises: 15:00 is no number, 2026-11-25 no date, `on` and `no` no truth values."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the base class has it

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” stands twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


for _tag, (_pattern, _first) in PLAIN.items():
    Loader.add_implicit_resolver(_tag, _pattern, _first)


def yaml_entries(text: str) -> list[Any]:
    """The cases of a YAML text: a list, a mapping with `cases`, one case, or documents of these.

    Raises ValueError with a sentence that names the line.
    """
    try:
        documents = list(yaml.load_all(text, Loader))
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise ValueError(f"{line}{error.problem}") from error
    except yaml.YAMLError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return [entry for document in documents if document is not None for entry in _entries(document)]


def json_entries(text: str) -> Iterator[Any]:
    """The cases of JSON lines, or of one JSON value; a line that cannot be read comes as a ValueError."""
    try:
        yield from _entries(json.loads(text))
        return
    except ValueError:
        pass
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                yield ValueError(f"line {number}: {error}")


def _entries(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and isinstance(document.get("cases"), list):
        return list(document["cases"])
    return [document]
