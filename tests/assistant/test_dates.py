"""Dates and times in what people say; `now` is Monday 2026-11-23 10:00 in Beijing."""

import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.dates import When, find
from evals.dates import run
from evals.labelled import BadSet

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def read(text: str, now: datetime) -> tuple[str, str]:
    """Start and grain of the one date in the text."""
    found = find(text, now)
    assert len(found) == 1, found
    return f"{found[0].starts:%Y-%m-%d %H:%M}", found[0].grain


def one(text: str, now: datetime) -> When:
    (found,) = find(text, now)
    return found


@pytest.mark.parametrize(
    ("text", "starts", "grain"),
    [
        ("26号上午", "2026-11-26 08:00", "part"),
        ("周五上午十点", "2026-11-27 10:00", "hour"),
        ("下个月3号", "2026-12-03 00:00", "day"),
        ("后天", "2026-11-25 00:00", "day"),
        ("大后天下午", "2026-11-26 13:00", "part"),
        ("明天中午", "2026-11-24 12:00", "part"),
        ("月底前", "2026-11-30 00:00", "day"),
        ("下周三下午", "2026-12-02 13:00", "part"),
        ("下周", "2026-11-30 00:00", "week"),
        ("下下周", "2026-12-07 00:00", "week"),
        ("下个月", "2026-12-01 00:00", "month"),
        ("这周末", "2026-11-28 00:00", "day"),
        ("5号", "2026-12-05 00:00", "day"),
        ("31号", "2026-12-31 00:00", "day"),
        ("廿六号", "2026-11-26 00:00", "day"),
        ("1月5号", "2027-01-05 00:00", "day"),
        ("周一下午三点", "2026-11-23 15:00", "hour"),
        ("周一上午九点", "2026-11-30 09:00", "hour"),
        ("周四3点", "2026-11-26 15:00", "hour"),
        ("周三三点", "2026-11-25 15:00", "hour"),
        ("周三四点半", "2026-11-25 16:30", "minute"),
        ("星期三晚七点", "2026-11-25 19:00", "hour"),
        ("今晚12点", "2026-11-24 00:00", "hour"),
        ("明早", "2026-11-24 08:00", "part"),
        ("两个半小时后", "2026-11-23 12:30", "minute"),
        ("一周后", "2026-11-30 00:00", "day"),
        ("三周后的周四", "2026-12-17 00:00", "day"),
        ("半个月后", "2026-12-08 00:00", "day"),
        ("12月第二个周三", "2026-12-09 00:00", "day"),
        ("12月上旬的周三", "2026-12-02 00:00", "day"),
        ("春节后", "2027-02-06 00:00", "day"),
        ("正月十五", "2027-02-20 00:00", "day"),
        ("年底", "2026-12-31 00:00", "day"),
        ("12月3日（星期四）下午2点", "2026-12-03 14:00", "hour"),
        ("２０２６年１２月８日１４：３０", "2026-12-08 14:30", "minute"),
        ("12.3 下午两点", "2026-12-03 14:00", "hour"),
        ("23日15时30分", "2026-11-23 15:30", "minute"),
        ("昨天下午", "2026-11-22 13:00", "part"),
        ("11月20日", "2026-11-20 00:00", "day"),
        ("上周五", "2026-11-20 00:00", "day"),
    ],
)
def test_chinese_is_read_as_a_colleague_would_read_it(text: str, starts: str, grain: str, now: datetime) -> None:
    assert read(text, now) == (starts, grain)


