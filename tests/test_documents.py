"""The words around the code: what a person can set, call or be told is described, in both languages alike."""

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml

from bots.menu import COMMANDS
from knowledge.errors import LANGS, Fault
from knowledge.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "knowledge", "ingest", "bots", "evals")
FAULT_CLASS = re.compile(r"(?m)^class \w+\((?:Fault|VisitorError|WebFault|Unreadable)\)")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def test_every_setting_is_described() -> None:
    described = _docs()
    assert [name for name in Settings.model_fields if f"`{PREFIX}{name.upper()}`" not in described] == []


def test_every_named_setting_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(re.findall(PREFIX + r"[A-Z][A-Z_]*[A-Z]", _all_documents())) <= known


def test_every_command_is_named() -> None:
    named = _all_documents()
    assert [name for name in COMMANDS if not re.search(rf"ipsteward {name}\b", named)] == []


def test_every_named_command_exists() -> None:
    named = set(re.findall(r"`(?:\.venv/bin/)?ipsteward ([a-z]+)", _all_documents()))
    assert named <= set(COMMANDS)


def test_every_error_code_is_described() -> None:
    described = _docs()
    codes = {fault.code for fault in _faults()}
    assert len(codes) > 40
    assert sorted(code for code in codes if f"`{code}`" not in described) == []


def test_every_fault_speaks_both_languages_with_the_same_placeholders() -> None:
    for fault in _faults():
        assert set(fault.say) == set(LANGS), fault.__name__
        assert all(sentence.strip() for sentence in fault.say.values()), fault.__name__
        assert _placeholders(fault.say["zh"]) == _placeholders(fault.say["en"]), fault.__name__


def test_the_assistants_sentences_are_the_same_in_both_languages() -> None:
    spoken = {lang: _sentences(lang) for lang in LANGS}
    assert spoken["zh"].keys() == spoken["en"].keys()
    differing = [
        name for name in spoken["zh"] if _placeholders(spoken["zh"][name]) != _placeholders(spoken["en"][name])
    ]
    assert differing == []


def test_every_direct_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[\[<>=;]", dependency)[0] for dependency in project["dependencies"]}
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    assert set(re.findall(r"(?m)^\| `([a-z0-9-]+)` \|", page)) == wanted


def test_each_page_of_decisions_has_its_four_parts() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for page in pages:
        headings = re.findall(r"(?m)^## (.+)$", page.read_text("utf-8"))
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], page.name


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def _docs() -> str:
    return "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs").rglob("*.md")))


def _all_documents() -> str:
    return (ROOT / "README.md").read_text("utf-8") + "\n" + _docs()


def _faults() -> list[type[Fault]]:
    """All that a person can be told; the classes that only gather others have no code."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if FAULT_CLASS.search(path.read_text("utf-8")):
                parts = path.relative_to(ROOT).with_suffix("").parts
                importlib.import_module(".".join(part for part in parts if part != "__init__"))
    return [fault for fault in _below(Fault) if "code" in vars(fault)]


def _below(fault: type[Fault]) -> Iterator[type[Fault]]:
    for sub in fault.__subclasses__():
        if sub.__module__.split(".")[0] in PACKAGES:
            yield sub
            yield from _below(sub)


def _sentences(lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((ROOT / "assistant" / "agent" / "prompts").glob(f"*{lang}.yaml")):
        read = yaml.safe_load(file.read_text("utf-8"))
        assert not found.keys() & read.keys(), f"{file.name} repeats a name"
        found |= {name: str(sentence) for name, sentence in read.items()}
    return found


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
