"""What a question is about, where that decides: whose right, which country, whether a sum of money is wanted."""

import re
from collections.abc import Sequence

from knowledge.glossary import glossary

SUBJECT = re.compile(
    r"发明专利|实用新型(?:专利)?|外观设计(?:专利)?|注册商标|商标|软件著作权|软件|著作权|版权|商业秘密|"
    r"专利权?|"
    r"\b(?:invention patents?|utility models?|design patents?|designs?|trade ?-?marks?|software copyrights?|"
    r"copyrights?|trade secrets?|patents?)\b",
    re.IGNORECASE,
)
PARTICULAR, PLACES = (
    [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    for patterns in (
        (
            r"植物新品种|plant (?:variet\w+|breeder\w*)",
            r"集成电路|布图|integrated circuit|layout.?design",
            r"地理标志|geographical indication",
            r"域名|domain name",
            r"公司注册|注册公司|(?:办|领|申请).{0,3}营业执照|company registration|register a company",
            r"税|\b(?:tax(?:es|ation)?|vat)\b",
            r"专利奖|金奖|奖项|\b(?:patent|invention|innovation) (?:awards?|prizes?)\b",
            r"工资|薪[资水酬]|\b(?:salary|salaries|wages?)\b",
            r"签证|\bvisas?\b",
            r"社保|社会保险|公积金|social (?:insurance|security)",
            r"律师费|律师.{0,12}(?:收费|费用|多少钱)|attorney'?s? fees?|lawyers?.{0,12}(?:charge|cost|fee)",
        ),
        (
            r"巴西|brazil",
            r"印度(?!尼)|\bindian?\b",
            r"日本|japan",
            r"韩国|korea",
            r"德国|german",
            r"法国|\bfrance|french",
            r"英国|\buk\b|united kingdom|britain|british",
            r"俄罗斯|russia",
            r"加拿大|canad",
            r"新加坡|singapore",
            r"澳大利亚|australia",
            r"欧洲|欧盟|europe|\bepo\b",
            r"美国|united states|\bus\b|u\.s\.|american",
            r"越南|viet ?nam",
            r"泰国|\bthai",
            r"印度尼西亚|印尼|indonesia",
            r"马来西亚|malaysia",
            r"菲律宾|philippin|filipino",
            r"意大利|\bital(?:y|ian)",
            r"西班牙|spain|spanish",
            r"荷兰|netherlands|dutch",
            r"瑞士|switzerland|swiss",
            r"墨西哥|mexic",
            r"新西兰|new zealand",
            r"南非|south africa",
            r"土耳其|turkey|turkish|türkiye",
            r"沙特|saudi",
            r"阿联酋|emirates",
            r"香港|hong kong",
            r"台湾|taiwan",
        ),
    )
)
RARE = re.compile(r"国防|集成电路|布图|植物新品种|地理标志|plant (?:variet|breeder)|layout.?design", re.IGNORECASE)
SUM_ASKED = re.compile(
    r"多少钱|费用|收费|官费|[罚赔](?:款|偿)?多少|多少(?:罚款|赔偿|奖金)"
    r"|how much (?:is|does|are|do|must|can|will|should|may)\b.{0,40}"
    r"\b(?:fees?|costs?|pay|paid|fines?|fined|charge|damages|penalty|reward|compensation)\b"
    r"|what.{0,12}(?:fees?|costs?|fines?)\b",
    re.IGNORECASE,
)
# What something costs is told by a word for it; a fine, damages and a licence fee are sums too, but no price of it.
COST_ASKED = re.compile(
    r"收费|费用|官费|[要花用].{0,4}多少钱|\bcosts?\b|\b(?:official|filing|registration|application) fees?\b|\bcharge\b",
    re.IGNORECASE,
)
COST_TOLD = re.compile(
    r"(?<!许可)(?<!使用)费|\b(?<!licence )(?<!license )(?:fees?|prices?|premiums?)\b|\bcosts?\b(?! you)|free of charge",
    re.IGNORECASE,
)
SUM_TOLD = re.compile(
    r"元|费|金额|\b(?:yuan|fees?|premiums?|prices?|charges?|costs?(?! (?:you|him|her|them|us|the|your|their|its)\b)|"
    r"usd|cny|rmb)\b|¥|\$",
    re.IGNORECASE,
)


OF_A_KIND = (
    (SUM_ASKED, SUM_TOLD),
    (COST_ASKED, COST_TOLD),
    (
        re.compile(r"电话|联系方式|\b(?:tele)?phone number|\bcontact (?:details|number)", re.IGNORECASE),
        re.compile(r"\d{3,4}[- ]\d{4}|(?<![\d,.])\d{5,12}(?![\d,.])", re.ASCII),
    ),
    (
        re.compile(
            r"(?<!邮箱)(?<!邮件)地址|(?:局|院|中心|窗口|大厅|机构|委员会)(?:在|位于)哪|(?<!mail )\baddress\b"
            r"|\bwhere is (?:the|a)\b.{0,40}\b(?:office|court|centre|center|bank|agency)\b",
            re.IGNORECASE,
        ),
        re.compile(r"地址|[路街]\d|\d号|\b(?:address|road|street|avenue)\b", re.IGNORECASE),
    ),
)


def with_subject(question: str, follow_up: str) -> str:
    """The earlier question about the follow-up's subject; both together where no subject can be put in place."""
    asked = SUBJECT.search(follow_up)
    if asked is None or not SUBJECT.search(question):
        return f"{question} {follow_up}"
    return SUBJECT.sub(asked.group(), question, count=1)


def fits(question: str, title: str, passage: str) -> bool:
    """Whether a passage speaks of the particular thing that is asked: a rare right, a country, a sum, an address.

    The patterns know both languages.
    """
    if RARE.search(title) and not RARE.search(question):
        return False  # the rules of a rare right answer no question about rights in general
    if not all(thing.search(passage) for thing in PARTICULAR if thing.search(question)):
        return False
    places = [place for place in PLACES if place.search(question)]
    if places and not any(place.search(passage) for place in places):
        return False
    return all(told.search(passage) for of_kind, told in OF_A_KIND if of_kind.search(question))


def spoken_of(question: str, passages: Sequence[str]) -> bool:
    """Whether each thing of the field that is asked about, such as 贴息 or a patent attorney, is named by one passage.

    Where none names it, they are about something near and answer nothing.
    """
    return all(any(concept.spoken_of(told) for told in passages) for concept in glossary().concepts(question))
