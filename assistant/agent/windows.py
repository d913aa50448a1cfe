"""Times that a visitor named: kept in a draft, put off, and told back."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agent.desk import Desk
from assistant.dates import When
from assistant.telling import weekday_label


def frozen(when: When) -> dict[str, str]:
    return {"starts": when.starts.isoformat(), "ends": when.ends.isoformat(), "grain": when.grain, "bound": when.bound}


def thawed(stored: dict[str, Any] | None) -> When | None:
    if not stored:
        return None
    starts, ends = datetime.fromisoformat(stored["starts"]), datetime.fromisoformat(stored["ends"])
    return When(starts, ends, stored["grain"], "", (0, 0), bound=stored["bound"])


def moved(when: When, shift: timedelta) -> When:
    return When(when.starts + shift, when.ends + shift, when.grain, when.text, when.span, bound=when.bound)


def told(window: When, desk: Desk, zone: ZoneInfo) -> str:
    """As exactly as it was named: a time, a part of a day, a day, or the first and last of several."""
    starts = window.starts.astimezone(zone)
    label = weekday_label(starts, desk.lang, zone_shown=False, now=desk.now)
    if window.grain in ("minute", "hour"):
        return label
    day = label.rsplit(" ", 1)[0].rstrip(",")
    if window.grain == "part":
        return f"{day} {starts:%H:%M}–{window.ends.astimezone(zone):%H:%M}"
    if window.grain == "day":
        return day
    last = window.ends.astimezone(zone) - timedelta(days=1)
    return f"{day} – {weekday_label(last, desk.lang, zone_shown=False, now=desk.now).rsplit(' ', 1)[0].rstrip(',')}"
