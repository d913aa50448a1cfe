"""The catalog is read as facts, and read anew when another process imported one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.catalog import import_catalog
from knowledge.catalog import Adviser, Catalog, Organization, Service
from knowledge.database import Database, open_database

SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample" / "catalog"


@pytest.fixture
def catalog(database: Database) -> Catalog:
    import_catalog(SAMPLE, database)
    return Catalog(database)


@pytest.fixture
def other_process(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "home")
    yield opened
    opened.close()


def test_a_fresh_home_has_an_empty_catalog(database: Database) -> None:
    catalog = Catalog(database)
    assert catalog.is_empty()
    assert (catalog.services(), catalog.service("s"), catalog.advisers("s"), catalog.generation()) == ((), None, (), 0)


def test_a_running_server_sees_what_another_process_imports(database: Database, other_process: Database) -> None:
    catalog = Catalog(database)
    assert catalog.is_empty()
    import_catalog(SAMPLE, other_process)
    assert len(catalog.services()) == 20
    assert catalog.generation() == 1


def test_rows_come_back_as_typed_facts(catalog: Catalog) -> None:
    service = catalog.service("svc-valuation")
    organization = catalog.organization("org-bank-c")
    assert service is not None
    assert organization is not None
    assert service.price_cny == Decimal(300)
    assert service.documents("en")[0] == "Certificate of the right"
    assert service.matters == ("valuation",)
    assert (organization.latitude, organization.phone) == (Decimal("39.85"), "")
    assert organization.valid_to == date(2027, 12, 31)
    assert [event.id for event in catalog.events()] == ["evt-policy", "evt-drafting", "evt-overseas", "evt-finance"]
    assert {programme.id for programme in catalog.programmes()} >= {"prg-steward", "prg-pledge"}


def test_an_adviser_without_services_serves_all_of_the_organization(catalog: Catalog) -> None:
    assert [each.id for each in catalog.advisers("svc-trademark-refusal")] == ["adv-trademark-1"]
    assert [each.id for each in catalog.advisers("svc-pledge")] == ["adv-pledge-1"]
    assert {each.id for each in catalog.advisers("svc-examiner")} == {"adv-examiner-1", "adv-examiner-2"}


def test_a_service_is_given_where_its_organization_and_its_advisers_are(catalog: Catalog) -> None:
    service = catalog.service("svc-examiner")
    assert service is not None
    assert catalog.parks_of(service) == {"haidian", "changping"}


def test_both_days_of_validity_are_inclusive(catalog: Catalog) -> None:
    def open_on(day: date) -> bool:
        return "org-bank-c" in {each.id for each in catalog.organizations(day)}

    assert [open_on(date(2025, 12, 31)), open_on(date(2026, 1, 1))] == [False, True]
    assert [open_on(date(2027, 12, 31)), open_on(date(2028, 1, 1))] == [True, False]


def test_services_of_an_organization_that_is_not_valid_are_not_offered(catalog: Catalog) -> None:
    assert "svc-pledge" not in {each.id for each in catalog.services(date(2025, 1, 1))}
    assert "svc-pledge" in {each.id for each in catalog.services(date(2026, 6, 1))}


def test_a_name_in_one_language_serves_both() -> None:
    organization = Organization("o", "bank", "", "Bank One")
    service = Service("s", "o", "legal", "侵权咨询", "", 30, "phone", intake_zh="一;二; ")
    adviser = Adviser("a", "o", "", "Adviser", "UTC", "")
    assert (organization.name("zh"), service.name("en"), adviser.name("zh")) == ("Bank One", "侵权咨询", "Adviser")
    assert service.intake("en") == ("一", "二")
