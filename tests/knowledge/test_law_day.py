"""A question that names a day asks about the law of that day; one that tells of a fact does not."""

import pytest

from knowledge.law_day import named_day

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("2027年1月1日以后商标异议期是多久？", "2027-01-01"),
        ("2027年商标异议期限多长", "2027-12-31"),
        ("2020年6月1日，商标注册申请的异议期是多久？", "2020-06-01"),
        ("按2019年的商标法，异议期是多久", "2019-12-31"),
        ("2019年商标法规定的异议期", "2019-12-31"),
        ("2020-06-01 时专利期限是多少", "2020-06-01"),
        ("截至2022年8月的反垄断法怎么规定", "2022-08-31"),
        ("What is the opposition period as of 1 January 2027?", "2027-01-01"),
        ("Which rules were in force on June 1, 2020?", "2020-06-01"),
        ("How long is the opposition period in 2027?", "2027-12-31"),
        ("What did the law say in 2019?", "2019-12-31"),
        ("2026年的商标异议期适用什么规定", TODAY),
        ("2025年6月枫林园区对PCT申请每件资助多少元", "2025-06-30"),
        ("在2025年5月海淀对版权登记补贴多少", "2025-05-31"),
        ("How much was the filing fee for a trade mark in May 2021?", "2021-05-31"),
        ("二〇二七年一月一日起商标异议期是多久？", "2027-01-01"),
        ("二零二七年元月三十一日的商标异议期", "2027-01-31"),
        ("２０２７年１２月商标异议期多长", "2027-12-31"),
        ("二○一九年的商标法怎么规定", "2019-12-31"),
        ("2027/1/1 的商标异议期", "2027-01-01"),
        ("2027.1.1起商标异议期是多久", "2027-01-01"),
        ("2027年费用是多少", "2027-12-31"),
        ("明年商标异议期多久", "2027-12-31"),
        ("我想了解明年一月的商标异议期", "2027-01-31"),
        ("去年的资助标准是多少", "2025-12-31"),
        ("What will the opposition period be next year?", "2027-12-31"),
        ("I want to know next year's opposition period", "2027-12-31"),
        ("Which rules apply from January next year?", "2027-01-31"),
        ("What did last year's rules say?", "2025-12-31"),
        ("As of 2027, how long is the opposition period?", "2027-12-31"),
        ("Must an event meet the rules of 1 January 2027?", "2027-01-01"),
    ],
)
def test_the_day_of_the_law_that_a_question_names(question: str, day: str) -> None:
    assert named_day(question, TODAY) == day


@pytest.mark.parametrize(
    "question",
    [
        "商标异议期是多久？",
        "我们2019年申请的发明专利还有多久到期？",
        "我的专利申请日是2010年5月1日，保护到什么时候",
        "公司2018年成立，能申请质押贷款吗",
        "2020年我们有过一次纠纷，怎么办",
        "Our mark was filed in 2019, when does it expire?",
        "In 2020 we had a dispute. What can we do?",
        "2019年和2020年的商标法有什么区别",
        "在2024-13-45这天",
        "近2000年代的专利",
        "我的专利2030年到期，要缴多少年费？",
        "BK-2020-01-01-2",
        "2020年我们公司买的设备能补贴多少",
        "We paid the fee in 2021, is there a grant?",
        "我们明年想申请，有什么资助",
        "去年我们按规定缴了年费，现在要缴多少",
        "请说明年费标准",
        "Last year we filed under the rules, what now?",
        "We plan to file next year, is there a grant?",
        "资助2027元的项目有哪些",
        "补贴2000年费吗",
        "每年1月补贴5000元吗",
        "十二个月能补贴多少",
        "Are there grants from 2000 to 5000 yuan?",
        "Is the fee reduced after 2050 yuan?",
        "2027年1月5日预约商标咨询",
        "明年有什么活动",
        "Can I book a visit on 5 January 2027?",
    ],
)
def test_other_dates_leave_the_law_of_today(question: str) -> None:
    assert named_day(question, TODAY) is None
