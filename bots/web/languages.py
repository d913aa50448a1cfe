"""The language of a reader: as switched, else as kept in a cookie, else as the browser prefers."""

from fastapi import Request

from knowledge.errors import Lang

COOKIE = "ipsteward_lang"
LANG_AGE_S = 365 * 24 * 3600


def reader_lang(request: Request) -> Lang:
    for wish in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wish in ("zh", "en"):
            return "zh" if wish == "zh" else "en"
    return preferred(request.headers.get("accept-language", ""))


def preferred(accept_language: str) -> Lang:
    """zh or en, whichever the browser ranks higher; Chinese when it names neither."""
    ranked = sorted((_ranked(part) for part in accept_language.split(",")), key=lambda pair: -pair[1])
    for tag, weight in ranked:
        if weight > 0 and tag.startswith("zh"):
            return "zh"
        if weight > 0 and tag.startswith("en"):
            return "en"
    return "zh"


def _ranked(part: str) -> tuple[str, float]:
    tag, _, weight = part.strip().lower().partition(";")
    try:
        return tag.strip(), float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        return tag.strip(), 0.0
