"""A source that is not the rule of today is named as such, with the day and its weekday, in both languages."""

from dataclasses import replace

import pytest

from assistant.agent import standing
from assistant.replies import Citation
from knowledge.errors import Lang
from knowledge.model import Hit

TODAY = "2026-11-23"
HIT = Hit("p", "d", "v", "商标法", "第三条", None, 0, 4, "三个月。", 1.0, "zh", "cn", "", "2019-11-01", None, None)


def note(hit: Hit, lang: Lang) -> str:
    cited = Citation(
        2, hit.document_id, hit.version_id, hit.title, None, None, 0, 4, hit.text, hit.in_force_from, hit.in_force_to,
        hit.superseded_by,
    )  # fmt: skip
    return standing.notes([cited, cited], [hit], TODAY, lang)


@pytest.mark.parametrize(
    ("hit", "zh", "en"),
    [
        (HIT, "", ""),
        (replace(HIT, in_force_to="2026-12-31"), "", ""),
        (
            replace(HIT, in_force_to="2025-10-14", superseded_by="商标法(2025-06-27)"),
            "注意：《商标法》已于 2025年10月15日 周三 被《商标法(2025-06-27)》取代。[2]",
            "Note: “商标法” was superseded by “商标法(2025-06-27)” on Wed 15 Oct 2025. [2]",
        ),
        (
            replace(HIT, in_force_from="2027-01-01", not_yet=True),
            "注意：《商标法》自 2027年1月1日 周五 起施行，目前尚未施行。[2]",
            "Note: “商标法” takes force on Fri 1 Jan 2027; it is not in force yet. [2]",
        ),
        (
            replace(HIT, in_force_to="2026-06-30"),
            "注意：《商标法》的有效期已于 2026年6月30日 周二 届满。[2]",
            "Note: “商标法” was in force until Tue 30 Jun 2026. [2]",
        ),
        (
            replace(HIT, superseded_by="商标法"),
            "注意：《商标法》已被《商标法》取代。[2]",
            "Note: “商标法” has been superseded by “商标法”. [2]",
        ),
        (
            replace(HIT, in_force_from=None, adopted="2026-06-26"),
            "注意：《商标法》于 2026年6月26日 周五 通过或修改，文本没有写明施行日，是否已经施行请核实。[2]",
            "Note: “商标法” was adopted or amended on Fri 26 Jun 2026 and does not say when it takes force; "
            "check whether it has. [2]",
        ),
    ],
)
def test_each_standing_has_its_sentence(hit: Hit, zh: str, en: str) -> None:
    assert note(hit, "zh") == zh
    assert note(hit, "en") == en
