"""The picture of a landscape: a PNG with every character drawn, in both languages."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.patents import chart
from knowledge.errors import LANGS, Lang
from knowledge.patents.model import Landscape, PatentQuery

NAMES = (
    "宁德时代新能源科技股份有限公司", "中国石油化工集团有限公司大连石油化工研究院联合实验室（样例）长名称测试",
    "International Sample Machines Corporation and a very long name of one of its subsidiaries GmbH & Co. KG",
    "ООО Пример", "株式会社サンプル", "샘플 주식회사", "$ample_Corp^2", "हिन्दी",
)  # fmt: skip
FOUND = Landscape(
    PatentQuery(words="固态电池", applicant="宁德时代", date_from="2015-01-01"), 1234, 5,
    tuple((year, 3 * (year - 1995)) for year in range(1996, 2026)),
    tuple((name, 100 - 10 * at) for at, name in enumerate(NAMES)),
    (("H01M", 900), ("B60L", 300), ("Z99Z", 10)),
)  # fmt: skip


def size(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


@pytest.mark.parametrize("lang", LANGS)
def test_the_picture_is_a_png_of_a_phones_proportions(lang: Lang, tmp_path: Path) -> None:
    """A glyph that a font lacks is a warning, and a warning is an error here."""
    chart.draw(FOUND, lang, tmp_path / "one.png")
    width, height = size(tmp_path / "one.png")
    assert width == 1200
    assert 1300 <= height <= 1900


def test_few_records_and_none_with_a_date_are_drawn_too(tmp_path: Path) -> None:
    chart.draw(Landscape(PatentQuery(words="x"), 1, 1, (), (), ()), "zh", tmp_path / "none.png")
    chart.draw(Landscape(PatentQuery(), 1, 0, ((2020, 1),), (("A", 1),), (("A01B", 1),)), "en", tmp_path / "one.png")
    assert size(tmp_path / "none.png")[1] < size(tmp_path / "one.png")[1] + 200


def test_the_fonts_have_chinese_and_what_none_has_is_left_out() -> None:
    assert chart.drawable("固态电池、申请人") == "固态电池、申请人"
    assert "ह" not in chart.drawable("हिन्दी")
    assert chart.drawable("$") == "\\$"


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    assert chart.shortened("abcdef", 6) == "abcdef"
    assert chart.shortened("abcdefg", 6) == "abcde…"
    assert chart.shortened("固态电池", 6) == "固态…"


def test_pictures_may_be_drawn_side_by_side(tmp_path: Path) -> None:
    """Turns run in threads; nothing of one picture is set for all of matplotlib."""
    paths = [tmp_path / f"{n}.png" for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda path: chart.draw(FOUND, "zh", path), paths))
    assert len({path.read_bytes() for path in paths}) == 1
