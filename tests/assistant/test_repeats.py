"""One notice held in several forms is quoted once, from the source that holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from assistant.app import App
from assistant.llm.quoting import Seen, choose
from assistant.llm.repeats import says
from ingest.run import Ingest
from tests.assistant.test_conversation import ask

ASKED = "样例市专利质押登记的补贴标准是多少？"
NOTICE = "样例市专利质押登记补贴标准为每件3000元，每家企业每年最多补贴5件；申请应当在登记之日起30日内提出。"
SCANNED = "样例市专利质押登记补贴标准为每件3000元,\n每家企业每年最多补贴5件; 申请应当在登记之\n日起30日内提岀。"
AT_PRESENT = Seen(1, "通知", None, "zh", NOTICE, near=0.95, words=0.5, score=1.0)


def same(_: str, texts: Sequence[str]) -> list[float]:
    return [1.0] * len(texts)


@pytest.mark.parametrize(
    ("text", "other", "repeats"),
    [
        (SCANNED, NOTICE, True),
        ("The fee is 100 yuan; it is paid once.", "The fee is 100 yuan ; it is paid once .", True),
        ("每件3000元。", "每件3000元。另须提交申请表。", True),
        ("每件3000元。另须提交申请表。", "每件3000元。", False),
        (NOTICE.replace("3000", "2000"), NOTICE, False),
        (NOTICE.replace("30日", "30天"), NOTICE, False),
        (NOTICE.replace("3000元，每家企业每年最多补贴5件", "5元，每家企业每年最多补贴3000件"), NOTICE, False),
        (NOTICE.replace("应当在", "不应当在"), NOTICE, False),
        ("A mark may be used for 10 years.", "A mark may not be used for 10 years.", False),
        ("自2026年1月1日起施行的补贴标准不变。", "自2027年1月1日起施行的补贴标准不变。", False),
        ("Grants are paid within three months.", "Grants are paid within two months.", False),
    ],
)
def test_the_same_is_said_only_with_the_same_numbers(text: str, other: str, repeats: bool) -> None:
    assert says(text, other) is repeats


@pytest.mark.parametrize(
    ("first", "second", "cited"),
    [
        ({}, {}, [1]),
        ({"replaced": True}, {}, [2]),
        ({"since": "2024-01-01"}, {"since": "2026-01-01"}, [2]),
        ({"since": "2026-01-01"}, {"since": "2024-01-01"}, [1]),
        ({}, {"text": NOTICE.replace("3000", "2000")}, [1, 2]),
        ({}, {"text": f"{NOTICE}逾期不予受理。"}, [2]),
        ({"since": "2026-01-01"}, {"text": f"{NOTICE}逾期不予受理。", "since": "2024-01-01"}, [1, 2]),
    ],
)
def test_of_two_that_say_the_same_the_one_that_holds_is_cited(
    first: dict[str, Any], second: dict[str, Any], cited: list[int]
) -> None:
    scan = replace(AT_PRESENT, n=2, near=0.949, text=SCANNED)
    passages = [replace(AT_PRESENT, **first), replace(scan, **second)]
    assert [quote.seen.n for quote in choose(ASKED, passages, "zh", same)] == cited


def test_three_quotes_are_three_things_said() -> None:
    others = [replace(AT_PRESENT, n=n, near=0.949, text=f"样例市专利质押登记补贴由第{n}科办理。") for n in (3, 4)]
    passages = [AT_PRESENT, replace(AT_PRESENT, n=2, text=SCANNED), *others]
    assert [quote.seen.n for quote in choose(ASKED, passages, "zh", same)] == [1, 3, 4]


async def test_a_notice_in_word_and_as_text_is_quoted_once(centre: App, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    paper = docx.Document()
    paper.add_paragraph("补贴标准的通知")
    paper.add_paragraph(NOTICE)
    paper.save(str(folder / "补贴通知.docx"))
    (folder / "2026-03 扫描件.txt").write_text(
        f"关于办理样例市知识产权质押融资登记补贴有关事项的通知\n\n{SCANNED.replace(chr(10), '')}", "utf-8"
    )
    ingest = Ingest(centre.documents, centre.embedder, centre.index, 10, lambda stage, done, total: None)
    ingest([folder], "notices", None, lambda: now)
    reply = await ask(centre, ASKED)
    assert reply.kind == "answer"
    assert reply.text.count("3000元") == 1
    assert len(reply.citations) == 1
