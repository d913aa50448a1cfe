"""A catalog is imported whole or not at all, and each fault names its place in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, insert, select

from ingest.catalog import CatalogEmpty, CatalogMissing, CatalogReport, check_catalog, import_catalog
from ingest.catalog_findings import SAY
from ingest.catalog_sheets import CatalogNotUtf8, CatalogUnreadable
from knowledge import tables
from knowledge.catalog import Catalog
from knowledge.database import Database

SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample" / "catalog"
Write = Callable[..., Path]

GOOD = {
    "organizations.csv": "id,kind,name_zh,name_en,park\no1,bank,一号银行,Bank One,north\no2,law_firm,二号律所,,\n",
    "services.csv": "id,organization_id,kind,name_zh,minutes,mode,matters\n"
    "s1,o1,pledge_loan,质押贷款咨询,45,onsite,pledge\ns2,o2,legal,侵权咨询,30,phone,protection;litigation\n",
    "advisers.csv": "id,organization_id,label_en,services,time_zone,weekly\n"
    "a1,o1,Loans,s1,Asia/Shanghai,mon 09:00-12:00; 2027-03-01 closed\na2,o2,Law,,Europe/Berlin,tue 08:30-11:30\n",
    "absences.csv": "adviser_id,starts,ends,redirect_to\n"
    "a2,2027-07-01T09:00,2027-07-01T12:00,\na1,2027-03-16,2027-03-20,a2\n",
    "events.csv": "id,organization_id,name_zh,starts,ends,time_zone,seats\n"
    "e1,o1,宣讲会,2027-03-18T14:00,2027-03-18T16:00+08:00,Asia/Shanghai,20\n",
    "programmes.yaml": "- id: p1\n  name_zh: 项目\n  valid_from: 2026-01-01\n  criteria:\n"
    "    - {id: c1, fact: enterprise.founded, op: after, value: 2020-01-01}\n"
    "    - {id: c2, fact: enterprise.size, op: in, value: [micro, small]}\n",
    "aliases.yaml": "o1: [一号]\npledge: [贷款, loan]\nnorth: [北园, North Park]\n",
    "conflicts.csv": "adviser_id,enterprise\na1,某企业\n",
    "holidays.csv": "country,date,state,name_zh\ncn,2027-05-01,closed,劳动节\n",
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a good catalog with some files replaced, or left out where the text is None."""

    def written(**changed: str | None) -> Path:
        folder = tmp_path / "catalog"
        folder.mkdir(exist_ok=True)
        for name, text in {**GOOD, **{_file(key): value for key, value in changed.items()}}.items():
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return folder

    return written


def _file(kind: str) -> str:
    return f"{kind}.{'yaml' if kind in ('programmes', 'aliases') else 'csv'}"


def places(report: CatalogReport) -> list[tuple[str, int, str, str]]:
    return [(fault.file, fault.line, fault.column, fault.code) for fault in report.faults]


def rows(database: Database, table: Any) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_sample_centre_has_neither_faults_nor_warnings(database: Database) -> None:
    report = import_catalog(SAMPLE, database)
    assert (report.faults, report.warnings, report.imported) == ((), (), True)
    assert report.counts["services"] == rows(database, tables.services) == 20


def test_a_small_catalog_with_every_file_is_imported(write: Write, database: Database) -> None:
    report = import_catalog(write(), database)
    assert report.as_json() == {
        "organizations": 2,
        "services": 2,
        "advisers": 2,
        "absences": 2,
        "events": 1,
        "conflicts": 1,
        "holidays": 1,
        "programmes": 1,
        "aliases": 5,
        "imported": True,
        "faults": [],
        "warnings": [],
    }


def test_times_without_offset_are_local_and_a_last_day_of_absence_counts(write: Write, database: Database) -> None:
    import_catalog(write(), database)
    with database.read() as connection:
        chosen = select(tables.absences.c.starts, tables.absences.c.ends).order_by(tables.absences.c.adviser_id)
        loans, law = connection.execute(chosen).all()
    assert law.starts == datetime(2027, 7, 1, 7, 0, tzinfo=UTC)  # 09:00 of a summer day in Berlin
    assert loans.ends == datetime(2027, 3, 20, 16, 0, tzinfo=UTC)  # midnight after the 20th in Shanghai
    (event,) = Catalog(database).events()
    assert event.starts.isoformat() == "2027-03-18T14:00:00+08:00"


