"""Watched addresses: read again as their servers ask for it; what is out of order changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.watching import places
from ingest.watching.faults import BadWatchList, WatchBusy
from ingest.watching.model import Watch
from tests.site import HOST, Answering, Page, Site

from .conftest import TITLE, Centre


def html(sum: str, title: str = TITLE, noise: str = "") -> str:
    return (
        f"<html><head><title>{title}</title><meta name=n content='{noise}'></head><body><h1>{title}</h1>"
        f"<p>第一条 为了鼓励创新。</p><p>第二条 每件资助{sum}万元。</p><p>第三条 由样例中心解释。</p></body></html>"
    )


def test_a_page_that_did_not_change_is_neither_sent_nor_read_again(centre: Centre, site: Site) -> None:
    site.page("/a.html", html("三"), etag='"1"')
    centre.watch(site.url("/a.html"))
    assert centre.counted(after=timedelta()) == {"new": 1}
    assert centre.sums() == {"三"}
    assert centre.counted() == {"unchanged": 1}
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert centre.reads == 1
    site.page("/a.html", html("四"), etag='"2"')
    assert centre.counted() == {"changed": 1}
    assert centre.sums() == {"四"}
    found = centre.holdings.find(TITLE, "2026-11-23")
    assert (found.url, found.revisions) == (site.url("/a.html"), 1)
    assert list((centre.home / "watching").iterdir()) == []  # no download is left behind


def test_other_bytes_of_the_same_text_are_no_change(centre: Centre, site: Site) -> None:
    site.page("/a.html", html("三", noise="1"))
    centre.watch(site.url("/a.html"))
    centre.run(after=timedelta())
    for noise in "23":
        site.page("/a.html", html("三", noise=noise))
        assert centre.counted() == {"unchanged": 1}
    assert centre.holdings.find(TITLE, "2026-11-23").revisions == 0
    site.page("/a.html", html("四"))
    assert centre.counted() == {"changed": 1}


def test_a_page_in_review_waits_and_is_looked_at_again_after_its_approval(centre: Centre, site: Site) -> None:
    site.page("/a.html", html("三"), etag='"1"')
    centre.watch(site.url("/a.html"), review=True, every_s=86400)
    assert centre.counted(after=timedelta()) == {"waiting": 1}
    assert centre.counted(after=timedelta(days=1)) == {"unchanged": 1}  # 304 for a text that waits
    site.page("/a.html", html("四"), etag='"2"')  # and no run since
    centre.desk.approve(centre.waiting()[0].id, "sample")
    assert centre.sums() == {"三"}
    assert centre.counted(after=timedelta(seconds=20)) == {"waiting": 1}  # due at once: staff see the newer one
    centre.desk.reject(centre.waiting()[0].id, "sample")
    assert centre.counted(after=timedelta(days=1)) == {"unchanged": 1}
    assert centre.sums() == {"三"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_for_staff_to_decide(centre: Centre, site: Site, status: int) -> None:
    site.page("/a.html", html("三"))
    centre.watch(site.url("/a.html"))
    centre.run(after=timedelta())
    site.pages["/a.html"] = lambda request: request.text("", status=status)
    assert centre.counted() == {"gone": 1}
    (change,) = centre.waiting()
    assert (change.kind, change.facts["why"]) == ("gone", str(status))
    assert centre.counted() == {"waiting": 1}
    assert centre.sums() == {"三"}
    site.page("/a.html", html("三"))
    assert centre.counted() == {"unchanged": 1}
    assert centre.waiting() == []


def test_a_gone_page_is_taken_out_when_staff_say_so(centre: Centre, site: Site) -> None:
    site.page("/a.html", html("三"))
    centre.watch(site.url("/a.html"))
    centre.run(after=timedelta())
    site.pages.clear()
    centre.run()
    centre.desk.approve(centre.waiting()[0].id, "sample")
    assert centre.sums() == set()
    assert centre.counted() == {}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda request: request.text("", status=503), "http_status"),
        (lambda request: request.drip(first=b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n"), "fetch_timed_out"),
        (lambda request: request.moved("http://10.0.0.1/"), "host_not_listed"),
        (lambda request: request.text("x" * 2**21), "fetch_too_large"),
        (lambda request: request.text("not a pdf", "application/pdf"), "broken"),
    ],
    ids=["503", "slow", "redirect", "large", "damaged"],
)
def test_what_is_out_of_order_leaves_everything_and_is_told(centre: Centre, site: Site, fault: Page, code: str) -> None:
    site.page("/a", html("三"), etag='"1"')
    id = centre.watch(site.url("/a"), every_s=21600)
    centre.run(after=timedelta())
    centre.options = {"total_s": 0.3}
    site.pages["/a"] = fault
    assert centre.counted(after=timedelta(hours=6)) == {"failed": 1}
    (seen,) = centre.watches.faulty(id)
    assert (seen.failures, seen.fault and seen.fault["code"]) == (1, code)
    assert seen.fault
    assert seen.fault["zh"] != seen.fault["en"]
    assert centre.sums() == {"三"}
    assert centre.waiting() == []
    assert centre.watches.get(id).due_at - centre.now == timedelta(minutes=10)
    assert centre.counted(after=timedelta(minutes=10)) == {"failed": 1}
    assert centre.watches.get(id).due_at - centre.now == timedelta(minutes=20)
    site.page("/a", html("三"), etag='"1"')
    assert centre.counted(after=timedelta(minutes=20)) == {"unchanged": 1}
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert centre.watches.faulty(id) == []


def test_a_server_that_asks_to_be_left_alone_is(centre: Centre, site: Site) -> None:
    site.pages["/a"] = lambda request: request.text("", status=429, retry_after="7200")
    id = centre.watch(site.url("/a"))
    assert centre.counted(after=timedelta()) == {"failed": 1}
    assert centre.watches.get(id).due_at - centre.now == timedelta(hours=1)  # the watch looks, and does not ask
    assert centre.counted() == {"failed": 1}
    assert len(site.asked) == 1


def test_rows_of_others_are_not_read(centre: Centre, site: Site) -> None:
    site.page("/a.jsonl", '{"text": "三万元"}', "application/x-ndjson")
    id = centre.watch(site.url("/a.jsonl"))
    assert centre.counted(after=timedelta()) == {"failed": 1}
    (seen,) = centre.watches.faulty(id)
    assert seen.fault
    assert seen.fault["code"] == "unknown_format"


def test_a_list_is_read_anew_each_time(centre: Centre, site: Site, tmp_path: Path) -> None:
    for name, sum in (("a", "三"), ("b", "五"), ("c", "七")):
        site.page(f"/{name}.html", html(sum, f"样例{name}办法"))
    listed = tmp_path / "pages.txt"
    listed.write_text(f"# 政策页面\n{site.url('/a.html')}\n\n{site.url('/b.html')}\n{site.url('/a.html')}\n", "utf-8")
    centre.watch(listed, region="beijing")
    assert centre.counted(after=timedelta()) == {"new": 2}
    assert {one.region for one in centre.holdings.listed("2026-11-23")} == {"beijing"}
    assert centre.paused == [1.0]  # one host is not asked twice in a breath
    listed.write_text(f"{site.url('/b.html')}\n{site.url('/c.html')}\n", "utf-8")
    assert centre.counted() == {"unchanged": 1, "new": 1, "gone": 1}
    assert centre.waiting()[0].facts["why"] == "off_list"


def test_a_table_of_addresses_says_what_a_manifest_says(centre: Centre, site: Site, tmp_path: Path) -> None:
    site.page("/a.html", html("三"))
    table = tmp_path / "pages.csv"
    table.write_text(f"url,title,issuer,in_force_from\n{site.url('/a.html')},样例新办法,样例局,2026-01-01\n", "utf-8")
    centre.watch(table)
    assert centre.counted(after=timedelta()) == {"new": 1}
    found = centre.holdings.find("样例新办法", "2026-11-23")
    assert (found.issuer, found.versions[0].in_force_from) == ("样例局", "2026-01-01")


def test_a_line_that_is_no_address_is_named(centre: Centre, site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text(f"{site.url('/a')}\nhttp://elsewhere.test/\n", "utf-8")
    one = Watch("", "list", str(listed), "guidance", 3600, False, centre.now, centre.now)
    with pytest.raises(BadWatchList) as refusal:
        places.addresses(one, site.fetcher().hosts.checked)
    assert refusal.value.facts["line"] == "2"
    assert "elsewhere.test" in refusal.value.told("zh")
    assert "elsewhere.test" in refusal.value.told("en")


def test_one_bad_address_does_not_stop_the_others(centre: Centre, site: Site, tmp_path: Path) -> None:
    site.page("/b.html", html("五"))
    listed = tmp_path / "pages.txt"
    listed.write_text(f"http://elsewhere.test/\n{site.url('/b.html')}\n", "utf-8")
    id = centre.watch(listed)
    assert centre.counted(after=timedelta()) == {"failed": 1, "new": 1}
    assert centre.counted(id, after=timedelta(minutes=10)) == {"failed": 1, "unchanged": 1}


def test_a_host_that_is_down_is_asked_once_a_run(centre: Centre, site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text("".join(f"{site.url(f'/{at}')}\n" for at in range(5)), "utf-8")
    id = centre.watch(listed)
    site.addresses[HOST] = ["127.0.0.2"]  # nobody there
    centre.options = {"allowed": lambda address: True}
    assert centre.counted(after=timedelta()) == {"failed": 5}
    assert {seen.fault["code"] for seen in centre.watches.faulty(id) if seen.fault} == {"unreachable"}
    assert centre.paused == []


def test_two_processes_do_not_read_the_places_at_once(centre: Centre, site: Site) -> None:
    def inside(request: Answering) -> None:
        with pytest.raises(WatchBusy):
            centre.reading()()
        request.text(html("三"))

    site.pages["/a"] = inside
    centre.watch(site.url("/a"))
    assert centre.counted(after=timedelta()) == {"new": 1}
