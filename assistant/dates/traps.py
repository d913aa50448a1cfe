"""What looks like a date and is none: article numbers, counts, terms, sums of money, statute years, phone numbers."""

import re

from .wording import NUMERAL, masked

_NUMBERS = r"[\d.,]+(?:\s*(?:-|to|and|,|or)\s*[\d.,]+)*"
_UNITS_EN = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)"
_COUNT_EN = (
    r"(?:\d+(?:\s*(?:-|to)\s*\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty)"
)

_OFTEN_AT_ZH = r"(?:的?(?:上午|下午|晚上|早上|中午))?(?:[\d一二两三四五六七八九十]+[点點:：](?:半|\d\d)?)?"
_OFTEN_AT_EN = r"(?:\s+(?:mornings?|afternoons?|evenings?)\b)?(?:\s+(?:at|from)?\s*\d[\d:.]*\s*(?:am|pm)?\b)?"

_CHINESE = (
    r"《[^》]*》",
    r"(?<!月)(?<!月的)第\s*[\d零〇一二两三四五六七八九十百千]+\s*(?:[-至到]\s*[\d一二三四五六七八九十百千]+)?"
    r"(?![个]?(?:周[一-日天]|星期|礼拜))\s*[^\s\d，。,.]?",
    r"每(?:隔)?\s*(?:个|一|两|逢)*(?:周|星期|礼拜)[一二三四五六日天末]?(?:[到至-](?:周|星期)?[一二三四五六日天])?"
    + _OFTEN_AT_ZH,
    rf"每(?:个|一)*(?:年|月)(?:{NUMERAL}月)?(?:{NUMERAL}[日号])?" + _OFTEN_AT_ZH,
    "每(?:天|日)" + _OFTEN_AT_ZH,
    r"(?<![:\d.])[\d.,]+\s*(?:%|‰|万|亿|千|百|元|块|份|项|件|名|人|家|页|类|倍|折|级|版|次|种|套|台|楼|层|路|号线|条|款|平)",
    r"[\d一二两三四五六七八九十]+\s*分之\s*[\d一二三四五六七八九十]+",
    r"[三两二四五六七八九几\d]\s*[点點]\s*(?:建议|意见|疑问|问题|要求|区别|不同|想法|说明|理由|原因|看法|补充|内容|注意|好处|"
    r"差别|反馈|请求|需求|质疑|体会|理解|创新|优势|困惑|事|提示|提醒|方面|关键|共同|经验|思路)",
    r"(?:总结|归纳|概括|分|列|缩减)[为成出]?[三两二四五六七八九\d][点點]",
    r"(?:(?<=[第有这那提说讲几条共出了])|(?<=以上)|(?<=以下)|(?<=如下)|(?<=前面)|(?<=其中))"
    r"[三两二四五六七八九几一\d][点點](?!钟|半|整|\d|[一三]刻)",
    r"(?:早上|上午|中午|下午|晚上)好|下午茶",
    rf"(?<=[起满权告请逾超届近内])(?:之日起)?\s*{NUMERAL}\s*个?(?:天|日|周|星期|月|年|小时|工作日)[内之以]*后?",
    rf"{NUMERAL}\s*个?工作日(?:内|之内|以内|后|之后|以后)?",
    rf"{NUMERAL}\s*(?:天|日|周|个星期|个月|年|小时|分钟)(?:之|以)?内",
    rf"(?<=[街路道巷同弄院区栋座]){NUMERAL}\s*号|{NUMERAL}\s*号\s*(?:楼|线|公告|文|令|会议|厅|窗|馆|院|门|室|柜|机|台|位|商标|专利|"
    r"条|案|申请|决定|解释|工位|教室|展|出口|证|仓|站|发|批|标准|规|通知|附件|表)",
)
_ENGLISH = (
    rf"\b(?:art(?:icle)?s?|sec(?:tion)?s?|rules?|class(?:es)?|chapters?|parts?|clauses?|forms?|no|nos|annex|title|items?|step"
    rf"|reg(?:ulation)?s?|para(?:graph)?s?|pages?|version|ver|room|floor|building|gate|line|figure|table|question|option|"
    rf"schedule|claims?|phase|level|tier|number|points?|circular|notice|decree)\b\.?\s*#?{_NUMBERS}(?:\([\w]+\))*",
    r"[§#]\s*\d[\d.]*|\bv\d[\d.]*|\bpp?\.\s*\d+",
    r"\b\d+\s+(?:U\.?S\.?C|C\.?F\.?R|F\.?\dd|U\.?S)\b\.?\s*(?:§\s*)?[\d.]*",
    r"\b(?:act|law|laws|regulations?|protocol|convention|agreement|treaty|code|ordinance|rules|edition|amendment)s?"
    r"\s*,?\s*(?:\(\s*)?(?:of\s+)?\d{4}\b",
    rf"{_NUMBERS}\s*(?:%|percent\b|per cent\b)",
    r"(?:\b(?:cny|rmb|usd|eur|gbp|aud)|[¥￥$€£])\s*" + _NUMBERS + r"(?:\s*(?:million|thousand|[mk])\b)?",
    _NUMBERS + r"\s*(?:cny|rmb|usd|eur|yuan|dollars|euros|million|thousand|wan)\b",
    rf"\b(?:within|every|per|up to|at least|at most|over|lasts?|valid for|for|the (?:last|past|next|first)|under|only)"
    rf"\s+(?:the\s+)?(?:(?:next|first|last|past)\s+)?{_COUNT_EN}[\s-]+(?:(?:working|business|calendar)\s+)?{_UNITS_EN}\b",
    rf"\b{_COUNT_EN}[\s-]+{_UNITS_EN}[\s-]+(?:terms?|periods?|protection|deadlines?|priority|grace|limits?|olds?)\b",
    rf"\b(?:in\s+)?{_COUNT_EN}[\s-]+(?:working|business)[\s-]+days?\b(?:\s+(?:from now|later))?",
    r"\b(?:every|each)\s+(?:other\s+)?(?:day|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
    + _OFTEN_AT_EN,
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b" + _OFTEN_AT_EN,
    r"\bgood\s+(?:morning|afternoon|evening|night|day)\b",
    r"^\s*(?:morning|afternoon|evening)\s*[,!]\s*\w",
    r"\b24/7\b|\b50/50\b|\b\d+/\d+\s+of\b|\ba\s+second\b|\b1\s+of\s+\d+\b",
    r"\b(?:three|two|one)[\s-](?:quarters?|thirds?|half)\b",
    r"\b\d+\s*(?:-|to)\s*\d+\s+(?!(?:am|pm|a\.m|p\.m|on|in|at|tomorrow|today|tonight|next|this|of|o'clock|or|and|for|please"
    r"|would|works?|if|is|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)[a-z]+",
)
_NUMBERS_ALONE = (
    r"(?<![\d-])0\d{2,3}-\d{3,4}-?\d{4}(?!\d)|(?<!\d)\d{3}-\d{4}-\d{4}(?!\d)|(?<![\d:+])\+\d[\d -]{6,}\d",
    r"(?<!\d)\d{7,}(?:\.[\dX])?(?!\d)",
    r"\b(?-i:ZL|CN|US|EP|WO|PCT)[\s/]?\d[\d/.,]*[A-Z]?\d?",
)
_TRAPS = tuple(re.compile(pattern, re.I | re.A) for pattern in (*_NUMBERS_ALONE, *_CHINESE, *_ENGLISH))


def without_traps(text: str) -> str:
    """The text at its full length, with every trap masked."""
    for trap in _TRAPS:
        text = masked(text, [match.span() for match in trap.finditer(text)])
    return text
