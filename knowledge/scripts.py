"""Traditional and simplified Chinese as one: what is searched and what is indexed are both simplified first."""

from collections.abc import Callable
from functools import cache


def simplified(text: str) -> str:
    """The text with traditional characters simplified (OpenCC, t2s); the converter loads only when some are there."""
    if text.isascii() or _plain(text):
        return text
    return _converter()(text)


def _plain(text: str) -> bool:
    """GB 2312 has the simplified characters and none that was simplified away."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("t2s").convert
