"""In which characters and which language one speaks with the assistant, and how one comes back to it."""

import pytest

from assistant.app import App
from assistant.language import of, wished
from tests.assistant.test_conversation import ANN, ask


async def test_traditional_characters_book_as_simplified_ones_do(centre: App) -> None:
    reply = await ask(centre, "我要預約下週三下午兩點的專利質押融資諮詢")
    assert reply.proposal is not None
    assert "12月2日 周三 14:00" in reply.text
    assert (await ask(centre, "確認")).booking is not None


async def test_the_words_are_kept_as_they_were_written(centre: App) -> None:
    reply = await ask(centre, "發明專利保護多少年？")
    assert reply.kind == "answer"
    assert centre.assistant.history(ANN, "s_1")[0].said == "發明專利保護多少年？"


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("换成英文", "en"),
        ("请用英文回答", "en"),
        ("说中文", "zh"),
        ("in Chinese please", "zh"),
        ("Can you speak English?", "en"),
        ("switch to Chinese", "zh"),
    ],
)
def test_a_wish_for_a_language_is_heard(said: str, lang: str) -> None:
    assert wished(said) == lang


@pytest.mark.parametrize(
    "said", ["a patent in English", "中文商标怎么注册", "英文知识产权门诊", "the Chinese patent law"]
)
def test_a_language_that_is_only_spoken_of_is_no_wish(said: str) -> None:
    assert wished(said) is None


async def test_the_language_asked_for_stays_that_of_the_conversation(centre: App) -> None:
    await ask(centre, "你好")
    switched = await ask(centre, "换成英文")
    assert switched.lang == "en"
    answer = await ask(centre, "发明专利保护多少年？")
    assert answer.lang == "en"
    assert answer.text.startswith("The documents say")
    back = await ask(centre, "in Chinese please")
    assert back.lang == "zh"
    assert (await ask(centre, "How many years does a trade mark last?")).lang == "zh"


async def test_a_proposal_is_told_again_in_the_other_language_and_a_yes_counts(centre: App) -> None:
    await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    told = await ask(centre, "换成英文")
    assert told.kind == "proposal"
    assert "Please confirm" in told.text
    assert (await ask(centre, "yes")).booking is not None


@pytest.mark.parametrize(
    "said",
    ["never mind, I'll go on with the assistant", "不用人工了", "算了，我还是继续用助手", "不用了", "Never mind."],
)
async def test_who_waits_for_a_person_comes_back_in_words(centre: App, said: str) -> None:
    assert (await ask(centre, "转人工")).kind == "handoff"
    assert (await ask(centre, said)).kind == "answer"
    assert (await ask(centre, "发明专利保护多少年？")).kind == "answer"


@pytest.mark.parametrize(
    ("said", "lang"),
    [("CN119999001A", "zh"), ("US 11147202", "zh"), ("BK-KQTQD5", "zh"), ("in 2027", "en"), ("show BK-KQTQD5", "en")],
)
def test_a_number_alone_keeps_the_language_of_the_conversation(said: str, lang: str) -> None:
    assert of(said, "zh") == lang
