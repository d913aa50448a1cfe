"""From plain words to the fields of a search."""

import time
from datetime import date, datetime
from typing import Any

import pytest

from assistant.patents.numbers import named_number
from assistant.patents.periods import period
from assistant.patents.refining import refined
from assistant.patents.understanding import understood
from knowledge.patents.model import PatentQuery
from tests.assistant.patents.fakes import FakePatents

LIKES = FakePatents().applicants_like

FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("宁德时代近三年的固态电池专利", {"applicant": "宁德时代", "words": "固态电池", "date_from": "2023-11-23"}),
    ("patents on heat shields since 2015 by NASA",
     {"applicant": "NASA", "words": "heat shields", "date_from": "2015-01-01"}),
    ("查中科样例公司2020年到2023年在美国申请的激光雷达专利",
     {"applicant": "中科样例公司", "words": "激光雷达", "office": "US",
      "date_from": "2020-01-01", "date_to": "2023-12-31"}),
    ("H01M10/0562 分类下近五年的专利", {"classes": ["H01M10/0562"], "date_from": "2021-11-23"}),
    ("inventions by inventor Li Ming about lidar before 2019",
     {"inventor": "Li Ming", "words": "lidar", "date_to": "2018-12-31"}),
    ("有没有关于无人机避障的专利", {"words": "无人机避障"}),
    ("find US patents about solid-state electrolyte filed by Toyota between 2018 and 2022",
     {"applicant": "Toyota", "words": "solid-state electrolyte", "office": "US",
      "date_from": "2018-01-01", "date_to": "2022-12-31"}),
    ("patents from last year on solar cells",
     {"words": "solar cells", "date_from": "2025-01-01", "date_to": "2025-12-31"}),
    ("固态电池的专利", {"words": "固态电池"}),
    ("固态电池近三年的专利", {"words": "固态电池", "date_from": "2023-11-23"}),
    ("新能源汽车近五年的电池管理专利", {"words": "新能源汽车 电池管理", "date_from": "2021-11-23"}),
    ("样例新能源近三年的固态电池专利", {"applicant": "样例新能源", "words": "固态电池", "date_from": "2023-11-23"}),
    ("search for patents about autonomous driving assigned to Sample Motors Inc.",
     {"applicant": "Sample Motors Inc", "words": "autonomous driving"}),
    ("帮我查一下华为有哪些折叠屏专利", {"applicant": "华为", "words": "折叠屏"}),
    ("What patents does Toyota hold on hydrogen tanks?", {"applicant": "Toyota", "words": "hydrogen tanks"}),
    ("Toyota solid-state battery patents", {"applicant": "Toyota", "words": "solid-state battery"}),
    ("apple harvesting robot patents", {"words": "apple harvesting robot"}),
    ("清华大学的石墨烯专利", {"applicant": "清华大学", "words": "石墨烯"}),
    ("发明人为王小明、申请人为样例研究院的专利", {"applicant": "样例研究院", "inventor": "王小明"}),
    ("发明人样例发明人甲的专利", {"inventor": "样例发明人甲"}),
    ("申请人：样例科技有限公司，近五年", {"applicant": "样例科技有限公司", "date_from": "2021-11-23"}),
    ("2015年以来美国国家航空航天局关于隔热罩的专利",
     {"applicant": "美国国家航空航天局", "words": "隔热罩", "date_from": "2015-01-01"}),
    ("日本丰田2019年以后公开的燃料电池专利", {"applicant": "丰田", "words": "燃料电池", "date_from": "2019-01-01"}),
    ("patents owned by \"Sample Aerospace\" in Europe", {"applicant": "Sample Aerospace", "office": "EP"}),
    ("IBM's quantum computing patents from 2019 to 2021",
     {"applicant": "IBM", "words": "quantum computing", "date_from": "2019-01-01", "date_to": "2021-12-31"}),
    ("Johnson & Johnson patents on stents", {"applicant": "Johnson & Johnson", "words": "stents"}),
    ("小米种植方法的专利", {"words": "小米种植方法"}),
    ("搜索引擎的专利", {"words": "搜索引擎"}),
    ("过滤器专利有哪些", {"words": "过滤器"}),
    ("对讲机专利", {"words": "对讲机"}),
    ("数据中心冷却的专利", {"words": "数据中心冷却"}),
    ("中国近五年的固态电池专利", {"office": "CN", "words": "固态电池", "date_from": "2021-11-23"}),
    ("show us patents on drones", {"words": "drones"}),
    ("PCT申请中关于疫苗的专利", {"office": "WO", "words": "疫苗"}),
    ("固态电池技术的申请趋势和主要申请人", {"words": "固态电池技术"}),
    ("landscape of heat shield patents since 2000", {"words": "heat shield", "date_from": "2000-01-01"}),
    ("按年统计NASA的专利", {"applicant": "NASA"}),
    ("固态电池专利的年度趋势", {"words": "固态电池"}),
    ("每年有多少件固态电池专利", {"words": "固态电池"}),
    ("NASA 每年公开多少件专利", {"applicant": "NASA"}),
    ("锂电池专利这些年的数量变化", {"words": "锂电池"}),
    ("比亚迪在电机领域每年的专利数量", {"applicant": "比亚迪", "words": "电机"}),
    ("近十年激光雷达专利逐年公开多少", {"words": "激光雷达", "date_from": "2016-11-23"}),
    ("一年有多少件关于太阳能的专利", {"words": "太阳能"}),
    ("哪一年的锂电池专利最多", {"words": "锂电池"}),
    ("一年生草本植物栽培的专利", {"words": "一年生草本植物栽培"}),
    ("trend by year of heat shield patents", {"words": "heat shield"}),
    ("how many patents a year does NASA have on heat shields", {"applicant": "NASA", "words": "heat shields"}),
    ("how many patents did NASA publish each year", {"applicant": "NASA"}),
    ("number of patents per year on telematics insurance", {"words": "telematics insurance"}),
    ("In which year were most lithium battery patents published?", {"words": "lithium battery"}),
    ("plot patents on wind turbines by publication year", {"words": "wind turbines"}),
    ("patents on annual plants", {"words": "annual plants"}),
    ("请帮我查找一下华为技术有限公司在2019年至2022年期间公开的关于5G通信的专利",
     {"applicant": "华为技术有限公司", "words": "5G通信", "date_from": "2019-01-01", "date_to": "2022-12-31"}),
    ("想了解下比亚迪最近五年在刀片电池方面都申请了哪些专利",
     {"applicant": "比亚迪", "words": "刀片电池", "date_from": "2021-11-23"}),
    ("有没有人申请过折叠屏铰链的专利？", {"words": "折叠屏铰链"}),
    ("最近有什么新的激光雷达专利", {"words": "激光雷达"}),
    ("水下机器人的专利有多少件", {"words": "水下机器人"}),
    ("tesla patents on battery packs", {"applicant": "tesla", "words": "battery packs"}),
    ("Which companies patent solid-state batteries the most?", {"words": "solid-state batteries"}),
    ("European patents of Siemens regarding wind turbines 2016-2020",
     {"applicant": "Siemens", "words": "wind turbines", "office": "EP", "date_from": "2016-01-01",
      "date_to": "2020-12-31"}),
    ("find me granted US patents, assignee Sample Robotics LLC, topic gripper, 2018 onwards",
     {"applicant": "Sample Robotics LLC", "words": "gripper", "office": "US", "date_from": "2018-01-01"}),
    ("ＣＡＴＬ的固态电池专利", {"applicant": "CATL", "words": "固态电池"}),
    ("patents in class A61B5/00 since 2020 by Apple",
     {"applicant": "Apple", "classes": ["A61B5/00"], "date_from": "2020-01-01"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), FIELDS, ids=[text for text, _ in FIELDS])
