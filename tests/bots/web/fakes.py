"""A scripted assistant and a small library: one conversation from a question to a booking, in both languages."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.errors import VisitorError
from assistant.replies import Attachment, Choice, Citation, Event, Reply, Visitor
from bots.web.seams import PastTurn
from knowledge.errors import Lang

QUOTE = "发明专利权的期限为二十年，实用新型专利权的期限为十年，外观设计专利权的期限为十五年，均自申请日起计算。"
LAW = "\n".join(
    [
        "中华人民共和国专利法",
        "",
        *(f"第{n}条　为了说明排版，这里是第{n}条的文字，它只是占位，<b>不</b>解释为网页。" for n in range(1, 42)),
        "",
        f"第四十二条　{QUOTE}",
        *(f"第{n}条　后面的文字。" for n in range(43, 83)),
    ]
)
START = LAW.index(QUOTE)
GUIDE = "Filing guide\n\nWhen the term starts\nThe term is counted from the filing date.\n\nFees are due each year."
FROM = GUIDE.index("The term is")

CITATIONS = (
    Citation(
        1, "law", "law-2020", "中华人民共和国专利法", "第四十二条", None, START, START + len(QUOTE), QUOTE, "2021-06-01"
    ),
    Citation(
        2,
        "guide/en",
        "guide-1",
        "Filing guide",
        "When the term starts",
        3,
        FROM,
        FROM + 41,
        GUIDE[FROM : FROM + 41],
        "2024-01-20",
        "2027-12-31",
        "guide-2",
        "https://guide.example/filing",
    ),
)
TEXTS: dict[str, dict[Lang, str]] = {
    "answer": {
        "zh": "发明专利权的期限为**二十年**，自申请日起计算。[1] 实用新型为十年，外观设计为十五年。[1]\n\n"
        "办理时请以申请日为准。[2]",
        "en": "An invention patent lasts **twenty years**, counted from the filing date.[1] A utility model lasts ten "
        "years and a design fifteen.[1]\n\nThe filing date is what counts.[2]",
    },
    "slots": {
        "zh": "以下时间可以预约专利审查员咨询，请选择一个。",
        "en": "These times are free for an examiner session. Please choose one.",
    },
    "proposal": {
        "zh": "已为您暂留 **专利审查员咨询**（现场）。确认后预约生效；请勿在备注中写未公开的技术内容。",
        "en": "I am holding an **examiner session** (on site) for you. It is booked once you confirm.",
    },
    "done": {
        "zh": "已预约。请携带专利证书和营业执照。",
        "en": "Booked. Please bring the patent certificate and the business licence.",
    },
    "declined": {"zh": "好的，没有预约。", "en": "All right, nothing was booked."},
    "abstention": {
        "zh": "现有资料中没有找到可以依据的内容，我不作猜测。可以为您转接工作人员。",
        "en": "I found nothing in the documents to rely on, so I will not guess. I can hand you over to a person.",
    },
    "files": {"zh": "日程文件已备好。", "en": "The calendar file is ready."},
    "attack": {
        "zh": "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> "
        "[点我](javascript:document.title='owned') [图](data:text/html,x) ![像](https://far.example/x.png) [1] [9]",
        "en": "<script>document.title='owned'</script>",
    },
}
DAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("11月25日 周三", "11月26日 周四", "11月30日 周一"),
    "en": ("Wed 25 Nov", "Thu 26 Nov", "Mon 30 Nov"),
}
LABELS: dict[Lang, dict[str, str]] = {
    "zh": {"confirm": "确认预约", "decline": "不预约", "person": "转人工", "site": "打开官网"},
    "en": {
        "confirm": "Confirm booking",
        "decline": "Do not book",
        "person": "Talk to a person",
        "site": "Open the site",
    },
}
STARTS, ENDS = "2026-11-25T15:00:00+08:00", "2026-11-25T16:00:00+08:00"
PROPOSAL = {
    "id": "p_1", "action": "book", "service_id": "examiner", "starts": STARTS, "expires": "2026-11-23T10:10:00+08:00",
}  # fmt: skip
BOOKING = {
    "id": "BK-7Q2M", "status": "confirmed", "organization_id": "centre", "service_id": "examiner",
    "adviser_id": "li", "starts": STARTS, "ends": ENDS, "time_zone": "Asia/Shanghai",
}  # fmt: skip


class SlotTaken(VisitorError):
    code = "slot_taken"
    say = {"zh": "这个时间刚被约走，请另选一个。", "en": "That time was just taken; please choose another."}  # noqa: RUF012


@dataclass(frozen=True)
class Turn:
    said: str | None
    reply: Reply
    ordinal: int = 1


@dataclass
class ScriptedTalks:
    """Answers by keyword, keeps every turn by session, and knows a repeated update id again."""

    folder: Path = Path()
    pause_s: float = 0.0
    turns: dict[str, list[tuple[str, Turn]]] = field(default_factory=dict)
    heard: list[tuple[Visitor, str]] = field(default_factory=list)
    by_update: dict[tuple[str, str], Reply] = field(default_factory=dict)

    def answer(
        self, visitor: Visitor, text: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]:
        lang: Lang = visitor.lang or ("en" if text.isascii() else "zh")
        return self._turn(visitor, text, session_id, update_id, lang, self._for_words(text.lower(), lang))

    def act(
        self, visitor: Visitor, choice_id: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]:
        lang: Lang = visitor.lang or "zh"
        said = next((c.label for c in self._last_choices(session_id) if c.id == choice_id), choice_id)
        return self._turn(visitor, said, session_id, update_id, lang, self._for_press(choice_id, lang))

    def history(self, visitor: Visitor, session_id: str) -> Sequence[PastTurn]:
        return [turn for owner, turn in self.turns.get(session_id, []) if owner == visitor.id]

    async def _turn(
        self, visitor: Visitor, said: str, session_id: str | None, update_id: str | None, lang: Lang, made: Reply
    ) -> AsyncIterator[Event]:
        self.heard.append((visitor, said))
        yield Event("status", status="正在查找……" if lang == "zh" else "Looking it up…")
        await asyncio.sleep(self.pause_s)
        if "boom" in said:
            raise RuntimeError("a private detail")
        if "taken" in said:
            raise SlotTaken()
        reply = self.by_update.get((visitor.id, update_id or ""))
        if reply is None:
            session_id = session_id or f"s_{len(self.turns) + 1}"
            held = self.turns.setdefault(session_id, [])
            reply = replace(made, session_id=session_id, turn_id=f"t_{session_id}_{len(held)}", lang=lang)
            held.append((visitor.id, Turn(said, reply, len(held) + 1)))
        if update_id:
            self.by_update[visitor.id, update_id] = reply
        for event in _events(reply):
            yield event

    def _last_choices(self, session_id: str | None) -> tuple[Choice, ...]:
        held = self.turns.get(session_id or "", [])
        return held[-1][1].reply.choices if held else ()

    def _for_words(self, text: str, lang: Lang) -> Reply:
        labels = LABELS[lang]
        if any(word in text for word in ("预约", "book")):
            return _reply("clarification", "slots", lang, choices=tuple(_slots(lang)))
        if "meanwhile" in text:
            return _reply("answer", "answer", lang, citations=CITATIONS, choices=_decisions(lang), proposal=PROPOSAL)
        if "silent" in text:
            return Reply("", "", lang, "handoff", "", choices=_decisions(lang), proposal=PROPOSAL)
        if any(word in text for word in ("天气", "weather")):
            choices = (
                Choice("c_person", "option", labels["person"], labels["person"]),
                Choice("c_site", "link", labels["site"], "https://centre.example/"),
                Choice("c_bad", "link", "bad", "javascript:alert(1)"),
            )
            return _reply("abstention", "abstention", lang, choices=choices)
        if "file" in text:
            held = (
                Attachment("日程 1.ics", "text/calendar", "one.ics"),
                Attachment("gone.ics", "text/calendar", "gone.ics"),
            )
            return _reply("answer", "files", lang, attachments=held)
        if "picture" in text:
            return _reply("answer", "files", lang, attachments=(Attachment("态势.png", "image/png", "one.png"),))
        if "attack" in text:
            return _reply("answer", "attack", "zh", citations=CITATIONS)
        return _reply("answer", "answer", lang, citations=CITATIONS)

    def _for_press(self, choice_id: str, lang: Lang) -> Reply:
        match choice_id:
            case "c_confirm":
                return _reply("done", "done", lang, booking=BOOKING)
            case "c_decline":
                return _reply("done", "declined", lang)
            case _:
                return _reply("proposal", "proposal", lang, choices=_decisions(lang), proposal=PROPOSAL)


def _decisions(lang: Lang) -> tuple[Choice, ...]:
    labels = LABELS[lang]
    return Choice("c_confirm", "confirm", labels["confirm"], "p_1"), Choice(
        "c_decline", "decline", labels["decline"], "p_1"
    )


def _slots(lang: Lang) -> list[Choice]:
    times = ("09:00", "10:00", "14:00", "15:00")
    return [
        Choice(f"c_{day}_{hour}", "slot", f"{name} {time}", f"slot-{day}-{hour}")
        for day, name in enumerate(DAYS[lang])
        for hour, time in enumerate(times[day:])
    ]


def _reply(kind: Any, text: str, lang: Lang, **rest: Any) -> Reply:
    return Reply("", "", lang, kind, TEXTS[text][lang], **rest)


def _events(reply: Reply) -> list[Event]:
    kinds: list[Any] = ["text"]
    kinds += ["citations"] if reply.citations else []
    kinds += ["choices"] if reply.choices else []
    kinds += ["attachment"] * len(reply.attachments)
    kinds += ["end"]
    return [Event(kind, reply) for kind in kinds]


@dataclass(frozen=True)
class Page:
    title: str
    text: str
    lang: str = "zh"
    issuer: str | None = None
    url: str | None = None
    version_date: str | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None
    region: str = ""


class SmallLibrary:
    """Two documents; anything put into `extra` beside them."""

    def __init__(self, **extra: Page) -> None:
        self._pages = {
            "law": Page(
                "中华人民共和国专利法",
                LAW,
                issuer="全国人民代表大会常务委员会",
                url="https://law.example/patent",
                version_date="2020-10-17",
                in_force_from="2021-06-01",
                region="cn",
            ),
            "guide/en": Page("Filing guide", GUIDE, "en", "A centre", "javascript:alert(1)"),
        } | extra

    def page(self, document_id: str, version_id: str | None) -> Page | None:
        return None if version_id == "unknown" else self._pages.get(document_id)
