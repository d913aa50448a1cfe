"""What reviewers send: a verdict on a reply; and what they take away: the replies of a list as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import StringConstraints

from . import export, run_pages, transcript_pages
from .faults import ReviewEmpty
from .model import VERDICTS, Filters, Seen, Source
from .reviews import tags_in
from .shell import Desk, Pages, Shell

Field = Annotated[str, Form(max_length=8000)]

Fields = Annotated[tuple[Annotated[str, StringConstraints(max_length=8000)], ...], Form()]


class Wanted(Filters):
    """A list and, when it is that of a run, the run."""

    run: str = ""


def add(pages: APIRouter, page: Pages, desk: Desk, shell: Shell) -> None:
    @pages.post("/reviews")
    def review(
        reviewer: Annotated[str, Depends(shell.signed_in)], turn_id: Field, verdict: Field = "", tags: Fields = (),
        comment: Field = "", corrected: Field = "", withdraw: Field = "", session_id: Field = "", run_id: Field = "",
        case_id: Field = "",
    ) -> RedirectResponse:  # fmt: skip
        source = Source(session_id or None, run_id or None, case_id or None)
        seen, back = _reply(desk, source, turn_id)
        if withdraw:
            desk.reviews.withdraw(turn_id, reviewer)
        else:
            chosen = next((one for one in VERDICTS if one == verdict), None)
            if chosen is None:
                raise ReviewEmpty()
            words = tags_in(",".join(tags))
            desk.reviews.put(
                source, turn_id, reviewer, chosen, words, plain(comment), plain(corrected), desk.clock()
            )  # fmt: skip
        return RedirectResponse(f"{back}#turn-{seen.ordinal}", status_code=303)

    @pages.get("/export.{format}")
    def exported(format: export.Format, wanted: Annotated[Wanted, Query()]) -> StreamingResponse:
        if wanted.run:
            records = export.of_run(desk.runs, wanted.run, wanted)
        else:
            records = export.of_conversations(desk.transcripts, wanted)
        name = f"replies-{desk.clock():%Y%m%d-%H%M}.{format}"
        return StreamingResponse(
            export.written(records, format, export.columns(with_visitors=False)), media_type=export.MEDIA[format],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )  # fmt: skip


def _reply(desk: Desk, source: Source, turn_id: str) -> tuple[Seen, str]:
    """The turn that is spoken of, and the page that it stands on; what does not exist is not reviewed."""
    if source.session_id:
        conversation = desk.transcripts.one(source.session_id)
        turns, back = conversation.turns if conversation else (), transcript_pages.address(source.session_id)
    else:
        run_id, case_id = source.run_id or "", source.case_id or ""
        result = desk.runs.one(run_id, case_id)
        turns, back = result.turns if result else (), run_pages.address(run_id, case_id)
    seen = next((one for one in turns if one.turn_id == turn_id), None)
    if seen is None:
        raise HTTPException(404)
    return seen, back


def plain(text: str) -> str:
    """A text area's words with the line ends that everything else has."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
