"""The optional reranker, against a server of ours on the loopback."""

import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.model import Hit
from knowledge.reranking import RemoteReranker

HITS = [
    Hit(id, "d", "v", "t", None, None, 0, 1, text, 1.0, "zh", "", "", None, None, None, similarity=0.0, overlap=0.0)
    for id, text in (("p_a", "甲"), ("p_b", "乙"), ("p_c", "丙"))
]


@contextmanager
def server(answer: Callable[[dict[str, Any]], bytes]) -> Generator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = answer(asked)
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):  # the asker may have given up
                self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/rerank"
        http.shutdown()


def ids(url: str, timeout_s: float = 5) -> list[str]:
    return [hit.passage_id for hit in RemoteReranker(url, "m", "k", timeout_s)("问", HITS)]


def test_the_endpoints_scores_make_the_order_and_what_it_left_out_comes_last() -> None:
    def answer(asked: dict[str, Any]) -> bytes:
        assert (asked["model"], asked["query"], len(asked["documents"])) == ("m", "问", 3)
        return json.dumps(
            {"results": [{"index": 2, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]}
        ).encode()

    with server(answer) as url:
        assert ids(url) == ["p_c", "p_a", "p_b"]


def test_nonsense_leaves_the_order() -> None:
    with server(lambda asked: b"<html>") as url:
        assert ids(url) == ["p_a", "p_b", "p_c"]


def test_a_late_answer_leaves_the_order() -> None:
    def late(asked: dict[str, Any]) -> bytes:
        time.sleep(0.5)
        return b"{}"

    with server(late) as url:
        assert ids(url, timeout_s=0.1) == ["p_a", "p_b", "p_c"]


def test_nobody_there_leaves_the_order() -> None:
    assert ids("http://127.0.0.1:9/rerank", timeout_s=0.2) == ["p_a", "p_b", "p_c"]