def test_a_date_in_yaml_stays_text_with_or_without_quotes(write: Write, database: Database) -> None:
    import_catalog(write(), database)
    (programme,) = Catalog(database).programmes()
    assert programme.criteria[0]["value"] == "2020-01-01"
    assert str(programme.valid_from) == "2026-01-01"


@pytest.mark.parametrize(
    ("kind", "text", "line", "column", "code"),
    [
        ("organizations", "id,name_zh\no1,x\no2,y\n", 1, "kind", "missing_column"),
        ("organizations", "id,kind\no1,bank\no2,bank\n", 1, "name_zh", "missing_column"),
        ("organizations", "id,kind,name_zh\no1,bank,\no2,bank,x\n", 2, "name_zh", "no_name"),
        ("organizations", "id,kind,name_zh\no1,bank,x\no2,shop,x\n", 3, "kind", "not_one_of"),
        ("organizations", "id,kind,name_zh\no1,bank,x\no2,bank,y\no1,bank,z\n", 4, "id", "double_id"),
        ("organizations", "id,kind,name_zh\no1,bank,x\no2,bank,y\n,bank,z\n", 4, "id", "empty_cell"),
        ("organizations", "id,kind,name_zh\no1,bank,x\no2,bank,y\no 3,bank,z\n", 4, "id", "bad_id"),
        ("organizations", 'id,kind,name_zh\n\no1,bank,"x\n\nx"\no2,shop,y\n', 6, "kind", "not_one_of"),
        ("organizations", "id,kind,name_zh,latitude\no1,bank,x,39.9\no2,bank,y,\n", 2, "latitude", "half_place"),
        (
            "organizations",
            "id,kind,name_zh,latitude,longitude\no1,bank,x,99,116\no2,bank,y,,\n",
            2,
            "latitude",
            "out_of_range",
        ),
        (
            "organizations",
            "id,kind,name_zh,valid_from,valid_to\no1,bank,x,2027-01-02,2027-01-01\no2,bank,y,,\n",
            2,
            "valid_to",
            "days_turned",
        ),
        (
            "organizations",
            "id,kind,name_zh,valid_from\no1,bank,x,2027-02-30\no2,bank,y,1/2/2027\n",
            2,
            "valid_from",
            "not_day",
        ),
        ("services", _service := "id,organization_id,kind,name_zh,minutes,mode\ns1,o9,legal,x,30,phone\n", 2, "", ""),
        ("services", _service.replace("o9", "o1").replace(",30,", ",32,"), 2, "minutes", "off_grid"),
        ("services", _service.replace("o9", "o1").replace(",30,", ",0,"), 2, "minutes", "too_small"),
        ("services", _service.replace("o9", "o1").replace(",30,", ",half an hour,"), 2, "minutes", "not_whole"),
        ("services", _service.replace("o9", "o1").replace(",30,", ",,"), 2, "minutes", "empty_cell"),
        ("services", _service.replace("o9", "o1").replace("phone", "telepathy"), 2, "mode", "not_one_of"),
        ("services", _service.replace("o9", "o1").replace("phone", "phone,7"), 2, "", "more_cells"),
        ("services", _service.replace("o9", "o1").replace("x,30", '"x,30'), 2, "", "bad_csv"),
        ("services", "id,organization_id,kind,kind,name_zh,minutes,mode\n", 1, "kind", "double_column"),
        ("services", "", 1, "", "empty_file"),
        ("advisers", "id,organization_id,label_en,time_zone\na1,o1,x,Mars/North\na2,o2,y,UTC\n", 2, "time_zone", ""),
        (
            "advisers",
            "id,organization_id,label_en,time_zone,weekly\na1,o1,x,UTC,mon 12:00-09:00\na2,o2,y,UTC,\n",
            2,
            "weekly",
            "bad_weekly",
        ),
        (
            "advisers",
            "id,organization_id,label_en,time_zone,services\na1,o1,x,UTC,s1;s8\na2,o2,y,UTC,\n",
            2,
            "services",
            "unknown_id",
        ),
        ("absences", "adviser_id,starts,ends\na7,2027-01-01T09:00,2027-01-01T10:00\n", 2, "adviser_id", "unknown_id"),
        ("absences", "adviser_id,starts,ends\na1,2027-01-01T09:00,2027-01-01T09:00\n", 2, "ends", "wrong_order"),
        ("absences", "adviser_id,starts,ends\na1,soon,2027-01-01T09:00\n", 2, "starts", "not_moment"),
        (
            "absences",
            "adviser_id,starts,ends,redirect_to\na1,2027-01-01,2027-01-02,a1\n",
            2,
            "redirect_to",
            "to_itself",
        ),
        (
            "events",
            "id,organization_id,name_zh,starts,ends,time_zone,seats\ne1,o1,x,2027-01-01,2027-01-01T09:00,UTC,9\n",
            2,
            "starts",
            "not_moment",
        ),
        ("holidays", "country,date,state\ncn,2027-05-01,open\n", 2, "state", "not_one_of"),
        ("holidays", "country,date,state\ncn,2027-05-01,closed\nCN,2027-05-01,working\n", 3, "date", "double_id"),
        ("holidays", "country,date,closed|working\nChina,2027-05-01,closed\n", 2, "country", "not_country"),
        ("conflicts", "adviser_id,enterprise\na1,\n", 2, "enterprise", "empty_cell"),
        ("aliases", "o1: [x]\npledge: [y,\n  X]\n", 3, "pledge", "alias_of_two"),
        ("aliases", "o1: [x]\no1: [y]\n", 2, "o1", "double_key"),
        ("aliases", "o1: [x]\npledge: {a: b}\n", 2, "pledge", "not_texts"),
        ("aliases", "o1: [x]\npledge: [y\n", 3, "", "bad_yaml"),
        ("absences", "adviser_id,ends\na1,2027-01-01T09:00\n", 1, "starts", "missing_column"),
        ("conflicts", "adviser_id,enterprise\na1,a\x07b\n", 2, "enterprise", "control_character"),
        ("programmes", "[" * 5000, 1, "", "bad_yaml"),
        ("programmes", "p1:\n  name_zh: x\n", 1, "", "not_list"),
        ("programmes", "- id: p1\n  name_zh: x\n- id: p1\n  name_zh: y\n", 3, "id", "double_id"),
        ("programmes", "- name_zh: x\n", 1, "id", "empty_cell"),
        ("programmes", "- id: p1\n  name_zh: x\n  benefits_zh: [[a]]\n", 3, "benefits_zh", "not_texts"),
        ("programmes", "- id: p1\n  name_zh: x\n  valid_to: soon\n", 3, "valid_to", "not_day"),
    ],
)
def test_a_fault_names_file_line_and_column(  # the parameters are the columns of the table above
    write: Write, kind: str, text: str, line: int, column: str, code: str
) -> None:
    found = [each for each in places(check_catalog(write(**{kind: text}))) if each[0] == _file(kind)]
    assert any(place[1] == line and column in ("", place[2]) and code in ("", place[3]) for place in found), (
        f"only {found}"
    )


