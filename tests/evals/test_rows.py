"""Rows of the state as a case means them."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from evals.rows import fits

ZONE = ZoneInfo("Asia/Shanghai")
ROW: dict[str, Any] = {
    "id": "BK-1", "status": "confirmed", "starts": "2026-12-02T15:00:00+08:00", "minutes": 45, "held_until": None,
    "facts": [{"name": "question", "value": "专利"}], "open": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"status": "confirmed", "id": "BK-1"},
        {"status": ["pending", "confirmed"]},
        {"starts": "2026-12-02T07:00:00Z"},
        {"starts": "2026-12-02T15:00"},
        {"starts": ["2026-12-01T15:00", "2026-12-02T15:00:00+08:00"]},
        {"starts": {"on": "2026-12-02"}},
        {"starts": {"on": ["2026-12-01", "2026-12-02"], "not_on": "2026-12-03"}},
        {"starts": {"from": "2026-12-02T15:00:00+08:00", "to": "2026-12-02T15:00:00+08:00"}},
        {"starts": {"from": "2026-12-01", "to": "2026-12-02"}},
        {"starts": {"on": "2026-12-02", "from": "14:00", "to": "18:00"}},
        {"starts": {"from": "2026-12-02T08:00:00+01:00", "to": "2026-12-02T08:00:00+01:00"}},
        {"minutes": 45},
        {"minutes": "45"},
        {"held_until": None},
        {"facts": {"name": "question"}},
        {"open": True},
    ],
)
def test_a_row_fits_what_it_has(wanted: dict[str, Any]) -> None:
    assert fits(ROW, wanted, ZONE)


@pytest.mark.parametrize(
    "wanted",
    [
        {"status": "pending"},
        {"status": ["held", "pending"]},
        {"visitor": "ann"},
        {"starts": "2026-12-02T15:00:00Z"},
        {"starts": {"on": "2026-12-03"}},
        {"starts": {"not_on": "2026-12-02"}},
        {"starts": {"from": "2026-12-02T15:01:00+08:00"}},
        {"starts": {"to": "2026-12-01"}},
        {"starts": {"on": "2026-12-02", "to": "12:00"}},
        {"held_until": {"on": "2026-12-02"}},
        {"minutes": 46},
        {"facts": {"name": "region"}},
        {"open": False},
    ],
)
def test_a_row_does_not_fit_what_it_lacks(wanted: dict[str, Any]) -> None:
    assert not fits(ROW, wanted, ZONE)
