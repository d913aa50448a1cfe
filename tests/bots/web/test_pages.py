"""The chat page, the document page, and the headers around both."""

import html
import re
import socket
import time
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bots.web.languages import preferred
from bots.web.serving import free_port

from .conftest import CENTRE, make_app
from .fakes import CITATIONS, GUIDE, LAW, QUOTE, START, Page, ScriptedTalks, SmallLibrary

END = START + len(QUOTE)


def marked(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.S)]


async def opened(library: SmallLibrary, address: str) -> httpx.Response:
    transport = httpx.ASGITransport(make_app(ScriptedTalks(), library))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        return await client.get(address)


@pytest.mark.parametrize(
    "address", ["/", "/documents/law", "/documents/none", "/api/history?session_id=x", "/static/chat.js"]
)
async def test_every_response_is_fenced(client: httpx.AsyncClient, address: str) -> None:
    headers = (await client.get(address)).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-store" if address.startswith("/api") else "no-cache")


async def test_no_page_needs_an_inline_script_or_style_or_another_host(client: httpx.AsyncClient) -> None:
    for address in ("/", "/documents/guide%2Fen?start=0&end=6", "/documents/none"):
        page = (await client.get(address)).text
        assert not re.search(r"<script(?![^>]*\ssrc=\"/)|<style|\sstyle=|\son\w+=", page)
        assert not re.search(r"(src|href)=\"(https?:)?//(?!law\.example)", page)