@pytest.mark.parametrize(
    ("criterion", "column", "code"),
    [
        ("{fact: a.b, op: ==, value: 1}", "criteria.id", "empty_cell"),
        ("{id: c, fact: size, op: ==, value: 1}", "criteria.fact", "bad_fact"),
        ("{id: c, fact: a.b, op: like, value: 1}", "criteria.op", "not_one_of"),
        ("{id: c, fact: a.b, op: in, value: micro}", "criteria.value", "bad_value"),
        ("{id: c, fact: a.b, op: ==, value: [1]}", "criteria.value", "bad_value"),
        ("{id: c, fact: a.b, op: '>=', value: many}", "criteria.value", "bad_value"),
        ("{id: c, fact: a.b, op: before, value: 2027}", "criteria.value", "bad_value"),
        ("{id: c, fact: a.b, op: within_years, value: -1}", "criteria.value", "bad_value"),
        ("{id: c, fact: a.b, op: ==}", "criteria.value", "empty_cell"),
        ("just text", "criteria", "not_mapping"),
    ],
)
def test_a_criterion_that_cannot_be_judged_is_a_fault(write: Write, criterion: str, column: str, code: str) -> None:
    folder = write(programmes=f"- id: p1\n  name_en: x\n  criteria:\n    - {criterion}\n")
    assert places(check_catalog(folder)) == [("programmes.yaml", 4, column, code)]


def test_one_fault_keeps_the_whole_catalog_out_and_the_old_one_in(write: Write, database: Database) -> None:
    import_catalog(write(), database)
    before = Catalog(database).generation()
    report = import_catalog(write(organizations="id,kind,name_zh\no3,bank,三号\n"), database)
    assert not report.imported
    assert {fault.code for fault in report.faults} == {"unknown_id"}
    assert Catalog(database).generation() == before
    assert [each.id for each in Catalog(database).organizations()] == ["o1", "o2"]