@pytest.mark.parametrize(
    ("text", "starts", "grain"),
    [
        ("3 Dec", "2026-12-03 00:00", "day"),
        ("Thu 26 Nov at 14:00", "2026-11-26 14:00", "minute"),
        ("the 26th", "2026-11-26 00:00", "day"),
        ("in 2 days", "2026-11-25 00:00", "day"),
        ("next Monday morning", "2026-11-30 08:00", "part"),
        ("14:30 on Friday", "2026-11-27 14:30", "minute"),
        ("11/30", "2026-11-30 00:00", "day"),
        ("13/12/2026", "2026-12-13 00:00", "day"),
        ("2.12.2026", "2026-12-02 00:00", "day"),
        ("2026-12-01T09:00+08:00", "2026-12-01 09:00", "minute"),
        ("2026-12-01T09:00Z", "2026-12-01 17:00", "minute"),
        ("2026-12-01T09:00", "2026-12-01 09:00", "minute"),
        ("Dec 3rd, 2026 at 2:30pm", "2026-12-03 14:30", "minute"),
        ("Wednesday, 2 December 2026, 14:15", "2026-12-02 14:15", "minute"),
        ("tomorrow at nine thirty", "2026-11-24 09:30", "minute"),
        ("ten past three on Friday", "2026-11-27 15:10", "minute"),
        ("3 o'clock tomorrow", "2026-11-24 15:00", "hour"),
        ("Friday 10", "2026-11-27 10:00", "hour"),
        ("Tuesday week", "2026-12-01 00:00", "day"),
        ("Wednesday of next week", "2026-12-02 00:00", "day"),
        ("next week Thursday 10am", "2026-12-03 10:00", "hour"),
        ("the week after next", "2026-12-07 00:00", "week"),
        ("two weeks from Thursday", "2026-12-10 00:00", "day"),
        ("3 days later", "2026-11-26 00:00", "day"),
        ("in an hour and a half", "2026-11-23 11:30", "minute"),
        ("lunchtime tomorrow", "2026-11-24 12:00", "part"),
        ("noon on Friday", "2026-11-27 12:00", "hour"),
        ("the second Tuesday of December", "2026-12-08 00:00", "day"),
        ("mid-January", "2027-01-11 00:00", "day"),
        ("end of next week", "2026-12-04 00:00", "day"),
        ("New Year's Day", "2027-01-01 00:00", "day"),
        ("9am sharp on Thursday", "2026-11-26 09:00", "hour"),
        ("3pm Beijing time tomorrow", "2026-11-24 15:00", "hour"),
        ("yesterday", "2026-11-22 00:00", "day"),
        ("20 November", "2026-11-20 00:00", "day"),
        ("下周三 3pm", "2026-12-02 15:00", "hour"),
        ("Wed下午3点", "2026-11-25 15:00", "hour"),
        ("book tomorrow 下午两点", "2026-11-24 14:00", "hour"),
    ],
)
def test_english_and_mixed_text_is_read_the_same_way(text: str, starts: str, grain: str, now: datetime) -> None:
    assert read(text, now) == (starts, grain)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("下周一上午九点半到十一点", "2026-11-30 09:30", "2026-11-30 11:00"),
        ("周三下午三四点", "2026-11-25 15:00", "2026-11-25 16:00"),
        ("明天2-4点", "2026-11-24 14:00", "2026-11-24 16:00"),
        ("明天上午10点到下午2点", "2026-11-24 10:00", "2026-11-24 14:00"),
        ("周五10点到2点", "2026-11-27 10:00", "2026-11-27 14:00"),
        ("12月3日(周四)14:00-15:00", "2026-12-03 14:00", "2026-12-03 15:00"),
        ("12月1-5号", "2026-12-01 00:00", "2026-12-06 00:00"),
        ("12月30日到5日", "2026-12-30 00:00", "2027-01-06 00:00"),
        ("下周一至周三", "2026-11-30 00:00", "2026-12-03 00:00"),
        ("周五到下周一", "2026-11-27 00:00", "2026-12-01 00:00"),
        ("tomorrow 2-4 pm", "2026-11-24 14:00", "2026-11-24 16:00"),
        ("tomorrow 11-1pm", "2026-11-24 11:00", "2026-11-24 13:00"),
        ("8 Dec 9-10:30am", "2026-12-08 09:00", "2026-12-08 10:30"),
        ("Monday from 10 am till noon", "2026-11-30 10:00", "2026-11-30 12:00"),
        ("tomorrow between 10 and 12", "2026-11-24 10:00", "2026-11-24 12:00"),
        ("from two to four tomorrow", "2026-11-24 14:00", "2026-11-24 16:00"),
        ("1-5 December", "2026-12-01 00:00", "2026-12-06 00:00"),
        ("Wed to Fri", "2026-11-25 00:00", "2026-11-28 00:00"),
    ],
)
def test_a_range_ends_where_its_far_end_is_said_to(text: str, starts: str, ends: str, now: datetime) -> None:
    found = one(text, now)
    assert (f"{found.starts:%Y-%m-%d %H:%M}", f"{found.ends:%Y-%m-%d %H:%M}") == (starts, ends)


