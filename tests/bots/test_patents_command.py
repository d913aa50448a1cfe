"""The command `patents` as people and scripts meet it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bots.commands.patents_shown import WORDS, show_found
from knowledge.errors import Lang
from knowledge.patents.model import PatentHit, PatentQuery, PatentsFound
from tests.bots.test_command_line import command, here

ROWS = (
    {"publication_number": "CN101551481B", "title": "固态电池的电解质膜", "ipc": ["H01M10/0562"],
     "publication_date": "2024-05-10", "applicants": ["样例时代新能源科技股份有限公司"]},
    {"publication_number": "US6858197B1", "title": "Heat shield", "applicants": ["NASA"], "grant_date": "2016-03-01"},
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("patents")
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    done = command(folder / "home", "patents", "import", str(folder / "rows.jsonl"), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["added"], report["without_vectors"], report["faults"], report["rejected"]) == (2, 2, [], [])
    return folder / "home"


def body(home: Path, *words: str) -> dict[str, Any]:
    done = command(home, "patents", *words, "--json")
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert isinstance(read, dict)
    return read


def test_a_search_says_what_it_understood(home: Path) -> None:
    found = body(home, "search", "heat shields since 2015 by NASA")
    assert found["query"] == {
        "words": "heat shields", "applicant": "NASA", "inventor": "", "classes": [], "date_from": "2015-01-01",
        "date_to": None, "office": "",
    }  # fmt: skip
    assert found["total"] == 1
    assert set(found["hits"][0]) == {"number", "title", "abstract", "applicants", "published", "classes", "score"}
    assert found["hits"][0]["number"] == "US6858197B1"


def test_options_narrow_a_search(home: Path) -> None:
    assert body(home, "search", "--class", "h01m10", "--office", "cn", "-k", "5")["total"] == 1
    assert body(home, "search", "--applicant", "样例时代", "--from", "2025-01-01")["total"] == 0


def test_a_number_is_shown_and_an_unknown_one_has_no_status(home: Path) -> None:
    shown = body(home, "show", "cn 101551481")
    assert (shown["found"], shown["number"], shown["status"]) == (True, "CN101551481B", None)
    told = here(home, "patents", "show", "US1234567", "--json")
    assert (told.return_value, json.loads(told.stdout)) == (1, {"found": False, "number": "US1234567"})
    for unknown in ("US1234567", "zzz"):
        told = here(home, "patents", "show", unknown, LC_ALL="C.UTF-8")
        assert (told.return_value, told.stdout.strip()) == (1, f"{unknown} is not in this index.")


def test_a_landscape_counts_and_draws(home: Path, tmp_path: Path) -> None:
    counted = body(home, "landscape", "--png", str(tmp_path / "chart.png"))
    assert counted["total"] == 2
    assert counted["years"] == [{"value": 2016, "count": 1}, {"value": 2024, "count": 1}]
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_of_no_record_no_picture_is_drawn(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    told = here(home, "patents", "landscape", "xyzzy", "--png", str(path), LC_ALL="zh_CN.UTF-8")
    assert (told.return_value, path.exists()) == (1, False)
    assert told.stderr.strip() == f"没有可统计的记录，未生成图片 {path}。"


def test_a_landscape_says_why_it_counts_less_than_a_search_finds(home: Path) -> None:
    assert "shields" in here(home, "patents", "search", "heat shields batteries", LC_ALL="C.UTF-8").stdout
    assert "hold all the words" in here(home, "patents", "landscape", "heat shields", LC_ALL="C.UTF-8").stdout
    assert "hold all the words" not in here(home, "patents", "landscape", LC_ALL="C.UTF-8").stdout


def test_a_table_for_the_reader_in_his_language(home: Path) -> None:
    told = command(home, "patents", "search", "固态电池", LC_ALL="zh_CN.UTF-8")
    assert "共 1 条" in told.stdout
    assert "CN101551481B" in told.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("search", "--class", "battery"), "H01M10/05"),
        (("search", "--from", "yesterday"), "2026-11-23"),
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("landscape", "--png", "/nowhere/x.png"), "/nowhere/x.png"),
    ],
)
def test_what_is_wrong_is_one_sentence(home: Path, words: tuple[str, ...], told: str) -> None:
    done = command(home, "patents", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_file_gives_exit_status_one_and_the_rest_is_imported(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("title\nA cup\n", "utf-8")
    (tmp_path / "good.csv").write_text("patent number,title\nUS1234567,A cup\n", "utf-8")
    done = command(tmp_path / "home", "patents", "import", str(tmp_path / "bad.csv"), str(tmp_path / "good.csv"))
    assert done.returncode == 1
    assert "no column of numbers" in " ".join(done.stdout.split())
    assert "added 1" in done.stdout


def test_a_search_that_finds_nothing_says_which_condition_to_drop(home: Path) -> None:
    told = command(home, "patents", "search", "heat shield", "--applicant", "NASA", "--to", "2001-01-01")
    assert told.returncode == 0
    assert "Drop the date: 1" in told.stdout


def test_a_text_is_no_table_of_patents(home: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("patents, trade marks, and more, in a sentence\n", "utf-8")
    told = command(home, "patents", "import", str(tmp_path / "notes.md"))
    assert told.returncode == 1
    assert "not read (.md)" in " ".join(told.stdout.split())


@pytest.mark.parametrize(
    ("lang", "told", "no_day"),
    [
        ("zh_CN.UTF-8", "共 2 条含有部分或全部词语，其中含有全部词语的 1 条", "来源未给出公开日"),
        ("C.UTF-8", "2 hold some or all of the words; 1 of them hold all.", "the source gives no day of publication"),
    ],
)
def test_a_search_says_which_words_were_matched_and_which_records_have_no_day(
    tmp_path: Path, lang: str, told: str, no_day: str
) -> None:
    rows = ({"publication_number": "US6858197B1", "title": "Heat shield"}, {"publication_number": "US7000001B1",
             "title": "Heat pump", "publication_date": "2020-01-01"})  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command(tmp_path / "home", "patents", "import", str(tmp_path / "rows.jsonl"))
    shown = here(tmp_path / "home", "patents", "search", "heat shield", LC_ALL=lang).stdout
    assert told in shown
    assert shown.count(no_day) == 1
    found = body(tmp_path / "home", "search", "heat shield")
    assert (found["total"], found["all_words"], found["only_near"]) == (2, 1, [])
    assert body(tmp_path / "home", "landscape", "heat shield")["total"] == found["all_words"]
    one = here(tmp_path / "home", "patents", "show", "US6858197", LC_ALL=lang).stdout
    assert no_day in one
    assert [line for line in one.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有记录含有这些词语"), ("en", "No record holds these words")])
def test_hits_that_are_only_near_in_meaning_are_said_to_be(
    lang: Lang, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hit = PatentHit("US1", "Lidar", "", ("NASA",), None, (), 0.9, "meaning")
    show_found(PatentsFound(PatentQuery("雷达"), 0, (hit,), 0), 0, lang)
    assert told in capsys.readouterr().out
    show_found(PatentsFound(PatentQuery("雷达"), 3, (hit,), 3), 0, lang)
    assert WORDS[lang]["near"] in capsys.readouterr().out.splitlines()[-1]
