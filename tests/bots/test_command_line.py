"""The command as people and scripts meet it: a process of its own, its exit status, stdout and sentences."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bots.cli import cli
from bots.menu import COMMANDS
from knowledge.chroma import ChromaIndex
from knowledge.database import open_database
from knowledge.documents import Documents
from tests import starting

SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample"
QUESTION = "发明专利权的期限是多久？"


def command(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return starting.run(list(words), _env(home, environ))


def started_anew(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """By an interpreter of its own, as on a machine where nothing runs yet."""
    return subprocess.run(
        [sys.executable, "-m", "bots.cli", *words], capture_output=True, text=True, timeout=120, env=_env(home, {})
    )


def here(home: Path, *words: str, **environ: str) -> Result:
    """In this process, where a start shows nothing more."""
    return CliRunner(env={"IPSTEWARD_HOME": str(home)} | environ).invoke(cli, words, standalone_mode=False)


def _env(home: Path, environ: dict[str, str]) -> dict[str, str]:
    return os.environ | {"IPSTEWARD_HOME": str(home), "LC_ALL": "C.UTF-8", "IPSTEWARD_EMBED_PROCESSES": "1"} | environ


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "home"
    done = command(made, "demo", "--fill-only")
    assert done.returncode == 0, done.stderr
    return made


def test_the_sample_centre_needs_no_embedding(home: Path) -> None:
    database = open_database(home)
    documents, index = Documents(database), ChromaIndex(home / "vectors")
    assert index.ids() == documents.passage_ids()
    assert documents.fact("ingest") == "whole"
    database.close()


@pytest.mark.parametrize(("locale", "told"), [("C.UTF-8", "The message is empty"), ("zh_CN.UTF-8", "消息是空的")])
def test_an_empty_question_is_refused_in_the_terminals_language(home: Path, locale: str, told: str) -> None:
    done = command(home, "ask", " ", LC_ALL=locale)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_ask_prints_one_reply_and_nothing_else_on_stdout(home: Path) -> None:
    done = started_anew(home, "ask", "--json", QUESTION)
    assert done.returncode == 0
    reply = lines(done)[0]
    assert reply["kind"] == "answer"
    assert "20年" in reply["citations"][0]["quote"]
    assert set(reply) == {
        "turn_id", "session_id", "lang", "kind", "text", "citations", "choices", "proposal", "booking",
        "registration", "attachments", "tool_calls", "model", "timings_ms",
    }  # fmt: skip


def test_a_script_books_and_the_staff_see_it(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(
        "# 预约\n帮我约下周三下午的专利质押融资咨询，想谈谈我们的两项发明专利\n/pick 1\n/confirm\n/as eve\n/confirm\n",
        "utf-8",
    )
    played = lines(
        command(home, "chat", "--script", str(script), "--json", "--visitor", "ann", "--now", "2026-11-23T10:00")
    )
    assert [reply["kind"] for reply in played] == ["clarification", "proposal", "done", "error"]
    listed = lines(command(home, "bookings", "list", "--json"))[0]["bookings"]
    assert [(one["id"], one["status"], one["visitor"]) for one in listed] == [
        (played[2]["booking"]["id"], "confirmed", "ann")
    ]
    table = here(home, "bookings", "list", LC_ALL="zh_CN.UTF-8").stdout
    assert table.split()[:7] == ["编号", "状态", "时间", "服务", "顾问", "访客", "主题"]
    assert "已确认" in table
    assert "我们的两项发明专利" in table
    free = lines(command(home, "slots", "svc-pledge", "--from", "2026-12-02", "--to", "2026-12-02", "--now",
                         "2026-11-23T10:00", "--json"))[0]["slots"]  # fmt: skip
    assert played[2]["booking"]["starts"] not in [slot["starts"] for slot in free]
    assert {"id", "service_id", "adviser_id", "starts", "ends", "time_zone"} == set(free[0])


def test_search_is_the_same_function(home: Path) -> None:
    hits = lines(command(home, "search", QUESTION, "-k", "3", "--lang", "zh", "--json"))[0]["hits"]
    assert len(hits) == 3
    assert "20年" in hits[0]["text"]
    assert hits[0]["score"] >= hits[1]["score"]
    assert "around" not in hits[0]
    beside = lines(command(home, "search", QUESTION, "-k", "1", "--around", "1", "--json"))[0]["hits"][0]
    assert 1 <= len(beside["around"]) <= 2
    assert set(beside["around"][0]) == set(hits[0])


@pytest.mark.parametrize(
    ("words", "environ", "told"),
    [
        (("ask", "x" * 20_000), {}, "20,000"),
        (("ask", QUESTION), {"IPSTEWARD_HOEM": "x"}, "IPSTEWARD_HOME"),
        (("ask", QUESTION), {"IPSTEWARD_TIME_ZONE": "Mars/Base"}, "IPSTEWARD_TIME_ZONE"),
        (("ask", QUESTION), {"IPSTEWARD_LOG_LEVEL": "LOUD"}, "IPSTEWARD_LOG_LEVEL"),
        (("ask", QUESTION), {"IPSTEWARD_MODEL": "gpt"}, "IPSTEWARD_MODEL_URL"),
        (("reviews", "export", "--out", "/nowhere/x.csv"), {}, "/nowhere/x.csv"),
        (("reviews", "export", "--out", "/nowhere/x.csv"), {"LC_ALL": "zh_CN.UTF-8"}, "请检查路径"),
        (("search", QUESTION, "--on", "yesterday"), {}, "2026-11-23"),
        (("ingest", "nowhere"), {}, "nowhere"),
        (("nonsense",), {}, "nonsense"),
        (("bookings", "show", "BK-NONE"), {}, "ipsteward"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_and_exit_status_two(
    home: Path, words: tuple[str, ...], environ: dict[str, str], told: str
) -> None:
    done = command(home, *words, **environ)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = command(tmp_path / "file" / "home", "ask", QUESTION)
    assert done.returncode == 2
    assert "IPSTEWARD_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_file_gives_exit_status_one_and_the_rest_is_indexed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "good.md").write_text("# 指南\n\n专利权质押自登记时设立。\n", "utf-8")
    (docs / "empty.md").write_text("")
    done = command(tmp_path / "home", "ingest", "--json", str(docs))
    report = lines(done)[0]
    assert done.returncode == 1
    assert (report["added"], [one["code"] for one in report["rejected"]]) == (1, ["empty"])
    again = here(tmp_path / "home", "ingest", "--no-wait", str(docs), LC_ALL="zh_CN.UTF-8")
    assert again.stdout.startswith("新增 0，更新 0，未变 1，移除 0；")
    assert again.stdout.split()[8:11] == ["路径", "结果", "原因"]
    assert "拒收：empty" in again.stdout


def test_help_is_quick_and_names_every_command(home: Path) -> None:
    begun = time.perf_counter()
    done = started_anew(home, "--help")
    assert time.perf_counter() - begun < 2  # 0.1 s on an idle machine; the tests share theirs
    assert "ingest" in done.stdout


def test_help_lists_the_commands_in_the_readers_language() -> None:
    chinese = CliRunner(env={"LC_ALL": "zh_CN.UTF-8"}).invoke(cli, ["--help"]).stdout
    english = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(cli, ["--help"]).stdout
    for name, (_, zh, en) in COMMANDS.items():
        assert re.search(rf"(?m)^  {name} +{re.escape(zh)}$", chinese)
        assert name in english
        assert en.split()[0] in english
    assert not re.search(r"Usage|Options|Commands|Show", chinese)


def test_an_ingest_that_is_killed_is_made_whole_by_the_next(tmp_path: Path) -> None:
    docs, home = tmp_path / "docs", tmp_path / "home"
    docs.mkdir()
    for number in range(40):
        (docs / f"{number}.md").write_text(f"# 指南 {number}\n\n" + f"第{number}项专利资助的条件与材料。" * 6, "utf-8")
    for delay in (0.6, 1.4, 2.2):
        started = starting.start(["ingest", str(docs)], _env(home, {}))
        time.sleep(delay)
        started.send_signal(signal.SIGKILL)
        started.wait()
    done = command(home, "ingest", "--json", str(docs))
    report = lines(done)[0]
    assert done.returncode == 0
    assert report["added"] + report["unchanged"] == 40
    database = open_database(home)
    documents, index = Documents(database), ChromaIndex(home / "vectors")
    assert index.ids() == documents.passage_ids()
    assert len(documents.passage_ids()) == 40
    assert documents.unembedded() == []
    database.close()


@pytest.mark.parametrize(
    "words",
    [
        ("slots", "svc-pledge", "--from", "2026-12-09", "--to", "2026-12-01"),
        ("patents", "search", "电池", "--from", "2026-01-01", "--to", "2020-01-01"),
    ],
)
def test_a_range_that_ends_before_it_begins_is_told(home: Path, words: tuple[str, ...]) -> None:
    done = command(home, *words, LC_ALL="zh_CN.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert "早于起点" in done.stderr


def test_nothing_found_and_nothing_free_are_said(home: Path) -> None:
    free = command(
        home, "slots", "svc-pledge", "--from", "2026-12-05", "--to", "2026-12-05", "--now", "2026-11-23T10:00"
    )
    assert (free.returncode, free.stdout) == (0, "")
    assert "No time is free" in free.stderr
    found = command(home, "search", " ")
    assert (found.returncode, found.stdout) == (0, "")
    assert "Nothing found" in found.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("serch",), "没有命令 serch；是不是 search"),
        (("ingest", "--jason"), "没有选项 --jason；是不是 --json"),
        (("ingest",), "缺少参数 'PATHS...'"),
        (("ingest", ""), "缺少参数 'PATHS...'"),  # and not the current folder
        (("patents", "import", ""), "缺少参数 'FILES...'"),
        (("watch", "add", ""), "缺少参数 'PLACE...'"),
        (("patents", "search", "-k", "many"), "选项 '-k' 的值不能用（应为 1 到 1000 之间的整数）"),
        (("patents", "landscape", "--png", "counts.txt"), "扩展名写成 .png"),
        (("staff", "add", "ann"), "--password-stdin"),
        (("chat", "--script", "{gbk}"), "不是 UTF-8 文本"),
        (("ingest", ".", "--manifest", "nowhere.csv"), "选项 '--manifest' 的值不能用（路径不存在）"),
        (("ingest", ".", "--manifest", "."), "应为文件，而这是文件夹"),
        (("watch", "add", ".", "--region", "火星"), "没有“火星”这个地区"),
        (("reviews", "export", "--out", "/nowhere/x.csv"), "/nowhere/x.csv: 不存在"),
    ],
)
def test_a_command_typed_wrongly_is_told_in_the_readers_language(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "gbk.txt").write_bytes("专利".encode("gbk"))
    words = tuple(word.format(gbk=tmp_path / "gbk.txt") for word in words)
    done = command(tmp_path / "home", *words, LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Error" not in done.stderr
