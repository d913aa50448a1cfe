"""What a case expects against what was there: a pure function an expectation, a sentence a failure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from evals.cases import Checks, Cite, Count, Expect, Mid
from evals.folding import folded, place
from evals.rows import fits
from evals.why import Why

State = dict[str, list[dict[str, Any]]]
Reply = dict[str, Any]
SHOWN_CHARS, SHOWN_ROWS = 160, 4
NOTHING_ANSWERED = Why(
    "脚本没有一行需要答复，无从判断。", "The script has no line that is answered, so nothing can be judged."
)


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


def judge(expect: Expect, played: Played) -> list[Why]:
    """Why the script does not do what is expected; empty when it does."""
    replies = list(played.replies.values())
    if not replies:
        return [NOTHING_ANSWERED]
    why = check(expect, Seen(replies[-1], replies, played.zone, played.state))
    for mid in expect.mid:
        why += [told.after(f"第 {mid.turn} 行：", f"Line {mid.turn}: ") for told in _mid(mid, played)]
    return why


def _mid(mid: Mid, played: Played) -> list[Why]:
    reply = played.replies.get(mid.turn)
    if reply is None:
        if mid.turn > len(played.lines):
            return [
                Why("要检查这一行的答复，但没有这一行。", "a reply was to be checked, but this line does not exist.")
            ]
        line = played.lines[mid.turn - 1]
        return [
            Why(
                f"要检查答复，但“{line}”不会有答复。",
                f"a reply was to be checked, but this line “{line}” is not answered.",
            )
        ]
    before = [played.replies[at] for at in sorted(played.replies) if at <= mid.turn]
    return check(mid, Seen(reply, before, played.zone, played.states.get(mid.turn, {}), tools_of_all=False))


def check(checks: Checks, seen: Seen) -> list[Why]:
    return [told for scorer in SCORERS for told in scorer(checks, seen)]


# --- the reply itself ----------


def kind(checks: Checks, seen: Seen) -> Iterator[Why]:
    found = seen.reply.get("kind")
    if checks.kind and found not in checks.kind:
        yield Why(
            f"kind：应为{_either(checks.kind, '或')}，实际为 {found}：{_short(seen.text)}",
            f"kind: expected {_either(checks.kind)}, but it was {found}: {_short(seen.text)}",
        )
    if found in checks.kind_not:
        yield Why(
            f"kind_not：不应为{_either(checks.kind_not, '或')}，实际为 {found}：{_short(seen.text)}",
            f"kind_not: expected anything but {_either(checks.kind_not)}, but it was {found}: {_short(seen.text)}",
        )


def lang(checks: Checks, seen: Seen) -> Iterator[Why]:
    found = seen.reply.get("lang")
    if checks.lang and found not in checks.lang:
        yield Why(
            f"lang：应为{_either(checks.lang, '或')}，实际为 {found}：{_short(seen.text)}",
            f"lang: expected {_either(checks.lang)}, but it was {found}: {_short(seen.text)}",
        )


def facts(checks: Checks, seen: Seen) -> Iterator[Why]:
    text = folded(seen.text)
    for group in checks.facts_all:
        if not _told(text, group):
            yield Why(
                f"facts_all：答复中应有{_either(group, '或')}，实际为：{_short(seen.text)}",
                f"facts_all: expected {_either(group)} in the reply, but it says: {_short(seen.text)}",
            )
    for fact in checks.facts_none:
        if _told(text, [fact]):
            yield Why(
                f"facts_none：答复中不应有“{fact}”，实际为：{_short(seen.text)}",
                f"facts_none: expected no “{fact}” in the reply, but it says: {_short(seen.text)}",
            )


def facts_any_reply(checks: Checks, seen: Seen) -> Iterator[Why]:
    texts = [folded(str(reply.get("text", ""))) for reply in seen.replies]
    for group in checks.facts_any_reply:
        if not any(_told(text, group) for text in texts):
            yield Why(
                f"facts_any_reply：{len(texts)} 条答复中应有一条写明{_either(group, '或')}，但都没有。",
                f"facts_any_reply: expected {_either(group)} in one of {len(texts)} replies, but it is in none.",
            )


def order(checks: Checks, seen: Seen) -> Iterator[Why]:
    """Each thing is told, and first told after the one before it."""
    text, last, before = folded(seen.text), -1, list[str]()
    for group in checks.order:
        places = [at for fact in group if (at := place(text, folded(fact))) is not None]
        if not places:
            yield Why(
                f"order：答复中应有{_either(group, '或')}，实际为：{_short(seen.text)}",
                f"order: expected {_either(group)} in the reply, but it says: {_short(seen.text)}",
            )
        elif min(places) <= last:
            yield Why(
                f"order：{_either(group, '或')}应在{_either(before, '或')}之后，实际在前：{_short(seen.text)}",
                f"order: expected {_either(group)} after {_either(before)}, but it comes before: {_short(seen.text)}",
            )
        else:
            last, before = min(places), group


def cites(checks: Checks, seen: Seen) -> Iterator[Why]:
    found = list(seen.reply.get("citations") or [])
    told = "; ".join(f"{one.get('title')} {one.get('section') or ''}".strip() for one in found)
    zh, en = f"实际引用：{told or '无'}。", f"but it cites {told or 'nothing'}."
    if checks.cites_any and not any(_cited(one, wanted) for one in found for wanted in checks.cites_any):
        wanted = [_cite(one) for one in checks.cites_any]
        yield Why(
            f"cites_any：应引用{' 或 '.join(one.zh for one in wanted)}，{zh}",
            f"cites_any: expected a citation of {' or '.join(one.en for one in wanted)}, {en}",
        )
    for wanted_not in checks.cites_none:
        if any(_cited(one, wanted_not) for one in found):
            cite = _cite(wanted_not)
            yield Why(f"cites_none：不应引用{cite.zh}，{zh}", f"cites_none: expected no citation of {cite.en}, {en}")


def tools(checks: Checks, seen: Seen) -> Iterator[Why]:
    replies = seen.replies if seen.tools_of_all else [seen.reply]
    called = list(dict.fromkeys(call["name"] for reply in replies for call in reply.get("tool_calls") or []))
    for group in checks.tools:
        if not set(group) & set(called):
            yield Why(
                f"tools：应调用{_either(group, '或')}，实际调用：{', '.join(called) or '无'}。",
                f"tools: expected a call of {_either(group)}, but called were: {', '.join(called) or 'none'}.",
            )


# --- the state ----------


def state(checks: Checks, seen: Seen) -> Iterator[Why]:
    for table, wanted in checks.state.items():
        for row in wanted:
            if not _rows(seen, table, row):
                wanted_row, held = _row(row), _held(seen, table, row)
                yield Why(
                    f"state：{table} 中应有一行 {wanted_row.zh}，{held.zh}",
                    f"state: expected a row in {table} with {wanted_row.en}, but there {held.en}",
                )


def state_none(checks: Checks, seen: Seen) -> Iterator[Why]:
    for table, unwanted in checks.state_none.items():
        for row in unwanted:
            if found := _rows(seen, table, row):
                named, held = _row(row), _row(_like(found[0], row))
                yield Why(
                    f"state_none：{table} 中不应有 {named.zh}，实际有 {held.zh}。",
                    f"state_none: expected no row in {table} with {named.en}, but there is {held.en}.",
                )


def state_counts(checks: Checks, seen: Seen) -> Iterator[Why]:
    for table, counts in checks.state_count.items():
        for one in counts:
            if len(_rows(seen, table, one.where)) != one.count:
                held, where = _held(seen, table, one.where), _where(one)
                yield Why(
                    f"state_count：{table} 中{where.zh}应有 {one.count} 行，{held.zh}",
                    f"state_count: expected {one.count} rows in {table}{where.en}, but there {held.en}",
                )
    for table, counts in checks.state_max.items():
        for one in counts:
            if len(_rows(seen, table, one.where)) > one.count:
                held, where = _held(seen, table, one.where), _where(one)
                yield Why(
                    f"state_max：{table} 中{where.zh}最多 {one.count} 行，{held.zh}",
                    f"state_max: expected at most {one.count} rows in {table}{where.en}, but there {held.en}",
                )


SCORERS: tuple[Callable[[Checks, Seen], Iterator[Why]], ...] = (
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


def _held(seen: Seen, table: str, row: dict[str, Any]) -> Why:
    """What is in the table, in the words of what was asked for."""
    rows = seen.state.get(table, [])
    if not rows:
        return Why("实际没有。", "is none.")
    shown = [_row(_like(one, row)) for one in rows[:SHOWN_ROWS]]
    more = "; …" if len(rows) > SHOWN_ROWS else ""
    return Why(
        f"实际有 {len(rows)} 行：{'; '.join(one.zh for one in shown)}{more}。",
        f"are {len(rows)}: {'; '.join(one.en for one in shown)}{more}.",
    )


def _like(found: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    names = [*row, *(name for name in ("id", "status") if name in found and name not in row)]
    return {name: found.get(name) for name in names}


def _row(row: dict[str, Any]) -> Why:
    told = ", ".join(f"{name} {value}" for name, value in row.items())
    return Why(told or "任何内容", told or "anything")


def _where(count: Count) -> Why:
    told = _row(count.where)
    return Why(f"符合 {told.zh} 的", f" with {told.en}") if count.where else Why("", "")


def _cite(cite: Cite) -> Why:
    named = " ".join(cite.model_dump(exclude_none=True).values())
    return Why(f"“{named}”" if named else "任何文件", named or "anything")


def _either(group: Sequence[str], word: str = " or ") -> str:
    return word.join(f"“{one}”" for one in group)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:SHOWN_CHARS]}{'…' if len(line) > SHOWN_CHARS else ''}”"