def test_a_row_with_a_fault_is_not_also_reported_by_those_who_refer_to_it(write: Write) -> None:
    report = check_catalog(write(organizations="id,kind,name_zh\no1,shop,x\no2,bank,y\n"))
    assert places(report) == [("organizations.csv", 2, "kind", "not_one_of")]


def test_a_check_stores_nothing(write: Write, database: Database) -> None:
    report = import_catalog(write(), database, check=True)
    assert (report.faults, report.imported, rows(database, tables.organizations)) == ((), False, 0)


def test_an_import_replaces_the_catalog_and_keeps_bookings_of_what_is_gone(
    write: Write, database: Database, now: datetime
) -> None:
    import_catalog(SAMPLE, database)
    booked = dict.fromkeys(("organization_id", "service_id", "adviser_id"), "gone")
    with database.write() as connection:
        connection.execute(
            insert(tables.bookings).values(
                id="BK-1", status="confirmed", visitor="v", time_zone="UTC", starts=now, ends=now, created_at=now,
                updated_at=now, history=[], **booked,
            )
        )  # fmt: skip
    import_catalog(write(), database)
    assert rows(database, tables.bookings) == 1
    assert [each.id for each in Catalog(database).services()] == ["s1", "s2"]


def test_unknown_columns_and_files_are_warnings_and_missing_optional_ones_are_fine(write: Write) -> None:
    folder = write(
        organizations="id,kind,name_zh,colour\no1,bank,x,red\no2,bank,y,\n",
        **dict.fromkeys(("absences", "events", "programmes", "aliases", "conflicts", "holidays")),
    )
    (folder / "organisations.csv").write_text("id\n")
    (folder / "README.md").write_text("for people")
    report = check_catalog(folder)
    assert report.faults == ()
    assert [(each.file, each.column, each.code) for each in report.warnings] == [
        ("organisations.csv", "", "unknown_file"),
        ("organizations.csv", "colour", "unknown_column"),
    ]
    assert "organizations.csv" in report.warnings[0].what("zh")


def test_an_alias_of_two_matters_is_only_a_warning(write: Write) -> None:
    report = check_catalog(write(aliases="software: [版权登记]\ncopyright: [版权登记]\n"))
    assert (report.faults, [each.code for each in report.warnings]) == ((), ["alias_shared"])


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(write: Write) -> None:
    folder = write()
    path = folder / "organizations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_catalog(folder).faults == ()


def test_a_workbook_has_the_same_columns_and_reports_its_row(write: Write) -> None:
    folder = write(organizations=None, absences=None)
    _workbook(
        folder / "organizations.xlsx",
        ["id", "kind", "name_zh", "latitude", "longitude", "valid_from"],
        ["o1", "bank", "一号", 39, 116.5, datetime(2027, 1, 1)],  # noqa: DTZ001  # a cell has no zone
        [None] * 6,
        ["o2", "shop", "二号", None, None, None],
    )
    _workbook(
        folder / "absences.xlsx",
        ["adviser_id", "starts", "ends"],
        ["a1", datetime(2027, 3, 1, 9), datetime(2027, 3, 1, 12)],  # noqa: DTZ001
    )
    report = check_catalog(folder)
    assert places(report) == [("organizations.xlsx", 4, "kind", "not_one_of")]
    assert (report.counts["organizations"], report.counts["absences"]) == (2, 1)


def _workbook(path: Path, *lines: list[Any]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    book.save(path)


def test_the_same_table_twice_is_a_fault(write: Write) -> None:
    folder = write()
    _workbook(folder / "services.xlsx", ["id"])
    assert [fault.code for fault in check_catalog(folder).faults] == ["two_formats"]


def test_a_missing_or_empty_folder_and_files_that_cannot_be_read_are_one_sentence(write: Write, tmp_path: Path) -> None:
    with pytest.raises(CatalogMissing):
        check_catalog(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogEmpty):
        check_catalog(tmp_path / "empty")
    folder = write(organizations="")
    (folder / "organizations.csv").write_bytes("id,kind,name_zh\no1,bank,银行\n".encode("gb18030"))
    with pytest.raises(CatalogNotUtf8) as refusal:
        check_catalog(folder)
    assert refusal.value.facts["line"] == "2"
    (folder / "organizations.csv").unlink()
    (folder / "organizations.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CatalogUnreadable):
        check_catalog(folder)


def test_every_finding_speaks_both_languages_with_the_same_placeholders() -> None:
    for code, (zh, en) in SAY.items():
        assert _placeholders(zh) == _placeholders(en), code


def _placeholders(sentence: str) -> set[str]:
    return {part.split("}")[0] for part in sentence.split("{")[1:]}
