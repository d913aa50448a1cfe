"""Why a document was not fetched, in a stable code and a sentence a language."""

from typing import ClassVar

from knowledge.errors import Fault, Lang

LONGEST_WAIT_S = 86400.0


class NotFetched(Fault):
    """What is held stays as it is."""

    wait_s: float = 0  # as long as the server asks to be left alone, a day at most


class BadAddress(NotFetched):
    code = "bad_address"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{url}”不是可以关注的网址；请写成 https://主机/路径，不带用户名和密码。",
        "en": "“{url}” is not an address that can be watched; write https://host/path, without a name or password.",
    }


class PortNotAllowed(NotFetched):
    code = "port_not_allowed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "不从 {host} 的端口 {port} 读取；只允许 IPSTEWARD_WATCH_PORTS 中的端口。",
        "en": "Nothing is read from port {port} of {host}; IPSTEWARD_WATCH_PORTS lists the ports that are allowed.",
    }


class HostNotListed(NotFetched):
    code = "host_not_listed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "主机 {host} 不在允许的名单里；请运维人员把它加入 IPSTEWARD_WATCH_HOSTS。",
        "en": "The host {host} is not among those allowed; whoever runs the server adds it to IPSTEWARD_WATCH_HOSTS.",
    }


class AddressRefused(NotFetched):
    code = "private_address"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "主机 {host} 指向非公网地址 {address}，没有连接；请核对网址。",
        "en": "The host {host} leads to {address}, which is not a public address; it was not connected to. Check the "
        "address.",
    }


class HostUnknown(NotFetched):
    code = "host_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "找不到主机 {host}；请核对网址和本机的网络，稍后会自动重试。",
        "en": "The host {host} cannot be found; check the address and this machine's network. It is tried again later.",
    }


class Unreachable(NotFetched):
    code = "unreachable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "与 {host} 的连接失败（{why}）；稍后会自动重试。",
        "en": "The connection to {host} failed ({why}); it is tried again later.",
    }


class TlsFailed(NotFetched):
    code = "tls_failed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "无法确认对方就是 {host}（{why}），没有读取；稍后会自动重试。",
        "en": "It cannot be told that this is {host} ({why}); nothing was read. It is tried again later.",
    }


class TookTooLong(NotFetched):
    code = "fetch_timed_out"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 在 {limit} 秒内没有答完；稍后会自动重试。",
        "en": "{host} did not finish its answer within {limit} seconds; it is tried again later.",
    }


class TooBig(NotFetched):
    code = "fetch_too_large"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 给出的文件超过 {limit} MB，没有读取；可用 IPSTEWARD_WATCH_MAX_MB 调整上限。",
        "en": "What {host} sends is larger than {limit} MB and was not read; IPSTEWARD_WATCH_MAX_MB sets the limit.",
    }


class TooManyRedirects(NotFetched):
    code = "too_many_redirects"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 转了 {limit} 次以上仍没有给出文件；请改用文件本身的网址。",
        "en": "{host} redirects more than {limit} times; give the address of the document itself.",
    }


class InsecureRedirect(NotFetched):
    code = "insecure_redirect"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 从 https 转到了 http，没有跟随；如确需如此，请直接关注 http 网址。",
        "en": "{host} redirects from https to http, which is not followed; watch the http address if that is meant.",
    }


class BadStatus(NotFetched):
    code = "http_status"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 以状态 {status} 作答，没有给出文件；稍后会自动重试。",
        "en": "{host} answered with status {status} and no document; it is tried again later.",
    }

    def __init__(self, host: str, status: int, retry_after: str = "") -> None:
        super().__init__(host=host, status=status)
        self.wait_s = min(float(retry_after), LONGEST_WAIT_S) if retry_after.isdecimal() else 0


class BadAnswer(NotFetched):
    code = "bad_answer"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 的回答不完整或不合规范（{why}）；稍后会自动重试。",
        "en": "The answer of {host} is cut short or malformed ({why}); it is tried again later.",
    }


class NotTheDocument(NotFetched):
    code = "not_the_document"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{host} 给出的是网页，而网址指向 {suffix} 文件（可能是登录页或出错页），没有读取。",
        "en": "{host} sent a web page where the address names a {suffix} file, perhaps a sign-in or an error page; it "
        "was not read.",
    }
