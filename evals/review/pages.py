"""The review's pages for staff: conversations, runs, cases made of them, exports."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from . import case_pages, review_pages, run_pages, transcript_pages
from .shell import Desk, Pages, Shell

HERE = Path(__file__).parent


def router(shell: Shell, desk: Desk) -> APIRouter:
    """All of them, under /staff. Whoever mounts it lets only staff in and checks the forms."""
    shell.add_templates(HERE / "templates")
    page = Pages(shell, desk.zone, desk.clock)
    pages = APIRouter(prefix="/staff", include_in_schema=False)

    @pages.get("/review.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "static" / "review.css", media_type="text/css")

    transcript_pages.add(pages, page, desk)
    run_pages.add(pages, page, desk)
    review_pages.add(pages, page, desk, shell)
    case_pages.add(pages, page, desk, shell)
    return pages
