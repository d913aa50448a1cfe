"""A question that names a version by words is answered by that version, and the reply tells how it was read."""

from datetime import datetime
from pathlib import Path

import pytest

from assistant.app import App
from ingest.run import Ingest
from tests.assistant.test_conversation import ask

LAW = """# 样例异议条例

{passed}

第一条 为了方便异议，制定本条例。

第二条 对初步审定公告的商标，异议期为{term}。

第三条 {last}
"""
VERSIONS = (
    ("2013年8月30日样例市人民代表大会通过", "五个月", "本条例自2014年5月1日起施行。"),
    ("2019年4月23日样例市人民代表大会修正", "三个月", "本条例自2019年11月1日起施行。"),
    ("2026年6月26日样例市人民代表大会修正", "两个月", "本条例自2027年1月1日起施行。"),
)


@pytest.fixture
def laws(centre: App, tmp_path: Path, now: datetime) -> App:
    folder = tmp_path / "laws"
    folder.mkdir()
    for passed, term, last in VERSIONS:
        day = f"{passed[:4]}-01-01"
        (folder / f"样例异议条例({day}).md").write_text(LAW.format(passed=passed, term=term, last=last), "utf-8")
    ingest = Ingest(centre.documents, centre.embedder, centre.index, 10, lambda stage, done, total: None)
    ingest([folder], "laws", None, lambda: now)
    return centre


@pytest.mark.parametrize(
    ("question", "term", "read"),
    [
        ("样例异议条例的异议期是多久？", "三个月", ""),
        ("旧样例异议条例的异议期是多久？", "五个月", "“旧样例异议条例”按《样例异议条例(2013-01-01)》理解"),
        ("新样例异议条例的异议期是多久？", "两个月", "2027-01-01"),
        ("2019年修正的样例异议条例，异议期是多久？", "三个月", "“2019年修正的样例异议条例”"),
        ("2027年1月样例异议条例的异议期是多久？", "两个月", "2027-01-31"),
        ("2013年的样例异议条例，异议期是多久？", "五个月", "“2013年的样例异议条例”"),
        ("三个月后，样例异议条例的异议期是多久？", "两个月", "2027-02-23"),
    ],
)
async def test_the_version_that_is_named_answers(laws: App, question: str, term: str, read: str) -> None:
    reply = await ask(laws, question)
    assert f"异议期为{term}" in reply.text
    assert reply.text.startswith("根据收录的文件") if not read else read in reply.text


async def test_a_day_that_tells_of_a_fact_leaves_the_law_of_today(laws: App) -> None:
    reply = await ask(laws, "我们2015年成立，样例异议条例规定对初步审定公告的商标的异议期是多久？")
    assert "异议期为三个月" in reply.text
    assert "以下按" not in reply.text


async def test_an_older_version_that_is_not_held_is_said_to_be_missing(centre: App) -> None:
    reply = await ask(centre, "旧的规定里，发明专利权的期限是多少年？")
    assert "20年" in reply.text
    assert reply.text.startswith("（没有收录“旧的规定”对应的版本")
