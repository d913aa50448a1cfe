"""Which of the two languages a text is in, and which one it asks for."""

import re

from knowledge.errors import Lang

HAN = re.compile(r"[㐀-䶿一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# CN119999001A, US 11147202, BK-KQTQD5: of no language. "in 2027" is English.
NUMBER = re.compile(r"(?<!\S)(?:[A-Z]{2}\s|[A-Za-z]{2}-?)(?=\S*\d)[A-Za-z\d/.,-]+")

_NAMED: dict[str, Lang] = {"英": "en", "中": "zh", "汉": "zh", "普": "zh", "e": "en", "c": "zh", "m": "zh"}
_TONGUE_ZH, _TONGUE_EN = "(?P<zh>英文|英语|中文|汉语|普通话)", "(?P<en>english|chinese|mandarin)"
_WISH = re.compile(
    rf"(?:请|麻烦|能不能|能|可以|可否|你|您|我想|我要|咱们|我们|还是)*(?:换成?|换回|改成?|改用|切换[到成为回]?|转成?|用|说|讲|以)?"
    rf"{_TONGUE_ZH}(?:来?(?:回答|回复|说|交流|沟通|对话|聊天?|作答))?(?:我|吧|好吗|好了|可以吗|行吗|吗|谢谢|[，,\s])*[。.!！?？]*"
    r"|(?:please,? )?(?:(?:can|could|would) (?:you|we) (?:please )?|let'?s |i(?:'d| would) (?:like|prefer) (?:to )?)?"
    r"(?:(?:switch|change|go)(?: back)?(?: the language)?(?: over)? to |go on in |in "
    r"|(?:speak|talk|answer|reply|respond|write|continue|use)"
    rf"(?: to)?(?: me)?(?: in)? )?{_TONGUE_EN}(?:,? please|,? thanks| from now on| now)*[.!?]*",
    re.IGNORECASE,
)


def wished(text: str) -> Lang | None:
    """The language that is asked for by a text that asks for nothing else (换成英文, "in Chinese please")."""
    found = _WISH.fullmatch(text.strip())
    return _NAMED[(found["zh"] or found["en"])[0].lower()] if found else None


def of(text: str, otherwise: Lang = "zh") -> Lang:
    """zh if it has at least as many Chinese characters as English words; `otherwise` where there is neither."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(NUMBER.sub("", text)))
    if han == latin == 0:
        return otherwise
    return "zh" if han >= latin else "en"
