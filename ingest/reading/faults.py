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
        "zh": "这是没有文字层的图像，需要文字识别（OCR）；"
        "请安装 tesseract（chi_sim、eng）或 ipsteward[ocr]，"
        "或上传识别后的文件。",
        "en": "This is an image without a text layer and needs OCR; install tesseract (chi_sim, eng) or "
        "ipsteward[ocr], or provide a file whose text can be selected.",
    }


class OcrTooSlow(NeedsOcr):
    code = "needs_ocr"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这是扫描件，文字识别（OCR）在 {limit} 秒内只完成了 {pages} 页中的 {done} 页；"
        "请调大 IPSTEWARD_OCR_TIMEOUT_S 后重试，或上传识别后的文件。",
        "en": "This is a scan, and OCR did only {done} of its {pages} pages in {limit} seconds; raise "
        "IPSTEWARD_OCR_TIMEOUT_S and try again, or provide a file whose text can be selected.",
    }


class NothingLegible(NeedsOcr):
    code = "needs_ocr"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件没有文字层，文字识别（OCR）也没有读出可靠的文字；请上传更清晰或带文字层的文件。",
        "en": "The file has no text layer, and OCR read nothing reliable in it; provide a clearer file, or one whose "
        "text can be selected.",
    }


class ProtectedScan(NeedsOcr):
    code = "needs_ocr"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件受所有者保护且没有文字层，不对其做文字识别（OCR）；请向发布方索取可读取的版本。",
        "en": "The file is protected by its owner and has no text layer, so OCR is not tried on it; ask its issuer for "
        "a version that can be read.",
    }


class Garbled(Unreadable):
    code = "garbled"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件的文字层是乱码（字体没有文字对照）；请重新导出，或打印成图像后做文字识别。",
        "en": "The file's text layer is nonsense (its fonts do not say which characters they show); export it again.",
    }


class UnknownFormat(Unreadable):
    code = "unknown_format"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "不支持 {suffix} 格式；请转成 PDF、Word（.docx）、Excel（.xlsx）、HTML 或文本。",
        "en": "The format {suffix} is not supported; convert it to PDF, .docx, .xlsx, .pptx, HTML or text.",
    }


class OldFormat(Unreadable):
    code = "old_format"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "不支持旧格式 {suffix}；请在办公软件中打开，另存为 {better} 后再上传。",
        "en": "The old format {suffix} is not supported; open it and save it as {better}.",
    }


class Bomb(Unreadable):
    code = "bomb"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件展开后异常庞大或层层嵌套（{what}），为安全起见没有读取。",
        "en": "The file unpacks to far more than its size allows ({what}); for safety it was not read.",
    }


class TooMany(Unreadable):
    code = "too_many"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件的页、行或段落超过 {limit} 的上限；请拆分后再上传。",
        "en": "The file has more than {limit} pages, rows or paragraphs; split it.",
    }


class NothingReadable(Unreadable):
    code = "nothing_readable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "里面的 {count} 个文件都不能读取（{names}）。",
        "en": "None of the {count} files inside can be read ({names}).",
    }


class Unsafe(Unreadable):
    code = "unsafe_member"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "压缩包里有链接，或指向包外的路径（{name}），没有读取。",
        "en": "The archive holds a link or a path that leads out of it ({name}), which was not read.",
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
    """Passed over for no fault of the file: nothing that staff have to do."""

    reason: str
    reason_zh: str = ""
