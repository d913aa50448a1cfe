"""The region of a document is what its title says, and nothing is made up."""

import pytest

from ingest.reading.regions import of_title


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("北京市专利保护和促进条例", "beijing"),
        ("《北京市技术市场条例》", "beijing"),
        ("中关村国家自主创新示范区条例", "beijing"),
        ("北京市海淀区知识产权资助办法", "beijing/haidian"),
        ("北京市历史街区保护条例", "beijing"),
        ("北京经济技术开发区管理规定", "beijing"),
        ("上海市浦东新区建立高水平知识产权保护制度若干规定", "shanghai/pudong"),
        ("浦东新区知识产权专项规定", "shanghai/pudong"),
        ("中国（上海）自由贸易试验区条例", "shanghai"),
        ("天津市滨海新区促进规定", "tianjin/binhai"),
        ("青岛市专利保护规定", "shandong/qingdao"),
        ("山东省青岛市专利保护规定", "shandong/qingdao"),
        ("山东省专利条例", "shandong"),
        ("深圳经济特区知识产权保护条例", "guangdong/shenzhen"),
        ("苏州工业园区知识产权办法", "jiangsu/suzhou"),
        ("内蒙古自治区专利促进条例", "neimenggu"),
        ("广西壮族自治区专利条例", "guangxi"),
        ("吉林市科技进步条例", "jilin"),
        ("义乌市知识产权办法", "zhejiang/jinhua"),
        ("延边朝鲜族自治州科技条例", "jilin/yanbian"),
        ("海南藏族自治州科技条例", "qinghai/hainan"),
        ("中华人民共和国专利法", "cn"),
        ("最高人民法院关于北京、上海、广州知识产权法院案件管辖的规定", "cn"),
        ("国务院关于涉外知识产权纠纷处理的规定", "cn"),
        ("技术市场管理条例", "cn"),
        ("保税区海关监管办法", "cn"),
        ("知识产权示范园区管理办法", "cn"),
        ("35 U.S.C. § 101 Inventions patentable", "us"),
        ("15 U.S.C. § 1051", "us"),
        ("37 CFR 1.56", "us"),
    ],
)
def test_a_statute_names_its_region_in_its_title(title: str, region: str) -> None:
    assert of_title(title, statute=True) == region


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("北京市知识产权资助通知", "beijing"),
        ("青岛市申报指南", "shandong/qingdao"),
        ("国家知识产权局通知", ""),
        ("企业知识产权管理指南", ""),
        ("示范园区申报指南", ""),
        ("How to file a patent", ""),
        ("Paris Convention", ""),
        ("", ""),
    ],
)
def test_another_document_has_a_region_only_if_its_title_begins_with_one(title: str, region: str) -> None:
    assert of_title(title, statute=False) == region
