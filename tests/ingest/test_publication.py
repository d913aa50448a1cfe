"""Days that a text counts from its publication or adoption, and statutes that name no day in force at all."""

import pytest

from ingest.reading.in_force import said
from ingest.reading.versions import version_date

BODY = "\n第一条 为了鼓励创新。\n第二条 "


def begins(text: str, title: str = "Sample Measures", dated: str | None = None) -> str | None:
    return said(title, text, statute=True, dated=dated).in_force_from


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("on the thirtieth day after its publication", "2026-03-31"),
        ("on the 30th day following the date of their promulgation", "2026-03-31"),
        ("thirty (30) days after the date of promulgation", "2026-03-31"),
        ("twenty-one days after publication", "2026-03-22"),
        ("six months after its publication", "2026-09-01"),
        ("one year after its issuance", "2027-03-01"),
        ("upon promulgation", "2026-03-01"),
        ("on the day of its publication", "2026-03-01"),
        ("many days after its publication", None),
        ("thirty days after its adoption", None),
    ],
)
def test_an_english_text_counts_from_its_publication(clause: str, day: str | None) -> None:
    for head in ("Published on 1 March 2026", "Promulgated by Order No. 8 of the Sample Office on March 1, 2026"):
        assert begins(f"Sample Measures\n{head}\nArticle 1 Aim.\nThese Measures shall come into force {clause}.") == day


@pytest.mark.parametrize(
    ("head", "clause", "day"),
    [
        ("（2026年3月1日样例市人民政府令第8号公布）", "本办法自公布之日起施行。", "2026-03-01"),
        ("（2026年3月1日颁布）", "本办法自颁布之日起30日后施行。", "2026-03-31"),
        ("（2026年3月1日样例市人民代表大会通过）", "本办法自通过之日起施行。", "2026-03-01"),
        ("（2026年3月1日样例市人民代表大会通过）", "本办法自公布之日起施行。", None),
        ("（2020年1月1日通过 2026年3月1日修正 2026年3月2日公布）", "本办法自公布之日起施行。", None),
        ("根据2020年1月1日公布的规定制定。", "本办法自公布之日起施行。", None),
    ],
)
def test_a_chinese_text_counts_from_the_one_day_that_its_head_names(head: str, clause: str, day: str | None) -> None:
    assert begins(head + BODY + clause, "样例办法") == day


def test_the_head_of_an_english_statute_names_its_session_and_its_days() -> None:
    session = "the 10th Meeting of the Standing Committee of the Fourteenth National People's Congress"
    text = f"Sample Fees Law\n(Adopted at {session} on June 26, 2026, effective as of January 1, 2027)\nArticle 1 Aim."
    assert version_date(text) == "2026-06-26"
    assert begins(text, "Sample Fees Code", "2026-06-26") == "2027-01-01"
    amended = f"(Adopted at {session} on March 1, 2019)\n(Amended at {session} on June 26, 2026)\nArticle 1 Aim."
    assert version_date(amended) == "2026-06-26"


