"""Runs and comparisons as tables in the terminal."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.hostile import Measured


def tell_run(found: dict[str, Any]) -> None:
    console = Console()
    console.print(
        f"run {found['run']} ({found['model']}): {found['passed']} of {found['cases']} passed, "
        f"{found['failed']} failed, {found['errors']} errors, {found['seconds']} s"
    )
    table = Table("group", "cases", "passed", "failed", "errors")
    for groups in ("by_lang", "by_tag"):
        for name, counts in found[groups].items():
            table.add_row(name, *(str(counts[key]) for key in ("cases", "passed", "failed", "errors")))
        table.add_section()
    console.print(table)
    if found["failed_cases"]:
        failures = Table("case", "why")
        for one in found["failed_cases"]:
            failures.add_row(Text(one["id"]), Text("\n".join(one["why"])))
        console.print(failures)


def tell_comparison(found: dict[str, Any]) -> None:
    console = Console()
    for name in ("newly_passing", "still_failing", "replies_changed", "only_before", "only_after"):
        console.print(f"{name.replace('_', ' ')}: {', '.join(found[name]) or '—'}")
    failing = Table("newly failing", "why")
    for one in found["newly_failing"]:
        failing.add_row(Text(one["id"]), Text("\n".join(one["why"])))
    console.print(failing if found["newly_failing"] else "newly failing: —")
    table = Table("tag", "cases", f"passed in {found['before']}", f"passed in {found['after']}")
    for tag, counts in found["by_tag"].items():
        table.add_row(tag, *(str(counts[key]) for key in ("cases", "before", "after")))
    console.print(table)


def tell_hostile(found: Sequence[Measured]) -> None:
    """By kind: how many files, how many ended as they should, the slowest and the largest."""
    console = Console()
    table = Table("kind", "files", "ok", "read", "refused", "slowest s", "memory MB")
    for kind, part in groupby(sorted(found, key=lambda one: one.case.kind), key=lambda one: one.case.kind):
        table.add_row(Text(kind), *_figures(list(part)))
    table.add_section()
    table.add_row("all", *_figures(found))
    console.print(table)
    failures = Table("file", "outcome", "why")
    for one in found:
        if one.why:
            failures.add_row(Text(one.case.file), one.outcome, Text("\n".join(one.why)))
    if failures.row_count:
        console.print(failures)


def _figures(found: Sequence[Measured]) -> list[str]:
    read = sum(one.outcome == "ingested" for one in found)
    return [
        str(len(found)), str(sum(not one.why for one in found)), str(read), str(len(found) - read),
        f"{max((one.seconds for one in found), default=0):.1f}",
        f"{max((one.memory_mb for one in found), default=0):.0f}",
    ]  # fmt: skip
