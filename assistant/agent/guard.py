"""What may leave with a reply: sentences with a ground, no secret in any cheap disguise, links to known hosts alone."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from assistant.agent.citations import MARKER, QUOTED, Checked, check
from assistant.agent.desk import Desk
from assistant.agent.disguises import BETWEEN, disguised, folded, skeleton, starred
from assistant.agent.screening import shown
from assistant.llm.quoting import Seen, Similarity, answer, relevant
from assistant.replies import Citation
from assistant.wording import sentences
from knowledge.errors import LANGS
from knowledge.lexical import terms

READ_CHARS, REPLY_CHARS = 8000, 2800  # of a model's text, what is looked at and what is sent
FREE_CHARS = 800  # of a model's own words in a turn that read nothing
LEAD_CHARS = {"zh": 40, "en": 110}  # a line that only leads to what follows, or asks
LEADS = (":", "：", "?", "？")
GROUND = 0.5  # the share of a cited sentence's words that stand in what it cites
BESIDE_QUOTE = 0.6  # the same of the words beside a quotation, where there are more than a few
FEW_WORDS = 3
WINDOW = 14  # so many characters in a row of the system prompt are no chance
CODE = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}")
SHORTEST_SECRET = 6
IMAGE = re.compile(r"(?<!\\)!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]*)[^)]*\)")
HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?P<address>[^\s/)\]>\"'，。；）】]+)[^\s)\]>\"'，。；）】]*"
    r"|(?<![\w@.-])(?P<bare>(?:[a-z0-9-]+\.)+(?:com|net|org|io|cn|biz|info|example|xyz|top|ru|cc|me|app|dev|site|online"
    r"|shop|club|vip|link|click|co|tv|test))(?:/[^\s)\]>\"'，。；）】]*)?(?![\w-])",
    re.IGNORECASE,
)
LEFT_OUT = "[…]"
FIELD = re.compile(r"\{\w+\}")
FILLED = ".{0,60}"


class Guard:
    """Looks at each text of a model before it leaves. `prompts` and `secrets` are what it must never say.

    `hosts` gives those that a link may lead to; `similarity` serves the quotation that stands in for a failed answer.
    """

    def __init__(
        self, secrets: Iterable[str], hosts: Callable[[], frozenset[str]], similarity: Similarity,
        prompts: Callable[[], Sequence[str]] = lambda: (),
    ) -> None:  # fmt: skip
        self._secrets = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
        self._hosts = hosts
        self._similarity = similarity
        self._prompts = prompts

    def checked(self, text: str, desk: Desk) -> Checked:
        """The text that may leave, with its citations; where a model's answer fails, the documents are quoted."""
        text = text[:READ_CHARS]
        safe = self._without_secrets(text, desk.told)
        first = self._kept(safe, desk)
        if safe != text:
            first = replace(first, dropped=first.dropped + 1)
        if first.dropped and not first.citations and desk.passages:
            first = replace(self._kept(self._quoted(desk), desk), dropped=first.dropped)
        if not first.text and desk.told and not desk.passages:
            first = replace(first, text=desk.told[-1])
        return _cut(replace(first, text=self._linked(first.text)))

    def leaks(self, text: str) -> bool:
        """Whether the text holds a secret, or a stretch of the system prompt, as it is or in a cheap disguise."""
        views = disguised(text)
        prompts = tuple(self._prompts())
        if any(views.hold(secret) for secret in [*self._secrets, *_codes(prompts)]):
            return True
        if starred(text) and self._show_through(skeleton(text), prompts):
            return True
        windows = _windows(prompts, _joined)
        joined = (_joined(view) for view in views.texts)
        return bool(windows) and any(view[at : at + WINDOW] in windows for view in joined for at in range(len(view)))

    def _show_through(self, bones: str, prompts: tuple[str, ...]) -> bool:
        """Whether a secret or the prompt is there without its vowels."""
        secrets = {skeleton(secret) for secret in [*self._secrets, *_codes(prompts)]}
        if any(len(secret) >= SHORTEST_SECRET and secret in bones for secret in secrets):
            return True
        windows = _windows(prompts, skeleton)
        return any(bones[at : at + WINDOW] in windows for at in range(len(bones)))

    def _without_secrets(self, text: str, told: Sequence[str]) -> str:
        """The paragraphs that hold none; nothing where they still do so together.

        What a tool `told` gives nothing away: an "application number or" of the catalog is no stretch of the prompt.
        """
        own = {part for one in told for part in one.split("\n\n")}
        parts = text.split("\n\n")
        others = [part for part in parts if part not in own]
        if not self.leaks("\n\n".join(others)):
            return text
        safe = {part for part in others if not self.leaks(part)}
        if self.leaks("\n\n".join(part for part in others if part in safe)):
            return ""
        return "\n\n".join(part for part in parts if part in own or part in safe)

    def _kept(self, text: str, desk: Desk) -> Checked:
        told = "\n".join([desk.said, *desk.told])
        own = _own(desk)
        return check(text, desk.passages, told, lambda sentence, cited: _grounded(sentence, cited, desk, own))

    def _quoted(self, desk: Desk) -> str:
        """An answer in the documents' own words, when the model's did not hold."""
        seen = [
            Seen(
                n, hit.title, hit.section, "zh" if hit.lang == "zh" else "en", shown(hit.text), hit.similarity,
                hit.overlap, hit.score, since=hit.in_force_from or "", replaced=hit.superseded_by is not None,
            )
            for n, hit in enumerate(desk.passages, 1)
        ]  # fmt: skip
        return answer(desk.said, relevant(desk.said, seen), desk.lang, self._similarity)

    def _linked(self, text: str) -> str:
        """Images go; a link or a host that is not known goes, and leaves a mark."""
        if not HOST.search(text) and "](" not in text:
            return text
        known = self._hosts()
        text = LINK.sub(lambda link: link[0] if _known(link[2], known) else link[1], IMAGE.sub("", text))
        return HOST.sub(lambda host: host[0] if _known(host[0], known) else LEFT_OUT, text)


