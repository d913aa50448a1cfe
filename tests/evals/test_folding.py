"""What counts as told: white space, width, case and thousands separators do not matter, whole numbers do."""

import pytest

from evals.folding import tells


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("期限为20 年", "20年"),
        ("期限为 20年", "20 年"),
        ("第\n四十二条", "第四十二条"),
        ("２０年，自申请日起", "20年,自申请日起"),
        ("（北京）", "(北京)"),
        ("The PCT route", "pct ROUTE"),
        ("5,000,000 yuan", "5000000 yuan"),
        ("5000000 yuan", "5,000,000 yuan"),
        ("５，０００，０００元", "5000000元"),
        ("1\u202f000 yuan", "1,000 yuan"),
        ("in 2026 10 people came", "10 people"),
        ("articles 10, 20 and 30", "20 and"),
        ("Ends after 20. Then", "20"),
        ("5%", "5%"),
        ("500万元", "万元"),
        ("周一十点", "十点"),
        ("**20** 年", "20年"),
        ("BK-20", "20"),
    ],
)  # fmt: skip
def test_a_fact_is_told_however_it_is_spaced_and_written(text: str, fact: str) -> None:
    assert tells(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("120年", "20年"),
        ("200", "20"),
        ("20.5", "20"),
        ("1.20", "20"),
        ("1,020", "20"),
        ("1,020", "1"),
        ("15%", "5%"),
        ("2026", "26"),
        ("15:00", "5:00"),
        ("二十年", "十年"),
        ("二十五年", "二十"),
        ("十三条", "三条"),
        ("期限为10年", "20年"),
        ("", "20"),
    ],
)  # fmt: skip
def test_a_fact_inside_a_longer_number_or_absent_is_not_told(text: str, fact: str) -> None:
    assert not tells(text, fact)
