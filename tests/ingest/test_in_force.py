"""What a text says of validity: its own days, its end, what it ends; other texts' days are left alone."""

import pytest

from ingest.reading import versions
from ingest.reading.in_force import said
from knowledge.model import Repeal


@pytest.mark.parametrize(
    "text",
    [
        "本通知自2026年3月1日起施行。",
        "施行日期：2026年3月1日",
        "生效日期: 2026-03-01",
        "This notice takes effect on 1 March 2026.",
        "This funding policy shall come into force on March 1, 2026.",
        "This guide is effective from 2026-03-01.",
        "Effective date: 1st March 2026",
        "**Effective date:** 1 March 2026",
    ],
)
def test_a_text_says_when_it_takes_force(text: str) -> None:
    assert said("资助通知", f"标题\n{text}\n正文", statute=False, dated=None).in_force_from == "2026-03-01"


@pytest.mark.parametrize(
    "text",
    [
        "新修订的商标法自2027年1月1日起施行。",
        "The new Act comes into force on 1 January 2027.",
        "请于2026年3月1日前提交。",
        "The deadline is 1 March 2026.",
    ],
)
def test_the_days_of_other_texts_are_not_its_own(text: str) -> None:
    assert said("办事指南", text, statute=False, dated=None).in_force_from is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本办法自2026年3月1日起施行，有效期至2028年2月28日。", "2028-02-28"),
        ("本办法自2026年3月1日起施行，有效期5年。", "2031-02-28"),
        ("本办法自2026年3月1日起施行，有效期为三年。", "2029-02-28"),
        ("本办法自2027年1月1日起废止。", "2026-12-31"),
        ("失效日期：2027年6月30日", "2027-06-30"),
        ("This notice expires on 30 June 2027.", "2027-06-30"),
        ("This Act takes effect on 1 July 2025 and expires on 30 June 2027.", "2027-06-30"),
        ("These Rules come into force on 1 March 2026 and remain in force until 31 August 2026.", "2026-08-31"),
        ("These Rules come into force on 1 March 2026. They will remain in force until 31 August 2026.", "2026-08-31"),
        ("This policy is effective from 1 January 2026 to 31 December 2027.", "2027-12-31"),
        ("This Scheme takes effect on 1 May 2026 and shall cease to have effect on 1 May 2028.", "2028-04-30"),
        ("This Act takes effect on 1 July 2025, and the Fees Act expires on 30 June 2027.", None),
        ("本办法自2026年1月1日起施行，2026年7月1日起废止。", "2026-06-30"),
        ("本办法自2026年1月1日起施行，2026年7月1日起原办法废止。", None),
        ("This policy is repealed with effect from 1 July 2027.", "2027-06-30"),
        ("本通知自2026年3月1日起执行，至2026年12月31日止。", "2026-12-31"),
        ("本办法自2026年3月1日起施行。有效期为三年。", "2029-02-28"),
        ("本办法自2026年3月1日起施行。\n有效期三年。", "2029-02-28"),
        ("本办法自2026年3月1日起试行，试行期两年。", "2028-02-29"),
        ("本办法自2026年3月1日起施行。注册商标有效期为十年。", None),
        ("注册商标的有效期为十年。本办法自2026年3月1日起施行。", None),
    ],
)
def test_a_text_says_until_when_it_is_in_force(text: str, day: str | None) -> None:
    assert said("资助办法", text, statute=True, dated=None).in_force_to == day


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("资助办法（已废止）", "正文"),
        ("Funding policy (repealed)", "Text"),
        ("资助办法", "时效性：失效\n正文"),
        ("资助办法", "本办法已废止。"),
        ("Funding policy", "This policy has been withdrawn."),
    ],
)
def test_a_text_says_that_it_is_over(title: str, text: str) -> None:
    assert said(title, text, statute=True, dated=None).repealed


def test_titles_that_the_last_article_ends_are_read_with_number_and_day() -> None:
    text = (
        "第五十二条 本条例自2002年1月1日起施行。1985年5月24日国务院发布的《甲条例》和1987年12月30日国务院批准的"
        "《甲条例施行细则》（国发〔1987〕12号）同时废止。"
    )
    assert said("乙条例", text, statute=True, dated=None).repeals == (
        Repeal("甲条例", None, "2002-01-01"),
        Repeal("甲条例施行细则", "国发〔1987〕12号", "2002-01-01"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "《甲条例》第三条同时废止。",
        "依照《甲条例》的规定，许可证同时废止。",
        "《关于废止〈甲条例〉的决定》修改了本法。",
        "其他规定与本法抵触的，同时失效。",
    ],
)
def test_what_is_only_mentioned_is_not_repealed(text: str) -> None:
    assert said("乙条例", text, statute=True, dated=None).repeals == ()


