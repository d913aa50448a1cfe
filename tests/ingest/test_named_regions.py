"""The region that a question names: exact where one is meant, none where it is several or an accident of spelling."""

import pytest

from knowledge.regions import named_in


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("北京市有什么专利资助", "beijing"),
        ("浦东新区的补贴", "shanghai/pudong"),
        ("上海浦东怎么申请", "shanghai/pudong"),
        ("亦庄的企业", "beijing"),
        ("subsidies in Pudong", "shanghai/pudong"),
        ("patent subsidies in Qingdao", "shandong/qingdao"),
        ("西安的政策", "shaanxi/xian"),
        ("中国北京的规定", "beijing"),
        ("专利在中国保护多久", "cn"),
        ("how long does a patent last in China", "cn"),
        ("美国专利的期限", "us"),
        ("patents in the US", "us"),
        ("American patent law", "us"),
        ("Australian trade mark opposition", "au"),
        ("在香港注册商标", "hk"),
        ("中国香港的外观设计", "hk"),
    ],
)
def test_the_place_that_is_named_is_found_as_exactly_as_it_is_named(text: str, meant: str) -> None:
    assert named_in(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "专利年费怎么交",
        "tell us about fees",
        "县级以上海关怎么备案",
        "依法国家机关",
        "经济南北差异",
        "北京时间九点",
    ],
)
def test_no_place_is_read_out_of_characters_that_meet_by_chance(text: str) -> None:
    assert named_in(text) is None


def test_a_question_about_two_places_is_narrowed_to_neither() -> None:
    assert named_in("北京的企业去美国申请专利") is None
    assert named_in("patents in China and the United States") is None
