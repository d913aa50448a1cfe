"""Services, organizations and places are recognised in everyday words, for any catalog."""

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from ingest.catalog import import_catalog
from knowledge import tables
from knowledge.catalog import GENERATION, Catalog
from knowledge.database import Database, open_database
from knowledge.naming import Names

SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample" / "catalog"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, new_home: Path) -> Iterator[Names]:
    """The sample catalog's names; read by many tests, changed by none."""
    home = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(new_home, home)
    database = open_database(home)
    import_catalog(SAMPLE, database)
    yield Names(Catalog(database))
    database.close()


def stored(database: Database, **rows: list[dict[str, Any]]) -> Names:
    """Names of a catalog with these rows alone."""
    with database.write() as connection:
        for kind, each in rows.items():
            connection.execute(insert(tables.metadata.tables[kind]), each)
        connection.execute(insert(tables.facts).values(name=GENERATION, value="1"))
    return Names(Catalog(database))


def organization(name: str, zh: str, en: str = "", kind: str = "agency", park: str = "") -> dict[str, Any]:
    return {"id": name, "kind": kind, "name_zh": zh, "name_en": en, "park": park, "address_zh": ""}


def service(name: str, owner: str, zh: str, en: str = "", matters: str = "") -> dict[str, Any]:
    return {
        "id": name, "organization_id": owner, "kind": "consultation", "name_zh": zh, "name_en": en,
        "matters": matters.split(), "minutes": 30, "mode": "onsite",
    }  # fmt: skip


@pytest.fixture
def foreign(database: Database) -> Names:
    """Another centre's catalog, without aliases."""
    return stored(
        database,
        organizations=[
            organization("10", "杭州某某知识产权代理有限公司", "Hangzhou Moumou IP Agency Co., Ltd.", park="binjiang"),
            {**organization("20", "之江银行股份有限公司", "Zhijiang Bank", "bank"), "park": "xihu"},
            organization("30", "钱塘律师事务所", "Qiantang Law Firm", "law_firm", "binjiang"),
        ],
        services=[
            service("x1", "10", "商标注册代理", "Trademark filing", "trademark filing"),
            service("x2", "10", "集成电路布图设计登记", "IC layout design registration", "layout"),
            service("x3", "20", "知识产权贷款面谈", "IP loan interview", "pledge"),
            service("x4", "30", "跨境电商维权", "Cross-border e-commerce enforcement", "protection overseas"),
            service("x5", "30", "专利无效咨询", "Patent invalidation advice", "patent"),
        ],
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("下周三下午想约一下专利质押融资咨询", "svc-pledge"),
        ("质押融资", "svc-pledge"),
        ("专利质押贷款咨询", "svc-pledge"),
        ("IP-backed loan consultation", "svc-pledge"),
        ("book pledge financing next Tuesday", "svc-pledge"),
        ("a patent attorney for infringement", "svc-infringement"),
        ("有人抄袭我们的产品，想找律师", "svc-infringement"),
        ("we are being sued", "svc-infringement"),
        ("ＩＰ　Valuation", "svc-valuation"),
        ("how much is my patent worth", "svc-valuation"),
        ("软著登记", "svc-software"),
        ("I need to register my software", "svc-software"),
        ("trade mark got refused", "svc-trademark-refusal"),
        ("商标注册", "svc-trademark"),
        ("trademark registrations", "svc-trademark"),
        ("prior art search", "svc-search"),
        ("insurance claim", "svc-insurance-claim"),
        ("专利保险理赔", "svc-insurance-claim"),
        ("保险咨询", "svc-insurance"),
        ("meet an examiner", "svc-examiner"),
        ("昌平的审查员", "svc-examiner"),
        ("Bank A", "svc-pledge"),
        ("乙银行的质押贷款", "svc-pledge-review"),
        ("海淀 贷款", "svc-pledge"),
        ("English clinic", "svc-english-clinic"),
    ],
)
def test_a_service_is_found_by_name_alias_matter_and_place(sample: Names, text: str, meant: str) -> None:
    best = sample.best_services(text)
    assert (best[0].service.id, best[0].clear) == (meant, True), [(each.service.id, each.score) for each in best]


@pytest.mark.parametrize(
    "text",
    ["咨询", "专利", "专利咨询", "我想预约一个咨询", "consultation", "patents", "知识产权", "book a consultation"],
)
def test_generic_words_alone_pick_no_service(sample: Names, text: str) -> None:
    best = sample.best_services(text)
    assert len(best) > 2
    assert not any(each.clear for each in best)
    assert best[0].score - best[2].score < 0.1


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("商标", {"svc-trademark", "svc-trademark-refusal"}),
        ("保险", {"svc-insurance", "svc-insurance-claim"}),
        ("质押和保险都想咨询", {"svc-pledge", "svc-insurance"}),
        ("pledge financing and patent insurance", {"svc-pledge", "svc-insurance"}),
        ("专利保险咨询和专利质押融资咨询", {"svc-pledge", "svc-insurance"}),
        ("想去欧洲申请专利", {"svc-filing-clinic", "svc-agency-europe"}),
        ("甲律所", {"svc-infringement", "svc-trade-secret"}),
    ],
)
def test_what_fits_several_services_is_asked(sample: Names, text: str, among: set[str]) -> None:
    best = sample.best_services(text)
    assert not any(each.clear for each in best)
    assert among <= {each.service.id for each in best}


