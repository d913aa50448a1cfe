"""Regions by name: Chinese provinces, main cities and countries, and which of them a text names."""

import re
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from knowledge.errors import Lang

# code: names in Chinese; the code itself is the English or pinyin name
PROVINCES: dict[str, tuple[str, ...]] = {
    "beijing": ("北京", "中关村"), "tianjin": ("天津",), "hebei": ("河北",), "shanxi": ("山西",),
    "neimenggu": ("内蒙古",), "liaoning": ("辽宁",), "jilin": ("吉林",), "heilongjiang": ("黑龙江",),
    "shanghai": ("上海",), "jiangsu": ("江苏",), "zhejiang": ("浙江",), "anhui": ("安徽",), "fujian": ("福建",),
    "jiangxi": ("江西",), "shandong": ("山东",), "henan": ("河南", "郑洛新"), "hubei": ("湖北",), "hunan": ("湖南",),
    "guangdong": ("广东",), "guangxi": ("广西",), "hainan": ("海南",), "chongqing": ("重庆",), "sichuan": ("四川",),
    "guizhou": ("贵州",), "yunnan": ("云南",), "xizang": ("西藏",), "shaanxi": ("陕西",), "gansu": ("甘肃",),
    "qinghai": ("青海",), "ningxia": ("宁夏",), "xinjiang": ("新疆",),
}  # fmt: skip
CITIES: dict[str, str] = {
    "beijing/haidian": "海淀", "beijing/chaoyang": "北京市朝阳", "shanghai/pudong": "浦东", "tianjin/binhai": "滨海新区",
    "chongqing/liangjiang": "两江新区", "hebei/shijiazhuang": "石家庄", "hebei/xiongan": "雄安", "shanxi/taiyuan": "太原",
    "neimenggu/huhehaote": "呼和浩特", "liaoning/shenyang": "沈阳", "liaoning/dalian": "大连", "jilin/changchun": "长春",
    "heilongjiang/haerbin": "哈尔滨", "jiangsu/nanjing": "南京", "jiangsu/suzhou": "苏州", "jiangsu/wuxi": "无锡",
    "jiangsu/changzhou": "常州", "jiangsu/nantong": "南通", "zhejiang/hangzhou": "杭州", "zhejiang/ningbo": "宁波",
    "zhejiang/wenzhou": "温州", "zhejiang/zhoushan": "舟山", "anhui/hefei": "合肥", "fujian/fuzhou": "福州",
    "fujian/xiamen": "厦门", "fujian/quanzhou": "泉州", "jiangxi/nanchang": "南昌", "shandong/jinan": "济南",
    "shandong/qingdao": "青岛", "shandong/yantai": "烟台", "shandong/zibo": "淄博", "shandong/weifang": "潍坊",
    "shandong/dezhou": "德州", "henan/zhengzhou": "郑州", "henan/luoyang": "洛阳", "henan/kaifeng": "开封",
    "henan/shangqiu": "商丘", "henan/zhumadian": "驻马店", "hubei/wuhan": "武汉", "hunan/changsha": "长沙",
    "guangdong/guangzhou": "广州", "guangdong/shenzhen": "深圳", "guangdong/zhuhai": "珠海",
    "guangdong/foshan": "佛山", "guangdong/dongguan": "东莞", "guangdong/shantou": "汕头", "guangdong/yunfu": "云浮",
    "guangxi/nanning": "南宁", "hainan/haikou": "海口", "hainan/sanya": "三亚", "sichuan/chengdu": "成都",
    "guizhou/guiyang": "贵阳", "yunnan/kunming": "昆明", "xizang/lasa": "拉萨", "shaanxi/xian": "西安",
    "gansu/lanzhou": "兰州", "qinghai/xining": "西宁", "ningxia/yinchuan": "银川", "xinjiang/wulumuqi": "乌鲁木齐",
}  # fmt: skip
COUNTRIES: dict[str, tuple[str, ...]] = {
    "cn": ("中国", "我国", "中华人民共和国", "China", "PRC"),
    "us": ("美国", "United States", "U.S.", "USA", "America", "USPTO"),
    "au": ("澳大利亚", "澳洲", "Australia", "Australian", "IP Australia"),
    "eu": ("欧盟", "European Union", "EUIPO"),
    "gb": ("英国", "United Kingdom", "Britain", "England"),
    "jp": ("日本", "Japan", "Japanese"),
    "kr": ("韩国", "Korea", "Korean"),
    "de": ("德国", "Germany"), "fr": ("法国", "France"), "it": ("意大利", "Italy"), "es": ("西班牙", "Spain"),
    "nl": ("荷兰", "Netherlands"), "ch": ("瑞士", "Switzerland"), "ru": ("俄罗斯", "Russia"),
    "in": ("印度", "India"), "sg": ("新加坡", "Singapore"), "my": ("马来西亚", "Malaysia"), "th": ("泰国", "Thailand"),
    "vn": ("越南", "Vietnam", "Viet Nam"), "id": ("印度尼西亚", "印尼", "Indonesia"), "ph": ("菲律宾", "Philippines"),
    "ca": ("加拿大", "Canada"), "mx": ("墨西哥", "Mexico"), "br": ("巴西", "Brazil"), "nz": ("新西兰", "New Zealand"),
    "za": ("南非", "South Africa"), "ae": ("阿联酋", "United Arab Emirates"), "sa": ("沙特", "Saudi Arabia"),
    "hk": ("香港", "Hong Kong"), "mo": ("澳门", "Macao", "Macau"), "tw": ("台湾", "Taiwan"),
}  # fmt: skip
CASED = {"US": "us", "EU": "eu", "UK": "gb"}  # only in capitals: "tell us" names no country
ALIASES: dict[str, str] = {  # further names, in lower case
    "inner mongolia": "neimenggu", "tibet": "xizang", "hohhot": "neimenggu/huhehaote", "harbin": "heilongjiang/haerbin",
    "lhasa": "xizang/lasa", "urumqi": "xinjiang/wulumuqi", "xi'an": "shaanxi/xian", "pudong": "shanghai/pudong",
    "haidian": "beijing/haidian", "zhongguancun": "beijing", "hongkong": "hk", "canton": "guangdong/guangzhou",
    "american": "us", "亦庄": "beijing", "张江": "shanghai/pudong",
}  # fmt: skip
# Where the characters of a name meet by chance: 县级以上海关, 合法国家, 经济南北, 形成都市, 北京时间, 今日本店.
TRAPS = re.compile(
    "以上海(?!市)|上海(?:关|洋|域|上|合作组织)|[依合司立守违执非]法国家|司法国际|经济南|[形变组构完建养]成都|北京时间|[当今每次即生同节假工]日本"
    "|印度洋|南京路|海南(?=岛南)|中国台湾|中国香港|中国澳门|完美国|道德国"
)
CLEAR_SIGNS, CLEAR_LETTERS = 3, 6  # a shorter name of a lesser place is often another word: 大同, 和平, Dali, Jian
UNNAMED = frozenset(
    ("beijing/chaoyang", "tianjin/binhai", "chongqing/liangjiang", "shaanxi/xian")
)  # no pinyin of their own


