"""Publication numbers in what people say; spelling them as the index does is the index's own business."""

import re
import unicodedata

_OFFICES = "CN|ZL|US|EP|WO|JP|KR|DE|GB|FR|CA|AU|IN|RU|TW|ES|IT|CH|AT|SE|NL|BR|MX|SG|HK|IL|FI|DK|NO|BE|PL"
_BODY = (
    r"(?:RE|PP|D|[HS](?=\d))?(?:\d{4}/\d{5,7}|\d\d/\d{5,6}|\d\d-\d{4}-\d{7}|(?:19|20)\d\d-(?!(?:19|20)\d\d(?!\d))\d{5,6}|\d{1,2}-\d{5,6}|"
    r"\d{1,3}(?:[, ]\d{3}){1,3}|\d{5,14}(?:\.[\dX])?)"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9-])(?:(?P<office>{_OFFICES})[ -]?|(?P<joined>cn|zl|us|ep|wo|jp|kr))(?P<body>{_BODY})[ "
    rf"-]?(?P<kind>[A-Za-z]\d?)?(?![A-Za-z0-9])"
)
_NASA = re.compile(r"(?<![A-Za-z0-9])NASA-[A-Z]{2,4}-[A-Z0-9-]+\d(?:-[A-Z]+)?", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:专利号|公开号|公告号|授权公告号|patent\s+(?:number|no\.?|#)|publication\s+(?:number|no\.?))(?:是|为|:|：)?\s*(?P<body>\d[\d,]{5,12}\d)",
    re.IGNORECASE,
)
_US_GRANT = 8  # digits at most of a United States grant number, which people write without its office


def named_number(text: str) -> str | None:
    """The first publication number of the text, without blanks and separators: US6858197B1, CN101551481B."""
    if (nasa := _NASA.search(text)) is not None:
        return nasa.group().upper()
    if (found := _NUMBER.search(unicodedata.normalize("NFKC", text))) is not None:
        body = re.sub(r"[\s,/-]", "", found["body"])
        return f"{found['office'] or found['joined']}{body}{found['kind'] or ''}".upper()
    called = _CALLED.search(text)
    body = re.sub(r"\D", "", called["body"]) if called else ""
    return f"US{body}" if 0 < len(body) <= _US_GRANT else None


def office_of(number: str) -> str:
    """The ST.3 code that a number begins with; ZL is the Chinese office's mark."""
    return number[:2].upper().replace("ZL", "CN")