@pytest.mark.parametrize("text", ["", "你好", "   ", "？！", "thank you", "今天天气怎么样"])
def test_talk_of_other_things_names_nothing(sample: Names, text: str) -> None:
    assert sample.best_services(text) == []


def test_a_service_that_is_not_given_at_the_place_named_is_told_to_be_elsewhere(sample: Names) -> None:
    best = sample.best_services("我在昌平，想约商标注册")
    assert (best[0].service.id, best[0].clear, best[0].elsewhere) == ("svc-trademark", False, True)
    best = sample.best_services("丙银行的质押贷款")
    assert all(each.elsewhere and not each.clear for each in best)


def test_a_place_narrows_to_what_is_there(sample: Names) -> None:
    there = {each.service.organization_id for each in sample.best_services("通州有什么服务")}
    assert there == {"org-insurer-a"}


def test_one_name_of_two_organizations_is_settled_by_the_park(sample: Names) -> None:
    both = sample.mentioned("创新支持中心").organizations
    one = sample.mentioned("通州的创新支持中心").organizations
    assert ({each.id for each in both}, [each.id for each in one]) == ({"org-tisc-a", "org-tisc-b"}, ["org-tisc-b"])


def test_an_article_is_no_name(sample: Names) -> None:
    assert sample.mentioned("is there a bank a startup can use").organizations == ()
    assert [each.id for each in sample.mentioned("book Bank A on Monday").organizations] == ["org-bank-a"]


def test_events_advisers_matters_parks_and_kinds_are_mentioned(sample: Names) -> None:
    found = sample.mentioned("报名知识产权政策宣讲会")
    assert [each.id for each in found.events] == ["evt-policy"]
    found = sample.mentioned("亦庄园的银行能做质押吗，想找质押融资顾问")
    assert (found.parks, found.kinds, found.matters) == (("yizhuang",), ("bank",), ("pledge",))
    assert [each.id for each in found.advisers] == ["adv-pledge-1"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("布图设计登记", "x2"),
        ("layout designs", "x2"),
        ("之江银行", "x3"),
        ("appointment with Zhijiang Bank", "x3"),
        ("想贷款", "x3"),
        ("跨境维权", "x4"),
        ("cross border enforcement", "x4"),
        ("专利无效", "x5"),
        ("trade marks", "x1"),
        ("商标", "x1"),
    ],
)
def test_a_catalog_without_aliases_is_understood_too(foreign: Names, text: str, meant: str) -> None:
    assert [each.service.id for each in foreign.best_services(text) if each.clear] == [meant]


def test_a_pinyin_park_is_known_by_the_chinese_name_in_an_address(database: Database) -> None:
    there = {**organization("1", "某中心", park="xihu"), "address_zh": "杭州市西湖区某路1号"}
    names = stored(
        database, organizations=[there], services=[service("s1", "1", "检索咨询"), service("s2", "1", "翻译咨询")]
    )
    assert names.mentioned("西湖有什么服务").parks == ("xihu",)


def test_a_new_matter_works_as_itself_and_the_centres_alias_wins(database: Database) -> None:
    names = stored(
        database,
        organizations=[organization("1", "某中心")],
        services=[
            service("s1", "1", "甲类面谈", "Type one", "carbon_ip"),
            service("s2", "1", "乙类面谈", "Type two", "pledge"),
        ],
        aliases=[{"alias": "贷款", "canonical": "carbon_ip"}],
    )
    assert [each.service.id for each in names.best_services("carbon IP")] == ["s1"]
    assert [each.service.id for each in names.best_services("贷款")] == ["s1"]


def test_only_organizations_valid_on_the_day_are_offered(database: Database) -> None:
    closed = {**organization("1", "旧中心"), "valid_to": "2020-01-01"}
    names = stored(
        database,
        organizations=[closed, {**organization("2", "新中心"), "valid_to": None}],
        services=[service("s1", "1", "质押融资咨询"), service("s2", "2", "质押融资咨询")],
    )

    def offered(on: date | None) -> list[tuple[str, bool]]:
        return [(each.service.id, each.clear) for each in names.best_services("质押融资咨询", on)]

    assert offered(None) == [("s1", False), ("s2", False)]
    assert offered(date(2020, 1, 2)) == [("s2", True)]


def test_two_hundred_services_are_searched_in_the_time_of_a_short_loop(database: Database) -> None:
    topics = ("质押融资", "商标注册", "专利检索", "海外布局", "侵权维权", "软件登记", "价值评估", "保险理赔")
    names = stored(
        database,
        organizations=[organization(f"o{n}", f"第{n}服务机构") for n in range(25)],
        services=[
            service(f"s{n}", f"o{n % 25}", f"{topics[n % 8]}第{n}类咨询", f"Service {n} on {topics[n % 8]}", "pledge")
            for n in range(200)
        ],
    )
    text = "下周三下午想约一下第37服务机构的专利质押融资咨询，please book a consultation on trade mark registration"
    names.best_services(text)
    measured = [(_seconds(names, text), _loop()) for _ in range(20)]  # side by side: the machine may be busy
    ours, loop = (min(times) for times in zip(*measured, strict=True))
    assert ours < 0.75 * loop  # five milliseconds where the loop takes 6.7


def _loop() -> float:
    started, total = time.process_time(), 0
    for number in range(100_000):
        total += number * number % 7
    return time.process_time() - started


def _seconds(names: Names, text: str) -> float:
    started = time.process_time()
    names.best_services(text)
    return time.process_time() - started
