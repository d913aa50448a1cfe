"""A typed yes or no to an open proposal, or a place in a list, read by code: only these words, nothing alike."""

import re
import unicodedata
from functools import cache
from typing import Literal

from assistant.llm.listening import ordinal, without_ordinal
from assistant.replies import Choice, Reply

YES = (
    "嗯好的,好呀,好吧,好啊,可以的,行吧,对对对,確認,確定,yep,yeah,yup,sure thing,"
    "确认,确定,是,是的,好,好的,可以,行,同意,没问题,对,对的,嗯,确认预约,确认取消,确认改期,确认预定,就这个,就这样,"
    "我确认,好的确认,是的确认,yes,y,ok,okay,confirm,confirmed,sure,agreed,yes please,yes confirm,i confirm,"
    "yes i confirm,please confirm,confirm it,confirm booking,confirm the booking,confirm please,go ahead,that works,"
    "sounds good,book it,yes book it,请确认,没错,就这么定,就这么定了,就这么办,就这样吧,就这样定了,定了,成,"
    "confirm the cancellation,confirm cancellation,confirm the move,confirm the change,confirm the appointment,"
    "confirm my booking,confirm my appointment,please go ahead,do it,please do,that's right,correct"
)
OF_A_CANCELLATION = re.compile(r"取消|cancel")
OF_A_MOVE = re.compile(r"改期|\bmove|\bchange")
OF_A_BOOKING = re.compile(r"预约|预定|\bbook it|\b(?:booking|appointment)")
NO = (
    "取消,取消吧,算了不约了,算了不用了,"
    "不,不用,不用了,不要,不要了,算了,不了,不确认,否,放弃,不行,不约了,no,n,nope,decline,no thanks,no thank you,not now,"
    "never mind,nevermind,forget it,do not book,don't book"
)

_AROUND_A_PLACE = ("", "the", "the  please", "please", "就", "选", "我选", "吧")


def answer_in(text: str) -> Literal["confirm", "decline"] | None:
    """What the words say to the proposal that was just made; None = neither, so the agent reads them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = " ".join("".join(char if char.isalnum() or char == "'" else " " for char in folded).split())
    joined = plain.replace(" ", "")
    if joined in YES.split(",") or _all_yes().fullmatch(plain):
        return "confirm"
    return "decline" if {plain, joined} & set(NO.split(",")) else None


def fits(text: str, action: str) -> bool:
    """Whether a yes that names what it is to names the open proposal: 确认取消 is no yes to a new booking."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if OF_A_CANCELLATION.search(folded):
        return action == "cancel"
    if OF_A_MOVE.search(folded):
        return action == "move"
    return action != "cancel" or not OF_A_BOOKING.search(folded)


def listed_in(text: str, last: Reply | None) -> Choice | None:
    """The choice that a bare place (第二个, 2) names among those that the last reply asked to choose from."""
    if last is None or last.kind != "clarification" or any(one.kind == "slot" for one in last.choices):
        return None
    options = [one for one in last.choices if one.kind == "option"]
    place = None if without_ordinal(text).strip(" .,!。，！") not in _AROUND_A_PLACE else ordinal(text, len(options))
    return options[place - 1] if place is not None else None


@cache
def _all_yes() -> re.Pattern[str]:
    """One yes after another, in either language: "yes 确认", 行，就这么定了."""
    words = sorted(YES.split(","), key=len, reverse=True)
    one = "|".join(rf"{re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    return re.compile(rf"(?:(?:{one})\s*){{1,4}}")
