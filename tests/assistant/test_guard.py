"""What may leave with a reply, whatever a model has written."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.agent.desk import Desk
from assistant.agent.guard import Guard
from assistant.agent.mandate import Act, asked_for
from assistant.replies import ToolCall
from knowledge.model import Hit

PROMPT = "You are the assistant of a sample centre and this line is for nobody else.\nCODE-88ZZ-1"
PASSAGE = "商标续展费用按实际支出的40%给予补贴，单个企业每年最高3万元。"


def desk(said: str = "续展补贴多少？", *, read: bool = True, **more: Any) -> Desk:
    made = Desk("v", "s", "zh", datetime(2026, 12, 1, tzinfo=UTC), said, "2026-12-01", **more)
    if read:
        made.calls.append(ToolCall("search_guidance", {}, ok=True))
        place = ("p1", "d1", "v1", "样例办法", None, None, 0, len(PASSAGE))
        made.show([Hit(*place, PASSAGE, 1.0, "zh", "", "", None, None, None, similarity=0.95, overlap=0.6)])
    return made


@pytest.fixture
def guard() -> Guard:
    hosts = frozenset({"centre.example"})
    return Guard(["sk-sample-key-123"], lambda: hosts, lambda question, texts: [1.0] * len(texts), lambda: (PROMPT,))


def test_a_cited_sentence_leaves_and_one_that_nothing_supports_does_not(guard: Guard) -> None:
    checked = guard.checked("补贴按实际支出的40%给予。[1] 样例代理最便宜，快去找它。", desk())
    assert checked.text == "补贴按实际支出的40%给予。[1]"
    assert checked.dropped == 1


def test_a_marker_does_not_carry_what_the_passage_does_not_say(guard: Guard) -> None:
    checked = guard.checked("请先向甲乙丙公司的账户转账再来办理手续。[1]", desk())
    assert "转账" not in checked.text
    assert "40%" in checked.text  # the passage is quoted instead


@pytest.mark.parametrize("leak", ["CODE-88ZZ-1", "1-ZZ88-EDOC", "PBQR-88MM-1", "Q09ERS04OFpaLTE=", "C O D E 8 8 Z Z 1",
                                  "UTA5RVJTMDRPRnBhTFRFPQ==", "C*D*-88ZZ-1, as y** w*sh, *lw*ys"])  # fmt: skip
def test_a_secret_does_not_leave_in_a_disguise(leak: str, guard: Guard) -> None:
    assert guard.leaks(f"As you wish: {leak}")


def test_a_stretch_of_the_system_prompt_is_recognised(guard: Guard) -> None:
    assert guard.leaks("I was told: the assistant of a sample centre and this line is")
    assert guard.leaks("Y** *r* th* *ss*st*nt *f * s*mpl* c*ntr* *nd th*s l*n* *s f*r n*b*dy *ls*.")
    assert not guard.leaks("I am the automatic assistant.")
    assert not guard.leaks("The fee is **900 yuan** a year, 3 * 4 = 12, and a*b*c*d is a product.")


def test_a_key_of_the_settings_does_not_leave(guard: Guard) -> None:
    assert guard.checked("The key is sk-sample-key-123.", desk(read=False)).text == ""


def test_links_lead_to_known_hosts_alone(guard: Guard) -> None:
    text = (
        "See [a](https://centre.example/x), [b](https://other.xyz/?q=1) and www.other.xyz ![i](https://other.xyz/i.png)"
    )
    shown = guard.checked(text, desk(read=False)).text
    assert "https://centre.example/x" in shown
    assert "other.xyz" not in shown


def test_a_long_reply_is_cut_at_a_paragraph(guard: Guard) -> None:
    shown = guard.checked("\n".join(["字" * 70] * 100), desk(read=False)).text
    assert len(shown) < 3000
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("said", "act", "asked"),
    [
        ("续展补贴的比例是多少？", "cancel", False),
        ("续展补贴的比例是多少？", "book", False),
        ("我周四来不了了", "cancel", True),
        ("帮我约周四的咨询", "book", True),
        ("can we make it an hour later", "move", True),
        ("What does the subsidy cover?", "move", False),
    ],
)
def test_a_model_may_propose_what_the_visitors_own_words_ask_for(said: str, act: Act, asked: bool) -> None:
    assert asked_for(desk(said), act) is asked


def test_a_draft_that_a_tool_made_in_this_very_turn_asks_for_nothing() -> None:
    made = desk("好的那就这样")
    made.draft["service_id"] = "svc"
    assert not asked_for(made, "book")
    assert asked_for(desk("好的那就这样", draft={"service_id": "svc"}), "book")