def test_a_decision_repeals_what_its_title_says() -> None:
    assert said("关于废止《甲办法》的决定", "正文", statute=True, dated=None).repeals == (Repeal("甲办法"),)


def test_english_texts_say_what_they_replace() -> None:
    found = said("Funding Policy", "This policy replaces the Sample Funding Policy 2020.", statute=False, dated=None)
    assert found.repeals == (Repeal("Sample Funding Policy 2020"),)


def test_two_days_of_one_text_are_a_doubt_and_the_later_one_counts() -> None:
    found = said("办法", "施行日期：2026年3月1日\n第九条 本办法自2026年4月1日起施行。", statute=True, dated=None)
    assert found.in_force_from == "2026-04-01"
    assert [(doubt.kind, doubt.facts) for doubt in found.doubts] == [
        ("two_dates", {"first": "2026-03-01", "second": "2026-04-01"})
    ]


def test_the_original_days_of_an_amended_law_raise_no_doubt() -> None:
    text = "2018年12月3日通过\n2023年10月16日通过\n2023年11月1日 施行\n第十一条 本规定自2019年1月1日起施行。"
    found = said("某规定", text, statute=True, dated="2023-10-21")
    assert (found.in_force_from, found.doubts) == ("2023-11-01", ())


def test_an_english_act_has_the_date_of_its_last_amendment() -> None:
    text = "Sample Fees Act 2015\nEnacted on 3 May 2015, as last amended on 12 March 2024\nSection 1"
    assert versions.is_english_statute("Sample Fees Act 2015")
    assert versions.version_date(text) == "2024-03-12"


def test_issuer_and_number_are_read_from_the_head() -> None:
    passed = "2024年9月27日 上海市第十六届人民代表大会常务委员会第十六次会议通过"
    head = f"样例办法\n京知局〔2026〕12号\n{passed}\n第一条 目的。"
    assert versions.number(head) == "京知局〔2026〕12号"
    assert versions.issuer("样例办法", head) == "上海市人民代表大会常务委员会"
    assert versions.issuer("最高人民法院关于某事的规定", "第一条 目的。") == "最高人民法院"


def test_a_term_between_two_days_gives_the_first_and_the_last() -> None:
    found = said("办法", "本办法自发布之日起施行，有效期自2025年6月1日至2028年5月31日。", statute=True, dated=None)
    assert (found.in_force_from, found.in_force_to) == ("2025-06-01", "2028-05-31")


def test_a_notice_ends_another_text_on_the_day_that_it_gives() -> None:
    text = "《甲办法》（样知发〔2020〕9号）自2025年7月1日起废止。\n2025年6月18日"
    stopped = (Repeal("甲办法", "样知发〔2020〕9号", "2025-07-01"),)
    assert said("关于废止《甲办法》的通知", text, statute=False, dated=None).repeals == stopped
    assert said("乙办法", text, statute=True, dated=None).repeals == stopped


def test_a_text_that_stops_being_applied_at_the_same_time_is_repealed() -> None:
    text = "本细则自2025年6月1日起施行，《奖补细则（试行）》同时停止执行。"
    assert said("奖补细则", text, statute=True, dated=None).repeals == (Repeal("奖补细则（试行）", None, "2025-06-01"),)


def test_a_text_named_with_the_day_it_began_is_not_ended_by_that() -> None:
    text = "《甲办法》自2020年1月1日起施行，《乙办法》同时废止。"
    assert [one.title for one in said("丙办法", text, statute=True, dated=None).repeals] == ["乙办法"]


@pytest.mark.parametrize(
    ("head", "term", "day"),
    [
        ("（2025年6月10日样例市人民政府令第8号公布）", "30日后", "2025-07-10"),
        ("发布日期：2025年6月10日", "三十日后", "2025-07-10"),
        ("（2025年8月31日公布）", "六个月后", "2026-02-28"),
        ("（2025年6月10日通过）", "30日后", None),
    ],
)
def test_a_time_after_the_publication_is_counted_where_its_day_is_known(head: str, term: str, day: str | None) -> None:
    text = f"{head}\n第一条 目的。\n第二条 本办法自公布之日起{term}施行。"
    assert said("办法", text, statute=True, dated="2025-06-10").in_force_from == day
