"""The sentences that the assistant says of itself, in both languages, from text files beside the prompts."""

from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.errors import Lang
from knowledge.yaml_text import read_yaml

FOLDER = files("assistant.agent") / "prompts"


@cache
def sentences(lang: Lang) -> dict[str, str]:
    """All of them: `en.yaml`, and for a part of the house that speaks much, a file of its own (`patents.en.yaml`)."""
    found: dict[str, str] = {}
    for file in FOLDER.iterdir():
        if file.name == f"{lang}.yaml" or file.name.endswith(f".{lang}.yaml"):
            found |= read_yaml(file.read_text("utf-8"))
    return found


@cache
def system_prompt(lang: Lang) -> str:
    return (FOLDER / f"system.{lang}.txt").read_text("utf-8")


def say(lang: Lang, name: str, **facts: Any) -> str:
    """One sentence by its name, its placeholders filled."""
    return sentences(lang)[name].format_map(facts)
