"""Why a file is refused is said in one sentence for people, in Chinese and in English, and tells what to do."""

import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest

from ingest.reading import Read, Rejected, faults, read_file
from ingest.reading.faults import Unreadable

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile"
INTERNALS = re.compile(
    r"[a-z]\w*(?:Error|Exception|Warning|Stream|File)\b|\bBad[A-Z]|Traceback|Errno|codec|recursion|delimiter"
    r"|\bchar \d|\bcolumn \d|\bbyte 0x|\boffset\b|\bEOF\b|\.py\b|<class|\{|xref|magic|CRC",
)
TO_DO = re.compile(r"请|需要|please|; |, so ")


def kinds(fault: type[Unreadable] = Unreadable) -> list[type[Unreadable]]:
    return [one for each in fault.__subclasses__() for one in (each, *kinds(each)) if one.__module__ == faults.__name__]


@pytest.mark.parametrize("fault", sorted(set(kinds()), key=lambda one: one.__name__))
def test_each_reason_says_what_to_do_and_names_no_internals(fault: type[Unreadable]) -> None:
    for sentence in fault.say.values():
        assert TO_DO.search(sentence)
        assert not INTERNALS.search(re.sub(r"\{\w+\}", "7", sentence))
        assert len(re.findall(r"[。.](?= |$)", sentence)) == 1
    assert "{why}" not in fault.say["zh"]
    assert "{what}" not in fault.say["zh"]


def made(folder: Path) -> dict[str, str]:
    """Files of kinds that parsers speak about in words of their own -> the code of the refusal."""
    bodies: dict[str, tuple[bytes, str]] = {
        "deep.json": (b"[" * 100_000, "broken"), "deep.jsonl": (b'{"a":' * 100_000, "broken"),
        "bad.json": (b'{"text": "a",\n', "broken"), "bad.jsonl": (b'{"text": }\nnot json\n', "broken"),
        "bad.jsonl.gz": (b"\x1f\x8b\x08broken", "broken"),
        "cut.jsonl.gz": (gzip.compress(b'{"text": 1}' * 900)[:-9], "broken"),
        "gbk.json": ('{"text": "专利"}'.encode("gb18030"), "bad_encoding"),
        "zeros.txt": (b"\0" * 4096, "empty"), "zeros.md": (b"\0" * 4096, "empty"), "zeros.csv": (b"\0" * 9, "empty"),
        "binary.txt": (bytes(range(256)) * 10, "bad_encoding"), "zeros.docx": (b"\0" * 4096, "broken"),
        "zeros.pdf": (b"\0" * 4096, "broken"), "head.pdf": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<", "broken"),
        "text.docx": (b"some text", "broken"), "text.xlsx": (b"PK\x03\x04some", "broken"),
        "text.pptx": (b"PK\x05\x06" + b"\0" * 9, "broken"), "a.png": (b"\x89PNG\r\n\x1a\n1234", "broken"),
        "a.eml": (b"no message at all", "broken"), "a.zip": (b"PK\x03\x04 no archive", "broken"),
        "a.xyz": (b"a", "unknown_format"),
        "a.doc": (b"\xd0\xcf\x11\xe0", "old_format"),
    }  # fmt: skip
    for name, (body, _) in bodies.items():
        (folder / name).write_bytes(body)
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for at in range(2001):
            archive.writestr(f"{at}.txt", "x")
    with zipfile.ZipFile(folder / "none.zip", "w") as archive:
        archive.writestr("a.docx", b"\0" * 99)
        archive.writestr("b.json", b"[" * 100_000)
    with zipfile.ZipFile(folder / "xml.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document>" * 9)
    return {name: code for name, (_, code) in bodies.items()} | {
        "many.zip": "too_many", "none.zip": "nothing_readable", "xml.docx": "broken"
    }  # fmt: skip


def sentences(outcome: object) -> list[str]:
    if isinstance(outcome, Rejected):
        return [outcome.reason_zh, outcome.reason_en]
    return [told for note in outcome.notes for told in (note.zh, note.en)] if isinstance(outcome, Read) else []


def test_damaged_files_are_refused_in_words_for_people(tmp_path: Path) -> None:
    for name, code in made(tmp_path).items():
        outcome = read_file(tmp_path / name, tmp_path, None, timeout_s=30)
        assert isinstance(outcome, Rejected), name
        assert outcome.code == code, (name, outcome)
        for sentence in sentences(outcome):
            assert not INTERNALS.search(sentence.replace(name, "")), (name, sentence)
    many = read_file(tmp_path / "many.zip", tmp_path, None, timeout_s=30)
    assert isinstance(many, Rejected)
    assert "files" in many.reason_en


def test_a_part_of_an_archive_is_refused_in_the_words_of_its_own_reason(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("good.txt", "Trade marks")
        archive.writestr("deep.json", "[" * 100_000)
    outcome = read_file(tmp_path / "a.zip", tmp_path, None, timeout_s=30)
    assert isinstance(outcome, Read)
    (note,) = outcome.notes
    assert "nested too deeply" in note.en
    assert "嵌套" in note.zh


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="needs the development data")
def test_no_reason_given_for_a_hostile_file_names_internals() -> None:
    rows = [json.loads(line) for line in (HOSTILE / "manifest.jsonl").read_text("utf-8").splitlines()]
    files = [HOSTILE / row["file"] for row in rows if row["file"].startswith(("own/", "poi/", "tika/"))]
    small = [file for file in files if file.is_file() and file.stat().st_size < 20_000]
    assert len(small) > 20
    for file in small:
        for sentence in sentences(read_file(file, file.parent, None, timeout_s=10)):
            assert not INTERNALS.search(sentence.replace(file.name, "")), (file.name, sentence)
