"""A reply as Telegram shows it: plain text with entities, in messages that are short enough, and buttons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from telegramify_markdown import MessageEntity as Mark
from telegramify_markdown import RenderConfig, convert, utf16_len

from assistant import addresses
from assistant.replies import Attachment, Choice, Citation, Reply
from assistant.wording import say
from knowledge.errors import Lang

LIMIT = 4096  # UTF-16 units in one message
DATA_BYTES = 64  # of a button
MARKER = re.compile(r"\[(\d{1,4})\]")
OPENING, CLOSING = "\ue000", "\ue001"  # stand for a marker's brackets while Markdown is read; as long as those
PROTECTED = re.compile(f"{OPENING}(\\d{{1,4}}){CLOSING}")
TAG, DOLLAR = "\ue002", "\ue003"  # for < and $, which mean HTML and formulas to the library and nothing to us
HIDDEN = str.maketrans({"<": TAG, "$": DOLLAR, OPENING: None, CLOSING: None, TAG: None, DOLLAR: None})
SHOWN = str.maketrans({TAG: "<", DOLLAR: "$", OPENING: "[", CLOSING: "]"})
MARKS = {"bold", "italic", "strikethrough", "code", "pre", "blockquote", "text_link"}
VERBATIM = {"code", "pre"}  # hold no other marks
BORDERS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?:[。！？；]|[.!?;](?=\s|\[))(?:\[\d{1,4}\])*\s*"),
    re.compile(r"[\s，、,]"),
)
SLOTS_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; offsets and lengths of the marks count UTF-16 units."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """Either `data`, which comes back when it is pressed, or `url`."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that one update brings about: texts, the last one with the buttons below it, then files."""

    texts: tuple[Text, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()


def told(reply: Reply, public_url: str | None) -> Outgoing:
    """A reply with its sources; nothing at all where the assistant is silent."""
    body = marked(reply.text, reply.citations, public_url)
    if reply.citations and body.text:
        body = _joined(body, _sources(reply.citations, public_url, reply.lang))
    texts = tuple(split(body)) if body.text else ()
    return Outgoing(texts, tuple(rows(reply.choices)), reply.attachments)


def plain(sentence: str, *buttons: Button) -> Outgoing:
    """A sentence of the channel's own."""
    return Outgoing(tuple(split(Text(sentence))), (buttons,) if buttons else ())


def marked(markdown: str, citations: Sequence[Citation], public_url: str | None) -> Text:
    """Markdown as text and marks; `[n]` becomes a link to the passage that it cites, if visitors can reach it."""
    pages = {one.marker: page(one, public_url) for one in citations}
    bare = markdown.translate(HIDDEN)
    held = MARKER.sub(lambda hit: f"{OPENING}{hit[1]}{CLOSING}" if int(hit[1]) in pages else hit[0], bare)
    text, found = convert(held, latex_escape=False, config=_look())
    marks = [one for one in found if one.type in MARKS and (one.type != "text_link" or addresses.outward(one.url))]
    for hit in PROTECTED.finditer(text):
        at, url = utf16_len(text[: hit.start()]), pages[int(hit[1])]
        verbatim = any(one.type in VERBATIM and one.offset <= at < one.offset + one.length for one in marks)
        if url is not None and not verbatim:
            marks.append(Mark("text_link", at, len(hit[0]), url=url))
    return _stripped(Text(text.translate(SHOWN), tuple(marks)))


def page(citation: Citation, public_url: str | None) -> str | None:
    """The passage's page, absolute; None when the web chat has no public address."""
    if public_url is None:
        return None
    return addresses.outward(public_url.rstrip("/") + addresses.cited(citation))


def rows(choices: Sequence[Choice]) -> Iterator[tuple[Button, ...]]:
    """Slots two in a row, yes and no side by side, the rest one below the other."""
    slots = [_button(one) for one in choices if one.kind == "slot"]
    for at in range(0, len(slots), SLOTS_IN_A_ROW):
        yield tuple(slots[at : at + SLOTS_IN_A_ROW])
    for one in choices:
        if one.kind == "option" or (one.kind == "link" and addresses.outward(one.value)):
            yield (_button(one),)
    decisions = tuple(_button(one) for one in choices if one.kind in ("confirm", "decline"))
    if decisions:
        yield decisions


def split(whole: Text, limit: int = LIMIT) -> Iterator[Text]:
    """Pieces of at most `limit` units, cut between paragraphs, else lines, else sentences, else words."""
    offsets = [0, *accumulate(2 if ord(letter) > 0xFFFF else 1 for letter in whole.text)]
    start = 0
    while start < len(whole.text):
        end = _cut(whole.text, offsets, start, limit)
        piece = _stripped(_between(whole, offsets, start, end))
        if piece.text:
            yield piece
        start = end


def _cut(text: str, offsets: list[int], start: int, limit: int) -> int:
    if offsets[-1] - offsets[start] <= limit:
        return len(text)
    end = start + 1
    while offsets[end + 1] - offsets[start] <= limit:
        end += 1
    for border in BORDERS:
        ends = [hit.end() for hit in border.finditer(text, start + (end - start) // 3, end)]
        if ends:
            return ends[-1]
    return end


def _between(whole: Text, offsets: list[int], start: int, end: int) -> Text:
    first, last = offsets[start], offsets[end]
    marks = []
    for one in whole.marks:
        begins, ends = max(one.offset, first), min(one.offset + one.length, last)
        if begins < ends:
            marks.append(replace(one, offset=begins - first, length=ends - begins))
    return Text(whole.text[start:end], tuple(marks))


def _stripped(piece: Text) -> Text:
    """Telegram strips the ends of a text itself, and then counts marks from what is left."""
    before = len(piece.text) - len(piece.text.lstrip())
    after = len(piece.text.rstrip())
    if before >= after:
        return Text("")
    offsets = [0, *accumulate(2 if ord(letter) > 0xFFFF else 1 for letter in piece.text)]
    return _between(piece, offsets, before, after)


def _joined(above: Text, below: Text) -> Text:
    moved = utf16_len(above.text) + 2
    marks = (replace(one, offset=one.offset + moved) for one in below.marks)
    return Text(f"{above.text}\n\n{below.text}", (*above.marks, *marks))


def _sources(citations: Sequence[Citation], public_url: str | None, lang: Lang) -> Text:
    text, marks = say(lang, "telegram_sources"), []
    for one in citations:
        paged = say(lang, "telegram_page", page=one.page) if one.page is not None else ""
        label = " ".join(part for part in (one.title, one.section, paged) if part)
        text += f"\n[{one.marker}] "
        if (url := page(one, public_url)) is not None:
            marks.append(Mark("text_link", utf16_len(text), utf16_len(label), url=url))
        text += label
    return Text(text, tuple(marks))


def _button(choice: Choice) -> Button:
    if choice.kind == "link":
        return Button(choice.label, url=choice.value)
    if len(choice.id.encode()) > DATA_BYTES:
        raise ValueError(f"a button carries at most {DATA_BYTES} bytes: {choice.id}")
    return Button(choice.label, data=choice.id)


@cache
def _look() -> RenderConfig:
    """No pictures before headings; the rest as the library does it."""
    look = RenderConfig.isolated()
    for level in range(1, 5):
        setattr(look.markdown_symbol, f"heading_level_{level}", "")
    look.markdown_symbol.unordered_list_item = "•"
    return look