def _known(address: str, hosts: frozenset[str]) -> bool:
    found = HOST.search(address)
    if found is None:
        return False
    host = (found["address"] or found["bare"]).rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    scheme = address.partition("//")[0].lower()
    return scheme in ("", "http:", "https:", address.lower()) and any(
        host == one or host.endswith(f".{one}") for one in hosts
    )


def _grounded(sentence: str, cited: Sequence[Citation], desk: Desk, own: set[str]) -> bool:
    """Whether a sentence is the house's own, leads to what follows, or says what it cites says.

    A turn that called no tool has read nothing that others wrote: there a model may speak freely, and briefly.
    """
    plain = _joined(MARKER.sub("", sentence))
    if not plain or plain in own or (cited and _says_what_it_cites(sentence, cited, desk)):
        return True
    if _house_form(desk.lang).fullmatch(plain):
        return True
    if cited:
        return False
    if not desk.calls:
        return len(sentence) <= FREE_CHARS
    short = sentence.strip().strip("*_# ")
    return len(short) <= LEAD_CHARS[desk.lang] and short.endswith(LEADS) and not HOST.search(short)


def _says_what_it_cites(sentence: str, cited: Sequence[Citation], desk: Desk) -> bool:
    sources = [hit for hit in desk.passages if any(hit.passage_id and one.quote in hit.text for one in cited)]
    rest = MARKER.sub("", sentence)
    quoted = [next(group for group in groups if group) for groups in QUOTED.findall(sentence)]
    verbatim = [one for one in quoted if any(one in hit.text for hit in sources)]
    for one in verbatim:
        rest = rest.replace(one, "")
    words = terms(rest)
    if verbatim and len(words) <= FEW_WORDS:
        return True
    if any(hit.lang != desk.lang for hit in sources) and not verbatim:
        return True  # a translation shares no words with what it translates; its numbers are checked all the same
    support = {term for hit in sources for term in terms(f"{hit.title} {hit.section or ''} {hit.text}")}
    support |= _house_terms(desk.lang)
    held = sum(word in support for word in words) / max(1, len(words))
    return held >= (BESIDE_QUOTE if verbatim else GROUND)


def _own(desk: Desk) -> set[str]:
    """What the house itself said or would say: each line of it, and each of its sentences."""
    return _pieces([*desk.told, *(option.label for option in desk.options)]) | _house_pieces(desk.lang)


def _pieces(texts: Sequence[str]) -> set[str]:
    lines = [line for text in texts for line in text.splitlines()]
    return {_joined(one) for one in [*texts, *lines, *(piece for line in lines for piece in _split(line))]}


def _split(line: str) -> list[str]:
    return re.split(r"(?<=[。！？!?；;])|(?<=[.])\s", line)


@cache
def _house_pieces(lang: str) -> frozenset[str]:
    return frozenset(_pieces(_house_lines(lang)))


@cache
def _house_lines(lang: str) -> tuple[str, ...]:
    return tuple(line for line in sentences("zh" if lang == "zh" else "en").values() if isinstance(line, str))


@cache
def _house_form(lang: str) -> re.Pattern[str]:
    """The house's sentences that have something filled in, such as the centre's name."""
    forms = []
    for piece in {piece for line in _house_lines(lang) for piece in (line, *_split(line)) if "{" in piece}:
        parts = [_joined(part) for part in FIELD.split(piece)]
        if max(len(part) for part in parts) >= WINDOW // 2:
            forms.append(FILLED.join(re.escape(part) for part in parts))
    return re.compile("|".join(forms))


@cache
def _house_terms(lang: str) -> frozenset[str]:
    return frozenset(
        terms(" ".join(sentences("zh" if lang == "zh" else "en")[name] for name in ("quote", "quote_foreign")))
    )


@cache
def _windows(prompts: tuple[str, ...], read: Callable[[str], str]) -> frozenset[str]:
    """Every stretch of the prompts that no sentence of the house holds, both as `read` makes them."""
    house = "\n".join(read(line) for lang in LANGS for line in _house_lines(lang))
    texts = [read(line) for prompt in prompts for line in prompt.splitlines()]
    cut = {text[at : at + WINDOW] for text in texts for at in range(len(text) - WINDOW + 1)}
    return frozenset(window for window in cut if window not in house)


@cache
def _codes(prompts: tuple[str, ...]) -> tuple[str, ...]:
    """What looks like a code in a prompt is meant for nobody else."""
    return tuple(dict.fromkeys(code for prompt in prompts for code in CODE.findall(prompt)))


def _joined(text: str) -> str:
    return BETWEEN.sub("", folded(text))


def _cut(checked: Checked) -> Checked:
    """No more than a reply's length, at the end of a paragraph; citations go with the markers that go."""
    if len(checked.text) <= REPLY_CHARS:
        return checked
    head = checked.text[:REPLY_CHARS]
    text = (head.rpartition("\n")[0] or head).rstrip() + "…"
    left = {int(marker) for marker in MARKER.findall(text)}
    return replace(checked, text=text, citations=tuple(one for one in checked.citations if one.marker in left))
