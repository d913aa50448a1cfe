"""The pages of real conversations: the list, and one of them."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from .model import KINDS, VERDICTS, Filters
from .shell import Desk, Pages

Asked = Annotated[Filters, Query()]


def add(pages: APIRouter, page: Pages, desk: Desk) -> None:
    @pages.get("/transcripts")
    def transcripts(request: Request, filters: Asked) -> HTMLResponse:
        return page(
            request, "transcripts.html", filters=filters, rows=desk.transcripts.rows(filters), kinds=KINDS,
            channels=desk.transcripts.channels(), tags=desk.reviews.tags(),
        )  # fmt: skip

    @pages.get("/transcripts/{session_id:path}")
    def transcript(request: Request, session_id: str) -> HTMLResponse:
        conversation = desk.transcripts.one(session_id)
        if conversation is None:
            raise HTTPException(404)
        tags = desk.reviews.tags()
        return page(request, "transcript.html", conversation=conversation, verdicts=VERDICTS, tags=tags)


def address(session_id: str) -> str:
    return f"/staff/transcripts/{quote(session_id, safe='')}"