def doubts(title: str, text: str) -> list[str]:
    return [one.kind for one in said(title, text, statute=title.endswith("办法"), dated=version_date(text)).doubts]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("样例办法", f"（2026年3月1日样例市人民代表大会通过）{BODY}由样例中心解释。"),
        ("样例办法", f"（2026年3月1日样例市人民代表大会通过）{BODY}本办法自公布之日起30日后施行。"),
        ("Sample Fees Act 2026", "(Adopted at the 3rd Meeting of the Sample Council on 1 March 2026)\nArticle 1 Aim."),
    ],
)
def test_a_statute_with_a_day_of_adoption_alone_is_told_to_staff(title: str, text: str) -> None:
    found = said(title, text, statute=title.endswith("办法"), dated="2026-03-01")
    assert (found.in_force_from, doubts(title, text)) == (None, ["only_adopted"])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("样例办法", f"（2026年3月1日样例市人民代表大会通过）{BODY}本办法自公布之日起施行。"),
        ("样例办法", f"（2020年3月1日通过 2026年3月1日修正）{BODY}本办法自2020年5月1日起施行。"),
        ("样例办法", f"（2026年3月1日通过）{BODY}自2026年5月1日起施行。"),
        ("样例办法", f"（2026年3月1日通过 2026年3月5日公布）{BODY}由样例中心解释。"),
        ("样例指南", "2026年3月1日通过的办法如下。"),
        ("Sample Act", "(Adopted on 1 March 2026)\nArticle 1 Aim.\nThis Act comes into force upon promulgation."),
    ],
)
def test_a_statute_that_tells_of_its_days_otherwise_is_no_matter_for_staff(title: str, text: str) -> None:
    assert doubts(title, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "各园区：\n一、每件资助三千元。\n二、自2024年3月1日起执行。",
        "各园区：\n每件资助三千元。\n自二〇二四年三月一日起执行。",
        "第一条 每件资助三千元。\n第二条 自2024年3月1日起施行，有效期三年。",
        "本办法由样例局负责解释，自2024年3月1日起执行。",
        "本通知由样例局负责解释。自2024年3月1日起施行。",
        "现将《资助细则》印发给你们，自2024年3月1日起执行。",
        "2024年3月1日印发\n每件资助三千元。\n自印发之日起实施，有效期三年。",
        "每件资助三千元。\n三、自发布之日起施行。\n\n样例市知识产权局\n2024年3月1日",
        "每件资助三千元。\n自即日起执行。\n样例市知识产权局\n二〇二四年三月一日\n（此件公开发布）",
        "每件资助三千元。\n自印发之日起实施。\n样例局\n2024年2月27日\n样例局办公室 2024年3月1日印发",
        "2024年1月31日发布\n每件资助三千元。\n自发布之日起30日后施行。",
        "Grants of 300 dollars.\nEffective 1 March 2024.",
        "Grants of 300 dollars.\n3. Commences on 1 March 2024.",
        "(Effective 1 March 2024)\nGrants of 300 dollars.",
        "This policy is effective 1 March 2024.",
        "This scheme shall be effective from 1 March 2024.",
        "This policy pays grants. It takes effect on 1 March 2024.",
        "This notice takes effect on the day of publication.\nSample Office\n1 March 2024",
        "Issued: 31 January 2024\nThis scheme shall come into force 30 days after publication.",
        "Grants.\nTakes effect 30 calendar days after the date of publication.\nSample Office, January 31, 2024",
    ],
)
def test_a_clause_without_a_subject_and_a_day_of_issue_at_the_end_are_read(text: str) -> None:
    assert said("资助通知", f"关于资助的通知\n{text}", statute=False, dated=None).in_force_from == "2024-03-01"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("商标法解读", "异议期有变。\n自2027年1月1日起施行。"),
        ("Guide to the new Act", "Shorter terms.\nEffective 1 January 2027."),
        ("资助通知", "请按新修订的商标法办理，该法自2027年1月1日起施行。"),
        ("资助通知", "商标法已经修订。自2027年1月1日起施行。"),
        ("资助通知", "自2027年1月1日起执行新的收费标准的，另行通知。"),
        ("Grants", "The new Act was passed. It takes effect on 1 January 2027."),
        ("Grants", "Effective 1 January 2027, the Act shortens terms."),
        ("资助通知", "自发布之日起施行。\n2024年3月1日\n2024年5月1日"),
    ],
)
def test_what_may_be_the_day_of_another_text_is_left_alone(title: str, text: str) -> None:
    assert said(title, text, statute=False, dated=None).in_force_from is None


@pytest.mark.parametrize(
    "last",
    ["第九条 自2019年5月1日起执行。", "第九条 自发布之日起施行。\n2019年4月20日", "第九条 本办法自公布之日起施行。"],
)
def test_the_last_article_of_an_amended_text_gives_the_day_of_the_original(last: str) -> None:
    text = f"（2019年4月20日公布 根据2026年3月1日《关于修改样例办法的决定》修正）\n第一条 目的。\n{last}"
    assert begins(text, "样例办法", version_date(text)) is None


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("有效期三年", "2027-02-28"),
        ("有效期暂定2年", "2026-02-28"),
        ("有效期为六个月", "2024-08-31"),
        ("有效期至2026年12月31日", "2026-12-31"),
    ],
)
def test_a_term_runs_from_the_day_of_issue(term: str, day: str) -> None:
    text = f"各园区：\n每件资助三千元。\n自印发之日起实施，{term}。\n样例局\n2024年3月1日"
    assert said("资助通知", text, statute=False, dated=None).in_force_to == day
