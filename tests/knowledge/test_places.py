"""The region that somebody writes for a filter: by code, by either name, with or without what it lies in."""

import pytest

from knowledge.errors import UnknownRegion
from knowledge.places import resolved
from knowledge.regions import named_in


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("haidong", "qinghai/haidong"),
        ("Haidong", "qinghai/haidong"),
        ("海东市", "qinghai/haidong"),
        ("海东", "qinghai/haidong"),
        ("青海省海东市", "qinghai/haidong"),
        ("qinghai/haidong", "qinghai/haidong"),
        ("青海/海东市", "qinghai/haidong"),
        ("浦东", "shanghai/pudong"),
        ("浦东新区", "shanghai/pudong"),
        ("上海浦东", "shanghai/pudong"),
        ("上海市", "shanghai"),
        ("广西壮族自治区", "guangxi"),
        ("海南", "hainan"),
        ("海南藏族自治州", "qinghai/hainan"),
        ("吉林市", "jilin/jilin"),
        ("suzhou", "jiangsu/suzhou"),
        ("anhui/suzhou", "anhui/suzhou"),
        ("北京朝阳", "beijing/chaoyang"),
        ("China", "cn"),
        ("us", "us"),
        ("sg", "sg"),
        ("beijing/somewhere", "beijing/somewhere"),
        ("", None),
        (None, None),
    ],
)
def test_a_region_is_known_by_what_people_call_it(written: str | None, region: str | None) -> None:
    assert resolved(written) == region


def test_a_region_that_staff_named_is_found_by_its_last_part() -> None:
    assert resolved("qianhai", {"guangdong/qianhai", "beijing"}) == "guangdong/qianhai"


@pytest.mark.parametrize("written", ["atlantis", "火星", "chaoyang", "yichun", "atlantis/north"])
def test_a_region_that_nobody_knows_or_that_is_two_gets_one_sentence(written: str) -> None:
    with pytest.raises(UnknownRegion) as refused:
        resolved(written)
    for lang in ("zh", "en"):
        assert written in refused.value.told(lang)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("海东市的专利资助有多少", "qinghai/haidong"),
        ("青海省海东市怎么申请", "qinghai/haidong"),
        ("subsidies in Haidong", "qinghai/haidong"),
        ("中山市场监管局在哪", None),
        ("朝阳区的企业", None),
        ("大同小异的商标", None),
    ],
)
def test_a_question_names_a_lesser_city_by_its_full_name(text: str, region: str | None) -> None:
    assert named_in(text) == region
