"""Tables in a terminal and in a pipe."""

from io import StringIO

import pytest
from rich.console import Console
from rich.table import Table

from bots.commands.tables import console, row, table

LONG = "文件里没有文字；请确认上传的是否为正确的文件，" * 4


def printed(made: Table, width: int) -> str:
    out = StringIO()
    Console(file=out, width=width).print(made)
    return out.getvalue()


def test_a_narrow_terminal_wraps_values_and_cuts_none() -> None:
    made = table("编号", "原因")
    row(made, "BK-FKW6E4", LONG)
    shown = printed(made, 40)
    assert "BK-FKW6E4" in shown
    assert "".join(shown.split()).count("请确认上传的是否为正确的文件") >= 1
    assert "…" not in shown


def test_a_pipe_gets_a_row_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    made = table("编号", "原因")
    row(made, "BK-FKW6E4", LONG)
    console().print(made)
    assert f"BK-FKW6E4  {LONG}" in capsys.readouterr().out


def test_what_visitors_wrote_is_neither_markup_nor_steers_the_terminal() -> None:
    made = table("id", "topic")
    row(made, "BK-FKW6E4", "[/b] [red]a\x1b[2Jb")
    assert "[/b] [red]a [2Jb" in printed(made, 80)
