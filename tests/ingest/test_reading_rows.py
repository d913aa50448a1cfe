"""Rows of JSON lines are passages; rows of one document and version stand together."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import AT_ONCE_BYTES, Read, Rejected, Skipped, read_file
from ingest.reading.manifest import ManifestRow
from ingest.reading.rows import split_title
from knowledge.model import NewVersion


def written(path: Path, *rows: Any) -> Path:
    body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path.write_bytes(gzip.compress(body) if path.name.lower().endswith(".gz") else body)
    return path


def versions(path: Path, row: ManifestRow | None = None) -> tuple[NewVersion, ...]:
    outcome = read_file(path, path.parent, row, timeout_s=60)
    assert isinstance(outcome, tuple), outcome
    for version in outcome:
        for passage in version.passages:
            assert version.text[passage.start : passage.end] == passage.text
    return outcome


@pytest.mark.parametrize(
    ("title", "stem", "section"),
    [
        ("中华人民共和国专利法 第四十二条", "中华人民共和国专利法", "第四十二条"),
        ("某法 第一百二十条之一", "某法", "第一百二十条之一"),
        ("某法 第12条", "某法", "第12条"),
        ("某法 第四十二条 专利权的期限", "某法", "第四十二条 专利权的期限"),
        ("Paris Convention — Article 4", "Paris Convention", "Article 4"),
        ("35 U.S.C. § 101 Inventions patentable", "35 U.S.C.", "§ 101 Inventions patentable"),
        ("Trade Marks Act 1995 > 9  Meaning", "Trade Marks Act 1995", "9  Meaning"),
        ("Act > Part 2 — Fees", "Act", "Part 2 — Fees"),
        ("关于修改第四条的决定", "关于修改第四条的决定", None),
        ("Guide-to IP", "Guide-to IP", None),
        ("", "", None),
    ],
)
def test_a_title_splits_into_document_and_section(title: str, stem: str, section: str | None) -> None:
    assert split_title(title) == (stem, section)


def test_rows_of_one_title_and_version_form_one_document(tmp_path: Path) -> None:
    rows = [
        {"title": f"中华人民共和国某法 第{name}条", "text": f"{date}第{name}条的内容。", "chapter": "第一章 总则",
         "version_date": date}
        for date in ("2013-08-30", "2019-04-23") for name in "一二三"
    ]  # fmt: skip
    old, new = versions(written(tmp_path / "a.jsonl.gz", *rows))
    assert (old.version_date, new.version_date) == ("2013-08-30", "2019-04-23")
    assert old.identity == new.identity == "某法"
    assert old.title == "中华人民共和国某法"
    assert old.text == "\n\n".join(row["text"] for row in rows[:3])
    assert [one.section for one in new.passages] == ["第一条", "第二条", "第三条"]
    assert new.passages[0].context == "中华人民共和国某法 > 第一章 总则 > 第一条"


def test_rows_of_one_doc_stand_together_whatever_their_titles(tmp_path: Path) -> None:
    rows = [
        {"doc": "d1", "title": "How to pledge", "section": "Fees", "text": "900."},
        {"doc": "d2", "title": "How to pledge", "text": "Other."},
        {"doc": "d1", "title": "How to pledge", "section": "Terms", "text": "20 years."},
    ]
    one, two = versions(written(tmp_path / "a.jsonl", *rows))
    assert [passage.section for passage in one.passages] == ["Fees", "Terms"]
    assert one.identity != two.identity


def test_a_row_that_fits_is_not_split_and_a_long_one_keeps_its_section(tmp_path: Path) -> None:
    fits = "第一段内容。\n\n第二段内容。\n第三行。"
    long = "申请人应当提交材料。\n\n" * 200
    (version,) = versions(
        written(tmp_path / "a.jsonl", {"title": "某法 第一条", "text": fits}, {"title": "某法 第二条", "text": long})
    )
    assert version.passages[0].text == fits
    assert len(version.passages) > 3
    assert {one.section for one in version.passages[1:]} == {"第二条"}
    assert max(one.tokens for one in version.passages) <= 600


def test_a_row_that_holds_a_whole_statute_is_split_by_its_articles(tmp_path: Path) -> None:
    text = "\n\n".join(f"第{name}条　{'各级人民政府应当支持企业创新。' * 20}" for name in "一二三四")
    (version,) = versions(written(tmp_path / "a.jsonl", {"title": "某条例", "text": text}))
    assert [one.section for one in version.passages] == ["第一条", "第二条", "第三条", "第四条"]


def test_dates_of_rows_count_unless_they_are_older_than_the_version_or_no_dates(tmp_path: Path) -> None:
    rows = [
        {"title": "专利法 第一条", "text": "甲", "version_date": "2020-10-17", "effective_date": "1985-04-01"},
        {"title": "竞争法 第一条", "text": "乙", "version_date": "2025-06-27", "effective_date": "2025-10-15"},
        {"title": "商标法 第一条", "text": "本法自2027年1月1日起施行。", "version_date": "2026-06-26",
         "effective_date": "1983-03-01"},
        {"title": "条约 第一条", "text": "丁", "version_date": 2020, "effective_date": "soon"},
        {"title": "申报指南", "text": "戊", "effective_date": "2026-05-01"},
    ]  # fmt: skip
    told = [(one.version_date, one.in_force_from) for one in versions(written(tmp_path / "a.jsonl", *rows))]
    assert told == [
        ("2020-10-17", None),
        ("2025-06-27", "2025-10-15"),
        ("2026-06-26", "2027-01-01"),
        (None, None),
        (None, "2026-05-01"),
    ]


def test_a_manifest_title_names_the_only_document_of_a_file(tmp_path: Path) -> None:
    row = ManifestRow("a.jsonl", title="全名", number="1号", issuer="某局")
    (only,) = versions(written(tmp_path / "a.jsonl", {"text": "甲"}, {"text": "乙"}), row)
    assert (only.title, len(only.passages)) == ("全名", 2)
    several = versions(written(tmp_path / "a.jsonl", {"title": "A", "text": "甲"}, {"title": "B", "text": "乙"}), row)
    assert [(one.title, one.number, one.issuer) for one in several] == [("A", None, "某局"), ("B", None, "某局")]
    assert len({one.identity for one in several}) == 2


def test_rows_without_titles_take_the_name_of_the_file(tmp_path: Path) -> None:
    (version,) = versions(
        written(tmp_path / "notes.JSONL", {"text": "\u200b 甲 "}, {"text": ""}, {"other": 1}, 5, None)
    )
    assert (version.title, version.text) == ("notes", "甲")


def test_a_json_file_holds_a_list_or_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"title": "A", "text": "甲"}, {"title": "B", "text": "乙"}]))
    (tmp_path / "b.json").write_text("\ufeff" + json.dumps({"title": "C", "text": "丙"}, indent=1), encoding="utf-8")
    assert [one.title for one in versions(tmp_path / "a.json") + versions(tmp_path / "b.json")] == ["A", "B", "C"]


@pytest.mark.parametrize("text", ["", "\n\n", '{"id": 1}\n{"text": 5}', '{"text": "  "}', "[]", '"text"'])
def test_a_file_without_texts_is_skipped_with_a_reason(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    outcome = read_file(tmp_path / "a.jsonl", tmp_path, None, timeout_s=60)
    assert isinstance(outcome, Skipped)
    assert outcome.reason


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.jsonl", b'{"id": 1}\n{"text": \n', "line 2"),
        ("a.jsonl", b"\nnot json\n", "line 2"),
        ("a.json", b'{"text": "a",\n}', "line 2"),
        ("a.json", b"[" * 200_000, ""),
        ("a.jsonl.gz", b"no gzip", ""),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 5000, mtime=0)[:60], ""),
    ],
)
def test_damaged_rows_are_refused_with_their_line(tmp_path: Path, name: str, data: bytes, place: str) -> None:
    (tmp_path / name).write_bytes(data)
    outcome = read_file(tmp_path / name, tmp_path, None, timeout_s=60)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "broken"
    assert place in outcome.reason_en.lower()


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"], ids=["at once", "in a child"])
def test_lines_that_are_no_json_are_told_and_the_others_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    lines = [
        '{"title": "A", "text": "甲"}',
        '{"title": "B", "text": "乙"',
        "",
        '{"title": "C", "text": "丙"}',
        "[" * 99_999,
    ]
    body = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    outcome = read_file(path, tmp_path, None, timeout_s=60)
    assert isinstance(outcome, Read)
    assert [one.title for one in outcome] == ["A", "C"]
    (note,) = outcome.notes
    assert note.code == "bad_rows"
    assert "line 2, 5" in note.en


def test_many_rows_are_read_within_the_limits_of_a_child(tmp_path: Path) -> None:
    rows = [
        {"title": f"某法 第{number}条", "text": f"第{number}条 " + "各级人民政府应当支持创新。" * 20}
        for number in range(900)
    ]
    path = written(tmp_path / "a.jsonl", *rows)
    assert path.stat().st_size > AT_ONCE_BYTES
    (version,) = versions(path)
    assert len(version.passages) == 900


def test_a_small_file_that_unpacks_to_more_than_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"[" + b"1000," * 10_000_000 + b"1]", 1))
    outcome = read_file(tmp_path / "a.jsonl.gz", tmp_path, None, timeout_s=60)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "broken"


def test_half_a_character_in_a_title_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "\\ud83d好办法", "doc": "\\ud83d", "text": "第一条\\ude00 每件资助三万元。"}')
    [version] = versions(path)
    assert "好办法" in version.title
    assert version.title.encode()
    assert version.text == "第一条 每件资助三万元。"