def test_words_become_fields_and_nothing_else(text: str, fields: dict[str, Any], now: datetime) -> None:
    found = understood(text, now, LIKES).query.as_json()
    assert {name: value for name, value in found.items() if value} == fields


def test_several_applicants_and_nationalities_are_not_forced_into_one_field(now: datetime) -> None:
    two = understood("近两年华为和中兴的5G专利", now, LIKES)
    assert two.applicants == ("华为", "中兴")
    assert two.query.applicant == ""
    chinese = understood("patents on lidar by Chinese companies", now, LIKES)
    assert chinese.notes == ("nationality",)
    assert chinese.query == PatentQuery(words="lidar")
    assert understood("专利 filed since 2019 on lidar", now, LIKES).notes == ("filing",)


BEFORE = PatentQuery("固态电池", "宁德时代", date_from="2023-11-23")


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("只看美国的", {"office": "US"}),
        ("only since 2020", {"date_from": "2020-01-01"}),
        ("2018年到2020年的呢", {"date_from": "2018-01-01", "date_to": "2020-12-31"}),
        ("换成申请人样例科技", {"applicant": "样例科技"}),
        ("what about Toyota?", {"applicant": "Toyota"}),
        ("how about before 2016", {"date_from": None, "date_to": "2015-12-31"}),
        ("换成钠离子电池", {"words": "钠离子电池"}),
        ("其中关于电解质的", {"words": "固态电池 电解质"}),
        ("去掉日期限制", {"date_from": None}),
        ("Drop the applicant", {"applicant": ""}),
        ("去掉日期限制，只看美国的", {"date_from": None, "office": "US"}),
        ("只看H01M的", {"classes": ["H01M"]}),
    ],
)
def test_a_follow_up_changes_what_it_names_and_keeps_the_rest(
    text: str, changed: dict[str, Any], now: datetime
) -> None:
    found = refined(BEFORE, text, now, LIKES)
    assert found is not None
    assert found.query.as_json() == BEFORE.as_json() | changed


