"""What the staff pages refuse."""

from typing import ClassVar

from bots.web.faults import WebFault
from knowledge.errors import Lang


class NotSignedIn(WebFault):
    """A page goes to the sign-in instead; an address under /staff/api says this."""

    status = 401
    code = "not_signed_in"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "请先以工作人员身份登录。",
        "en": "Please sign in as staff first.",
    }


class FormExpired(WebFault):
    status = 403
    code = "form_expired"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个表单已失效，没有作任何改动；请返回并刷新页面后重试。",
        "en": "This form is no longer valid and nothing was changed; go back, reload the page and try again.",
    }
