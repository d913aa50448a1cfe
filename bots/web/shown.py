"""A reply as the web shows it: JSON with safe HTML and addresses beside the words."""

from typing import Any

from assistant.replies import Attachment, Choice, Reply

from . import links, markdown
from .seams import PastTurn


def text(reply: Reply) -> dict[str, Any]:
    return {"html": markdown.render(reply.text, reply.citations), "text": reply.text}


def citations(reply: Reply) -> list[dict[str, Any]]:
    """The citations of the `end` event, each with `href`; an official address only if a browser may follow it."""
    rows: list[dict[str, Any]] = reply.as_json()["citations"]
    return [
        row | {"href": links.cited(citation), "url": links.outward(citation.url)}
        for row, citation in zip(rows, reply.citations, strict=True)
    ]


def choices(reply: Reply) -> list[dict[str, str]]:
    return [choice.shown() | _address(choice) for choice in reply.choices]


def attachment(reply: Reply, number: int, named_visitor: str | None) -> dict[str, str]:
    """`number` counts the reply's attachments from 0."""
    attached: Attachment = reply.attachments[number]
    href = links.attached(reply.session_id, reply.turn_id, number, named_visitor)
    return {"name": attached.name, "media_type": attached.media_type, "href": href}


def turn(past: PastTurn, named_visitor: str | None) -> dict[str, Any]:
    reply = past.reply
    return {
        "said": past.said,
        "ordinal": past.ordinal,
        "html": text(reply)["html"],
        "reply": reply.as_json(),
        "citations": citations(reply),
        "choices": choices(reply),
        "attachments": [attachment(reply, number, named_visitor) for number in range(len(reply.attachments))],
    }


def _address(choice: Choice) -> dict[str, str]:
    url = links.outward(choice.value) if choice.kind == "link" else None
    return {} if url is None else {"url": url}
