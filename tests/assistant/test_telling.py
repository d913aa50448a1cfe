"""Dates and times as they are told: with weekday and zone, in zh and en."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from assistant.telling import slot_label, weekday_label

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def test_a_date_is_told_with_its_weekday_and_zone() -> None:
    moment = datetime(2026, 11, 25, 15, tzinfo=SHANGHAI)
    assert weekday_label(moment, "zh") == "11月25日 周三 15:00（北京时间）"
    assert weekday_label(moment, "en") == "Wed 25 Nov 2026, 15:00 (Beijing time, UTC+8)"
    assert weekday_label(moment, "zh", zone_shown=False) == "11月25日 周三 15:00"


def test_another_year_is_told_in_chinese_too(now: datetime) -> None:
    assert (
        weekday_label(datetime(2027, 1, 5, 9, tzinfo=SHANGHAI), "zh", now=now) == "2027年1月5日 周二 09:00（北京时间）"
    )
    assert weekday_label(datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), "zh", now=now) == "12月1日 周二 09:00（北京时间）"


def test_other_zones_are_told_by_name_and_offset() -> None:
    moment = datetime(2026, 11, 25, 15, tzinfo=NEW_YORK)
    assert weekday_label(moment, "en") == "Wed 25 Nov 2026, 15:00 (America/New_York, UTC-5)"
    assert weekday_label(moment, "zh") == "11月25日 周三 15:00（America/New_York，UTC-5）"
    half = datetime(2026, 11, 25, 15, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert weekday_label(half, "en") == "Wed 25 Nov 2026, 15:00 (UTC+5:30)"


def test_a_button_shows_the_short_form() -> None:
    starts = datetime(2026, 11, 25, 15, tzinfo=SHANGHAI)
    assert slot_label(starts, starts + timedelta(minutes=30), "zh", SHANGHAI) == "11月25日 周三 15:00"
    assert slot_label(starts, starts + timedelta(minutes=30), "en", SHANGHAI) == "Wed 25 Nov, 15:00"
    assert slot_label(starts, starts + timedelta(days=1), "en", SHANGHAI) == "Wed 25 Nov, 15:00 - Thu 26 Nov, 15:00"
    abroad = datetime(2026, 12, 1, 8, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    until = abroad + timedelta(minutes=60)
    assert slot_label(abroad, until, "en", SHANGHAI) == "Tue 1 Dec, 08:30 (Europe/Berlin, UTC+1)"
    assert slot_label(abroad, until, "zh", SHANGHAI) == "12月1日 周二 08:30（Europe/Berlin，UTC+1）"
