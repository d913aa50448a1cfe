"""The language of whoever sits at the terminal."""

import locale
import os

from knowledge.errors import Lang


def reader_lang() -> Lang:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith("zh") else "en"
