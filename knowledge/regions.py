"""Regions as ids, and the one that a question names: a province, a country, or a city that has documents here."""

import re

PROVINCES = {
    "北京": "beijing", "上海": "shanghai", "天津": "tianjin", "重庆": "chongqing", "河北": "hebei", "山西": "shanxi",
    "内蒙古": "neimenggu", "辽宁": "liaoning", "吉林": "jilin", "黑龙江": "heilongjiang", "江苏": "jiangsu",
    "浙江": "zhejiang", "安徽": "anhui", "福建": "fujian", "江西": "jiangxi", "山东": "shandong", "河南": "henan",
    "湖北": "hubei", "湖南": "hunan", "广东": "guangdong", "广西": "guangxi", "海南": "hainan", "四川": "sichuan",
    "贵州": "guizhou", "云南": "yunnan", "西藏": "xizang", "陕西": "shaanxi", "甘肃": "gansu", "青海": "qinghai",
    "宁夏": "ningxia", "新疆": "xinjiang",
}  # fmt: skip
CITIES = {
    "中关村": "beijing", "海淀": "beijing/haidian", "亦庄": "beijing", "浦东": "shanghai/pudong",
    "张江": "shanghai/pudong", "深圳": "guangdong/shenzhen", "广州": "guangdong/guangzhou",
    "杭州": "zhejiang/hangzhou", "宁波": "zhejiang/ningbo", "青岛": "shandong/qingdao", "济南": "shandong/jinan",
    "烟台": "shandong/yantai", "郑州": "henan/zhengzhou", "洛阳": "henan/luoyang",
}  # fmt: skip
COUNTRIES = {
    "us": re.compile(r"美国|\b(US|USA|U\.S\.|United States|American)(?=\W|$)"),
    "au": re.compile(r"澳大利亚|澳洲|\bAustralian?\b"),
}


def named_in(text: str) -> str | None:
    """The region whose rules the text asks for; None when it names none. A city goes before its province."""
    for names in (CITIES, PROVINCES):
        for name, region in names.items():
            if name in text or re.search(rf"\b{region.rsplit('/', 1)[-1]}\b", text, re.IGNORECASE):
                return region
    return next((region for region, pattern in COUNTRIES.items() if pattern.search(text)), None)
