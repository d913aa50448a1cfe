"""Which files a folder gives, in what order, and why others are passed over."""

from pathlib import Path

import pytest

from ingest.reading.files import NoSuchPath, walk
from ingest.reading.manifest import BadManifest, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "documents"
    names = "b.md a.txt README.md sub/c.html sub/PROVENANCE.txt sub/.hidden.md .git/config".split()
    for name in [*names, "readme.zh.md", "政策 (1).md"]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("正文", encoding="utf-8")
    return root


def test_a_folder_gives_its_documents_in_order_and_says_what_it_leaves(folder: Path) -> None:
    found, passed = walk([folder], None)
    assert [str(one.path.relative_to(folder)) for one in found] == ["a.txt", "b.md", "sub/c.html", "政策 (1).md"]
    assert {one.root for one in found} == {folder.resolve()}
    assert {str(one.path.relative_to(folder)): one.reason for one in passed} == {
        "README.md": "describes the folder, not a document",
        "readme.zh.md": "describes the folder, not a document",
        "sub/PROVENANCE.txt": "describes the folder, not a document",
        "sub/.hidden.md": "hidden file",
        ".git": "hidden folder (1 files)",
    }


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("README", True), ("readme.TXT", True), ("README.zh-CN.md", True), ("README_en.md", True),
        ("README-pledge-loans.md", False), ("README.2026 notice.md", False), ("READMEs.md", False),
        ("provenance-of-goods.md", False), ("readme 通知.md", False),
    ],
)  # fmt: skip
def test_only_a_name_that_says_nothing_else_describes_the_folder(tmp_path: Path, name: str, skipped: bool) -> None:
    (tmp_path / name).write_text("正文", encoding="utf-8")
    assert len(walk([tmp_path], None)[1]) == skipped


def test_a_folder_of_a_program_is_one_line_whatever_it_holds(folder: Path) -> None:
    for name in ("env/pyvenv.cfg", "env/lib/a.md", "sub/node_modules/x/guide.md", "sub/node_modules/.bin/b.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Text", encoding="utf-8")
    found, passed = walk([folder], None)
    assert len(found) == 4
    assert {str(one.path.relative_to(folder)): one.reason for one in passed if one.path.is_dir()} == {
        ".git": "hidden folder (1 files)",
        "env": "a program's folder (2 files)",
        "sub/node_modules": "a program's folder (2 files)",
    }


def test_the_manifest_in_the_folder_gives_its_rows_and_is_no_document(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,title\na.txt,题\n", encoding="utf-8")
    found, passed = walk([folder], None)
    rows = {one.path.name: one.row for one in found}
    assert rows["b.md"] is None
    assert rows["a.txt"] is not None
    assert rows["a.txt"].title == "题"
    assert "the manifest itself" in [one.reason for one in passed]


def test_a_manifest_of_another_name_counts_instead(folder: Path) -> None:
    (folder / "about.csv").write_text("path,title\nb.md,题\n", encoding="utf-8")
    found, passed = walk([folder], load(folder / "about.csv"))
    assert [one.row.title for one in found if one.row] == ["题"]
    assert "about.csv" in [one.path.name for one in passed]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    found, _ = walk([folder / "b.md", folder, folder / "sub" / ".." / "b.md"], None)
    assert [one.path.name for one in found].count("b.md") == 1
    assert found[0].path.name == "b.md"


def test_a_hidden_folder_above_the_documents_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / ".work").mkdir()
    (tmp_path / ".work" / "a.md").write_text("正文", encoding="utf-8")
    assert len(walk([tmp_path / ".work"], None)[0]) == 1


def test_links_in_a_folder_are_reported_and_not_followed(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder / "b.md")
    (folder / "dangling.md").symlink_to(folder / "nowhere.md")
    (folder / "loop").symlink_to(folder)
    found, passed = walk([folder], None)
    assert len(found) == 4
    assert {"link.md", "dangling.md", "loop"} <= {one.path.name for one in passed}


def test_a_path_that_does_not_exist_and_a_manifest_that_is_none_stop_everything(folder: Path) -> None:
    with pytest.raises(NoSuchPath):
        walk([folder, folder / "none"], None)
    (folder / "manifest.csv").write_text("title\nx\n", encoding="utf-8")
    with pytest.raises(BadManifest):
        walk([folder], None)


def test_the_nearest_manifest_that_names_a_file_speaks_for_it(tmp_path: Path) -> None:
    for name in ("a.md", "sub/b.md", "sub/c.md", "sub/deep/d.md", "other/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("正文", "utf-8")
    (tmp_path / "manifest.csv").write_text("path,title\na.md,甲\nsub/b.md,远\nsub/c.md,丙\nnone.md,无\n", "utf-8")
    (tmp_path / "sub/manifest.csv").write_text("path,title\nb.md,近\ndeep/d.md,丁\n../a.md,外\n", "utf-8")
    (tmp_path / "other/manifest.csv").write_text("label,image\n1,x.png\n", "utf-8")
    found, passed = walk([tmp_path], None)
    assert {one.path.name: one.row.title for one in found if one.row} == {
        "a.md": "甲", "b.md": "近", "c.md": "丙", "d.md": "丁",
    }  # fmt: skip
    assert {one.path.name for one in found} == {"a.md", "b.md", "c.md", "d.md", "e.md"}
    told = {(one.path.parent.name, one.code) for one in passed if one.code}
    assert told == {
        (tmp_path.name, "bad_manifest_line"), ("sub", "bad_manifest_line"), ("other", "manifest_unused"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["server.log", "app.pid", "~$draft.docx", "Thumbs.db", "note.md.bak"])
def test_what_programs_leave_in_a_folder_is_passed_over(folder: Path, name: str) -> None:
    (folder / name).write_text("2026-11-23 started", "utf-8")
    found, passed = walk([folder], None)
    assert name not in [one.path.name for one in found]
    (one,) = [one for one in passed if one.path.name == name]
    assert (one.code, "程序" in one.reason_zh, "program" in one.reason) == (None, True, True)
    assert [one.path.name for one in walk([folder / name], None)[0]] == [name]  # named by itself it is looked at
