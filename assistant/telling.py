"""How dates are told to people: always with the weekday, and with the zone where it could matter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from knowledge.errors import Lang

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)  # strftime asks the locale
_BEIJING = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC")


def weekday_label(moment: datetime, lang: Lang, zone_shown: bool = True, *, now: datetime | None = None) -> str:
    """ "11月25日 周三 15:00（北京时间）" or "Wed 25 Nov 2026, 15:00 (Beijing time, UTC+8)".

    Chinese leaves the year out when it is the year of `now`, or when no `now` is given.
    """
    zone = zone_label(moment, lang) if zone_shown else ""
    if lang == "zh":
        year = f"{moment.year}年" if now is not None and now.astimezone(moment.tzinfo).year != moment.year else ""
        return f"{year}{day_label(moment, lang)} {moment:%H:%M}" + (f"（{zone}）" if zone else "")
    return f"{day_label(moment, lang)} {moment.year}, {moment:%H:%M}" + (f" ({zone})" if zone else "")


def slot_label(starts: datetime, ends: datetime, lang: Lang, home: ZoneInfo) -> str:
    """The short form for a button; the zone is shown where it is not the centre's, the end where it is another day."""
    label = _short(starts, lang)
    if starts.date() != ends.date():
        label = f"{label} - {_short(ends, lang)}"
    if starts.utcoffset() == starts.astimezone(home).utcoffset():
        return label
    return f"{label}（{zone_label(starts, lang)}）" if lang == "zh" else f"{label} ({zone_label(starts, lang)})"


def _short(moment: datetime, lang: Lang) -> str:
    return f"{day_label(moment, lang)}{' ' if lang == 'zh' else ', '}{moment:%H:%M}"


def day_label(day: date, lang: Lang) -> str:
    """ "11月25日 周三" or "Wed 25 Nov"."""
    weekday = _WEEKDAYS[lang][day.weekday()]
    if lang == "zh":
        return f"{day.month}月{day.day}日 周{weekday}"
    return f"{weekday} {day.day} {_MONTHS[day.month - 1]}"


def date_label(day: date, lang: Lang) -> str:
    """ "2027年1月1日 周五" or "Fri 1 Jan 2027"."""
    return f"{day.year}年{day_label(day, lang)}" if lang == "zh" else f"{day_label(day, lang)} {day.year}"


def zone_label(moment: datetime, lang: Lang) -> str:
    """ "北京时间" or "Beijing time, UTC+8"; of other zones the key and the offset."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a told time has a zone: {moment}")
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    utc = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    key = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else None
    if key in _BEIJING:
        return "北京时间" if lang == "zh" else f"Beijing time, {utc}"
    if key is None or key in ("UTC", "Etc/UTC"):
        return "UTC" if not minutes else utc
    return f"{key}，{utc}" if lang == "zh" else f"{key}, {utc}"
