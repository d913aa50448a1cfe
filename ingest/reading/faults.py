"""Why a file was not read, in a stable code and a sentence a language."""

from dataclasses import dataclass
from typing import ClassVar

from knowledge.errors import Fault, Lang


class Unreadable(Fault):
    """A file that gives no document; the ingest goes on with the next one."""


class Empty(Unreadable):
    code = "empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里没有文字；请确认上传的是否为正确的文件。",
        "en": "The file holds no text; check that it is the right one.",
    }


class NotReadable(Unreadable):
    code = "unreadable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件打不开（{why}）；请检查权限后重试。",
        "en": "The file cannot be opened ({why}); check its permissions and try again.",
    }


class Broken(Unreadable):
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件已损坏，或内容与扩展名不符（{why}）；请重新导出后再试。",
        "en": "The file is damaged or is not what its name says ({why}); export it again.",
    }


class Encrypted(Unreadable):
    code = "encrypted"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件有密码保护；请去掉密码后再上传。",
        "en": "The file is locked with a password; remove it and try again.",
    }


class NeedsOcr(Unreadable):
    code = "needs_ocr"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这是没有文字层的扫描件，需要先做文字识别（OCR）；请上传识别后的文件。",
        "en": "This is a scan without a text layer and needs OCR; provide a file whose text can be selected.",
    }


class UnknownFormat(Unreadable):
    code = "unknown_format"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "不支持 {suffix} 格式；请转成 PDF、HTML、Markdown 或文本。",
        "en": "The format {suffix} is not supported; convert it to PDF, HTML, Markdown or text.",
    }


class BadEncoding(Unreadable):
    code = "bad_encoding"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "无法判断文件的文字编码；请另存为 UTF-8 后再试。",
        "en": "The file's character encoding cannot be told; save it as UTF-8.",
    }


class TooLarge(Unreadable):
    code = "too_large"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件有 {size} MB，超过 {limit} MB 的上限；请拆分后再上传。",
        "en": "The file has {size} MB, more than the limit of {limit} MB; split it.",
    }


class TimedOut(Unreadable):
    code = "timed_out"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "读取超过了 {limit} 秒的上限；请拆分或重新导出文件。",
        "en": "Reading took longer than the limit of {limit} seconds; split the file or export it again.",
    }


@dataclass(frozen=True, slots=True)
class Rejected:
    code: str
    reason_zh: str
    reason_en: str

    @classmethod
    def because(cls, fault: Fault) -> "Rejected":
        return cls(fault.code, fault.told("zh"), fault.told("en"))


@dataclass(frozen=True, slots=True)
class Skipped:
    reason: str
