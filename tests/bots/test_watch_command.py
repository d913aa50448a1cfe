"""`ipsteward watch` as staff and cron meet it: sentences, shapes, exit statuses."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bots import cli
from bots.commands.options import open_app
from bots.commands.watching import Watcher, watching
from knowledge.errors import Fault
from tests.ingest.watching.conftest import TITLE, text_of
from tests.site import HOST, Site, serving


class Desk:
    def __init__(self, tmp_path: Path, site: Site) -> None:
        self.home, self.folder, self.site = tmp_path / "home", tmp_path / "docs", site
        self.folder.mkdir()

    def write(self, name: str, sum: str, title: str = TITLE) -> Path:
        path = self.folder / name
        path.write_text(text_of(sum, title), "utf-8")
        os.utime(path, (time.time() - 60,) * 2)
        return path

    def run(self, *words: str) -> tuple[int, str]:
        fetches = lambda app: self.site.fetcher()  # noqa: E731
        done = CliRunner().invoke(cli.cli, ["watch", *words], standalone_mode=False, obj=fetches)
        if isinstance(done.exception, Fault):
            return 2, done.exception.told("zh") + done.exception.told("en")
        if done.exception is not None:
            raise done.exception
        return int(done.return_value or 0), done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json")[1])


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path, new_home: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path, site)
    monkeypatch.setenv("IPSTEWARD_HOME", str(made.home))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return made


def test_a_folder_and_a_page_are_watched_read_shown_and_decided(desk: Desk, site: Site) -> None:
    desk.write("a.md", "三")
    site.page("/b.md", text_of("五", "样例奖励办法"), "text/markdown")
    status, told = desk.run("add", str(desk.folder), site.url("/b.md"), "--every", "6h", "--review")
    assert (status, told.count("every 6h, changes wait for staff")) == (0, 2)
    ran = desk.json("run")["watches"]
    assert [(one["waiting"], one["faults"]) for one in ran] == [(1, []), (1, [])]
    assert desk.run("run")[1].startswith("Nothing is due now.\nNext: ")
    changes = sorted(desk.json("changes")["changes"], key=lambda one: len(one["location"]), reverse=True)
    assert [(one["kind"], one["title"]) for one in changes] == [("new", TITLE), ("new", "样例奖励办法")]
    shown = desk.json("changes", changes[0]["id"])
    assert shown["texts"][0]["kind"] == "new"
    assert any("三万元" in (one["after"] or "") for one in shown["texts"][0]["differences"])
    assert desk.json("approve", changes[0]["id"], "--no-wait")["changes"][0]["status"] == "approved"
    assert desk.run("reject", changes[1]["id"][:6])[1].strip().endswith("rejected")
    assert desk.run("changes")[1] == "No change waits for staff.\n"

    desk.write("a.md", "四")
    listed = sorted(desk.json("list")["watches"], key=lambda one: str(one["kind"]))
    assert [(one["kind"], one["every"], one["review"], one["waiting"]) for one in listed] == [
        ("folder", "6h", True, 0), ("url", "6h", True, 0),
    ]  # fmt: skip
    assert desk.run("run", listed[0]["id"])[0] == 0
    (change,) = desk.json("changes")["changes"]
    told = desk.run("changes", change["id"])[1]
    assert "- 第二条 每件资助三万元。" in told
    assert "+ 第二条 每件资助四万元。" in told
    assert desk.run("approve", change["id"], "--no-wait")[1].strip().endswith("live now")
    removed = desk.json("remove", *(one["id"] for one in listed))["removed"]
    assert [one["dropped"] for one in removed] == [0, 0]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "{folder}", "--every", "0 */6 * * *"), "6h"),
        (("add", "/no/such/place"), "/no/such/place"),
        (("add", "https://elsewhere.test/a"), "IPSTEWARD_WATCH_HOSTS"),
        (("add", "http://name:secret@docs.example.test/"), "https://host/path"),
        (("add", "file:///etc/passwd"), "https://host/path"),
        (("add", "http://10.0.0.1/"), "not a public address"),
        (("add", "http://[::1]/"), "::1"),
        (("add", "{empty}"), "names no address"),
        (("run", "w_none"), "w_none"),
        (("approve", "ch_none"), "ch_none"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(desk: Desk, words: tuple[str, ...], code: str) -> None:
    empty = desk.home.parent / "none.txt"
    empty.write_text("# later\n")
    status, told = desk.run(*(word.format(folder=desk.folder, empty=empty) for word in words))
    assert status == 2
    assert code in told
    assert "secret" not in told
    assert desk.json("list")["watches"] == []


def test_each_change_is_decided_by_itself(desk: Desk) -> None:
    desk.write("a.md", "三", "甲资助办法")
    desk.write("b.md", "五", "乙资助办法")
    desk.run("add", str(desk.folder), "--review")
    desk.run("run")
    stale, good = sorted(desk.json("changes")["changes"], key=lambda one: str(one["location"]))
    desk.write("a.md", "四", "甲资助办法")
    status, told = desk.run("approve", stale["id"], "ch_none", good["id"], "--no-wait")
    assert status == 1
    assert f"{good['id']} 乙资助办法: live now" in told
    assert f"{stale['id']} ! The source of “甲资助办法” has changed again since" in told
    assert "ch_none ! There is no change “ch_none”" in told
    answer = desk.json("reject", good["id"], stale["id"])
    assert [one["status"] for one in answer["changes"]] == ["rejected"]
    assert [(one["id"], one["code"]) for one in answer["failed"]] == [(good["id"], "change_decided")]
    assert answer["failed"][0]["reason_zh"] != answer["failed"][0]["reason_en"]


def test_faults_are_told_and_counted_in_the_exit_status(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a.html"] = lambda request: request.text("", status=503)
    desk.run("add", site.url("/a.html"))
    status, told = desk.run("run")
    assert (status, "answered with status 503" in told) == (1, True)
    assert "503" in desk.run("list")[1]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert f"{HOST} 以状态 503 作答" in desk.run("list")[1]


def test_the_server_reads_what_is_due_and_ends_when_it_is_told(desk: Desk, site: Site) -> None:
    site.page("/a.md", text_of("三"), "text/markdown")
    desk.run("add", site.url("/a.md"))
    app = open_app()
    watcher = Watcher(watching(app, site.fetcher), look_s=0.01)
    thread = watcher.start()
    ends = time.monotonic() + 10
    while not app.documents.passage_ids() and time.monotonic() < ends:
        time.sleep(0.01)
    watcher.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert app.documents.left_to_embed() > 0  # the filler beside it makes the vectors
    app.close()
