"""Runs over cases with documents and a catalog of their own: what is played, kept, and played again."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from evals.run import run
from evals.runs import NoSuchRun, Runs
from knowledge.database import open_database
from knowledge.settings import Settings
from tests import starting
from tests.evals.here import here

TERMS = "# 专利保护期限\n\n## 期限\n\n发明专利权的期限为20年，自申请日起计算。\n"
CATALOG = {
    "organizations.csv": "id,kind,name_zh,name_en,matters\norg-a,service_centre,样例中心,Sample Centre,patent\n",
    "services.csv": "id,organization_id,kind,name_zh,name_en,matters,minutes,mode,approval\n"
    "svc-a,org-a,consultation,专利咨询,Patent consultation,patent,60,onsite,auto\n",
    "advisers.csv": "id,organization_id,label_zh,label_en,services,languages,time_zone,weekly\n"
    "adv-a,org-a,顾问,Adviser,svc-a,zh;en,Asia/Shanghai,wed 14:00-17:00\n",
}
ASKED = {
    "id": "asked", "lang": "zh", "tags": ["answer"], "turns": ["发明专利保护多少年？"],
    "expect": {"kind": "answer", "facts_all": ["20年"], "cites_any": "专利保护期限"},
}  # fmt: skip
BOOKED = {
    "id": "booked", "lang": "zh", "tags": ["booking"], "turns": ["帮我约周三下午3点的专利咨询", "/confirm"],
    "expect": {"kind": "done", "state": {"bookings": {"status": "confirmed", "starts": "2026-11-25T15:00"}}},
}  # fmt: skip
WRONG = {"id": "wrong", "lang": "en", "turns": ["What is the VAT on cars?"], "expect": {"kind": "answer"}}
OF_ITS_OWN = {"now": "2026-11-23T10:00:00+08:00", "documents": ["texts"], "catalog": "catalog"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Cases beside the little that they need."""
    for name, text in {"texts/terms.md": TERMS, **{f"catalog/{name}": text for name, text in CATALOG.items()}}.items():
        (path := tmp_path / "cases" / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    written(tmp_path / "cases", ASKED, BOOKED)
    return tmp_path / "cases"


def written(folder: Path, *cases: dict[str, Any]) -> None:
    lines = [json.dumps({**OF_ITS_OWN, **case}, ensure_ascii=False) for case in cases]
    (folder / "cases.jsonl").write_text("\n".join(lines), "utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, home=tmp_path / "home", model="embedded", embed_processes=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Runs]:
    database = open_database(settings.home)
    yield Runs(database)
    database.close()


def plays(folder: Path, settings: Settings, store: Runs, out: str = "r") -> tuple[dict[str, Any], list[str]]:
    """The summary of a run, and the cases that were played in it now."""
    played: list[str] = []
    found, faults = run(
        [folder], settings, store, out=out, processes=1, progress=lambda done, total, case: played.append(case),
        players=here,
    )  # fmt: skip
    assert faults == []
    return found, [case for case in played if case]


@pytest.mark.slow
def test_a_run_goes_on_where_it_was_and_plays_again_what_changed(folder: Path, settings: Settings, store: Runs) -> None:
    found, played = plays(folder, settings, store)
    assert (found["failed_cases"], played) == ([], ["asked", "booked"])
    assert plays(folder, settings, store)[1] == []

    written(folder, {**ASKED, "expect": {"kind": "abstention"}}, BOOKED)
    found, played = plays(folder, settings, store)
    assert (played, found["passed"], found["failed"]) == (["asked"], 1, 1)

    (folder / "texts" / "terms.md").write_text(TERMS.replace("20年", "二十年"), "utf-8")
    assert plays(folder, settings, store)[1] == ["asked", "booked"]

    written(folder, BOOKED)
    assert plays(folder, settings, store)[0]["cases"] == 1
    assert [one.case_id for one in store.results("r")] == ["booked"]


@pytest.mark.slow
def test_a_run_is_told_by_tag_and_language_and_kept_with_its_replies(
    folder: Path, settings: Settings, store: Runs
) -> None:
    written(folder, ASKED, WRONG)
    found, _ = plays(folder, settings, store, out="my run/1")
    assert found["run"] == "my-run-1"
    assert found["by_tag"] == {"answer": {"cases": 1, "passed": 1, "failed": 0, "errors": 0}}
    assert {lang: counts["failed"] for lang, counts in found["by_lang"].items()} == {"zh": 0, "en": 1}
    assert found["failed_cases"][0]["id"] == "wrong"
    assert "abstention" in found["failed_cases"][0]["why"][0]

    asked = store.results("my-run-1")[0]
    assert asked.replies[0]["said"] == "发明专利保护多少年？"
    assert asked.replies[0]["reply"]["citations"][0]["title"] == "专利保护期限"
    assert asked.replies[0]["trace"]["passages"]
    assert not (settings.home / "vectors").exists()  # the home is left as it was but for the run
    with pytest.raises(NoSuchRun):
        store.results("other")


@pytest.mark.slow
def test_a_world_that_cannot_be_made_is_an_error_of_its_cases_alone(
    folder: Path, settings: Settings, store: Runs
) -> None:
    (folder / "broken").mkdir()
    (folder / "broken" / "services.csv").write_text("id,organization_id\nsvc-x,org-nowhere\n", "utf-8")
    written(folder, ASKED, {**BOOKED, "catalog": "broken", "documents": ["texts"]})
    found, _ = plays(folder, settings, store)
    assert (found["passed"], found["errors"]) == (1, 1)
    assert "services.csv" in found["failed_cases"][0]["why"][0]


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_with_the_rest(folder: Path, settings: Settings, store: Runs) -> None:
    cases = [{**ASKED, "id": f"asked-{number}"} for number in range(15)]
    written(folder, *cases)
    environ = {**os.environ, "IPSTEWARD_HOME": str(settings.home), "OMP_NUM_THREADS": "1"}
    process = starting.start(["eval", "run", str(folder), "--out", "r", "--processes", "1"], environ)
    ends = time.monotonic() + 120
    while not (before := store.played("r")) and time.monotonic() < ends and process.poll() is None:
        time.sleep(0.02)
    helpers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, left = psutil.wait_procs(helpers, timeout=20)
    assert left == []  # none waits for a run that is gone
    before = store.played("r")
    assert 0 < len(before) < len(cases)

    found, played = plays(folder, settings, store)
    assert found["passed"] == len(cases)
    assert set(played) == {case["id"] for case in cases} - set(before)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "lang"), [(signal.SIGTERM, "zh_CN.UTF-8"), (signal.SIGINT, "C.UTF-8")])
