"""Patent offices: their names in what people say, as ST.3 codes, and where each keeps its register."""

import re
from dataclasses import dataclass

from knowledge.errors import Lang

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Office:
    """`zh` and `en` are the country as told; `says_zh` and `says_en` what people call it; `register` has the status."""

    code: str
    zh: str
    en: str
    says_zh: str
    says_en: str
    adjective: str
    register_name: str
    register: str


OFFICES: dict[str, Office] = {
    office.code: office
    for office in (
        Office("CN", "中国", "China", "中国大陆|中国|我国|国内", "mainland china|china|cnipa|sipo|prc", "chinese",
               "CNIPA 中国及多国专利审查信息查询", "https://cpquery.cponline.cnipa.gov.cn"),
        Office("US", "美国", "the United States", "美国",
               r"united states(?: of america)?|america|uspto|u\.s\.a?\.?|USA?", r"american|u\.s\.|US",
               "USPTO Patent Center", "https://patentcenter.uspto.gov"),
        Office("EP", "欧洲专利局", "the European Patent Office", "欧洲|欧盟|欧专局",
               "europe|european patent office|epo", "european|EP", "European Patent Register", "https://register.epo.org"),
        Office("WO", "PCT 国际申请", "PCT applications", "世界知识产权组织|国际局", "wipo|patentscope",
               "pct|WO|international pct", "WIPO PATENTSCOPE", "https://patentscope.wipo.int"),
        Office("JP", "日本", "Japan", "日本", "japan|jpo", "japanese|JP", "J-PlatPat",
               "https://www.j-platpat.inpit.go.jp"),
        Office("KR", "韩国", "Korea", "韩国", "(?:south |republic of )?korea|kipo", "korean|KR", "KIPRIS",
               "https://www.kipris.or.kr"),
        Office("DE", "德国", "Germany", "德国", "germany|dpma", "german|DE", "DPMAregister",
               "https://register.dpma.de"),
        Office("GB", "英国", "the United Kingdom", "英国", "united kingdom|britain|UK|ukipo", "british|UK|GB",
               "UK IPO", "https://www.gov.uk/search-for-patent"),
        Office("FR", "法国", "France", "法国", "france|inpi", "french|FR", "INPI", "https://data.inpi.fr"),
        Office("CA", "加拿大", "Canada", "加拿大", "canada|cipo", "canadian|CA", "CIPO", "https://www.ic.gc.ca/opic-cipo/cpd"),
        Office("AU", "澳大利亚", "Australia", "澳大利亚|澳洲", "australia|ip australia", "australian|AU",
               "IP Australia", "https://ipsearch.ipaustralia.gov.au/patents"),
        Office("IN", "印度", "India", "印度", "india", "indian", "IP India", "https://iprsearch.ipindia.gov.in/publicsearch"),
        Office("RU", "俄罗斯", "Russia", "俄罗斯|俄国", "russia|rospatent", "russian|RU", "FIPS", "https://www.fips.ru"),
        Office("TW", "中国台湾", "Taiwan, China", "台湾地区|中国台湾|台湾", "taiwan", "taiwanese|TW", "TIPO",
               "https://twpat.tipo.gov.tw"),
    )
}  # fmt: skip
ANY_REGISTER = ("WIPO", "https://www.wipo.int/directory/en/urls.jsp")

_COMPANIES = r"(?:企业|公司|高校|大学|机构|厂商|申请人|发明人|专利权人|学者|人)"
_PEOPLE = (
    r"(?:compan(?:y|ies)|firms?|universit(?:y|ies)|applicants?|inventors?|assignees?|institut\w+|"
    r"manufacturers?|makers?)"
)
_VERB = r"(?:申请|授权|公开|公布|布局|受理|获权|获得|注册)"
_KIND = r"(?:(?:granted|published|utility|design|issued)\s+)?"
_RECORDS = r"(?:patents?(?:\s+applications?)?|applications?|publications?|filings?|grants?|inventions?|ones\b|only\b)"
_LEAD_ZH = r"(?P<lead>只看在?|只要在?|仅看|仅限|限于?|换成在?|改成|改为|在|向|到|于|进入|指定)"
_TWIN_ZH = r"(?:国家知识产权局|专利商标局|知识产权局|专利局|特许厅)"


