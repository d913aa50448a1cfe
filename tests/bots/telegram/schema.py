"""Calls of the Bot API checked against its published description (`telegram/api.json` of the development data)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PLAIN: dict[str, type | tuple[type, ...]] = {
    "String": str, "Boolean": bool, "Float": (int, float), "Integer": int,
}  # fmt: skip
ARRAY = "Array of "


class Schema:
    """Finds what is wrong with a call; `UploadFile` values stand for uploaded files."""

    def __init__(self, path: Path) -> None:
        described = json.loads(path.read_text("utf-8"))
        self._methods, self._types = described["methods"], described["types"]

    def faults(self, method: str, given: Mapping[str, Any]) -> list[str]:
        if method not in self._methods:
            return [f"there is no method {method}"]
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        found = [f"{method} takes no {name}" for name in given if name not in fields]
        found += [f"{method} needs {name}" for name, field in fields.items() if field["required"] and name not in given]
        for name in given.keys() & fields.keys():
            if not any(self._fits(kind, _read(given[name], kind)) for kind in fields[name]["types"]):
                found.append(f"{method}: {name} is no {' or '.join(fields[name]['types'])}: {given[name]!r}")
        return found

    def _fits(self, kind: str, value: Any) -> bool:
        if kind.startswith(ARRAY):
            inner = kind.removeprefix(ARRAY)
            return isinstance(value, list) and all(self._fits(inner, one) for one in value)
        if kind in PLAIN:
            return isinstance(value, PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
        if kind == "InputFile":
            return not isinstance(value, (str, int, float, dict, list))
        described = self._types[kind]
        if "subtypes" in described:
            return any(self._fits(sub, value) for sub in described["subtypes"])
        fields = {field["name"]: field for field in described.get("fields", [])}
        return (
            isinstance(value, dict)
            and value.keys() <= fields.keys()
            and all(name in value for name, field in fields.items() if field["required"])
            and all(any(self._fits(one, held) for one in fields[name]["types"]) for name, held in value.items())
        )


def _read(value: Any, kind: str) -> Any:
    """A form carries text: everything but a string is JSON in it."""
    if not isinstance(value, str) or kind == "String":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