@pytest.mark.parametrize(
    ("query", "cookie", "accepts", "lang"),
    [
        ("", "", "en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("", "", "fr, zh-CN;q=0.8, en;q=0.7", "zh"),
        ("", "", "", "zh"),
        ("", "en", "zh-CN", "en"),
        ("?lang=zh", "en", "en", "zh"),
        ("?lang=fr", "", "en", "en"),
    ],
)
async def test_the_page_speaks_the_readers_language(
    client: httpx.AsyncClient, query: str, cookie: str, accepts: str, lang: str
) -> None:
    headers = {"accept-language": accepts} | ({"cookie": f"ipsteward_lang={cookie}"} if cookie else {})
    page = (await client.get(f"/{query}", headers=headers)).text
    assert CENTRE[lang] in page
    assert page.count("data-example") == 4
    assert ("not legal advice" in page) is (lang == "en")
    assert ("不构成法律意见" in page) is (lang == "zh")


async def test_the_switch_is_remembered(client: httpx.AsyncClient) -> None:
    await client.get("/?lang=en")
    assert '<html lang="en">' in (await client.get("/", headers={"accept-language": "zh"})).text


@pytest.mark.parametrize("header", ["zh;q=x", ";;;", "en;q=0", ",", "*"])
def test_a_strange_preference_is_chinese(header: str) -> None:
    assert preferred(header) == "zh"


async def test_a_document_opens_at_its_quote(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/documents/law?version=law-2020&start={START}&end={END}")).text
    assert marked(page) == [QUOTE]
    assert 'id="quote"' in page
    for fact in ("全国人民代表大会常务委员会", "2020-10-17", "2021-06-01", "https://law.example/patent"):
        assert fact in page


@pytest.mark.parametrize(
    ("region", "accepts", "told"),
    [
        ("cn", "zh", "中国"),
        ("cn", "en", "China"),
        ("shanghai/pudong", "zh", "浦东新区"),
        ("shanghai/pudong", "en", "Pudong, Shanghai"),
        ("beijing", "zh", "北京"),
        ("qinghai/our-park", "zh", "qinghai/our-park"),
    ],
)
async def test_a_region_is_told_by_its_name(region: str, accepts: str, told: str) -> None:
    page = (await opened(SmallLibrary(d=Page("d", "text", region=region)), f"/documents/d?lang={accepts}")).text
    assert f"<dd>{told}</dd>" in page


async def test_a_document_is_text_and_never_markup(client: httpx.AsyncClient) -> None:
    page = (await client.get("/documents/law")).text
    assert "&lt;b&gt;不&lt;/b&gt;" in page
    shown = re.findall(r"<p(?: class=\"gap\")?>(.*?)</p>", page.partition("<article")[2], re.S)
    assert [html.unescape(line) for line in shown] == [line for line in LAW.splitlines() if line]


async def test_a_quote_over_several_lines_is_marked_in_each() -> None:
    text = "  first line\r\nsecond <b>\n\n  third\nfourth"
    start, end = text.index("line"), text.index("fourth")
    page = (await opened(SmallLibrary(d=Page("d", text)), f"/documents/d?start={start}&end={end}")).text
    assert marked(page) == ["line", "second <b>", "  third"]
    assert page.count('id="quote"') == 1


@pytest.mark.parametrize(
    "span", ["", "start=5", "start=-1&end=5", "start=9&end=3", "start=0&end=999999", "start=a&end=b", "start=²&end=9",
             "start=5&end=5", f"start=0&end={'9' * 5000}"],
)  # fmt: skip
async def test_a_bad_stretch_shows_the_document_without_a_mark(client: httpx.AsyncClient, span: str) -> None:
    response = await client.get(f"/documents/law?{span}")
    assert response.status_code == 200
    assert marked(response.text) == []


async def test_every_citation_opens_at_its_own_words(client: httpx.AsyncClient) -> None:
    end = await client.post("/api/chat", json={"text": "期限", "visitor": "acme"})
    assert end.status_code == 200
    for citation in CITATIONS:
        found = re.search(rf'"href": ?"(/documents/[^"]*version={citation.version_id}[^"]*)"', end.text)
        assert found is not None
        assert marked((await client.get(found[1])).text) == [citation.quote]


async def test_only_a_web_address_is_an_official_source(client: httpx.AsyncClient) -> None:
    page = (await client.get("/documents/guide%2Fen")).text
    assert "javascript:" not in page
    assert "Filing guide" in page
    assert GUIDE.splitlines()[-1] in page


@pytest.mark.parametrize("address", ["/documents/none", "/documents/law?version=unknown", "/nowhere", "/documents/"])
async def test_what_is_not_there_is_said_in_the_readers_language(client: httpx.AsyncClient, address: str) -> None:
    for lang, words in (("zh", "没有找到"), ("en", "not found")):
        response = await client.get(address, headers={"accept-language": lang})
        assert response.status_code == 404
        assert response.headers["content-type"].startswith("text/html")
        assert words in response.text


async def test_a_document_of_a_megabyte_opens_quickly() -> None:
    text = "第一条　条文的文字在这里重复，直到文件足够大为止。\n" * 14_000
    started = time.perf_counter()
    response = await opened(
        SmallLibrary(big=Page("big", text)), f"/documents/big?start={len(text) - 60}&end={len(text) - 30}"
    )
    assert time.perf_counter() - started < 3
    assert len(marked(response.text)) == 2
    assert len(response.content) > 1_000_000


async def test_a_broken_library_is_an_apology_without_details(app: FastAPI) -> None:
    class Broken(SmallLibrary):
        def page(self, document_id: str, version_id: str | None) -> Page | None:
            raise RuntimeError("a private detail")

    transport = httpx.ASGITransport(make_app(ScriptedTalks(), Broken()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        response = await client.get("/documents/law")
    assert response.status_code == 500
    assert "private" not in response.text
    assert "r_" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_static_files_stay_small_and_whole() -> None:
    folder = Path(__file__).parents[3] / "bots/web/static"
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sizes.keys() == {"chat.js", "chat.css", "icon.svg", "people.js", "staff.css", "staff.js", "told.js"}
    assert sum(size for name, size in sizes.items() if not name.startswith("staff.")) < 60_000


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) != port
    assert free_port("127.0.0.1", port) == port