def named_in(text: str) -> str | None:
    """The one region that a text names, the most exact one; None if it names none or several.

    `上海浦东` gives `shanghai/pudong`, `中国北京` `beijing`; a question about both China and the US is no filter.
    """
    found = {by_name()[name.casefold()] for name in _pattern().findall(_without_traps(text))}
    found |= {code for name, code in CASED.items() if re.search(rf"(?<![A-Za-z.]){name}(?![A-Za-z])", text)}
    exact = {code for code in found if not any(_holds(code, other) for other in found)}
    return exact.pop() if len(exact) == 1 else None


def _holds(outer: str, inner: str) -> bool:
    inside_china = outer == "cn" and inner.split("/")[0] in PROVINCES
    return inner.startswith(outer + "/") or inside_china


def _without_traps(text: str) -> str:
    """Chance meetings of characters taken out; 中国台湾 and its like keep the name that counts."""
    return TRAPS.sub(lambda found: found.group()[2:] if found.group().startswith("中国") else "", text)


def told(code: str, lang: Lang) -> str:
    """The name of a region for people (浦东新区; "Pudong, Shanghai"); a part of the staff's own keeps its code."""
    if code in COUNTRIES:
        return next(name for name in COUNTRIES[code] if name.isascii() == (lang == "en"))
    if lang == "en":
        return ", ".join(part.capitalize() for part in reversed(code.split("/")))
    names = PROVINCES.get(code) or places().get(code) or (CITIES.get(code, code),)
    return names[0]


@cache
def places() -> dict[str, tuple[str, ...]]:
    """{code: full name and short ones} of the prefectures and of the districts of the four municipalities."""
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, str] = yaml.load((files("knowledge") / "terms" / "places.yaml").read_text("utf-8"), reader)
    return {code: tuple(names.split()) for code, names in rows.items()}


@lru_cache(maxsize=1)
def by_name() -> dict[str, str]:
    """{name in small letters: code}."""
    spelt = Counter(code.split("/")[1] for code in places())
    names = {name: code for code, given in places().items() for name in given if len(name) >= CLEAR_SIGNS}
    names |= {one: code for code in places() if len(one := code.split("/")[1]) >= CLEAR_LETTERS and spelt[one] == 1}
    names |= {name.casefold(): code for code, given in COUNTRIES.items() for name in given}
    names |= {name: code for code, given in PROVINCES.items() for name in (code, *given)}
    names |= {name: code for code, name in CITIES.items()}
    names |= {code.split("/")[1]: code for code in CITIES if code not in UNNAMED}
    return names | ALIASES


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Longer names first; Latin ones as whole words in any case, Chinese ones anywhere."""
    names = sorted(by_name(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    chinese = "|".join(f"{name}(?!场)" if name.endswith("市") else name for name in names if not name.isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{chinese}", re.IGNORECASE)
