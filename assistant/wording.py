"""The sentences that the assistant says of itself, in both languages, from text files beside the prompts."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.errors import Lang

FOLDER = files("assistant.agent") / "prompts"


@cache
def sentences(lang: Lang) -> dict[str, str]:
    return dict(yaml.safe_load((FOLDER / f"{lang}.yaml").read_text("utf-8")))


@cache
def system_prompt(lang: Lang) -> str:
    return (FOLDER / f"system.{lang}.txt").read_text("utf-8")


def say(lang: Lang, name: str, **facts: Any) -> str:
    """One sentence by its name, its placeholders filled."""
    return sentences(lang)[name].format_map(facts)
