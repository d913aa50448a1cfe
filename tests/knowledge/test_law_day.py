"""A question that names a day asks about the law of that day; one that tells of a fact does not."""

import pytest

from knowledge.law_day import named_day, without_day

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
        ("三个月后商标异议期是多久？", "2027-02-23"),
        ("请问两年后专利期限是多久", "2028-11-23"),
        ("再过三个月，商标异议期多久", "2027-02-23"),
        ("下个月的商标异议期是多久", "2026-12-31"),
        ("下个月5号商标异议期是多久", "2026-12-05"),
        ("去年底的商标异议期是多久", "2025-12-31"),
        ("2019年底商标异议期是多久", "2019-12-31"),
        ("明年初商标异议期是多久", "2027-01-31"),
        ("今年底商标异议期是多久", "2026-12-31"),
        ("前年的商标法怎么规定异议期", "2024-12-31"),
        ("后年商标异议期多久", "2028-12-31"),
        ("十年前商标法怎么规定异议期", "2016-11-30"),
        ("2019年申请时适用什么规定", "2019-12-31"),
        ("What will the opposition period be in three months?", "2027-02-23"),
        ("In three months, how long is the opposition period?", "2027-02-23"),
        ("How long is the opposition period three months from now?", "2027-02-23"),
        ("How long is the opposition period next month?", "2026-12-31"),
        ("What did the law say ten years ago?", "2016-11-30"),
        ("Which rules applied at the time of filing in 2019?", "2019-12-31"),
        ("At the time of filing in 2019, how long was the term?", "2019-12-31"),
        ("How long was the opposition period at the end of last year?", "2025-12-31"),
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
        "公告三个月后还能提异议吗",
        "收到通知三个月后怎么办",
        "三个月后我们想申请，有什么资助",
        "三个月后商标到期怎么续展",
        "下个月有什么活动",
        "帮我约下个月5号的商标咨询",
        "我的专利2019年申请时交了多少年费",
        "三年前注册的商标多久要续展",
        "半年前收到驳回通知怎么办",
        "我们2018年成立，异议期是多久",
        "公司创始于2019年，商标注册有效期多长",
        "工厂2019年投产，商标法规定的有效期多长",
        "Our firm was incorporated in June 2019, how long does a mark last?",
        "优先权日是2018年3月1日，什么时候申请",
        "公司成立于2018年6月，能申请哪些资助",
        "Must I reply in three months?",
        "Can I oppose within three months?",
        "Our priority date is 1 March 2018, when must we file?",
        "We were founded in June 2018, how long is the opposition period?",
        "The mark was published two months ago, how long is the opposition period?",
        "Is there a workshop next month?",
        "Can I book a visit on 5 January 2027?",
    ],
)
def test_other_dates_leave_the_law_of_today(question: str) -> None:
    assert named_day(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("2027年2月商标异议期是多久？", "商标异议期是多久？"),
        ("2027年1月1日以后，商标异议期是多久？", "商标异议期是多久？"),
        ("三个月后商标异议期是多久？", "商标异议期是多久？"),
        ("按2019年的商标法，异议期是多久", "商标法，异议期是多久"),
        ("How long is the opposition period as of 1 January 2027?", "How long is the opposition period ?"),
        ("我们2018年成立，异议期是多久", "我们2018年成立，异议期是多久"),
        ("商标异议期是多久？", "商标异议期是多久？"),
        ("2027年1月1日", "2027年1月1日"),
    ],
)
def test_a_question_without_the_words_for_its_day(question: str, rest: str) -> None:
    assert without_day(question, TODAY) == rest
