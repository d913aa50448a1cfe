"""What a case expects against what was there: a pure function an expectation, a sentence a failure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from evals.cases import Checks, Cite, Count, Expect, Mid
from evals.folding import folded, place
from evals.rows import fits

State = dict[str, list[dict[str, Any]]]
Reply = dict[str, Any]
SHOWN_CHARS, SHOWN_ROWS = 160, 4


@dataclass(frozen=True)
class Seen:
    """What was there: the reply that is judged, all replies up to it, and the state after it."""

    reply: Reply
    replies: Sequence[Reply]
    zone: ZoneInfo
    state: State = field(default_factory=dict)
    tools_of_all: bool = True  # of the whole conversation, not of this reply alone

    @property
    def text(self) -> str:
        return str(self.reply.get("text", ""))


@dataclass(frozen=True)
class Played:
    """One script as it was played: by line number (from 1), the replies and the states that were looked at."""

    lines: Sequence[str]
    replies: dict[int, Reply]
    states: dict[int, State]
    state: State
    zone: ZoneInfo


def judge(expect: Expect, played: Played) -> list[str]:
    """Why the script does not do what is expected; empty when it does."""
    replies = list(played.replies.values())
    if not replies:
        return ["The script has no line that is answered, so nothing can be judged."]
    why = check(expect, Seen(replies[-1], replies, played.zone, played.state))
    for mid in expect.mid:
        why += [f"Line {mid.turn}: {told}" for told in _mid(mid, played)]
    return why


def _mid(mid: Mid, played: Played) -> list[str]:
    reply = played.replies.get(mid.turn)
    if reply is None:
        line = f"“{played.lines[mid.turn - 1]}” is not answered" if mid.turn <= len(played.lines) else "does not exist"
        return [f"a reply was to be checked, but this line {line}."]
    before = [played.replies[at] for at in sorted(played.replies) if at <= mid.turn]
    return check(mid, Seen(reply, before, played.zone, played.states.get(mid.turn, {}), tools_of_all=False))


def check(checks: Checks, seen: Seen) -> list[str]:
    return [told for scorer in SCORERS for told in scorer(checks, seen)]


# --- the reply itself ----------


def kind(checks: Checks, seen: Seen) -> Iterator[str]:
    found = seen.reply.get("kind")
    if checks.kind and found not in checks.kind:
        yield f"kind: expected {_either(checks.kind)}, but it was {found}: {_short(seen.text)}"
    if found in checks.kind_not:
        yield f"kind_not: expected anything but {_either(checks.kind_not)}, but it was {found}: {_short(seen.text)}"


def lang(checks: Checks, seen: Seen) -> Iterator[str]:
    found = seen.reply.get("lang")
    if checks.lang and found not in checks.lang:
        yield f"lang: expected {_either(checks.lang)}, but it was {found}: {_short(seen.text)}"


def facts(checks: Checks, seen: Seen) -> Iterator[str]:
    text = folded(seen.text)
    for group in checks.facts_all:
        if not _told(text, group):
            yield f"facts_all: expected {_either(group)} in the reply, but it says: {_short(seen.text)}"
    for fact in checks.facts_none:
        if _told(text, [fact]):
            yield f"facts_none: expected no “{fact}” in the reply, but it says: {_short(seen.text)}"


def facts_any_reply(checks: Checks, seen: Seen) -> Iterator[str]:
    texts = [folded(str(reply.get("text", ""))) for reply in seen.replies]
    for group in checks.facts_any_reply:
        if not any(_told(text, group) for text in texts):
            yield f"facts_any_reply: expected {_either(group)} in one of {len(texts)} replies, but it is in none."


def order(checks: Checks, seen: Seen) -> Iterator[str]:
    """Each thing is told, and first told after the one before it."""
    text, last, told_last = folded(seen.text), -1, ""
    for group in checks.order:
        places = [at for fact in group if (at := place(text, folded(fact))) is not None]
        if not places:
            yield f"order: expected {_either(group)} in the reply, but it says: {_short(seen.text)}"
        elif min(places) <= last:
            yield f"order: expected {_either(group)} after {told_last}, but it comes before: {_short(seen.text)}"
        else:
            last, told_last = min(places), _either(group)


def cites(checks: Checks, seen: Seen) -> Iterator[str]:
    found = list(seen.reply.get("citations") or [])
    told = "; ".join(f"{one.get('title')} {one.get('section') or ''}".strip() for one in found) or "nothing"
    if checks.cites_any and not any(_cited(one, wanted) for one in found for wanted in checks.cites_any):
        wanted = " or ".join(_cite(one) for one in checks.cites_any)
        yield f"cites_any: expected a citation of {wanted}, but it cites {told}."
    for wanted_not in checks.cites_none:
        if any(_cited(one, wanted_not) for one in found):
            yield f"cites_none: expected no citation of {_cite(wanted_not)}, but it cites {told}."


def tools(checks: Checks, seen: Seen) -> Iterator[str]:
    replies = seen.replies if seen.tools_of_all else [seen.reply]
    called = list(dict.fromkeys(call["name"] for reply in replies for call in reply.get("tool_calls") or []))
    for group in checks.tools:
        if not set(group) & set(called):
            yield f"tools: expected a call of {_either(group)}, but called were: {', '.join(called) or 'none'}."


# --- the state ----------


def state(checks: Checks, seen: Seen) -> Iterator[str]:
    for table, wanted in checks.state.items():
        for row in wanted:
            if not _rows(seen, table, row):
                yield f"state: expected a row in {table} with {_row(row)}, but there {_held(seen, table, row)}"


def state_none(checks: Checks, seen: Seen) -> Iterator[str]:
    for table, unwanted in checks.state_none.items():
        for row in unwanted:
            if found := _rows(seen, table, row):
                yield (
                    f"state_none: expected no row in {table} with {_row(row)}, but there is "
                    f"{_row(_like(found[0], row))}."
                )


def state_counts(checks: Checks, seen: Seen) -> Iterator[str]:
    for table, counts in checks.state_count.items():
        yield from (
            f"state_count: expected {one.count} rows in {table}{_where(one)}, but there {_held(seen, table, one.where)}"
            for one in counts
            if len(_rows(seen, table, one.where)) != one.count
        )
    for table, counts in checks.state_max.items():
        yield from (
            f"state_max: expected at most {one.count} rows in {table}{_where(one)}, but there "
            f"{_held(seen, table, one.where)}"
            for one in counts
            if len(_rows(seen, table, one.where)) > one.count
        )


SCORERS: tuple[Callable[[Checks, Seen], Iterator[str]], ...] = (
    kind, lang, facts, facts_any_reply, order, cites, tools, state, state_none, state_counts,
)  # fmt: skip


# --- inside ----------


def _told(text: str, group: Sequence[str]) -> bool:
    return any(place(text, folded(fact)) is not None for fact in group)


def _cited(found: dict[str, Any], wanted: Cite) -> bool:
    named = wanted.model_dump(exclude_none=True)
    return all(folded(part) in folded(str(found.get(name) or "")) for name, part in named.items())


def _rows(seen: Seen, table: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in seen.state.get(table, []) if fits(one, row, seen.zone)]


def _held(seen: Seen, table: str, row: dict[str, Any]) -> str:
    """What is in the table, in the words of what was asked for."""
    rows = seen.state.get(table, [])
    if not rows:
        return "is none."
    shown = "; ".join(_row(_like(one, row)) for one in rows[:SHOWN_ROWS])
    return f"are {len(rows)}: {shown}{'; …' if len(rows) > SHOWN_ROWS else ''}."


def _like(found: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    names = [*row, *(name for name in ("id", "status") if name in found and name not in row)]
    return {name: found.get(name) for name in names}


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items()) or "anything"


def _where(count: Count) -> str:
    return f" with {_row(count.where)}" if count.where else ""


def _cite(cite: Cite) -> str:
    return " ".join(cite.model_dump(exclude_none=True).values()) or "anything"


def _either(group: Sequence[str]) -> str:
    return " or ".join(f"“{one}”" for one in group)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:SHOWN_CHARS]}{'…' if len(line) > SHOWN_CHARS else ''}”"