@pytest.mark.parametrize(
    "text",
    [
        "没有日期",
        "专利法第二十二条第三款",
        "3项发明专利",
        "2020年修正的专利法",
        "20年保护期",
        "12个月优先权",
        "自申请日起18个月",
        "收到通知之日起15日内答复",
        "授权后三个月内办理登记",
        "10-500万元",
        "补贴1/3的费用",
        "提出3点要求",
        "总结为两点",
        "注意以下三点",
        "第3点不明白",
        "早一点可以吗",
        "便宜一点",
        "十分感谢",
        "每周三下午都有咨询吗",
        "每月5号缴费",
        "国知局第75号令",
        "中关村东路18号3号楼",
        "申请号201910654321.9",
        "电话010-62801234，手机13800138000",
        "2月30日",
        "早上好",
        "Patent Act 1990",
        "the Trade Marks Act 1994, section 5",
        "35 U.S.C. 102",
        "5% surcharge",
        "May we file two applications?",
        "we may 3 times amend",
        "a second opinion",
        "wait a second",
        "we sat down with them",
        "march forward",
        "version 2.0",
        "the third party",
        "the 5th amendment",
        "the 20th century",
        "a 20-year term",
        "within 12 months",
        "valid for 10 years from filing",
        "in 10 working days",
        "5 to 10 employees",
        "at 10 employees",
        "3/4 of applications",
        "Class 9 and Rule 36",
        "CNY 10-500 million",
        "call +86 10 6280 1234",
        "we meet on Mondays, every Tuesday at 3pm",
        "Good morning, can you help?",
        "Feb 30",
        "in 2020",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str, now: datetime) -> None:
    assert find(text, now) == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("15:00", "2026-11-23 15:00"),
        ("下午三点", "2026-11-23 15:00"),
        ("at 3pm", "2026-11-23 15:00"),
        ("half past nine", "2026-11-24 09:30"),
        ("十点钟", "2026-11-24 10:00"),
        ("上午", "2026-11-23 08:00"),
    ],
)
def test_a_bare_clock_time_is_the_next_one_and_says_that_no_day_was_named(
    text: str, starts: str, now: datetime
) -> None:
    found = one(text, now)
    assert f"{found.starts:%Y-%m-%d %H:%M}" == starts
    assert not found.date_named


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("next Tue", ["11-24", "12-01"]),
        ("next month", ["12-01", "12-23"]),
        ("end of the month", ["11-30", "12-01"]),
        ("Monday", ["11-23", "11-30"]),
        ("1/12", ["12-01", "01-12"]),
        ("Friday 26 Nov", ["11-26", "11-27"]),
        ("明天7点", ["11-24", "11-24"]),
    ],
)
def test_what_can_mean_two_things_lists_both(text: str, readings: list[str], now: datetime) -> None:
    found = one(text, now)
    assert found.ambiguous
    assert [f"{each:%m-%d}" for each in found.alternatives] == readings
    assert found.starts in found.alternatives


def test_next_tuesday_said_on_a_monday_is_not_read_as_tomorrow(now: datetime) -> None:
    assert one("next Tuesday at 10", now).starts.date().isoformat() == "2026-12-01"
    assert one("next Monday", now - timedelta(days=1)).starts.date() == now.date()  # said on a Sunday


def test_next_monday_said_on_a_monday_has_one_reading(now: datetime) -> None:
    assert not one("next Monday at 10", now).ambiguous


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("first Monday of next month at 1:30 pm", "2026-12-07 13:30"),
        ("the first Tuesday next month", "2026-12-01 00:00"),
        ("last Friday of this month", "2026-11-27 00:00"),
        ("the last Thursday of the month", "2026-11-26 00:00"),
        ("the first Monday of the month at 9am", "2026-12-07 09:00"),
        ("last Friday of December", "2026-12-25 00:00"),
        ("下个月第一个周一下午一点半", "2026-12-07 13:30"),
        ("12月最后一个周五", "2026-12-25 00:00"),
        ("这个月最后一个周五下午", "2026-11-27 13:00"),
    ],
)
def test_a_counted_weekday_of_a_month_is_that_day(text: str, starts: str, now: datetime) -> None:
    assert read(text, now)[0] == starts


def test_a_list_of_days_gives_each_with_the_week_and_day_named_first(now: datetime) -> None:
    assert [f"{w.starts:%m-%d %H}" for w in find("下周二、周四下午都可以", now)] == ["12-01 00", "12-03 13"]
    assert [f"{w.starts:%m-%d %H}" for w in find("周二上午10点或下午3点", now)] == ["11-24 10", "11-24 15"]
    assert [f"{w.starts:%m-%d}" for w in find("Tue or Wed next week", now)] == ["12-01", "12-02"]
    assert [f"{w.starts:%m-%d}" for w in find("26、27号都行", now)] == ["11-26", "11-27"]


