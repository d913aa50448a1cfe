"""Plays one case in a world: its scripts one after another until one does what is expected."""

import time
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.replies import Reply
from assistant.script import Player
from evals.cases import Case
from evals.scorers import Played, State, judge
from evals.why import Why
from evals.world import World
from knowledge.errors import Fault

Status = Literal["passed", "failed", "error"]


@dataclass(frozen=True)
class Outcome:
    """What came of a case: a sentence a failure, and replies as `{"visitor", "said", "reply", "trace", "line"}`."""

    status: Status
    why: list[Why] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class _Tape:
    """What is recorded while a script is played."""

    replies: dict[int, Reply] = field(default_factory=dict)
    visitors: dict[int, str] = field(default_factory=dict)
    states: dict[int, State] = field(default_factory=dict)


def play(case: Case, world: World) -> Outcome:
    """Never raises for what a case or a reply does: that is an outcome too."""
    begun = time.perf_counter()
    told: list[list[Why]] = []
    kept: list[dict[str, Any]] = []
    status: Status = "error"
    for script in case.scripts:
        tape = _Tape()
        try:
            why = _judged(case, script, world, tape)
            found: Status = "failed" if why else "passed"
        except Fault as fault:
            why, found = [Why.of_fault(fault).after("脚本不能运行：", "The script cannot be played: ")], "error"
        except Exception as error:  # an error of ours in one case is that case's outcome, not the run's end
            broke = f"{type(error).__name__}: {error}"
            why, found = [Why(f"案例中断：{broke}", f"The case broke off: {broke}")], "error"
        if found == "passed" or not told:
            kept, status = _replies(script, world, tape), found
        told.append(why)
        if found == "passed":
            return Outcome("passed", [], kept, time.perf_counter() - begun)
    return Outcome(status, _sentences(told), kept, time.perf_counter() - begun)


def _judged(case: Case, script: list[str], world: World, tape: _Tape) -> list[Why]:
    world.fresh(case.now)
    looked_at = {mid.turn for mid in case.expect.mid if mid.asks_state}
    player = Player(world.app.assistant, case.visitor, None, world.clock.set)
    for number, line in enumerate(script, 1):
        reply = player.step(line)
        if reply is not None:
            tape.replies[number], tape.visitors[number] = reply, player.visitor
        if number in looked_at:
            tape.states[number] = world.state()
    replies = {number: reply.as_json() for number, reply in tape.replies.items()}
    return judge(case.expect, Played(script, replies, tape.states, world.state(), world.app.settings.zone))


def _replies(script: list[str], world: World, tape: _Tape) -> list[dict[str, Any]]:
    traces = world.traces([reply.turn_id for reply in tape.replies.values()])
    kept = []
    for number, reply in tape.replies.items():
        said, trace = traces.get(reply.turn_id, (script[number - 1], {}))
        kept.append({"visitor": tape.visitors[number], "said": said or script[number - 1], "reply": reply.as_json(),
                     "trace": trace, "line": number})  # fmt: skip
    return kept


def _sentences(told: list[list[Why]]) -> list[Why]:
    """The failures of the case's script; with other scripts beside it, each says which."""
    if len(told) == 1:
        return told[0]
    return [sentence.after(f"脚本 {at}：", f"Script {at}: ") for at, why in enumerate(told, 1) for sentence in why]
