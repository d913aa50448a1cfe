"""Texts that others wrote, before a model reads them: what speaks to the machine instead of to a reader is covered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.agent.disguises import decoded_forms, folded, likened, visible
from knowledge.model import Hit
from knowledge.yaml_text import read_yaml

COVER = "▒"  # one a character, so that places in the text stay what they are
COVERED = "[…]"
BLOCK = re.compile(r"<!--.*?-->|<(information|system|instructions?)>.*?</\1>", re.IGNORECASE | re.DOTALL)
CODE = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
STYLE_RULE = re.compile(r"\{\s*[a-z-]{3,}\s*:[^{}]*\}")  # color: red in braces, behind what it is for
SENTENCE = re.compile(r".+?(?:[。！？；](?:[”’）)】]*)|[.!?](?=\s)|\n|$)", re.DOTALL)
MORSE = re.compile(r"(?:[.\-]{1,6}[\s/;]+){5,}[.\-]{1,6}")
MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])\w{3,}\b")
TOKEN = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
BUSINESS = ("answer", "visitor")  # the kinds that a procedure before an office may look like
TITLE_CHARS = 160
TITLE_ENDS = re.compile(r"[\s【\[<（({#]")
SPACES = re.compile(r"\s+")


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    listed = read_yaml((files("assistant.agent") / "screening.yaml").read_text("utf-8"))
    return {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in listed.items()}


def speaks_to_the_machine(sentence: str) -> bool:
    """Whether a sentence addresses an assistant, orders it about, or carries the marks of a prompt."""
    if MIXED.search(sentence) or MORSE.search(sentence) or _encoded(sentence):
        return True
    plain = likened(folded(sentence)).strip()
    business = any(pattern.search(plain) for pattern in _patterns()["unless"])
    return any(
        pattern.search(plain)
        for kind, patterns in _patterns().items()
        if kind != "unless" and not (business and kind in BUSINESS)
        for pattern in patterns
    )


def _encoded(sentence: str) -> bool:
    """Whether a word of it is a sentence in disguise."""
    forms = (form for token in TOKEN.findall(sentence) for form in decoded_forms(token))
    return any(form.isprintable() and " " in form.strip() for form in forms)


def screened(text: str) -> str:
    """The text with such sentences covered, character by character: its length and all places stay."""
    for start, end in _spans(text):
        text = text[:start] + COVER * (end - start) + text[end:]
    return text


def uncovered(text: str) -> str:
    """What is left of a text for readers; the text itself where nothing is covered."""
    return re.sub(f"{COVER}+", " ", screened(text))


def shown(text: str) -> str:
    """Screened, and each covered stretch told as one mark."""
    return re.sub(f"{COVER}+", COVERED, screened(visible(text)))


def title(text: str) -> str:
    """A name or a title on one line: what is covered is left out, and no more than a title's length stays."""
    plain = SPACES.sub(" ", re.sub(f"{COVER}+", " ", screened(visible(text)))).strip()
    if not plain:
        head = TITLE_ENDS.split(visible(text).strip(), maxsplit=1)[0]
        plain = "" if speaks_to_the_machine(head) else head
    return plain if len(plain) <= TITLE_CHARS else plain[: TITLE_CHARS - 1] + "…"


def found(hit: Hit) -> Hit:
    """A passage as models and readers may see it."""
    section = title(hit.section) or None if hit.section else None
    return replace(hit, title=title(hit.title) or COVERED, section=section, text=screened(hit.text))


def result(value: Any) -> Any:
    """A tool's result with every text in it screened."""
    if isinstance(value, dict):
        return {name: part if name in ("say", "id") else result(part) for name, part in value.items()}
    if isinstance(value, list):
        return [result(part) for part in value]
    return shown(value) if isinstance(value, str) else value


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for block in (*BLOCK.finditer(text), *CODE.finditer(text)):
        yield block.span()
    for rule in STYLE_RULE.finditer(text):
        yield max(text.rfind(sign, 0, rule.start()) for sign in "\n}。") + 1, rule.end()
    for sentence in SENTENCE.finditer(text):
        if speaks_to_the_machine(sentence.group()):
            start, end = sentence.span()
            yield start, end - (len(sentence.group()) - len(sentence.group().rstrip()))
