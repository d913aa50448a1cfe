"""What becomes of a record when another one of the same number comes in."""

import difflib
import re
from dataclasses import dataclass, fields, replace
from typing import Any

from .model import PatentRecord
from .numbers import application_key

KEPT = frozenset(("number", "source", "country", "kind_code", "lang"))
ALIKE = 0.5  # titles less alike than this, of the same number and set, are two inventions


@dataclass(frozen=True, slots=True)
class Merged:
    """`conflict` says that the two cannot be one publication; then `record` is the one that was there."""

    record: PatentRecord
    conflict: bool = False


def merged(held: PatentRecord, coming: PatentRecord, *, again: bool) -> Merged:
    """The held record with what the coming one adds.

    The set that brought a record first may correct it: its filled fields replace. Every other set, and a second row of
    the same number in one import (`again`), only fills what is empty. Nothing that is known is erased, and the order
    of imports decides no more than which set is first. Two rows of one number with different application numbers, or
    in one import of a set with unlike titles, are two inventions: the held one stays as it is.
    """
    if _conflict(held, coming, again=again):
        return Merged(held, conflict=True)
    corrects = held.source == coming.source and not again
    changes: dict[str, Any] = {}
    for field in fields(PatentRecord):
        mine, theirs = getattr(held, field.name), getattr(coming, field.name)
        if field.name not in KEPT and theirs and (corrects or not mine):
            changes[field.name] = theirs
    if not held.kind_code and coming.kind_code:
        changes |= {"kind_code": coming.kind_code, "number": coming.number}
    if coming.title and "title" in changes:
        changes["lang"] = coming.lang
    return Merged(replace(held, **changes))


def _conflict(held: PatentRecord, coming: PatentRecord, *, again: bool) -> bool:
    keys = [application_key(record.application_number, record.country) for record in (held, coming)]
    if all(keys):
        return keys[0] != keys[1]
    mine, theirs = (re.sub(r"\W", "", record.title).casefold() for record in (held, coming))
    if not again or held.source != coming.source or not mine or not theirs or mine == theirs:
        return False
    return difflib.SequenceMatcher(None, mine, theirs).ratio() < ALIKE
