"""A case drafted from a reviewed reply: the script up to it, and what the reply must hold from now on."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import cn2an
import yaml

from .model import Conversation, Review, Seen
from .scripts import script

VISITOR = "visitor"  # a case says nothing of who it was
FULL_DATE = re.compile(r"(\d{4})\s*(?:年|-|/|\.)\s*(\d{1,2})\s*(?:月|-|/|\.)\s*(\d{1,2})(?!\d)\s*日?")
UNIT = "%|％|年|个月|个工作日|个自然日|工作日|日|天|小时|分钟|万元|亿元|元|万|亿|件|项|次|倍|类|款|条"
SPAN = r"years?|months?|weeks?|(?:working |business |calendar )?days?|hours?|minutes?"
ENGLISH_UNIT = rf"[- ]?(?:{SPAN}|per ?cent|yuan|RMB)"
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?(?![A-Za-z0-9_])(?:\s*(?:{UNIT})|{ENGLISH_UNIT}\b)?", re.IGNORECASE
)
NUMERAL = re.compile(
    rf"(?<![\d,.])第?(?!(?:一|两)(?:件|项|次|类|款|万|亿))[零〇一二两三四五六七八九十百千万亿]+(?:{UNIT})"
)
PERCENT = re.compile(r"百分之[零〇一二两三四五六七八九十百]+")
MARKER = re.compile(r"\[\d+\]")


def draft(conversation: Conversation, seen: Seen, review: Review | None, zone: ZoneInfo) -> dict[str, Any]:
    """The case as a mapping in the order in which a person reads it.

    With verdict right (or none yet) the reply is what is expected; otherwise the corrected answer's facts are.
    """
    turns = conversation.upto(seen.turn_id)
    begun = turns[0].at or conversation.started_at
    right = review is None or review.verdict == "right"
    return {
        "id": f"review-{begun.astimezone(zone):%Y%m%d}-{seen.turn_id.removeprefix('t_')[:6]}",
        "lang": seen.reply.get("lang") or conversation.lang or "zh",
        "tags": list(dict.fromkeys(["review", *(review.tags if review else ())])),
        "now": begun.astimezone(zone).isoformat(),
        "visitor": VISITOR,
        "turns": script(turns, zone),
        "expect": _as_it_was(seen.reply) if right else _as_corrected(seen.reply, review.corrected if review else ""),
    }


def as_yaml(case: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(case), allow_unicode=True, sort_keys=False, width=110)


def _as_it_was(reply: Mapping[str, Any]) -> dict[str, Any]:
    expect: dict[str, Any] = {"kind": reply.get("kind"), "lang": reply.get("lang")}
    cites = [_cited(citation) for citation in reply.get("citations") or []]
    if cites:
        expect["cites_any"] = [one for at, one in enumerate(cites) if one not in cites[:at]]
    tools = list(dict.fromkeys(call["name"] for call in reply.get("tool_calls") or []))
    if tools:
        expect["tools"] = tools
    booking = reply.get("booking")
    if booking:
        expect["state"] = {"bookings": [{name: booking[name] for name in ("service_id", "status")}]}
    return {name: value for name, value in expect.items() if value}


def _as_corrected(reply: Mapping[str, Any], corrected: str) -> dict[str, Any]:
    expect: dict[str, Any] = {"kind_not": ["error"] if reply.get("kind") in (None, "answer") else [reply["kind"]]}
    found = facts(corrected)
    if found:
        expect["facts_all"] = found
    return expect


def _cited(citation: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(citation[name]) for name in ("title", "section") if citation.get(name)}


def facts(text: str) -> list[list[str]]:
    """The dates and numbers of a text, each with the other ways in which a reply may write it."""
    plain = MARKER.sub("", text)
    found = []
    for match in FULL_DATE.finditer(plain):
        found.append(_date(match))
    rest = FULL_DATE.sub(" ", plain)
    found += [_number(match.group().strip()) for match in NUMBER.finditer(rest)]
    found += [_numeral(match.group()) for match in NUMERAL.finditer(rest)]
    found += [_percent(match.group()) for match in PERCENT.finditer(rest)]
    return list({one[0]: one for one in found}.values())


def _date(match: re.Match[str]) -> list[str]:
    year, month, day = (int(part) for part in match.groups())
    try:
        at = date(year, month, day)
    except ValueError:
        return [match.group().strip()]
    others = [at.isoformat(), f"{year}年{month}月{day}日", f"{day} {at:%B} {year}", f"{at:%B} {day}, {year}"]
    return list(dict.fromkeys([match.group().strip(), *others]))


def _number(written: str) -> list[str]:
    """20年 may be written 二十年; 10-year may be 10 years."""
    digits = re.match(r"[\d,.]*\d", written)
    value, unit = (digits.group().replace(",", ""), written[digits.end() :].strip()) if digits else ("", "")
    forms = [written]
    if unit and not unit.isascii() and value.isdigit() and int(value) < 10_000:
        forms.append(_chinese(value) + unit)
    word = unit.lstrip("- ").removesuffix("s")
    if re.fullmatch(SPAN, word, re.IGNORECASE):
        forms += [f"{value} {word}s", f"{value} {word}", f"{value}-{word}"]
    return list(dict.fromkeys(forms))


def _numeral(written: str) -> list[str]:
    numeral = re.search(r"[零〇一二两三四五六七八九十百千万亿]+", written)
    assert numeral is not None
    return list(
        dict.fromkeys([written, *(written.replace(numeral.group(), form) for form in _arabic(numeral.group()))])
    )


def _percent(written: str) -> list[str]:
    return [written, *(f"{form}%" for form in _arabic(written.removeprefix("百分之")))]


def _arabic(numeral: str) -> Iterator[str]:
    try:
        yield f"{cn2an.cn2an(numeral.replace('〇', '零').replace('两', '二'), 'smart'):g}"
    except ValueError:
        return


def _chinese(value: str) -> str:
    return str(cn2an.an2cn(value))
