"""Names of applicants and inventors as they are compared: folded, and without the form of the company."""

import re
import unicodedata

FORMS = frozenset(
    "inc incorporated ltd limited co company corp corporation llc llp lp plc gmbh ag kg se sa sas sarl srl spa bv nv "
    "ab oy oyj as aps kk pte pty pvt private the".split()
)
CHINESE_FORM = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|株式会社|公司)$")
HAN = re.compile(r"[㐀-䶿一-鿿]")
NAMED_BY_START = 4  # so many Chinese characters of a longer name stand for it: 宁德时代


def folded(name: str) -> str:
    """ "APPLE INC." and "Apple Inc" are both "apple"; 宁德时代新能源科技股份有限公司 ends before 股份有限公司."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=\w)[.'’](?=\w|$|\s)", "", plain)).split()
    kept = [word for word in words if word not in FORMS]
    joined = " ".join(kept or words)
    return CHINESE_FORM.sub("", joined) or joined


def names(text: str, name: str) -> bool:
    """Whether a folded text names a folded name: in whole, or a long Chinese one by its beginning."""
    if HAN.search(name):
        return name in text or (len(name) > NAMED_BY_START and name[:NAMED_BY_START] in text)
    return len(name) > 2 and f" {name} " in f" {text} "
