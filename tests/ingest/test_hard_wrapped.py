"""Lines of plain text that were broken at a width are joined; lines that somebody set apart are not."""

import textwrap

import pytest

from ingest.reading.hard_wrapped import unwrapped

LETTER = (
    "An application for mediation costs 480 yuan, and the mediator's fee, which both sides share, is calculated "
    "from the value in dispute at a rate of two and a half per cent, but never less than 1,950 yuan for each side."
)


def test_a_letter_that_was_wrapped_reads_as_it_was_written() -> None:
    wrapped = f"Subject: Mediation\nDate: 1 July\n\n{textwrap.fill(LETTER, 60)}\n\nYours,\nThe office"
    assert unwrapped(wrapped) == f"Subject: Mediation\nDate: 1 July\n\n{LETTER}\n\nYours,\nThe office"


@pytest.mark.parametrize(
    "text",
    [
        "Opening hours\nMonday to Friday from nine to five in room 12\nSaturday by appointment\nTel. 0571-1234",
        "\n".join(f"{at}、企业应当在{at}个工作日内提交下列全部材料的原件并缴纳{at}00元。" for at in range(1, 9)),
        "\n".join(f"第{at}条 企业应当在{at}个工作日内提交下列全部材料的原件。" for at in "一二三四五六七"),
        "\n".join(f"Service number {at} of the centre's list    {at}00 yuan  " for at in range(1, 9)),
        "\n".join(f"- item {at} of the list of the centre's services" for at in range(1, 9)),
        "\n".join(f"海西第{at}商标受理窗口 人民路1{at}号 电话 0571-8600111{at}" for at in range(1, 9)),
        "",
    ],
)
def test_lists_rows_and_addresses_keep_their_lines(text: str) -> None:
    assert unwrapped(text) == text
