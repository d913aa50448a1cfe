"""Terms that a notice extends: of the texts that it names, of its own; periods of other things are left alone."""

import pytest

from ingest.reading.extensions import Extension, extensions
from ingest.reading.in_force import said

UNTIL = "2027-12-31"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("《甲办法》有效期延长至2027年12月31日。", "甲"),
        ("《甲办法》（样发〔2020〕1号）、《乙办法》的有效期限均延长至2027年12月31日。", "甲乙"),
        ("经研究，决定将《甲办法》《乙办法》有效期延长两年，至2027年12月31日。", "甲乙"),
        ("《甲办法》继续有效，有效期至2027年12月31日。", "甲"),
        ("根据《丙办法》，《甲办法》延续实施至二〇二七年十二月三十一日。", "甲"),
        ("下列文件有效期延长至2027年12月31日：\n1.《甲办法》\n2.《乙办法》（样发〔2020〕2号）", "甲乙"),
        ("《甲办法》规定的申报期限延长至2027年12月31日。", ""),
        ("《甲办法》第三条有效期延长至2027年12月31日。", ""),
        ("《甲办法》有效期至2027年12月31日。", ""),
    ],
)
def test_the_texts_that_a_notice_extends(text: str, names: str) -> None:
    assert [(one.title, one.until) for one in extensions("通知", text)] == [(f"{name}办法", UNTIL) for name in names]


def test_a_title_names_what_its_text_calls_that_one() -> None:
    title, text = "关于延长《甲办法》有效期的通知", "经研究，该办法有效期延长至2027年12月31日。"
    assert extensions(title, text) == (Extension("甲办法", None, UNTIL),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The validity of the Sample Fees Policy is extended to 31 December 2027.", ["Sample Fees Policy"]),
        ("The Sample Fees Rules 2016 and the Sample Aid Rules 2018 are hereby extended until December 31, 2027.",
         ["Sample Fees Rules 2016", "Sample Aid Rules 2018"]),
        ("The Sample Fees Policy shall remain in force until 31 December 2027.", ["Sample Fees Policy"]),
        ("The deadline for the Sample Fees Policy is extended to 31 December 2027.", []),
        ("Section 5 of the Sample Fees Act 2015 is extended until 31 December 2027.", []),
        ("The validity of this policy is extended to 31 December 2027.", []),
    ],
)  # fmt: skip
def test_the_texts_that_an_english_notice_extends(text: str, names: list[str]) -> None:
    assert [(one.title, one.until) for one in extensions("Notice", text)] == [(name, UNTIL) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2024年1月1日起施行，有效期至2025年12月31日。\n本办法有效期延长至2027年12月31日。",
        "This policy expires on 31 December 2025.\nThe validity of this policy is extended to 31 December 2027.",
    ],
)
def test_a_text_that_extends_itself_ends_on_the_later_day(text: str) -> None:
    assert said("资助办法", text, statute=True, dated=None).in_force_to == UNTIL
