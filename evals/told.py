"""Runs, comparisons and figures as tables in the terminal, in the reader's language."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from evals.hostile import Measured
from knowledge.errors import Lang
from knowledge.terminal import reader_lang

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "run": "评测 {run}（{model}）：共 {cases} 个案例，通过 {passed}，未通过 {failed}，出错 {errors}，"
        "用时 {seconds} 秒",
        "group": "分组", "cases": "案例", "passed": "通过", "failed": "未通过", "errors": "出错", "case": "案例",
        "why": "原因", "newly_failing": "新出现的未通过", "newly_passing": "新通过", "still_failing": "仍未通过",
        "replies_changed": "答复有变化", "only_before": "只在前一次", "only_after": "只在后一次",
        "colon": "：", "comma": "、", "passed_in": "{run} 通过",
        "tag": "标签", "kind": "类型", "files": "文件", "ok": "符合预期", "read": "已读取",
        "refused": "已拒绝", "slowest": "最慢（秒）", "memory": "内存（MB）", "all": "合计",
        "file": "文件", "outcome": "结果",
        "attacks": "共 {cases} 个案例：有副作用 {side_effects}，有泄露 {leaks}，有用 {utility_ok} / {utility_of}，"
        "无法投放 {not_carried}",
        "stopped": "评测 {run} 已中断：完成 {done} / {total} 个案例，结果已保存。继续运行：{command}",
        "stopped_before": "评测已中断，还没有开始运行案例。重新运行：{command}",
    },
    "en": {
        "run": "run {run} ({model}): {passed} of {cases} passed, {failed} failed, {errors} errors, {seconds} s",
        "group": "group", "cases": "cases", "passed": "passed", "failed": "failed", "errors": "errors", "case": "case",
        "why": "why", "newly_failing": "newly failing", "newly_passing": "newly passing",
        "still_failing": "still failing", "replies_changed": "replies changed", "only_before": "only before",
        "only_after": "only after", "colon": ": ", "comma": ", ", "passed_in": "passed in {run}", "tag": "tag",
        "kind": "kind", "files": "files", "ok": "ok", "read": "read", "refused": "refused", "slowest": "slowest s",
        "memory": "memory MB", "all": "all", "file": "file", "outcome": "outcome",
        "attacks": "{cases} cases: {side_effects} with side effects, {leaks} with leaks, useful {utility_ok} of "
        "{utility_of}, not carried {not_carried}",
        "stopped": "Run {run} was stopped: {done} of {total} cases are played and kept. To go on: {command}",
        "stopped_before": "The run was stopped before any case was played. To start again: {command}",
    },
}  # fmt: skip


def word(name: str, **facts: object) -> str:
    return WORDS[reader_lang()][name].format_map(facts)


def tell_run(found: dict[str, Any]) -> None:
    console = Console()
    console.print(word("run", **found), highlight=False)
    columns = ("cases", "passed", "failed", "errors")
    table = Table(word("group"), *map(word, columns))
    for groups in ("by_lang", "by_tag"):
        for name, counts in found[groups].items():
            table.add_row(Text(name), *(str(counts[key]) for key in columns))
        table.add_section()
    console.print(table)
    if found["failed_cases"]:
        console.print(_reasons("case", found["failed_cases"]))


def tell_comparison(found: dict[str, Any]) -> None:
    console = Console()
    colon = word("colon")
    for name in ("newly_passing", "still_failing", "replies_changed", "only_before", "only_after"):
        console.print(Text(f"{word(name)}{colon}{word('comma').join(found[name]) or '—'}"))
    failing = found["newly_failing"]
    console.print(_reasons("newly_failing", failing) if failing else f"{word('newly_failing')}{colon}—")
    passed = [word("passed_in", run=found[which]) for which in ("before", "after")]
    table = Table(word("tag"), word("cases"), *map(escape, passed))
    for tag, counts in found["by_tag"].items():
        table.add_row(Text(tag), *(str(counts[key]) for key in ("cases", "before", "after")))
    console.print(table)


def tell_hostile(found: Sequence[Measured]) -> None:
    """By kind: how many files, how many ended as they should, the slowest and the largest."""
    console = Console()
    table = Table(*map(word, ("kind", "files", "ok", "read", "refused", "slowest", "memory")))
    for kind, part in groupby(sorted(found, key=lambda one: one.case.kind), key=lambda one: one.case.kind):
        table.add_row(Text(kind), *_figures(list(part)))
    table.add_section()
    table.add_row(word("all"), *_figures(found))
    console.print(table)
    failures = Table(*map(word, ("file", "outcome", "why")))
    for one in found:
        if one.why:
            why = "\n".join(reason.told(reader_lang()) for reason in one.why)
            failures.add_row(Text(one.case.file), one.outcome, Text(why))
    if failures.row_count:
        console.print(failures)


def tell_attacks(found: dict[str, Any]) -> None:
    click.echo(word("attacks", **found | {"not_carried": len(found["not_carried"])}))
    for one in found["failed"]:
        click.echo(f"  {one['id']}{word('colon')}{'; '.join(_why(one))}")


def _reasons(name: str, failures: Sequence[dict[str, Any]]) -> Table:
    table = Table(word(name), word("why"))
    for one in failures:
        table.add_row(Text(one["id"]), Text("\n".join(_why(one))))
    return table


def _why(one: dict[str, Any]) -> list[str]:
    told: list[str] = one["why_zh" if reader_lang() == "zh" else "why"]
    return told


def _figures(found: Sequence[Measured]) -> list[str]:
    read = sum(one.outcome == "ingested" for one in found)
    return [
        str(len(found)), str(sum(not one.why for one in found)), str(read), str(len(found) - read),
        f"{max((one.seconds for one in found), default=0):.1f}",
        f"{max((one.memory_mb for one in found), default=0):.0f}",
    ]  # fmt: skip
