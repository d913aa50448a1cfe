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


class OnlyZeros(Empty):
    code = "empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里只有空字节，没有文字，多半是下载或复制没有完成；请重新下载或复制后再试。",
        "en": "The file holds nothing but zero bytes, as when a download or a copy breaks off; get it again.",
    }


class NotReadable(Unreadable):
    code = "unreadable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件打不开；请确认它还在原处、是普通文件，并且本程序有权读取。",
        "en": "The file cannot be opened; check that it is still there, is a plain file and may be read.",
    }


class Broken(Unreadable):
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件已损坏，或内容与扩展名不符；请用原来的软件打开后重新导出，或重新下载后再试。",
        "en": "The file is damaged or is not what its name says; export it again from the program that made it, or "
        "download it again.",
    }


class BadJson(Broken):
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件第 {line} 行不是有效的 JSON；请改正这一行后再试。",
        "en": "Line {line} of the file is no valid JSON; correct it and try again.",
    }


class TooDeep(Broken):
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里的内容嵌套层数过多，无法读取；请改成不嵌套的记录后再试。",
        "en": "What the file holds is nested too deeply to be read; save it as records that are not nested.",
    }


class ReaderStopped(Broken):
    code = "broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "读取这个文件需要的内存过多，已中止；请拆分或重新导出后再试。",
        "en": "The file needs too much memory to be read and was given up; split it or export it again.",
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
        "zh": "文件展开后异常庞大或层层嵌套，为安全起见没有读取；请解压后提供其中的文件，或重新导出。",
        "en": "The file unpacks to far more than its size allows, or is nested too deeply, and was not read; "
        "provide what it holds unpacked, or export it again.",
    }


class Entities(Bomb):
    code = "bomb"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里有办公文件不应有的 XML 实体声明，为安全起见没有读取；请用办公软件打开并另存后再试。",
        "en": "The file declares XML entities, which office files do not, and for safety was not read; open it in an "
        "office program and save it anew.",
    }


class TooMany(Unreadable):
    code = "too_many"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件的页、行或段落超过 {limit} 的上限；请拆分后再上传。",
        "en": "The file has more than {limit} pages, rows or paragraphs; split it.",
    }


class TooManyFiles(TooMany):
    code = "too_many"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "里面的文件超过 {limit} 个的上限；请分成几份后再上传。",
        "en": "It holds more than {limit} files; split it into several.",
    }


class NothingReadable(Unreadable):
    code = "nothing_readable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "里面的 {count} 个文件都不能读取（{names}）；请解压后单独导入，即可看到各自的原因。",
        "en": "None of the {count} files inside can be read ({names}); unpack and ingest them to see why.",
    }


class Unsafe(Unreadable):
    code = "unsafe_member"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "压缩包里有链接，或指向包外的路径（{name}），没有读取；请重新打包后再试。",
        "en": "The archive holds a link or a path that leads out of it ({name}), which was not read; pack it anew.",
    }


class BadEncoding(Unreadable):
    code = "bad_encoding"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "无法判断文件的文字编码；请另存为 UTF-8 后再试。",
        "en": "The file's character encoding cannot be told; save it as UTF-8.",
    }


class NotText(BadEncoding):
    code = "bad_encoding"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件里有文本中不会出现的字节，可能不是文本文件；请确认文件是否正确，若是文本请另存为 UTF-8。",
        "en": "The file holds bytes that no text has; check that it is the right one, or save it as UTF-8.",
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
