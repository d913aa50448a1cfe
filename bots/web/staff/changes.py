"""What watches found: texts that wait, beside those that are live, and what staff decide on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from assistant.telling import weekday_label
from bots.web.languages import reader_lang
from ingest.watching.comparing import Compared
from ingest.watching.deciding import Deciding
from ingest.watching.faults import ChangeUnknown
from ingest.watching.intervals import worded
from ingest.watching.model import Change, Watch
from knowledge.errors import Fault

from .change_words import WORDS
from .shell import Shell

DECIDED_SHOWN, FAULTS_SHOWN = 20, 5
MARKED_CHARS, MARKED = 400, 100  # longer paragraphs, and later ones, are shown without the words that differ marked
Seen = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Board:
    """What the pages show of changes, and what comes of a decision."""

    shell: Shell
    desk: Deciding
    zone: ZoneInfo

    def listed(self, request: Request, done: str) -> Response:
        lang, when = reader_lang(request), self._at(request)
        decided = self.desk.changes.decided(DECIDED_SHOWN)
        words = WORDS[lang]
        facts: dict[str, Any] = {
            "waiting": [_row(one, when) for one in self.desk.changes.waiting()],
            "decided": [_row(one, when) for one in decided],
            "places": [
                _place(one, self.desk, when, words["every"].format(interval=worded(one.every_s, lang)))
                for one in self.desk.watches.all()
            ],
            "told": next((_done(one, words) for one in decided if one.id == done), ""),
        }
        return self.shell.page(request, "staff/changes.html", words=words, lang_of_faults=lang,
                               here="/staff/changes", **facts)  # fmt: skip

    def shown(self, request: Request, change_id: str, fault: Fault | None = None) -> Response:
        try:
            change = self.desk.changes.get(change_id)
        except ChangeUnknown as unknown:
            return self.shell.refused(request, unknown, 404)
        lang = reader_lang(request)
        facts: dict[str, Any] = {
            "change": _row(change, self._at(request)),
            "texts": [_text(one) for one in self.desk.compared(change)] if change.status == "waiting" else [],
            "notes": [note[lang] for note in change.facts.get("notes", [])],
            "base": self.desk.base(change),
            "said": fault.told(lang) if fault else "",
        }
        return self.shell.page(request, "staff/change.html", status=409 if fault else 200, words=WORDS[lang],
                               here=f"/staff/changes/{change.id}", **facts)  # fmt: skip

    def decided(self, request: Request, change_id: str, act: Callable[[], Change]) -> Response:
        try:
            done = act()
        except Fault as fault:
            return self.shown(request, change_id, fault)
        return RedirectResponse(f"/staff/changes?done={done.id}", status_code=303)

    def _at(self, request: Request) -> Callable[[Any], str]:
        lang, now, zone = reader_lang(request), self.shell.clock(), self.zone
        return lambda moment: weekday_label(moment.astimezone(zone), lang, zone_shown=False, now=now) if moment else ""


def router(shell: Shell, desk: Deciding, zone: ZoneInfo) -> APIRouter:
    pages, board = APIRouter(prefix="/staff", include_in_schema=False), Board(shell, desk, zone)
    By = Annotated[str, Depends(shell.signed_in)]
    Acts = Annotated[str, Depends(shell.checked)]

    @pages.get("/changes")
    def every(request: Request, _: By, done: str = "") -> Response:
        return board.listed(request, done)

    @pages.get("/changes/{change_id}")
    def one(request: Request, change_id: str, _: By) -> Response:
        return board.shown(request, change_id)

    @pages.post("/changes/{change_id}/approve")
    def approve(request: Request, change_id: str, name: Acts, base: Seen = "") -> Response:
        return board.decided(request, change_id, lambda: desk.approve(change_id, name, base))

    @pages.post("/changes/{change_id}/reject")
    def reject(request: Request, change_id: str, name: Acts) -> Response:
        return board.decided(request, change_id, lambda: desk.reject(change_id, name))

    return pages


def _row(one: Change, at: Callable[[Any], str]) -> dict[str, Any]:
    return {
        "change": one, "found": at(one.found_at), "decided": at(one.decided_at), "why": one.facts.get("why"),
        "link": one.location if one.location.startswith(("https://", "http://")) else None,
    }  # fmt: skip


def _place(one: Watch, desk: Deciding, at: Callable[[Any], str], every: str) -> dict[str, Any]:
    faulty = desk.watches.faulty(one.id)
    told = (
        [("", one.fault)]
        if one.fault
        else [("" if one.kind == "url" else seen.location, seen.fault) for seen in faulty]
    )
    return {
        "watch": one, "every": every, "last": at(one.ended_at),
        "next": at(one.due_at), "faults": told[:FAULTS_SHOWN], "more": max(0, len(told) - FAULTS_SHOWN),
    }  # fmt: skip


def _done(one: Change, words: dict[str, str]) -> str:
    gone = "gone_" if one.kind == "gone" else ""
    return words.get(f"done_{gone}{one.status}", "").format(title=one.title)


def _text(one: Compared) -> dict[str, Any]:
    rows = [
        {"place": place, "before": before, "after": after}
        for at, place in enumerate(one.differences)
        for before, after in [_marked(place.before, place.after, at < MARKED)]
    ]
    return {"text": one, "rows": rows}


Pieces = Sequence[tuple[str, bool]]  # (words, whether they differ)


def _marked(before: str | None, after: str | None, marks: bool) -> tuple[Pieces | None, Pieces | None]:
    """A paragraph before and after, in pieces that are the same in both or not."""
    if before is None or after is None or not marks or max(len(before), len(after)) > MARKED_CHARS:
        return (None if before is None else [(before, False)], None if after is None else [(after, False)])
    old: list[tuple[str, bool]] = []
    new: list[tuple[str, bool]] = []
    for kind, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old += [(before[first:last], kind != "equal")] if first < last else []
        new += [(after[begin:end], kind != "equal")] if begin < end else []
    return old, new
