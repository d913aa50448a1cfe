"""Our own evaluation cases over the sample centre, played with the embedded model."""

import pytest

from evals.expected import Change, change, played, table
from evals.runs import Result
from evals.why import Why
from tests.evals.here import here

AGAIN = "If that is meant, run `python -m evals.expected` and commit the table."


def result(id: str, status: str, *why: str) -> Result:
    return Result(id, 0, "zh", (), status, tuple(Why(one, one) for one in why), (), 0.0)


@pytest.mark.slow
def test_our_own_cases_come_out_as_the_table_says() -> None:
    found = change(table(), played(here, 1))
    assert not found.newly_failing, "Newly failing:\n" + "\n".join(found.newly_failing)
    assert not found.newly_passing, f"Newly passing: {', '.join(found.newly_passing)}. {AGAIN}"
    assert not found.not_in_table, f"Not in the table: {', '.join(found.not_in_table)}. {AGAIN}"
    assert not found.only_in_table, f"Only in the table: {', '.join(found.only_in_table)}. {AGAIN}"


def test_most_of_our_cases_pass() -> None:
    told = table()
    assert len(told) >= 70
    assert sum(status == "passed" for status in told.values()) >= 0.85 * len(told)


def test_a_change_names_the_case_and_its_reasons() -> None:
    expected = {"a": "passed", "b": "failed", "c": "passed", "gone": "passed"}
    results = [result("a", "failed", "kind: one.", "facts_all: two."), result("b", "passed"), result("c", "passed"),
               result("new", "passed")]  # fmt: skip
    assert change(expected, results) == Change(["a: kind: one. facts_all: two."], ["b"], ["new"], ["gone"])


def test_an_error_of_a_case_counts_as_a_failure() -> None:
    assert change({"a": "passed"}, [result("a", "error", "It broke off.")]).newly_failing == ["a: It broke off."]
