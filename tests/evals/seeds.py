"""Conversations and runs written straight into the store, with what an assistant would have kept of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from knowledge.database import Database
from knowledge.tables import cases, messages, results, runs, sessions, turns

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>{{ 7*7 }}"
PASSAGE = "第四十二条　发明专利权的期限为二十年，实用新型专利权的期限为十年，均自申请日起计算。"
QUOTE = "发明专利权的期限为二十年"
DOCUMENT = {"document_id": "d_1", "version_id": "v_1", "title": "样例专利规定", "section": "第四十二条", "page": None}


def citation(marker: int = 1, quote: str = QUOTE, **changed: Any) -> dict[str, Any]:
    start = 100 + PASSAGE.index(quote)
    of_quote = {"marker": marker, "start": start, "end": start + len(quote), "quote": quote}
    return DOCUMENT | of_quote | {"in_force_from": None, "in_force_to": None, "superseded_by": None} | changed


def reply(
    turn_id: str, session_id: str, text: str, kind: str = "answer", lang: str = "zh", **more: Any
) -> dict[str, Any]:
    return {
        "turn_id": turn_id, "session_id": session_id, "lang": lang, "kind": kind, "text": text, "citations": [],
        "choices": [], "proposal": None, "booking": None, "registration": None, "attachments": [], "tool_calls": [],
        "model": "embedded", "timings_ms": {"total": 12, "retrieval": 5, "model": 4},
    } | more  # fmt: skip


def trace(text: str = PASSAGE, dropped: int = 1) -> dict[str, Any]:
    shown = DOCUMENT | {"n": 1, "passage_id": "p_1", "start": 100, "end": 100 + len(text), "text": text, "score": 0.91}
    other = shown | {"n": 2, "passage_id": "p_2", "version_id": "v_2", "title": "另一份样例", "text": "与此无关。"}
    called = {
        "name": "search_guidance",
        "arguments": {"query": "专利期限"},
        "ok": True,
        "result": '{"hits": 2}',
        "ms": 5,
    }
    return {"passages": [shown, other], "tools": [called], "checks": {"dropped": dropped, "abstained": False}}


def seed_session(
    database: Database, session_id: str, at: datetime, lines: list[tuple[str, dict[str, Any]]], *,
    visitor: str = "ann", channel: str = "web", lang: str = "zh", traced: bool = True,
) -> None:  # fmt: skip
    """`lines` are (said, reply), a minute apart; the turn ids are those of the replies."""
    with database.write() as connection:
        about = {"id": session_id, "visitor": visitor, "channel": channel, "lang": lang, "started_at": at, "state": {}}
        connection.execute(insert(sessions).values(**about))
        for ordinal, (said, said_back) in enumerate(lines, 1):
            connection.execute(
                insert(turns).values(
                    id=said_back["turn_id"], session_id=session_id, visitor=visitor, ordinal=ordinal, said=said,
                    choice_id=said_back.pop("pressed", None), at=at + timedelta(minutes=ordinal - 1),
                    reply=said_back, passages=[], trace=trace() if traced else {},
                )
            )  # fmt: skip


def seed_question(database: Database, session_id: str, at: datetime, said: str, text: str, **more: Any) -> str:
    """A conversation of one turn; gives the turn's id."""
    about = {name: more.pop(name) for name in ("visitor", "channel", "lang", "traced") if name in more}
    turn_id = f"t_{session_id}"
    lines = [(said, reply(turn_id, session_id, text, lang=about.get("lang", "zh"), **more))]
    seed_session(database, session_id, at, lines, **about)
    return turn_id


def seed_handover(database: Database, session_id: str, at: datetime, text: str) -> None:
    with database.write() as connection:
        about = {"session_id": session_id, "visitor": "ann", "channel": "web"}
        connection.execute(
            insert(cases).values(
                id="C-1", lang="zh", status="closed", reason="asked", summary="", opened_at=at, facts=[], passages=[],
                history=[], **about,
            )
        )  # fmt: skip
        connection.execute(
            insert(messages).values(
                case_id="C-1", author="staff", staff="sample", text=text, after_ordinal=1, at=at, **about
            )
        )  # fmt: skip


def seed_run(database: Database, run_id: str, at: datetime, found: dict[str, str], text: str = "二十年。[1]") -> None:
    """A run with a result for each {case id: status}."""
    with database.write() as connection:
        about = {"id": run_id, "model": "embedded", "paths": [], "total": len(found), "started_at": at, "ended_at": at}
        connection.execute(insert(runs).values(**about))
        for place, (case_id, status) in enumerate(found.items(), 1):
            answer = reply(f"t_{run_id}_{case_id}", "s", text, citations=[citation()])
            said = {"visitor": "visitor", "said": f"{case_id}：期限多久？", "reply": answer, "trace": trace()}
            case = {"id": case_id, "turns": ["期限多久？"], "expect": {"kind": "answer"}}
            connection.execute(
                insert(results).values(
                    run_id=run_id, case_id=case_id, position=place, lang="zh", tags=["answers"], status=status,
                    why=[] if status == "passed" else ["应当写明二十年"], case=case, case_hash="", replies=[said],
                    seconds="0.4", at=at,
                )
            )  # fmt: skip
