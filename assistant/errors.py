"""What a visitor is told when something cannot be done: one sentence in each language, and a stable code."""

from typing import ClassVar

from knowledge.errors import Fault, Lang


class VisitorError(Fault):
    """A fault that the visitor can act on; everything else is an apology with the turn's id."""


class ServiceUnknown(VisitorError):
    code = "service_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到服务“{service}”；请从现有服务中选择。",
        "en": "There is no service “{service}”; please choose one of those on offer.",
    }


class SlotUnknown(VisitorError):
    code = "slot_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个时间不在可预约的时段内；请从列出的时间中另选一个。",
        "en": "That time is not offered; please choose another of the times shown.",
    }


class SlotPast(VisitorError):
    code = "slot_past"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个时间已经过去；请选择以后的时间。",
        "en": "That time has passed; please choose a later one.",
    }


class SlotTaken(VisitorError):
    code = "slot_taken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个时间刚刚被占用；请另选一个时间。",
        "en": "That time has just been taken; please choose another.",
    }


class SlotYours(VisitorError):
    code = "slot_yours"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个时间已经是您的（{booking}），不需要再约一次。",
        "en": "That time is already yours ({booking}); there is no need to book it again.",
    }


class DayFull(VisitorError):
    code = "day_full"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这位顾问在 {day} 的接待已满；请换一天或换一位顾问。",
        "en": "This adviser takes no more appointments on {day}; please choose another day or adviser.",
    }


class TooLate(VisitorError):
    code = "too_late"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这项服务至少要提前 {hours} 小时预约；请选择更晚的时间。",
        "en": "This service needs at least {hours} hours' notice; please choose a later time.",
    }


class TooFarAhead(VisitorError):
    code = "too_far_ahead"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这项服务最多提前 {days} 天预约；请选择更早的时间。",
        "en": "This service can be booked at most {days} days ahead; please choose an earlier time.",
    }


class TooManyOpen(VisitorError):
    code = "too_many_open"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这项服务每人最多同时有 {limit} 个未完成的预约；请先取消或完成已有的预约。",
        "en": "This service allows {limit} open appointments a person; please cancel or attend one first.",
    }


class HoldExpired(VisitorError):
    code = "hold_expired"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "确认的时间已过，未作任何改动；请重新选择。",
        "en": "The time to confirm has run out and nothing was changed; please choose again.",
    }


class ProposalNotFound(VisitorError):
    code = "proposal_not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到等待您确认的内容；请重新选择。",
        "en": "There is nothing of yours here to confirm; please choose again.",
    }


class ProposalClosed(VisitorError):
    code = "proposal_closed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这一项已经处理过，不能再确认或放弃；请查看您当前的预约。",
        "en": "This has been settled already and can no longer be confirmed or declined; please look at your "
        "appointments.",
    }


class BookingNotFound(VisitorError):
    code = "booking_not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到预约 {booking}；请核对预约编号。",
        "en": "There is no appointment {booking}; please check its number.",
    }


class BookingClosed(VisitorError):
    code = "booking_closed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "预约 {booking} 的当前状态不允许这样改动；请查看它的状态。",
        "en": "The appointment {booking} can no longer be changed in this way; please look at its status.",
    }


class SessionNotFound(VisitorError):
    code = "session_not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到这个会话；请开始一个新的会话。",
        "en": "That conversation was not found; please start a new one.",
    }


class SessionBusy(VisitorError):
    code = "session_busy"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "上一条消息还在处理中；请稍等片刻再发。",
        "en": "Your last message is still being handled; please wait a moment and send this one again.",
    }


class QuestionEmpty(VisitorError):
    code = "question_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "消息是空的；请输入您的问题。",
        "en": "The message is empty; please write your question.",
    }


class QuestionTooLong(VisitorError):
    code = "question_too_long"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "消息有 {count} 个字符，超过了 {limit} 个字符的上限；请缩短后再发。",
        "en": "The message has {count} characters, more than the limit of {limit}; please shorten it.",
    }


class CaseNotFound(VisitorError):
    code = "case_not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有编号为 {case} 的个案；请从列表中打开。",
        "en": "There is no case {case}; please open one from the list.",
    }


class CaseTaken(VisitorError):
    code = "case_taken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "个案 {case} 已由 {staff} 接手；如需接替，请先请对方交回。",
        "en": "{staff} has taken case {case}; ask them to hand it back first if you are to go on with it.",
    }


class CaseNotYours(VisitorError):
    code = "case_not_yours"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "个案 {case} 不在您手中；请先接手再回复或交回。",
        "en": "You do not have case {case}; take it over before you reply or hand it back.",
    }


class CaseClosed(VisitorError):
    code = "case_closed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "个案 {case} 已经结束；访客再次请求人工时会生成新的个案。",
        "en": "Case {case} is closed; a new one opens when the visitor asks for a person again.",
    }


class MessageEmpty(VisitorError):
    code = "message_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "回复是空的；请输入要发给访客的内容。",
        "en": "The reply is empty; please write what the visitor is to read.",
    }


class MessageTooLong(VisitorError):
    code = "message_too_long"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "回复有 {count} 个字符，超过了 {limit} 个字符的上限；请分几次发送。",
        "en": "The reply has {count} characters, more than the limit of {limit}; please send it in parts.",
    }