def test_a_whole_question_is_no_follow_up(now: datetime) -> None:
    assert refined(BEFORE, "查激光雷达的专利", now, LIKES) is None
    assert refined(BEFORE, "patents on lidar by NASA", now, LIKES) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("近三年", "2023-11-23", None), ("最近半年", "2026-05-23", None),
        ("in the last three years", "2023-11-23", None),
        ("去年", "2025-01-01", "2025-12-31"), ("since last year", "2025-01-01", None),
        ("past decade", "2016-11-23", None),
        ("2020年以来", "2020-01-01", None), ("2020年以前", None, "2019-12-31"), ("截至2019年", None, "2019-12-31"),
        ("after 2019", "2020-01-01", None), ("by 2019", None, "2019-12-31"), ("before March 2019", None, "2019-02-28"),
        ("2018-2022", "2018-01-01", "2022-12-31"), ("2020至2023年", "2020-01-01", "2023-12-31"),
        ("1990s", "1990-01-01", "1999-12-31"), ("上世纪九十年代", "1990-01-01", "1999-12-31"),
        ("2020年上半年", "2020-01-01", "2020-06-30"), ("Q3 2021", "2021-07-01", "2021-09-30"),
        ("2021年3月15日以后", "2021-03-15", None), ("since 2015-03-01", "2015-03-01", None),
        ("between 3 March 2018 and June 2022", "2018-03-03", "2022-06-30"),
    ],
)  # fmt: skip
def test_stretches_of_days(text: str, first: str | None, last: str | None) -> None:
    found = period(text, date(2026, 11, 23))
    assert found is not None
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["UV 2000 nm lamp", "IEEE 2030 protocol", "5G", "year", "2021年13月45日的"])
def test_numbers_that_are_no_dates(text: str) -> None:
    found = period(text, date(2026, 11, 23))
    assert found is None or text.startswith("2021")


def test_the_29th_of_february_has_an_anniversary() -> None:
    found = period("近三年", date(2028, 2, 29))
    assert found is not None
    assert found.first == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CN101551481B 是什么专利", "CN101551481B"), ("what is US6858197", "US6858197"),
        ("US 6,858,197 B1", "US6858197B1"), ("wo2015/123456", "WO2015123456"), ("EP 1 000 000 A1", "EP1000000A1"),
        ("专利号 6858197", "US6858197"), ("CN 101551481 B", "CN101551481B"), ("US 2015-2020 patents", None),
        ("meet me at 10.12.2026", None),
        ("give us 300,000 yuan", None),
        ("BK-1001", None),
        ("KR 10-2010-0123456 A", "KR1020100123456A"),
        ("ZL200910306542.4 的年份", "ZL200910306542.4"),
        ("WO 99/12345", "WO9912345"),
        ("JP 2010-123456", "JP2010123456"),
        ("ＵＳ６８５８１９７", "US6858197"), ("US20150123456A1", "US20150123456A1"),
        ("US patents in 2020", None),
    ],
)  # fmt: skip
def test_publication_numbers(text: str, number: str | None) -> None:
    assert named_number(text) == number


@pytest.mark.parametrize("piece", ["US ", "A、", "a", "专利", "by A ", "A and ", "AB-", "的", "2020年", "发明人", "1"])
def test_a_hostile_text_costs_no_more_than_a_glance(piece: str, now: datetime) -> None:
    text = (piece * 4000)[:4000]
    begun = time.perf_counter()
    understood(text, now, LIKES)
    refined(BEFORE, text, now, LIKES)
    assert time.perf_counter() - begun < 1.0
