"""The region whose rules a document holds, where its title says so."""

import re
from functools import cache
from typing import Any

from knowledge.regions import PROVINCES

LOCAL = re.compile(r"^(?:《)?([一-鿿]{2,12}?(?:省|市|自治区|自治州|地区|经济特区|新区|区|县|盟|州))")
NATIONAL = re.compile(r"^(中华人民共和国|最高人民法院|最高人民检察院|国务院|全国|国家)")
BY_NAME = {name: code for code, names in PROVINCES.items() for name in names}


def of_title(title: str, *, statute: bool) -> str:
    """`beijing`, `shandong/qingdao`, `shanghai/pudong`; `cn` for national statutes; empty where it is not said."""
    plain = title.strip("《》 ")
    if NATIONAL.match(plain):
        return "cn" if statute else ""
    for name, region in BY_NAME.items():
        if plain.startswith(name):
            return _within(plain[len(name) :].removeprefix("省").removeprefix("市"), region)
    found = LOCAL.match(plain)
    if found is not None:
        return _city(found[1])
    if title.startswith("35 U.S.C.") or title.startswith("U.S.C."):
        return "us"
    return "cn" if statute and re.search(r"[一-鿿]", plain) else ""


def _within(rest: str, region: str) -> str:
    found = re.match(r"^([一-鿿]{2,4}?)(新区|区|县)(?!域)", rest)
    return (
        f"{region}/{_spelt(found[1])}"
        if found and region in ("beijing", "shanghai", "tianjin", "chongqing")
        else region
    )


def _city(name: str) -> str:
    """A city's province and name, from jionlp's dictionary of places."""
    place = _places().parse_location(name)
    province, city = place.get("province") or "", place.get("city") or ""
    region = next((told for known, told in BY_NAME.items() if province.startswith(known)), "")
    short = re.sub(r"(市|自治州|地区|盟|经济特区)$", "", city or "")
    return f"{region}/{_spelt(short)}" if region and short and not province.startswith(short) else region


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
