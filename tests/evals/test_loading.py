"""Case files and folders: what is read, and the sentence for each case that cannot be."""

import json
from pathlib import Path

import pytest

from evals.loading import Loaded, NoCases, NoSuchCases, load

CASE = """
- id: {id}
  lang: zh
  tags: [answer]
  now: 2026-11-23T10:00:00+08:00
  turns: [发明专利保护多少年？]
  expect: {{kind: answer}}
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def ids(loaded: Loaded) -> list[str]:
    return [placed.case.id for placed in loaded.cases]


def told(loaded: Loaded) -> list[str]:
    return [fault.told("en") for fault in loaded.faults]


def test_an_unknown_expectation_is_told_with_the_nearest_and_the_others_are_read(tmp_path: Path) -> None:
    text = CASE.format(id="good") + CASE.format(id="bad").replace("kind: answer", "fact_all: [20年]")
    loaded = load([written(tmp_path, "a.yaml", text)])
    assert ids(loaded) == ["good"]
    (sentence,) = told(loaded)
    assert "bad" in sentence
    assert "“expect.fact_all”" in sentence
    assert "facts_all" in sentence.split("nearest")[1]
    assert loaded.faults[0].code == "unknown_expectation"
    assert "fact_all" in loaded.faults[0].told("zh")


@pytest.mark.parametrize(
    ("expect", "nearest"),
    [
        ("{mid: [{turn: 1, kinds: answer}]}", "kind"),
        ("{cites_any: [{titel: x}]}", "title"),
        ("{state: {booking: {status: held}}}", "bookings"),
        ("{state_count: {case: 1}}", "cases"),
    ],
)
def test_an_unknown_key_further_inside_is_told_too(tmp_path: Path, expect: str, nearest: str) -> None:
    loaded = load([written(tmp_path, "a.yaml", CASE.format(id="a").replace("{kind: answer}", expect))])
    assert ids(loaded) == []
    assert f"(the nearest is {nearest})" in told(loaded)[0]


def test_unknown_keys_of_the_case_itself_are_kept(tmp_path: Path) -> None:
    (placed,) = load([written(tmp_path, "a.yaml", CASE.format(id="a") + "  source: a page\n")]).cases
    assert placed.case.as_json()["source"] == "a page"


def test_a_cut_file_is_told_with_its_line_and_the_other_files_are_read(tmp_path: Path) -> None:
    written(tmp_path, "cut.yaml", CASE.format(id="a") + "- id: b\n  turns: [发明专利")
    written(tmp_path, "whole.yaml", CASE.format(id="c"))
    loaded = load([tmp_path])
    assert ids(loaded) == ["c"]
    assert [fault.code for fault in loaded.faults] == ["case_file_unreadable"]
    assert "cut.yaml" in told(loaded)[0]
    assert "line " in told(loaded)[0]


def test_the_second_of_two_cases_of_one_id_is_told(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", CASE.format(id="same"))
    written(tmp_path, "b.yaml", CASE.format(id="same") + CASE.format(id="other"))
    loaded = load([tmp_path])
    assert ids(loaded) == ["same", "other"]
    assert [fault.code for fault in loaded.faults] == ["case_twice"]
    assert "a.yaml" in told(loaded)[0]


def test_a_folder_is_read_with_its_folders_and_without_what_holds_no_cases(tmp_path: Path) -> None:
    written(tmp_path, "b/inner.yml", CASE.format(id="inner"))
    written(tmp_path, "a.yaml", CASE.format(id="outer"))
    written(tmp_path, "catalog/programmes.yaml", "- id: p\n  kind: pledge\n")
    written(tmp_path, "catalog/aliases.yaml", "patent: [专利]\n")
    written(tmp_path, "documents/rows.jsonl", '{"title": "t", "text": "x"}\n')
    written(tmp_path, ".hidden/x.yaml", CASE.format(id="hidden"))
    written(tmp_path, "expected.json", '{"outer": "passed"}')
    loaded = load([tmp_path])
    assert (ids(loaded), loaded.faults) == (["outer", "inner"], [])


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, "a.yaml", CASE.format(id="a"))
    loaded = load([tmp_path, path])
    assert (ids(loaded), loaded.faults) == (["a"], [])


def test_json_lines_are_read_and_a_bad_line_is_told(tmp_path: Path) -> None:
    good = [json.dumps({"id": id, "turns": ["问"], "expect": {"kind": "answer"}}) for id in ("a", "b")]
    loaded = load([written(tmp_path, "a.jsonl", "\n".join([good[0], '{"id": "cut"', "", good[1]]))])
    assert ids(loaded) == ["a", "b"]
    assert "line 2" in told(loaded)[0]


def test_a_list_under_cases_and_yaml_documents_are_read(tmp_path: Path) -> None:
    one = "id: one\nturns: 问\nexpect: {kind: answer}\n"
    written(tmp_path, "a.yaml", f"{one}---\n{one.replace('one', 'two')}")
    written(tmp_path, "b.yaml", "cases:" + CASE.format(id="three"))
    assert ids(load([tmp_path])) == ["one", "two", "three"]


def test_words_of_yaml_stay_words(tmp_path: Path) -> None:
    text = (
        "id: a\nlang: no\nnow: 2026-11-23 10:00\nturns: [2026-11-25, 15:00, yes, '12']\nexpect: {facts_all: [15, on]}\n"
    )
    (placed,) = load([written(tmp_path, "a.yaml", text)]).cases
    assert placed.case.turns == ["2026-11-25", "15:00", "yes", "12"]
    assert placed.case.now == "2026-11-23 10:00"
    assert placed.case.expect.facts_all == [["15"], ["on"]]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("id: a\nexpect: {}\n", "turns"),
        ("id: a\nturns: []\nexpect: {}\n", "turns"),
        ("id: a\nturns: [问]\n", "expect"),
        ("turns: [问]\nexpect: {}\n", "id"),
        ("id: a\nturns: [问]\nexpect: {mid: {turn: 0}}\n", "expect.mid.0.turn"),
        ("id: a\nturns: [问]\ncatalog: nowhere\nexpect: {}\n", "catalog"),
        ("id: a\nturns: [问]\ndocuments: [nowhere.md]\nexpect: {}\n", "documents"),
    ],
)
def test_a_case_that_cannot_be_used_is_told_by_its_key(tmp_path: Path, text: str, key: str) -> None:
    loaded = load([written(tmp_path, "a.yaml", text)])
    lacking = "turns: []" not in text and key in ("turns", "expect", "id")
    assert [fault.code for fault in loaded.faults] == ["case_lacks" if lacking else "bad_case"]
    assert f"“{key}”" in told(loaded)[0]


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    written(tmp_path, "texts/a.md", "# A\n")
    path = written(tmp_path, "cases/a.yaml", "id: a\nturns: [问]\ndocuments: ../texts/a.md\nexpect: {}\n")
    (placed,) = load([path]).cases
    assert placed.documents == ((tmp_path / "texts" / "a.md").resolve(),)


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    loaded = load([written(tmp_path, "a.yaml", "id: a\nturns: [问]\nexpect: {}\nexpect: {kind: answer}\n")])
    assert "line 4" in told(loaded)[0]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (path := tmp_path / "a.yaml").write_bytes(CASE.format(id="a").encode("gb18030"))
    assert "UTF-8" in told(load([path]))[0]


def test_nothing_to_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(NoSuchCases):
        load([tmp_path / "nowhere"])
    with pytest.raises(NoCases):
        load([tmp_path])


@pytest.mark.parametrize(
    ("entry", "zh", "en"),
    [
        ("turns: 5", "应为列表", "it should be a list"),
        ("expect: 5", "键: 值", "key: value"),
        ("expect: {mid: [{turn: x, kind: a}]}", "应为整数", "a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_both_languages(tmp_path: Path, entry: str, zh: str, en: str) -> None:
    rest = "" if entry.startswith("expect") else "  expect: {kind: answer}\n"
    rest += "" if entry.startswith("turns") else "  turns: [a]\n"
    (tmp_path / "a.yaml").write_text(f"- id: a\n  {entry}\n{rest}", "utf-8")
    (fault,) = load([tmp_path / "a.yaml"]).faults
    assert zh in fault.told("zh")
    assert en in fault.told("en")
    assert "Input" not in fault.told("zh")


@pytest.mark.parametrize(
    ("expect", "key", "nearest"),
    [
        ("{kind: answr}", "expect.kind", "answer"),
        ("{kind_not: [eror]}", "expect.kind_not", "error"),
        ("{lang: cn}", "expect.lang", "en"),
        ("{tools: [serch_patents]}", "expect.tools", "search_patents"),
        ("{state: {bookings: {status: confrmed}}}", "expect.state.bookings.status", "confirmed"),
        ("{state: {bookings: {service: svc-pledge}}}", "expect.state.bookings", "service_id"),
        ("{mid: {turn: 1, kind: propsal}}", "expect.mid.0.kind", "proposal"),
    ],
)
def test_a_value_that_nothing_has_is_refused_with_the_nearest(
    tmp_path: Path, expect: str, key: str, nearest: str
) -> None:
    loaded = load([written(tmp_path, "a.yaml", CASE.format(id="a").replace("{kind: answer}", expect))])
    assert (ids(loaded), [fault.code for fault in loaded.faults]) == ([], ["unknown_value"])
    assert f"“{key}”" in told(loaded)[0]
    assert f"(the nearest is {nearest};" in told(loaded)[0]


@pytest.mark.parametrize(
    ("line", "nearest"),
    [("/pik 1", "/pick"), ("/pick", "/pick 1"), ("/pick 0", "/pick 1"), ("/confrm", "/confirm"), ("/as", "/as NAME")],
)
def test_a_command_that_a_script_does_not_know_is_refused_with_its_line(
    tmp_path: Path, line: str, nearest: str
) -> None:
    text = f"id: a\nturns: [问, {line}]\nexpect: {{kind: answer}}\n"
    (sentence,) = told(load([written(tmp_path, "a.yaml", text)]))
    assert f"line 2 of turns, “{line}”" in sentence
    assert f"(the nearest is {nearest})" in sentence


def test_a_script_without_a_line_that_is_answered_is_refused(tmp_path: Path) -> None:
    loaded = load([written(tmp_path, "a.yaml", "id: a\nturns: ['# x', /as b]\nexpect: {kind: answer}\n")])
    assert (ids(loaded), [fault.code for fault in loaded.faults]) == ([], ["nothing_said"])


def test_a_key_that_is_nearly_one_of_ours_is_told_and_the_case_is_played(tmp_path: Path) -> None:
    more = "  tag: x\n  facts_all: [20年]\n  source: a page\n"
    loaded = load([written(tmp_path, "a.yaml", CASE.format(id="a") + more)])
    assert (ids(loaded), loaded.faults) == (["a"], [])
    first, second = (fault.told("en") for fault in loaded.warnings)
    assert "did you mean “tags”?" in first
    assert "did you mean “expect.facts_all”?" in second
    assert "是否应为“tags”？" in loaded.warnings[0].told("zh")


def test_a_misspelt_key_without_which_there_is_no_case_is_named(tmp_path: Path) -> None:
    loaded = load([written(tmp_path, "a.yaml", CASE.format(id="a").replace("turns", "turnz"))])
    assert ids(loaded) == []
    assert "lacks “turns” (was “turnz” meant to be it?)" in told(loaded)[0]


def test_what_can_never_be_there_is_told_of_an_expectation_that_it_is_not(tmp_path: Path) -> None:
    expect = "{state_none: {bookings: {status: confrmed}}, state_count: {cases: {count: 0, state: open}}}"
    loaded = load([written(tmp_path, "a.yaml", CASE.format(id="a").replace("{kind: answer}", expect))])
    assert ids(loaded) == ["a"]
    assert [fault.facts["nearest"] for fault in loaded.warnings] == ["confirmed", "status"]
