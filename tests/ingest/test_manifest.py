"""A manifest is refused as a whole where it is no table; a line with a fault stops its own file alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.reading.manifest import BadLine, BadManifest, ManifestRow, load

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes manifest.csv beside a.md and sub/b.md."""
    (tmp_path / "sub").mkdir()
    for name in ("a.md", "sub/b.md"):
        (tmp_path / name).write_text("# 标题\n\n正文", encoding="utf-8")

    def written(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "manifest.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def fault(path: Path) -> dict[str, str]:
    with pytest.raises(BadManifest) as raised:
        load(path)
    for lang in ("zh", "en"):
        assert raised.value.facts["line"] in raised.value.told(lang)
    return raised.value.facts


def test_rows_are_found_by_their_file_and_empty_cells_are_unknown(write: Write, tmp_path: Path) -> None:
    manifest = load(
        write(
            "path,title,issuer,number,kind,region,lang,in_force_from,in_force_to,supersedes,url,licence,applies_to\n"
            'a.md,"办法, 试行",北京市知识产权局,京知局〔2026〕1号,policy,Beijing,ZH,2026-01-01,2028-12-31,'
            "旧办法(2020-01-01),https://example.org/a,CC-BY,小微企业\n"
            "sub/b.md,,,,,,,,,,,,\n"
        )
    )
    row = manifest.row((tmp_path / "a.md").resolve())
    assert row is not None
    assert (row.title, row.region, row.lang, row.in_force_to) == ("办法, 试行", "beijing", "zh", "2028-12-31")
    assert row.supersedes == "旧办法(2020-01-01)"
    assert manifest.row((tmp_path / "sub/b.md").resolve()) == ManifestRow("sub/b.md")
    assert manifest.row((tmp_path / "c.md").resolve()) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_manifest_saved_by_a_spreadsheet_is_read(
    write: Callable[[str, str], Path], tmp_path: Path, encoding: str
) -> None:
    row = load(write("path,title\r\na.md,专利质押贷款贴息办法\r\n", encoding)).row((tmp_path / "a.md").resolve())
    assert row is not None
    assert row.title == "专利质押贷款贴息办法"


def test_other_columns_missing_cells_and_blank_lines_do_no_harm(write: Write, tmp_path: Path) -> None:
    manifest = load(write("Note, Path ,title\nx,a.md\n\n,,\ny, sub/b.md ,题\n"))
    assert manifest.row((tmp_path / "a.md").resolve()) == ManifestRow("a.md")
    assert manifest.row((tmp_path / "sub/b.md").resolve()) == ManifestRow("sub/b.md", title="题")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "1"),
        ("title,kind\n题,policy\n", "1"),
        ('path,title\na.md,题\nsub/b.md,"未完\n', "3"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(write: Write, text: str, line: str) -> None:
    told = fault(write(text))
    assert (told["line"], told["column"]) == (line, "path")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("path,title\nmissing.md,题\na.md,题\n", "2", ("没有这个文件: missing.md", "no such file: missing.md")),
        ("path,title\n,题\na.md,\n", "2", ("没有这个文件", "no such file")),
        ("path,title\na.md,\nsub,a folder\n", "3", ("没有这个文件: sub", "no such file: sub")),
        ('path,title\na.md,"两\n行"\n../x.md,题\n', "4", ("没有这个文件", "no such file")),
        ("path,title\na.md,\n../beside.md,题\n", "3", ("不在清单所在的文件夹里", "not in the manifest's folder")),
    ],
)
def test_a_line_about_no_file_of_the_folder_is_told_and_the_others_count(
    write: Write, tmp_path: Path, text: str, line: str, said: tuple[str, str]
) -> None:
    (tmp_path.parent / "beside.md").write_text("正文", "utf-8")
    manifest = load(write(text), tmp_path.resolve())
    (unused,) = manifest.unused
    assert unused.facts["line"] == line
    assert (said[0] in unused.told("zh"), said[1] in unused.told("en")) == (True, True)
    row = manifest.row((tmp_path / "a.md").resolve())
    assert row is not None
    assert row.wrong is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("path,in_force_from\na.md,2026-13-01\n", "2", "in_force_from"),
        ("path,in_force_from\na.md,11/3/2026\n", "2", "in_force_from"),
        ("path,in_force_from\na.md,2026/2/30\n", "2", "in_force_from"),
        ("path,in_force_from\na.md,20261123\n", "2", "in_force_from"),
        ("path,in_force_to\n\na.md,soon\n", "3", "in_force_to"),
        ("path,in_force_from,in_force_to\na.md,2026-05-01,2026-04-30\n", "2", "in_force_to"),
        ("path,lang\na.md,fr\n", "2", "lang"),
        ("path,region\na.md,某地\n", "2", "region"),
        ("path,title\na.md,办法,试行\n", "2", "title"),
        ("path,title\na.md,题\n./a.md,另题\n", "3", "path"),
    ],
)
def test_a_cell_that_cannot_be_used_keeps_its_file_unread(
    write: Write, tmp_path: Path, text: str, line: str, column: str
) -> None:
    row = load(write(text)).row((tmp_path / "a.md").resolve())
    assert row is not None
    assert row.wrong is not None
    assert (row.wrong["line"], row.wrong["column"]) == (line, column)
    for lang in ("zh", "en"):
        assert line in BadLine(**row.wrong).told(lang)


def test_a_manifest_that_is_no_text_is_refused_by_name(write: Write, tmp_path: Path) -> None:
    path = write("")
    path.write_bytes(b"PK\x03\x04\x00\x00\x00\xff")
    assert fault(path)["path"] == str(path.resolve())
    assert fault(tmp_path / "none.csv")["path"].endswith("none.csv")


@pytest.mark.parametrize("day", ["2026/3/1", "2026-3-1", "2026.03.01", "2026年3月1日", "2026-03-01"])
@pytest.mark.parametrize(
    ("written", "code"),
    [("上海市", "shanghai"), ("浦东新区", "shanghai/pudong"), ("haidong", "qinghai/haidong"), ("campus", "campus")],
)
def test_days_and_regions_may_be_written_as_a_spreadsheet_or_a_person_does(
    write: Write, tmp_path: Path, day: str, written: str, code: str
) -> None:
    row = load(write(f"path,region,in_force_from\na.md,{written},{day}\n")).row(tmp_path / "a.md")
    assert row is not None
    assert (row.region, row.in_force_from, row.wrong) == (code, "2026-03-01", None)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_manifest_may_have_semicolons_or_tabs_between_its_cells(write: Write, tmp_path: Path, mark: str) -> None:
    row = load(write(f"path{mark}title\na.md{mark}办法, 试行\n")).row(tmp_path / "a.md")
    assert row is not None
    assert row.title == "办法, 试行"
