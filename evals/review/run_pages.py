"""The pages of evaluation runs: all of them, one run's results, one result."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from .drafts import as_yaml
from .faults import CaseFileBroken
from .model import KINDS, VERDICTS
from .shell import Desk, Pages
from .transcript_pages import Asked


def add(pages: APIRouter, page: Pages, desk: Desk) -> None:
    @pages.get("/runs")
    def runs(request: Request) -> HTMLResponse:
        return page(request, "runs.html", runs=desk.runs.every())

    @pages.get("/runs/{run_id}")
    def run(request: Request, run_id: str, filters: Asked) -> HTMLResponse:
        every = desk.runs.every()
        found = next((one for one in every if one.id == run_id), None)
        if found is None:
            raise HTTPException(404)
        return page(
            request, "run.html", run=found, filters=filters, rows=desk.runs.rows(run_id, filters), kinds=KINDS,
            tags=desk.runs.tags(run_id) + desk.reviews.tags(), others=[one.id for one in every if one.id != run_id],
        )  # fmt: skip

    @pages.get("/runs/{run_id}/{case_id:path}")
    def result(request: Request, run_id: str, case_id: str) -> HTMLResponse:
        found = desk.runs.one(run_id, case_id)
        if found is None:
            raise HTTPException(404)
        others = [one for one in desk.runs.elsewhere(case_id) if one[0] != run_id][:5]
        return page(
            request, "result.html", result=found, others=others, text=as_yaml(found.case), verdicts=VERDICTS,
            tags=desk.reviews.tags(), made=_is_made(desk, case_id),
        )  # fmt: skip


def _is_made(desk: Desk, case_id: str) -> bool:
    try:
        return desk.cases.get(case_id) is not None
    except CaseFileBroken:
        return False


def address(run_id: str, case_id: str) -> str:
    return f"/staff/runs/{quote(run_id, safe='')}/{quote(case_id, safe='')}"
