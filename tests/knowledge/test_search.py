"""Search: fusion, filters, versions in force, and the store beneath."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import Vectors
from knowledge.errors import OtherEmbedder
from knowledge.fusing import Leg, Means, fuse
from knowledge.lexical import terms
from knowledge.model import Doubt, NewPassage, NewVersion
from knowledge.reranking import Reranker
from knowledge.search import Search, Where
from knowledge.validity import in_region
from tests.fakes import FakeEmbedder, FakeIndex

TODAY = Where("2026-11-23")


class Listening(FakeEmbedder):
    """Remembers the queries too."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def query(self, text: str) -> Vectors:
        self.heard.append(text)
        return super().query(text)


def version(title: str, *texts: str, **about: Any) -> NewVersion:
    passages, at = [], 0
    for text in texts:
        passages.append(NewPassage(at, at + len(text), text, context=title))
        at += len(text) + 2
    return NewVersion(title, title, "\n\n".join(texts), tuple(passages), "zh", **about)


@pytest.fixture
def store(database: Database) -> Documents:
    return Documents(database)


@pytest.fixture
def search(database: Database, store: Documents) -> Search:
    return Search(database, FakeIndex(), FakeEmbedder())


def put(store: Documents, path: str, versions: Sequence[NewVersion], now: datetime) -> tuple[str, ...]:
    return store.put(path, "guidance", "hash", versions, now).twins


def titles(search: Search, query: str, where: Where = TODAY) -> list[str]:
    return [hit.title for hit in search(query, where)]


def test_words_are_found_before_any_vector_is_there(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("专利法", "发明专利权的期限为二十年。")], now)
    put(store, "b", [version("商标法", "注册商标的有效期为十年。")], now)
    assert titles(search, "发明专利的期限")[0] == "专利法"


def test_what_was_just_put_live_is_as_near_as_with_its_vector(
    database: Database, store: Documents, now: datetime
) -> None:
    index, embedder = FakeIndex(), FakeEmbedder()
    search = Search(database, index, embedder)
    put(store, "b", [version("商标法", "注册商标的期限为十年。")], now)
    missing = store.unembedded()
    index.upsert([id for id, _ in missing], embedder.passages([text for _, text in missing]))
    store.mark_embedded([id for id, _ in missing])
    put(store, "a", [version("专利法", "发明专利权的期限为二十年。")], now)
    first = search("发明专利的期限", TODAY)[0]
    (text,) = [text for _, text in store.unembedded()]
    near = float(embedder.passages([text])[0] @ embedder.query("发明专利的期限"))
    assert first.title == "专利法"
    assert first.similarity == pytest.approx(near, abs=1e-5)


def test_a_query_that_shares_nothing_finds_nothing(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("专利法", "发明专利权的期限为二十年。")], now)
    assert search("xyzzy", TODAY) == []
    assert search("   ", TODAY) == []


def test_terms_are_bigrams_and_words() -> None:
    assert terms("专利法 PCT-2026，第42条") == ["专利", "利法", "pct", "2026", "第", "42", "条"]


def test_the_version_in_force_on_the_day_is_shown(search: Search, store: Documents, now: datetime) -> None:
    old = version("商标法", "异议期为三个月。", version_date="2019-04-23")
    new = version("商标法", "异议期为两个月。", version_date="2026-06-26", in_force_from="2027-01-01")
    put(store, "old", [old], now)
    put(store, "new", [new], now)
    assert [hit.text for hit in search("异议期", TODAY)] == ["异议期为三个月。"]
    assert [hit.text for hit in search("异议期", Where("2027-01-01"))] == ["异议期为两个月。"]


def test_what_is_superseded_is_not_shown(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("资助办法", "资助五万元。")], now)
    put(store, "b", [version("资助新办法", "资助三万元。", supersedes="资助办法", in_force_from="2026-01-01")], now)
    assert titles(search, "资助") == ["资助新办法"]
    assert titles(search, "资助", Where("2025-12-31")) == ["资助办法"]


def test_a_region_sees_itself_its_parents_and_what_has_none() -> None:
    assert in_region("", "beijing")
    assert in_region("cn", "beijing")
    assert in_region("shanghai", "shanghai/pudong")
    assert not in_region("shanghai/pudong", "shanghai")
    assert not in_region("beijing", "shanghai")
    assert not in_region("cn", "us")


def test_filters_of_region_and_collection_hold(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("北京条例", "专利资助。", region="beijing")], now)
    put(store, "b", [version("上海条例", "专利资助。", region="shanghai")], now)
    assert titles(search, "专利资助", Where("2026-11-23", region="shanghai")) == ["上海条例"]
    assert search("专利资助", Where("2026-11-23", collection="other")) == []


def test_the_same_text_from_two_files_is_held_once(store: Documents, search: Search, now: datetime) -> None:
    law = version("专利法", "第一条 为了保护专利权。", "第二条 发明创造。", version_date="2020-10-17")
    rows = version("专利法", "为了保护专利权。", "发明创造。")
    assert put(store, "a.md", [law], now) == ()
    assert put(store, "b.jsonl", [rows], now) == ("专利法",)
    assert {hit.version_id for hit in search("专利权", TODAY)} == {search("发明", TODAY)[0].version_id}


def test_a_twin_is_read_again_when_the_first_file_goes(store: Documents, now: datetime) -> None:
    law = version("专利法", "第一条 为了保护专利权。", version_date="2020-10-17")
    put(store, "a", [law], now)
    put(store, "b", [law], now)
    store.forget("a", "guidance", now)
    assert store.known("guidance") == {"b": ""}


