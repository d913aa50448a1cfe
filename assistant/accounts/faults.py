"""What an account or a sign-in is refused for."""

from typing import ClassVar

from knowledge.errors import Fault, Lang


class SignInWrong(Fault):
    """The same for an unknown name, a disabled account and a wrong password."""

    code = "sign_in_wrong"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "账号或密码不对；请检查后重新输入。",
        "en": "The name or the password is wrong; check both and try again.",
    }


class SignInLocked(Fault):
    code = "sign_in_locked"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "密码连续输错太多次；请在 {minutes} 分钟后再试。",
        "en": "Too many wrong passwords in a row; please try again in {minutes} min.",
    }


class StaffNotFound(Fault):
    code = "staff_not_found"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有名为“{name}”的工作人员账号；运行 ipsteward staff list 查看全部账号。",
        "en": "There is no staff account “{name}”; ipsteward staff list shows them all.",
    }


class StaffExists(Fault):
    code = "staff_exists"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "工作人员账号“{name}”已存在；要换密码请运行 ipsteward staff password {name}。",
        "en": "The staff account “{name}” exists already; to change its password run ipsteward staff password {name}.",
    }


class BadStaffName(Fault):
    code = "bad_staff_name"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "账号名只能用文字、数字、点、横线和下划线，最长 {limit} 个字符；请换一个名称。",
        "en": "An account's name holds letters, digits, dots, hyphens and underscores, {limit} at most; please choose "
        "another.",
    }


class PasswordTooShort(Fault):
    code = "password_too_short"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "密码至少要有 {limit} 个字符；请换一个更长的。",
        "en": "A password has at least {limit} characters; please choose a longer one.",
    }