def test_a_run_that_was_stopped_says_how_far_it_came_and_how_to_go_on(
    folder: Path, settings: Settings, store: Runs, number: signal.Signals, lang: str
) -> None:
    written(folder, *({**ASKED, "id": f"asked-{at}"} for at in range(40)))
    environ = {**os.environ, "IPSTEWARD_HOME": str(settings.home), "OMP_NUM_THREADS": "1", "LC_ALL": lang}
    written_to = folder.parent / "told"
    words = ["eval", "run", str(folder), "--out", "r", "--processes", "1"]
    process = starting.start(words, environ, stderr=written_to)
    ends = time.monotonic() + 120
    while not store.played("r") and time.monotonic() < ends and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(number)
    status, told = process.wait(60), written_to.read_text("utf-8")
    done = len(store.played("r"))
    assert status == 1
    assert told.splitlines()[-1].endswith(f"ipsteward eval run {folder} --out r --processes 1")
    assert f"{done} / 40" in told if lang.startswith("zh") else f"{done} of 40 cases" in told
    assert "Traceback" not in told


def test_a_file_without_a_case_to_play_leaves_no_run_behind(folder: Path, settings: Settings, store: Runs) -> None:
    written(folder, {"id": "off", "turns": ["hi"], "expect": {"kinds": "answer"}})
    found, faults = run([folder / "cases.jsonl"], settings, store, out="r")
    assert (found["cases"], [fault.code for fault in faults]) == (0, ["unknown_expectation"])
    with pytest.raises(NoSuchRun):
        store.results("r")
