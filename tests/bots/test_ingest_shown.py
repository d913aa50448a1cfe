"""What `ingest` prints of its report."""

import pytest

from bots.commands.ingest import show
from ingest.run import Report, passed_over


def test_a_path_that_is_wider_than_the_terminal_is_printed_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    path = f"/documents/{'policies/' * 12}pledge.docx"
    show(Report(skipped=[passed_over(path, "hidden file", "隐藏文件")]))
    assert path in capsys.readouterr().out
