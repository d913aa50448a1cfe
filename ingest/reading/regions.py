"""The region whose rules a document holds, where its title says so."""

import re
from functools import cache
from typing import Any

from knowledge.places import code_of
from knowledge.regions import CITIES, PROVINCES

LOCAL = re.compile(r"^(?:《)?([一-鿿]{2,12}?(?:省|市|自治区|自治州|地区|经济特区|新区|区|县|盟|州))")
NATIONAL = re.compile(r"^(中华人民共和国|最高人民法院|最高人民检察院|国务院|全国|国家)")
AMERICAN = re.compile(r"^(?:\d+\s+)?(?:U\.S\.C\.|USC\b|C\.F\.R\.|CFR\b)")
ZONE = re.compile(r"^中国[（(]([一-鿿]+)[)）]")  # 中国（上海）自由贸易试验区…
BY_NAME = {name: code for code, names in PROVINCES.items() for name in names}
BY_CITY = {name.removeprefix("北京市"): code for code, name in CITIES.items()}
SHORT = re.compile(r"(?:省|市|自治区|自治州|地区|盟|经济特区)$")
MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
NAMESAKES = ("海南藏族", "河北区", "吉林市")  # begin like a province and are none


def of_title(title: str, *, statute: bool) -> str:
    """`beijing`, `shandong/qingdao`, `shanghai/pudong`; `cn` for national statutes; empty where it is not said."""
    plain = ZONE.sub(r"\1", title.strip("《》 "))
    if NATIONAL.match(plain):
        return "cn" if statute else ""
    if AMERICAN.match(plain):
        return "us"
    return _local(plain) or ("cn" if statute and re.search(r"[一-鿿]", plain) else "")


def _local(title: str) -> str:
    for name, region in BY_NAME.items():
        if title.startswith(name) and not title.startswith(NAMESAKES):
            return _within(name, title[len(name) :].removeprefix("省").removeprefix("市"), region)
    for name, region in BY_CITY.items():
        if title.startswith(name):
            return region
    found = LOCAL.match(title)
    return _city(found[1]) if found else ""


def _within(province: str, rest: str, region: str) -> str:
    """The city or district that follows a province's name, where there is one of that name."""
    for name, code in BY_CITY.items():
        if code.startswith(region + "/") and rest.startswith(name):
            return code
    found = re.match(r"^([一-鿿]{1,6}?)(新区|区|县|市|自治州|地区|盟)", rest)
    if found is None:
        return region
    place = _places().parse_location(f"{province}{found[0]}")
    known = place.get("county" if province in MUNICIPALITIES else "city")
    return (code_of(found[0]) or f"{region}/{_spelt(found[1])}") if known == found[0] else region


def _city(name: str) -> str:
    """A city's province and name, from jionlp's dictionary of places."""
    place = _places().parse_location(name)
    province, city, county = (place.get(rank) or "" for rank in ("province", "city", "county"))
    if not any(told and name.startswith(SHORT.sub("", told)) for told in (province, city, county)):
        return ""  # it finds 衡阳综合保税区 in any 保税区
    region = next((told for known, told in BY_NAME.items() if province.startswith(known)), "")
    short = SHORT.sub("", city)
    if not region or not short or province.startswith(short):
        return region
    return code_of(city) or f"{region}/{_spelt(short)}"


def _spelt(name: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


@cache
def _places() -> Any:
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):  # it greets on stdout
        import jionlp
    return jionlp
