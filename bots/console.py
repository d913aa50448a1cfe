"""The terminal as a channel: how a reply looks as plain text."""

from assistant.replies import Reply


def told(reply: Reply) -> str:
    """A reply as plain text: the words, the sources, the numbered choices."""
    parts = [reply.text]
    sources = [
        f"[{one.marker}] {one.title}{' ' + one.section if one.section else ''}"
        + (f", p. {one.page}" if one.page else "")
        for one in reply.citations
    ]
    if sources:
        parts.append("\n".join(sources))
    if reply.choices:
        parts.append("\n".join(f"  /pick {at}  {one.label}" for at, one in enumerate(reply.choices, 1)))
    return "\n\n".join(parts)
