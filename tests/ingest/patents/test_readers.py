"""Patent data of each format, whole and broken: records, and sentences about what is none."""

import gzip
import io
import json
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.patents.faults import NoNumberColumn, NoRecords, OtherFormat
from ingest.patents.files import read
from ingest.patents.findings import Finding, Read
from ingest.patents.run import Import, Report
from ingest.reading.faults import Empty, Unreadable
from knowledge.database import Database
from knowledge.patents.model import PatentRecord
from knowledge.patents.store import Patents
from tests.fakes import FakeEmbedder, FakeIndex

TODAY = "2026-11-23"

GRANT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" dtd-version="v4.5" country="US" date-publ="20150106">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>{number}</doc-number><kind>B2</kind>
<date>20150106</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country><doc-number>13648029</doc-number>
<date>20121009</date></document-id></application-reference>
<priority-claims><priority-claim kind="national"><country>CN</country><date>20111009</date></priority-claim>
<priority-claim kind="national"><country>CN</country><date>20110109</date></priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><section>H</section><class>01</class><subclass>M</subclass>
<main-group>10</main-group><subgroup>0562</subgroup></classification-ipcr></classifications-ipcr>
<classifications-cpc><main-cpc><classification-cpc><section>H</section><class>01</class><subclass>M</subclass>
<main-group>2300</main-group><subgroup>0065</subgroup></classification-cpc></main-cpc></classifications-cpc>
<invention-title id="t">Solid electrolyte &mdash; H<sub>2</sub>S free &unknown;</invention-title>
<us-parties><us-applicants><us-applicant app-type="applicant"><addressbook><orgname>Sample Cells Ltd.</orgname>
</addressbook></us-applicant></us-applicants><inventors><inventor><addressbook><last-name>Inventor</last-name>
<first-name>Sample</first-name></addressbook></inventor></inventors></us-parties>
<assignees><assignee><addressbook><orgname>SAMPLE CELLS LTD</orgname></addressbook></assignee></assignees>
</us-bibliographic-data-grant>
<abstract id="abstract"><p id="p1">A film of Li<sub>6</sub>PS<sub>5</sub>Cl &amp; a binder.</p></abstract>
</us-patent-grant>
"""


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def items(path: Path) -> list[Read | Finding]:
    return [item for _, item in read(path, TODAY)]


def records(path: Path) -> list[PatentRecord]:
    return [item.record for item in items(path) if isinstance(item, Read)]


def codes(path: Path) -> list[str]:
    found = items(path)
    return [one.code for item in found for one in (item.findings if isinstance(item, Read) else (item,))]


def imported(database: Database, *paths: Path) -> Report:
    work = Import(Patents(database, FakeIndex(), FakeEmbedder()), lambda name, done: None)
    return work(paths, lambda: datetime(2026, 11, 23, tzinfo=UTC))


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_rows_of_any_set_become_records_by_what_their_fields_are_called(tmp_path: Path) -> None:
    path = written(tmp_path, "rows.jsonl", lines(
        {"id": "US-10524670", "title": "Calorimetry", "grant_date": "2020-01-07", "assignee": "Apple Inc.",
         "cpc": ["A61B2560/0204"]},
        {"publication_number": "US-2004137729-A1", "abstract": "A <b>method</b> of H<sub>2</sub>O.", "lang": "en"},
        {"id": "IN-291162", "application_number": "10300/DELNP/2012", "title": '"TARGET"', "office": "DELHI",
         "applicant": "LEICA AG", "publication_date": "2014-09-05"},
        {"公开号": "CN101551481B", "标题": "电池", "申请人": "样例甲有限公司; 样例乙有限公司", "申请日": "2013年9月2日",
         "主分类号": "H01M10/05(2010.01)I"},
        {"id": "US-11803561-B1", "title": "Query", "inventors": "Hurst; William Nathan John et al.",
         "filing_date": ["2014-03-31"], "ipc": ["G06F16/2458"]},
    ))  # fmt: skip
    grant, application, india, china, person = records(path)
    assert (grant.number, grant.published, grant.cpc) == ("US10524670", "2020-01-07", ("A61B2560/0204",))
    assert (application.number, application.abstract) == ("US20040137729A1", "A method of H2O.")
    assert (india.number, india.country, india.title) == ("IN291162", "IN", "TARGET")
    assert china.applicants == ("样例甲有限公司", "样例乙有限公司")
    assert (china.filing_date, china.ipc, china.lang) == ("2013-09-02", ("H01M10/05",), "zh")
    assert (person.inventors, person.filing_date) == (("Hurst, William Nathan John",), "2014-03-31")
    assert grant.source == "rows"


def test_an_application_without_a_patent_stands_under_its_application_number(tmp_path: Path) -> None:
    row = {"application_number": "18100003", "patent_title": "Dispenser", "art_unit": "3754", "status": "Docketed"}
    pending, granted = records(written(tmp_path, "peds.jsonl", lines(
        row | {"patent_number": ""}, row | {"patent_number": "12186454", "status": "Patented Case"})))  # fmt: skip
    assert (pending.number, pending.country, pending.status) == ("US18/100003", "US", "Docketed")
    assert (granted.number, granted.application_number) == ("US12186454", "18100003")


def test_faulty_lines_are_listed_and_the_rest_goes_on(tmp_path: Path, database: Database) -> None:
    path = written(tmp_path, "mixed.jsonl", "\ufeff" + lines(
        {"id": "US-1234567", "title": "Good", "filing_date": "2013-02-30", "publication_date": "2999-01-01"},
        {"id": "US-   ", "title": "No number"}) + '{"id": "US-2", "tit\n[1, 2]\n\n' + lines(
        {"id": "US-7654321-B2", "title": "Also\u0000 good\u202e\ud800", "grant_date": "20110301"},
        {"id": "see the annex", "title": "No number either"}))  # fmt: skip
    report = imported(database, path)
    assert (report.records, report.added, report.refused) == (6, 2, 4)
    assert [(fault["line"], fault["code"]) for fault in report.faults] == [
        (1, "bad_date"), (1, "bad_date"), (2, "no_number"), (3, "not_json"), (4, "not_a_record"),
        (7, "unread_number")]  # fmt: skip
    assert all(fault["reason_zh"] and fault["reason_en"] for fault in report.faults)
    assert ["公开日" in fault["reason_zh"] for fault in report.faults[:2]] == [False, True]
    assert "“see the annex”" in report.faults[-1]["reason_en"]
    held = Patents(database, FakeIndex(), FakeEmbedder()).get("US7654321")
    assert held is not None
    assert (held.title, held.published) == ("Also good", "2011-03-01")


def test_a_file_without_records_is_refused_with_a_sentence(tmp_path: Path) -> None:
    qrels = written(tmp_path, "qrels.jsonl", lines(*[{"query": "US-1", "passage": "US-2", "score": 1}] * 30))
    with pytest.raises(NoRecords) as refused:
        items(qrels)
    assert "query, passage, score" in refused.value.told("en")
    with pytest.raises(Empty):
        items(written(tmp_path, "empty.jsonl", "\n \n"))


def test_a_compressed_file_that_was_cut_gives_what_is_whole(tmp_path: Path) -> None:
    rows = lines(*({"id": f"US-{n}", "title": f"Title {n * 7919}"} for n in range(6_000_000, 6_004_000)))
    data = gzip.compress(rows.encode())
    path = written(tmp_path, "cut.jsonl.gz", data[: len(data) // 2])
    assert len(records(path)) > 100
    assert codes(path)[-1] in ("cut_off", "not_json")


def test_a_grant_is_read_with_its_entities_and_without_its_markup(tmp_path: Path) -> None:
    (one,) = records(written(tmp_path, "grant.xml", GRANT.format(number="08930553")))
    assert one == PatentRecord(
        number="US8930553B2", title="Solid electrolyte — H2S free &unknown;", source="grant", country="US",
        kind_code="B2", abstract="A film of Li6PS5Cl & a binder.", applicants=("SAMPLE CELLS LTD",),
        inventors=("Inventor, Sample",), ipc=("H01M10/0562",), cpc=("H01M2300/0065",),
        application_number="13648029", filing_date="2012-10-09", priority_date="2011-01-09",
        publication_date="2015-01-06", grant_date="2015-01-06",
    )  # fmt: skip


def test_a_bulk_file_that_is_cut_gives_the_documents_before_the_cut(tmp_path: Path, database: Database) -> None:
    whole = [GRANT.format(number=f"0893055{n}") for n in range(4)]
    middle = whole[1][: len(whole[1]) // 2]
    path = written(tmp_path, "bulk.xml", whole[0] + middle + whole[2] + whole[3][:1500])
    report = imported(database, path)
    assert (report.records, report.added) == (4, 2)
    assert [(fault["code"], fault["number"]) for fault in report.faults] == [
        ("cut_off", "US8930551"), ("cut_off", "US8930553")]  # fmt: skip
    assert report.faults[0]["line"] == whole[0].count("\n") + 3


def test_entities_of_the_files_own_are_neither_fetched_nor_blown_up(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'[<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]'
    text = GRANT.format(number="08930553").replace("[ ]", doctype).replace("&mdash;", "&l11; &x;")
    (one,) = records(written(tmp_path, "bomb.xml", text))
    assert one.title == "Solid electrolyte &l11; &x; H2S free &unknown;"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("scheme.xml", "<?xml version='1.0'?><class-scheme><a/></class-scheme>", "class-scheme"),
        ("old.txt", "PATN\nWKU  039327094\n", "Greenbook"),
        ("page.html", "<!DOCTYPE html><html><body>US1234567</body></html>", "HTML"),
        ("doc.pdf", b"%PDF-1.7\n", "PDF"),
        ("raw.bin", b"\x01\x00\x02\x00" * 50, ".bin"),
    ],
)
def test_other_formats_are_refused_with_what_is_read_instead(
    tmp_path: Path, name: str, data: str | bytes, told: str
) -> None:
    with pytest.raises(OtherFormat) as refused:
        items(written(tmp_path, name, data))
    assert told in refused.value.told("en")
    assert "CSV" in refused.value.told("zh")


CHINESE = (
    "序号,公开（公告）号,名称,摘要,申请（专利权）人,发明（设计）人,分类号,申请日,公开（公告）日\n"
    "1,CN 101551481 B,固态电池,一种膜。,样例甲有限公司；样例大学,样例发明人甲;样例发明人乙,H01M10/0562;H01M4/62,"
    "2008.01.02,2011/03/04\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (one,) = records(written(tmp_path, "table.csv", CHINESE.encode(encoding)))
    assert (one.number, one.title, one.abstract) == ("CN101551481B", "固态电池", "一种膜。")
    assert (one.applicants, one.inventors) == (("样例甲有限公司", "样例大学"), ("样例发明人甲", "样例发明人乙"))
    assert (one.ipc, one.filing_date, one.published) == (("H01M10/0562", "H01M4/62"), "2008-01-02", "2011-03-04")


def test_a_table_may_have_another_delimiter_a_preamble_and_a_kind_column(tmp_path: Path) -> None:
    text = (
        "Exported from a database\n\nPublication Number;Kind Code;Title;Applicants;IPC\n"
        'AU2007202956;B2;"A; quoted title";ABBOTT LAB;C07D41700 | A61P03118\n'
    )
    (one,) = records(written(tmp_path, "table.csv", text))
    assert (one.number, one.title, one.ipc) == ("AU2007202956B2", "A; quoted title", ("C07D417/00", "A61P31/18"))


def test_a_table_without_numbers_is_refused_and_the_next_file_read(tmp_path: Path, database: Database) -> None:
    bad = written(tmp_path, "bad.csv", "title,owner\nA cup,Somebody\n")
    good = written(tmp_path, "good.csv", "patent number,title\nUS1234567,A cup\n")
    report = imported(database, bad, good)
    assert report.added == 1
    (refused,) = report.rejected
    assert refused["code"] == NoNumberColumn.code
    assert "title, owner" in refused["reason_en"]
    assert "公开号" in refused["reason_zh"]


def test_a_zip_gives_what_can_be_read_in_it(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/grant.xml", GRANT.format(number="08930553"))
        archive.writestr("b.csv", "patent number,title\nUS1234567,A cup\n")
        archive.writestr("other.xml", "<class-scheme/>")
    found = records(written(tmp_path, "set.zip", packed.getvalue()))
    assert [one.number for one in found] == ["US8930553B2", "US1234567"]


def test_a_second_import_of_a_file_changes_nothing(tmp_path: Path, database: Database) -> None:
    path = written(tmp_path, "table.csv", CHINESE)
    assert imported(database, path).added == 1
    report = imported(database, path)
    assert (report.added, report.updated, report.unchanged, report.faults) == (0, 0, 1, [])


def test_of_a_folder_what_is_hidden_is_passed_over(tmp_path: Path, database: Database) -> None:
    (tmp_path / "sets" / ".venv" / "lib").mkdir(parents=True)
    written(tmp_path / "sets", "table.csv", CHINESE)
    written(tmp_path / "sets" / ".venv" / "lib", "other.csv", "no,patents\n1,2\n")
    report = imported(database, tmp_path / "sets")
    assert (report.added, report.rejected) == (1, [])


def test_the_office_fixtures_are_read_or_refused_with_a_sentence(shared: Path) -> None:
    found: dict[str, PatentRecord] = {}
    for path in sorted((shared / "patents" / "fixtures").rglob("*.*")):
        with suppress(Unreadable):
            found |= {f"{path.parent.name}/{path.name}": one for one in records(path)}
    offices = {name: one for name, one in found.items() if name.split("/")[0] in ("uspto_bulk", "go_uspto")}
    assert len(offices) == 29
    for name, one in offices.items():
        assert one.title, name
        assert one.country == "US", name
        assert one.published, name
        assert one.filing_date, name
        assert one.inventors, name
    bare = [name for name, one in offices.items() if not one.abstract]
    assert all(offices[name].kind_code in ("S", "S1", "A2") for name in bare), bare  # designs have none
    assert found["uspto_bulk/sgml__US06336130.xml"].ipc == ("G06F15/16", "G06F13/00")
    assert found["uspto_bulk/pap__US20010000044A1.xml"].ipc == ("G06F17/60",)


def test_every_record_of_the_small_sets_is_imported_or_listed(shared: Path, database: Database) -> None:
    folders = ("nasa_portfolio", "patentbench_peds", "patentsview_insurer_telematics", "uspto_ppubs_biblio",
               "wipo_ritonavir")  # fmt: skip
    report = imported(database, *(shared / "patents" / name for name in folders))
    assert report.rejected == []
    assert report.records == 1630 + 321 + 176 + 129 + 804
    assert report.added + report.updated + report.unchanged + report.refused == report.records
    assert report.refused == 0