@dataclass(frozen=True, slots=True)
class Named:
    """Offices that the text names, where; `nationality`: it speaks of a country's companies, which no office is."""

    codes: tuple[str, ...]
    spans: tuple[Span, ...]
    nationality: bool = False


def offices_in(text: str) -> Named:
    """The offices whose publications are meant. Chinese companies and the United States' NASA are no office."""
    codes: dict[int, str] = {}
    spans: list[Span] = []
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in spans):
                codes[match.start()] = code
                spans.append(match.span())
    people = [match.span() for match in _NATIONALITY.finditer(text)]
    kept = [code for _, code in sorted(codes.items())]
    return Named(tuple(dict.fromkeys(kept)), tuple(sorted([*spans, *people])), bool(people))


def told(code: str, lang: Lang) -> str:
    office = OFFICES.get(code)
    return (
        f"{getattr(office, lang)} ({code})" if office and lang == "en" else f"{office.zh}（{code}）" if office else code
    )


def register_of(code: str) -> tuple[str, str]:
    """Name and address of the official register of an office; WIPO's directory where none is known here."""
    office = OFFICES.get(code)
    return (office.register_name, office.register) if office else ANY_REGISTER


def _zh(office: Office) -> str:
    name = f"(?:{office.says_zh})"
    not_a_name = rf"(?!{_COMPANIES}|(?:和|与|、)?(?:{office.says_zh}))"
    behind = (
        rf"(?:的?(?=(?:发明|实用新型|外观设计)?专利(?!商标局|局|法))|{_VERB}(?:过)?的?|的(?!{_COMPANIES})|"
        rf"(?=[\ue000-\ue0ff\s，,。？?！!]|近|最近|有|关于|$)|呢)"
    )
    led = rf"{_LEAD_ZH}{name}{not_a_name}{_TWIN_ZH}?{_VERB}?(?:过)?的?"
    return rf"{led}|{name}{_TWIN_ZH}(?:{_VERB}|公告)?的?|{name}{not_a_name}{behind}"


def _en(office: Office) -> str:
    said = "|".join(_cased(part) for part in office.says_en.split("|"))
    adjective = "|".join(_cased(part) for part in office.adjective.split("|"))
    return (
        rf"(?:\b(?i:in|at|before|with|from|to|for)\s+(?i:the\s+)?(?:{said})(?![\w-]|"
        rf"'s)(?!\s+(?i:{_PEOPLE}))(?i:\s+patent office)?|"
        rf"(?<![\w-])(?:{adjective})(?![\w-])(?=\s+{_KIND}(?i:{_RECORDS}))|"
        rf"\b(?i:only|just|what about|how about|office:?)\s+(?i:the\s+)?(?:{said}|"
        rf"{adjective})(?![\w-])(?!\s+(?i:{_PEOPLE}))(?i:\s+ones)?)"
    )  # fmt: skip


def _cased(part: str) -> str:
    """Codes such as US count in capitals alone ("show us patents"), words in any case."""
    return part if part.upper() == part and "." not in part and part.strip("A?").isalpha() else f"(?i:{part})"


_PCT = re.compile(
    r"(?:PCT|WO)(?:国际)?(?=专利|申请|公开|的)(?:申请(?!人))?的?|\b(?i:pct)\b(?=\s+(?i:applications?|publications?|"
    r"patents?))|\b(?i:only pct)\b"
)
_PATTERNS = [
    *(("WO", pattern) for pattern in (_PCT,)),
    *((code, re.compile(f"{_zh(office)}|{_en(office)}")) for code, office in reversed(OFFICES.items())),
]  # fmt: skip
_COUNTRY_ZH = "|".join(office.says_zh for office in OFFICES.values()) + "|国外|外国|海外|欧美"
_ADJECTIVES = "|".join(_cased(part) for office in OFFICES.values() for part in office.adjective.split("|"))
_NATIONALITY = re.compile(
    rf"(?:由)?(?:{_COUNTRY_ZH})的?{_COMPANIES}(?:{_VERB})?的?|"
    rf"\b(?:(?i:by|from|of|owned by|filed by)\s+)?(?:(?i:the)\s+)?(?:{_ADJECTIVES})\s+(?i:{_PEOPLE})\b"
)
