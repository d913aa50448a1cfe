"""Names of documents: one written form, and the ways in which one text names another."""

import re
import unicodedata

STATE = "中华人民共和国"
TRAILING = re.compile(r"[（(](?:\d{4}[^）)]*|[^）)]*(?:修正|修订)[^）)]*)[）)]$")
DATED = re.compile(r"^(?P<title>.+?)\s*[（(](?P<day>\d{4}-\d{2}-\d{2})[）)]$")
NUMBER_SIGNS = str.maketrans("［］[]【】()（）", "〔〕〔〕〔〕〔〕〔〕")


def normalised(title: str) -> str:
    """A statute's name without brackets, spaces, dates and the state's own name."""
    plain = "".join(unicodedata.normalize("NFKC", title).replace("《", "").replace("》", "").split())
    return TRAILING.sub("", plain).removeprefix(STATE)


def same_number(number: str) -> str:
    """An official number in one written form: 法释[2007]2号, 法释（2007）第2号 and 法释〔2007〕2号 are one."""
    plain = "".join(unicodedata.normalize("NFKC", number).split()).translate(NUMBER_SIGNS)
    return plain.replace("〕第", "〕").casefold()


def dated(title: str, day: str | None) -> str:
    """`title(version date)`, as a manifest names a version; the title alone where the date is unknown."""
    return f"{title}({day})" if day else title


def named(text: str) -> tuple[str, str | None]:
    """(title, version date or None) of `title(2020-10-17)`."""
    found = DATED.match(text.strip())
    return (found["title"], found["day"]) if found else (text.strip(), None)