def test_a_changed_file_is_replaced_whole(store: Documents, search: Search, now: datetime) -> None:
    put(store, "a", [version("指南", "旧的说法。", "不变的段落。")], now)
    before = {hit.passage_id for hit in search("不变的段落", TODAY)}
    stored = store.put("a", "guidance", "h2", [version("指南", "新的说法。", "不变的段落。")], now)
    assert len(stored.removed) == 1
    assert {hit.passage_id for hit in search("不变的段落", TODAY)} & before
    assert "旧的说法。" not in [hit.text for hit in search("旧的说法", TODAY)]


def test_offsets_point_into_the_text_of_the_version(store: Documents, search: Search, now: datetime) -> None:
    put(store, "a", [version("指南", "第一段。", "第二段讲质押。")], now)
    hit = search("质押", TODAY)[0]
    page = store.page(hit.document_id, hit.version_id)
    assert page is not None
    assert page.text[hit.start : hit.end] == hit.text


def test_both_legs_count_and_the_score_is_at_most_one() -> None:
    ranked = fuse([Leg({"words": 4.0, "both": 4.0}, 0.6)], {"both": 0.9, "vector": 0.9, "far": 0.7}, 0.4)
    assert ranked[0][0] == "both"
    assert ranked[0][1] == pytest.approx(1.0)
    assert fuse([Leg({"words": 4.0}, 0.0)], {"vector": 0.9, "far": 0.5}, 0.4)[0][0] == "vector"


def test_an_index_of_another_model_is_refused(store: Documents, search: Search, now: datetime) -> None:
    put(store, "a", [version("指南", "质押。")], now)
    store.set_fact("embedding_model", "another")
    with pytest.raises(OtherEmbedder, match="other_embedder"):
        search("质押", TODAY)


def test_a_passage_is_shown_with_its_neighbours_on_demand(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("条例", "第一条 总则。", "第二条 质押登记。", "第三条 附则。", "第四条 别的。")], now)
    hit = search("质押登记", TODAY)[0]
    assert [one.text for one in search.around(hit)] == ["第一条 总则。", "第三条 附则。"]
    assert [one.text for one in search.around(hit, 2)] == ["第一条 总则。", "第三条 附则。", "第四条 别的。"]
    assert {one.version_id for one in search.around(hit, 9)} == {hit.version_id}


def test_another_form_of_a_word_is_found(search: Search, store: Documents, now: datetime) -> None:
    put(store, "a", [version("Guide", "A mark that was registered.", "Nothing of the kind.")], now)
    assert [hit.text for hit in search("registering marks", TODAY)] == ["A mark that was registered."]


def test_what_is_equally_good_stands_as_in_its_text(database: Database, store: Documents, now: datetime) -> None:
    search = Search(database, FakeIndex(), FakeEmbedder(), means=Means(dense=False))
    put(store, "a", [version("甲", *(f"质押登记{sign}。" for sign in "子丑寅卯辰"))], now)
    assert [hit.text[4] for hit in search("质押登记", TODAY)] == list("子丑寅卯辰")


def test_only_the_beginning_of_a_long_question_is_embedded(store: Documents, database: Database, now: datetime) -> None:
    embedder = Listening()
    put(store, "a", [version("指南", "质押登记。")], now)
    Search(database, FakeIndex(), embedder)("pledge of rights " * 100, TODAY)
    assert max(map(len, embedder.heard)) <= 500


def test_a_text_that_is_adopted_without_a_day_in_force_is_shown_and_marked(
    search: Search, store: Documents, now: datetime
) -> None:
    adopted = version("商标法", "异议期为两个月。", version_date="2026-06-26",
                      doubts=(Doubt("only_adopted", {"adopted": "2026-06-26"}),))  # fmt: skip
    put(store, "a", [adopted], now)
    (hit,) = search("异议期", TODAY)
    assert (hit.in_force_from, hit.not_yet, hit.adopted) == (None, False, "2026-06-26")
    assert [one.adopted for one in search.around(hit)] == []


@pytest.mark.parametrize("reranker", [None, lambda query, hits: hits[::-1]], ids=["none", "backwards"])
def test_a_sentence_that_is_pasted_finds_the_text_that_it_is_from(
    database: Database, store: Documents, reranker: Reranker | None, now: datetime
) -> None:
    search = Search(database, FakeIndex(), FakeEmbedder(), reranker=reranker)
    rule = "Any Contracting Party may require that an application contain the name of {} who files it, and a fee."
    put(store, "a", [version("One treaty", rule.format("the person"))], now)
    put(store, "b", [version("Other treaty", rule.format("him") + " The person and the name of the person.")], now)
    for person, title in (("the person", "One treaty"), ("him", "Other treaty")):
        assert titles(search, rule.format(person))[0] == title


def test_words_that_any_question_has_count_less(database: Database, store: Documents, now: datetime) -> None:
    by_words = Search(database, FakeIndex(), FakeEmbedder(), means=Means(dense=False))
    put(store, "a.md", [version("One", "what can my neighbour say")], now)
    put(store, "b.md", [version("Other", "some lapsed mark fell away")], now)
    for name in "cdefgh":
        put(store, f"{name}.md", [version(f"Title {name}", "something else is told here")], now)
    assert titles(by_words, "what can my lapsed mark")[0] == "Other"
