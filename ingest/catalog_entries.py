"""Programmes and aliases of a catalog, read from YAML with the line of each entry."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ingest.catalog_cells import BadCell, day, identifier, word
from ingest.catalog_findings import Findings
from ingest.catalog_rows import Entry
from ingest.catalog_sheets import read_text
from knowledge.phrases import tokens

_TEXTS = ("kind", "name_zh", "name_en", "issuer", "park", "source")
_DAYS = ("valid_from", "valid_to")
_LISTS = ("benefits_zh", "benefits_en", "documents_zh", "documents_en", "steps_zh", "steps_en")
_CRITERION = ("id", "fact", "op", "value", "text_zh", "text_en", "cites")
_FACT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")

# What the value of a criterion must be, by op; the words stand in the finding.
NEEDS: Mapping[str, str] = {
    "==": "one value",
    "!=": "one value",
    ">=": "a number or a date",
    "<=": "a number or a date",
    ">": "a number or a date",
    "<": "a number or a date",
    "in": "a list of values",
    "not_in": "a list of values",
    "contains": "one value",
    "before": "a date like 2026-11-23",
    "after": "a date like 2026-11-23",
    "within_years": "a number of years",
}


class _Loader(yaml.SafeLoader):
    """YAML in which a date stays the text that it is in the file."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Document:
    """A YAML file's root node, and values of its nodes."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self.file = path.name
        self.findings = findings
        self.root: yaml.Node | None = None
        try:
            self._loader = _Loader(read_text(path))
            self.root = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._broken(mark.line + 1 if mark else 1, error.problem)
        except yaml.YAMLError as error:  # a character that YAML does not allow
            self._broken(1, str(error).splitlines()[0])
        except RecursionError:
            self._broken(1, "it is nested too deeply")

    def _broken(self, line: int, why: str | None) -> None:
        self.findings.fault(self.file, line, "", "bad_yaml", why=why or "it cannot be parsed")

    def fault(self, node: yaml.Node, column: str, code: str, **facts: object) -> None:
        self.findings.fault(self.file, line_of(node), column, code, **facts)

    def value(self, node: yaml.Node) -> Any:
        try:
            return self._loader.construct_document(node)
        except (yaml.YAMLError, ValueError, TypeError) as error:
            reason = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise BadCell("bad_yaml", why=reason) from error

    def fields(self, node: yaml.Node, within: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Key and value nodes by key; {} with a fault if the node is no mapping."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, within, "not_mapping")
            return {}
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in found:
                self.fault(key, _column(within, name), "double_key")
            found.setdefault(name, (key, value))
        return found

    def items(self, node: yaml.Node, column: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if not _empty(node):
            self.fault(node, column, "not_list")
        return []


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _column(within: str, name: str) -> str:
    return f"{within}.{name}" if within else name


# --- programmes ----------


def read_programmes(path: Path, findings: Findings) -> list[Entry]:
    document = _Document(path, findings)
    if document.root is None:
        return []
    first_lines: dict[str, int] = {}
    entries = [_programme(document, node) for node in document.items(document.root, "")]
    for entry in entries:
        name = entry.values.get("id")
        if name and first_lines.setdefault(name, entry.line) != entry.line:
            findings.fault(entry.file, entry.line, "id", "double_id", value=name, before=first_lines[name])
    return entries


def _programme(document: _Document, node: yaml.Node) -> Entry:
    fields = document.fields(node, "")
    body: dict[str, Any] = {}
    for name, (key, value) in fields.items():
        if name == "criteria":
            body[name] = _criteria(document, value)
        elif name in ("id", *_TEXTS, *_DAYS, *_LISTS):
            _keep(document, body, name, name, value)
        else:
            document.findings.warning(document.file, line_of(key), name, "unknown_key")
    if fields and "id" not in fields:
        document.fault(node, "id", "empty_cell")
    if fields and not (body.get("name_zh") or body.get("name_en")):
        document.fault(node, "name_zh", "no_name")
    return Entry(document.file, line_of(node), body)


def _keep(document: _Document, body: dict[str, Any], name: str, column: str, node: yaml.Node) -> None:
    """The value of one key into the body, or a fault."""
    try:
        body[name] = _list(document, node) if name in _LISTS else _text(document, name, node)
    except BadCell as bad:
        document.fault(node, column, bad.code, **bad.facts)


def _text(document: _Document, name: str, node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        raise BadCell("not_text")
    written = "" if _empty(node) else str(node.value).strip()
    if name in _DAYS:
        return day(written) if written else None
    if name == "id" and not written:
        raise BadCell("empty_cell")
    read = {"id": identifier, "park": word, "kind": word}.get(name)
    return read(written) if read else written


def _list(document: _Document, node: yaml.Node) -> list[str]:
    if _empty(node):
        return []
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(item, yaml.ScalarNode) for item in items):
        raise BadCell("not_texts")
    return [str(item.value).strip() for item in items]


def _criteria(document: _Document, node: yaml.Node) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    found = []
    for item in document.items(node, "criteria"):
        fields = document.fields(item, "criteria")
        criterion = dict(_criterion(document, item, fields))
        name = criterion.get("id")
        if name and seen.setdefault(name, line_of(item)) != line_of(item):
            document.fault(item, "criteria.id", "double_id", value=name, before=seen[name])
        found.append(criterion)
    return found


def _criterion(
    document: _Document, item: yaml.Node, fields: dict[str, tuple[yaml.Node, yaml.Node]]
) -> Iterator[tuple[str, Any]]:
    for name, (key, _) in fields.items():
        if name not in _CRITERION:
            document.findings.warning(document.file, line_of(key), _column("criteria", name), "unknown_key")
    op = _op(document, fields)
    for name in _CRITERION:
        node = fields[name][1] if name in fields else None
        if node is None or _empty(node):
            if fields and name in ("id", "fact", "op", "value"):
                document.fault(item, _column("criteria", name), "empty_cell")
            yield name, None if name == "value" else ""
            continue
        try:
            yield name, _part(document, name, op, node)
        except BadCell as bad:
            document.fault(node, _column("criteria", name), bad.code, **bad.facts)


def _op(document: _Document, fields: dict[str, tuple[yaml.Node, yaml.Node]]) -> str:
    node = fields["op"][1] if "op" in fields else None
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _part(document: _Document, name: str, op: str, node: yaml.Node) -> Any:
    if name == "value":
        value = document.value(node)
        if op in NEEDS and not _suits(op, value):
            raise BadCell("bad_value", op=op, needs=NEEDS[op])
        return value
    written = _text(document, name, node) or ""
    if name == "op" and written not in NEEDS:
        raise BadCell("not_one_of", value=written, allowed=", ".join(NEEDS))
    if name == "fact" and not _FACT.fullmatch(written):
        raise BadCell("bad_fact", value=written)
    return written


def _suits(op: str, value: Any) -> bool:
    if op in ("in", "not_in"):
        return isinstance(value, list) and bool(value) and all(_scalar(each) for each in value)
    if op in ("before", "after"):
        return _is_day(value)
    if op == "within_years":
        return _is_number(value) and value >= 0
    if op in (">=", "<=", ">", "<"):
        return _is_number(value) or _is_day(value)
    return _scalar(value)


def _scalar(value: Any) -> bool:
    return isinstance(value, str | bool) or _is_number(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) < 1e15


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(day(value))
    except BadCell:
        return False


# --- aliases ----------


def read_aliases(path: Path, findings: Findings) -> list[Entry]:
    """One entry an alias: `alias` (as written) and `canonical`."""
    document = _Document(path, findings)
    if document.root is None or _empty(document.root):
        return []
    entries = []
    for canonical, (key, node) in document.fields(document.root, "").items():
        if not canonical.strip():
            document.fault(key, "", "empty_cell")
            continue
        try:
            aliases = _list(document, node)
        except BadCell as bad:
            document.fault(node, canonical, bad.code, **bad.facts)
            continue
        lines = [line_of(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else [line_of(key)]
        pairs = zip(aliases, lines, strict=False)
        entries += [Entry(path.name, line, {"alias": alias, "canonical": canonical}) for alias, line in pairs]
    for entry in entries:
        if not tokens(entry.values["alias"]):
            findings.fault(entry.file, entry.line, entry.values["canonical"], "empty_cell")
    return entries
