"""Which of the two languages a text is in."""

import re

from knowledge.errors import Lang

HAN = re.compile(r"[㐀-䶿一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2,}")


def of(text: str, otherwise: Lang = "zh") -> Lang:
    """zh if it has at least as many Chinese characters as English words; `otherwise` where there is neither."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if han == latin == 0:
        return otherwise
    return "zh" if han >= latin else "en"