def test_before_and_after_are_told_apart(now: datetime) -> None:
    bounds = [one(text, now).bound for text in ("周五之前", "by Friday", "下午三点以后", "after 3pm on Friday", "周五")]
    assert bounds == ["by", "by", "from", "from", "at"]


def test_the_span_points_into_the_words_as_they_were_written(now: datetime) -> None:
    text = "😀 我想约　下周四下午２点半 的咨询"
    found = one(text, now)
    assert found.text == "下周四下午２点半"
    assert text[slice(*found.span)] == found.text


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK, timezone(timedelta(hours=5, minutes=30))])
def test_times_are_told_in_the_zone_of_the_clock(zone: ZoneInfo | timezone) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=zone)
    for text in ("12月3号15点", "3 Dec at 3pm"):
        assert one(text, now).starts == datetime(2026, 12, 3, 15, tzinfo=zone)
    assert one("2026-12-01T09:00+08:00", now).starts.utcoffset() == now.utcoffset()


def test_hours_are_counted_on_the_time_line_when_clocks_change() -> None:
    before_spring = datetime(2027, 3, 14, 1, 30, tzinfo=NEW_YORK)
    for text in ("一小时后", "in an hour"):
        assert f"{one(text, before_spring).starts:%H:%M}" == "03:30"


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        find("明天", datetime(2026, 11, 23))  # noqa: DTZ001


def test_odd_characters_and_absurd_numbers_end_quickly(now: datetime) -> None:
    assert one("12月3日\x00 \ud800", now).text == "12月3日"
    assert find("past 99,999,999 weeks and past twenty million seconds", now) == []
    assert find("past 999929 weeks", now) == []


def test_a_pasted_text_is_read_to_its_end(now: datetime) -> None:
    pasted = "我们公司有3项发明专利，想了解质押融资政策。Article 12 says within 3 months.\n" * 60
    assert [w.text for w in find(pasted + "明天下午三点", now)] == ["明天下午三点"]


def test_threads_do_not_disturb_each_other(now: datetime) -> None:
    read_by: list[str] = []
    threads = [
        threading.Thread(target=lambda: read_by.extend(w.text for w in find("3 Dec at 3pm，12月4日", now)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read_by) == ["12月4日"] * 8 + ["3 Dec at 3pm"] * 8


_IN_A_PROCESS = """
import os, signal, sys
from datetime import datetime, timezone
from assistant.dates import find
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born without it
assert not {"jionlp", "duckling"} & set(sys.modules)
find("12月3日, 3 Dec", datetime(2026, 11, 23, tzinfo=timezone.utc))
assert {"jionlp", "duckling"} <= set(sys.modules)
try:
    os.kill(os.getpid(), signal.SIGINT)
    signal.sigtimedwait([], 1)
except KeyboardInterrupt:
    sys.exit(7)
"""


def test_reading_is_lazy_leaves_stdout_alone_and_ctrl_c_working() -> None:
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-c", _IN_A_PROCESS], cwd=root, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (7, ""), ended.stderr


def test_the_development_cases_are_read(shared: Path, now: datetime) -> None:
    told = run(shared / "dates" / "cases.jsonl", now)
    assert told["wrong"] == []
    assert told["right"] == told["cases"] == 68


def test_the_evaluation_counts_right_asked_and_wrong(tmp_path: Path, now: datetime) -> None:
    cases = [
        {"text": "明天下午三点", "expect": "2026-11-24T15:00", "ambiguous": False},
        {"text": "next Tue 3pm", "expect": "2026-12-08T15:00", "ambiguous": True},
        {"text": "12月1日至12月5日", "expect": ["2026-12-01", "2026-12-05"], "ambiguous": False},
        {"text": "明天", "expect": "2026-11-25", "ambiguous": False},
        {"text": "明天", "expect": None, "ambiguous": False},
        {"text": "第三条", "expect": None, "ambiguous": False},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), encoding="utf-8")
    told = run(path, now)
    assert (told["cases"], told["right"], told["asked"]) == (6, 3, 1)
    assert [wrong["expect"] for wrong in told["wrong"]] == ["2026-11-25", None]


def test_a_file_of_expressions_that_is_none_is_told_with_its_line(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "d.jsonl").write_text('{"text": "明天", "expect": null}\ntext,expect\n', "utf-8")
    with pytest.raises(BadSet) as refusal:
        run(tmp_path / "d.jsonl", now)
    assert "第 2 行" in refusal.value.told("zh")
    assert "Line 2" in refusal.value.told("en")
