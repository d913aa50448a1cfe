"""What the web chat refuses, with the HTTP status of each refusal."""

from typing import Any, ClassVar

from knowledge.errors import Fault, Lang


class WebFault(Fault):
    """A refusal with its HTTP status."""

    status: ClassVar[int]


class BadJson(WebFault):
    status = 400
    code = "bad_json"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "请求正文不是有效的 JSON；请以 application/json 发送一个 JSON 对象。",
        "en": "The request body is not valid JSON; send one JSON object as application/json.",
    }


class BadField(WebFault):
    status = 422
    code = "bad_field"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "请求中的字段“{field}”不能用；请对照接口说明检查它的名称、类型和长度。",
        "en": "The field “{field}” of the request cannot be used; check its name, type and length against the API.",
    }


class TextOrChoice(WebFault):
    status = 422
    code = "text_or_choice"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "请在 text（非空）和 choice_id 中恰好提供一个。",
        "en": "Give exactly one of text (not empty) and choice_id.",
    }


class BodyTooLarge(WebFault):
    status = 413
    code = "body_too_large"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这条消息太长；请缩短后重新发送。",
        "en": "This message is too long; shorten it and send it again.",
    }


class ReservedVisitor(WebFault):
    status = 403
    code = "reserved_visitor"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "访客名不能以 w_ 或 t_ 开头，也不能含冒号；这些名称留给本系统的渠道使用。",
        "en": "A visitor's name may not start with w_ or t_ or contain a colon; those names belong to our own "
        "channels.",
    }


class NotFound(WebFault):
    status = 404
    code = "not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到这个页面；请检查地址，或回到对话重新查询。",
        "en": "This page was not found; check the address, or go back to the conversation and ask again.",
    }


class NoSuchDocument(WebFault):
    status = 404
    code = "no_such_document"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到这份文件；它可能已被更新或撤下，请回到对话重新提问。",
        "en": "This document was not found; it may have been updated or withdrawn. Go back to the conversation and "
        "ask again.",
    }


class WrongMethod(WebFault):
    status = 405
    code = "wrong_method"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个地址不接受此种请求方法；请对照接口说明检查。",
        "en": "This address does not take that request method; check it against the API.",
    }


class Refused(WebFault):
    status = 400
    code = "refused"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个请求不能处理；请检查后重试。",
        "en": "This request cannot be handled; check it and try again.",
    }


class Broken(WebFault):
    status = 500
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "抱歉，系统出了问题，这一步没有完成。请稍后重试；若再次发生，请告知工作人员编号 {id}。",
        "en": "Sorry, something went wrong on our side and this step was not completed. Please try again shortly; if "
        "it happens again, tell the staff the number {id}.",
    }


def for_status(status: int) -> WebFault:
    """The refusal that stands for a plain HTTP status."""
    known: dict[int, type[WebFault]] = {404: NotFound, 405: WrongMethod, 413: BodyTooLarge}
    return known.get(status, Refused)()


def as_json(fault: Fault) -> dict[str, Any]:
    return {"error": {"code": fault.code, "zh": fault.told("zh"), "en": fault.told("en")}}
