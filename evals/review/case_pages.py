"""The pages of cases that reviewers make: drafted from a reply, edited, kept, run."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from knowledge.errors import Fault

from . import transcript_pages
from .casefile import Made
from .checking import fails_on
from .drafts import as_yaml, draft, found_wrong
from .faults import CaseFileBroken
from .model import Conversation, Review, Seen
from .playing import RUNS
from .scripts import script
from .shell import Desk, Pages, Shell

Field = Annotated[str, Form(max_length=300)]
Text = Annotated[str, Form(max_length=60_000)]


def add(pages: APIRouter, page: Pages, desk: Desk, shell: Shell) -> None:
    _add_drafting(pages, page, desk, shell)
    _add_made(pages, page, desk)


def _add_drafting(pages: APIRouter, page: Pages, desk: Desk, shell: Shell) -> None:
    """A case drafted from a reply, and kept."""

    @pages.get("/new-case")
    def new(
        request: Request, session_id: str, turn_id: str, reviewer: Annotated[str, Depends(shell.signed_in)]
    ) -> HTMLResponse:
        conversation, seen = _turn(desk, session_id, turn_id)
        case = draft(conversation, seen, _review(seen, reviewer), desk.zone)
        proves = case["expect"] and _could_fail(desk, conversation, seen, reviewer, case)
        return _form(request, conversation, seen, as_yaml(case), nothing_to_check=not proves)

    @pages.post("/new-case")
    def save(
        request: Request, session_id: Field, turn_id: Field, case: Text,
        reviewer: Annotated[str, Depends(shell.signed_in)],
    ) -> Response:  # fmt: skip
        conversation, seen = _turn(desk, session_id, turn_id)
        text = case.replace("\r\n", "\n")
        try:
            made = desk.cases.add(text, lambda read: _could_fail(desk, conversation, seen, reviewer, read))
        except Fault as fault:
            return _form(request, conversation, seen, text, fault)
        return RedirectResponse(address(made.id), status_code=303)

    def _form(
        request: Request, conversation: Conversation, seen: Seen, text: str, fault: Fault | None = None,
        nothing_to_check: bool = False,
    ) -> HTMLResponse:  # fmt: skip
        back = f"{transcript_pages.address(conversation.session_id)}#turn-{seen.ordinal}"
        return page(
            request, "new_case.html", status=422 if fault else 200, text=text, fault=fault, back=back,
            nothing_to_check=nothing_to_check,
            session_id=conversation.session_id, turn_id=seen.turn_id, here=back.partition("#")[0],
        )  # fmt: skip


def _add_made(pages: APIRouter, page: Pages, desk: Desk) -> None:
    """The cases that are kept: listed, edited, run."""

    @pages.get("/made-cases")
    def every(request: Request) -> HTMLResponse:
        fault, made = None, []
        try:
            made = [(one, next(iter(desk.runs.elsewhere(one.id, RUNS)), None)) for one in desk.cases.every()]
        except CaseFileBroken as broken:
            fault = broken
        return page(request, "made_list.html", made=made[::-1], fault=fault, file=desk.cases.path)

    @pages.get("/made-cases/{case_id:path}")
    def one(request: Request, case_id: str) -> HTMLResponse:
        made = _made(desk, case_id)
        return _shown(request, made, made.text)

    @pages.post("/made-cases/{case_id:path}")
    def change(request: Request, case_id: str, case: Text) -> Response:
        made, text = _made(desk, case_id), case.replace("\r\n", "\n")
        try:
            changed = desk.cases.replace(case_id, text)
        except Fault as fault:
            return _shown(request, made, text, fault)
        return RedirectResponse(address(changed.id), status_code=303)

    def _shown(request: Request, made: Made, text: str, fault: Fault | None = None) -> HTMLResponse:
        last = next(iter(desk.runs.elsewhere(made.id, RUNS)), None)
        return page(
            request, "made.html", status=422 if fault else 200, made=made, text=text, fault=fault, last=last,
            running=desk.background.running(made.id), failure=desk.background.failure(made.id), file=desk.cases.path,
        )  # fmt: skip

    @pages.post("/case-runs")
    def run(case_id: Field) -> Response:
        made = _made(desk, case_id)
        desk.background.start(made.id)
        return RedirectResponse(address(made.id), status_code=303)


def _review(seen: Seen, reviewer: str) -> Review | None:
    """The reviewer's own, else the last one."""
    return next((one for one in seen.reviews if one.reviewer == reviewer), seen.reviews[-1] if seen.reviews else None)


def _could_fail(
    desk: Desk, conversation: Conversation, seen: Seen, reviewer: str, case: dict[str, Any]
) -> bool:  # fmt: skip
    """A case of a reply that was found wrong fails on that reply, as long as the conversation is the same."""
    turns = conversation.upto(seen.turn_id)
    if not found_wrong(_review(seen, reviewer)) or case.get("turns") != script(turns, desk.zone):
        return True
    return fails_on(case, [turn.reply for turn in turns if turn.reply], desk.zone)


def _turn(desk: Desk, session_id: str, turn_id: str) -> tuple[Conversation, Seen]:
    conversation = desk.transcripts.one(session_id)
    seen = next((one for one in conversation.turns if one.turn_id == turn_id), None) if conversation else None
    if conversation is None or seen is None:
        raise HTTPException(404)
    return conversation, seen


def _made(desk: Desk, case_id: str) -> Made:
    made = desk.cases.get(case_id)
    if made is None:
        raise HTTPException(404)
    return made


def address(case_id: str) -> str:
    return f"/staff/made-cases/{quote(case_id, safe='')}"
