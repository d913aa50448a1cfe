"""The canary: passages that do not find themselves are told."""

from datetime import datetime

from evals.canary import lost, spread
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.model import NewPassage, NewVersion
from knowledge.search import Search
from tests.fakes import FakeEmbedder, FakeIndex


def test_passages_find_themselves_and_what_is_not_there_is_lost(database: Database, now: datetime) -> None:
    texts = ("质押登记自登记时设立。", "商标注册的有效期为十年。")
    passages = tuple(NewPassage(at, at + len(text), text) for at, text in enumerate(texts))
    Documents(database).put("a", "guidance", "h", [NewVersion("a", "a", "".join(texts), passages, "zh")], now)
    search = Search(database, FakeIndex(), FakeEmbedder())
    assert lost(search, [*texts, "从没写过的质押条文。"]) == ["从没写过的质押条文。"]


def test_a_large_set_is_asked_evenly() -> None:
    assert spread([str(at) for at in range(10)], 4) == ["0", "3", "6", "9"]
    assert spread(["a"], 4) == ["a"]
