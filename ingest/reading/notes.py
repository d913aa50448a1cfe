"""What staff should know of a file that was read: what was left out of it, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from knowledge.errors import Fault, Lang


@dataclass(frozen=True, slots=True)
class Note:
    """A stable code and a sentence a language; `part` names the member of an archive that it is about."""

    code: str
    zh: str
    en: str
    part: str | None = None


class Remark(Fault):
    """Never raised: a sentence about a file that was read all the same."""

    def note(self, part: str | None = None) -> Note:
        return Note(self.code, self.told("zh"), self.told("en"), part)


class HiddenText(Remark):
    code = "hidden_text"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 处读者看不见的文字（不可见、与背景同色、极小、页面之外、"
        "被遮盖或裁去，或在关闭的图层中），未收入索引；请核对来源。",
        "en": "Text that a reader cannot see (invisible, in the colour of the page, tiny, off the page, covered, "
        "clipped away or on a layer that is off) was kept out of the index ({count} x); check where the file comes "
        "from.",
    }


class DeletedText(Remark):
    code = "deleted_text"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 处修订中已删除的文字，未收入索引；请接受或拒绝修订后再上传定稿。",
        "en": "Tracked deletions kept out of the index: {count}; accept or reject the changes for a final text.",
    }


class CommentsLeftOut(Remark):
    code = "comments_left_out"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 条批注或注释，未收入索引。",
        "en": "Comments kept out of the index: {count}.",
    }


class HiddenCells(Remark):
    code = "hidden_cells"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "隐藏的工作表、行或列未收入索引：{where}。",
        "en": "Hidden sheets, rows or columns were kept out of the index: {where}.",
    }


class HiddenSlides(Remark):
    code = "hidden_slides"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "隐藏的幻灯片未收入索引：{slides}。",
        "en": "Hidden slides were kept out of the index: {slides}.",
    }


class SpeakerNotes(Remark):
    code = "speaker_notes"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "第 {slides} 张幻灯片的演讲者备注不向观众显示，未收入索引；需要公开的内容请写在幻灯片上。",
        "en": "The speaker notes of slide {slides} are not shown to the audience and were kept out of the index; put "
        "on the slide what is for the public.",
    }


class NoStoredValue(Remark):
    code = "no_stored_value"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 个公式没有保存计算结果，已留空；请用办公软件打开并保存一次后再上传。",
        "en": "Formulas without a stored value, left empty: {count}; open and save the workbook once.",
    }


class ErrorValues(Remark):
    code = "error_values"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 个单元格是错误值（如 #DIV/0!、#REF!），已留空；请改正表格后再上传。",
        "en": "Cells with an error (such as #DIV/0! or #REF!), left empty: {count}; correct the table.",
    }


class BadRows(Remark):
    code = "bad_rows"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "有 {count} 行不是有效的 JSON，未收入索引（第 {lines} 行）；其余各行已收入，请改正后再上传。",
        "en": "Lines that are no valid JSON, kept out of the index: {count} (line {lines}); the others are in it.",
    }


class ByOcr(Remark):
    code = "text_by_ocr"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "第 {pages} 页的文字由图像识别（OCR）得到，数字和专名请核对。",
        "en": "The text of page {pages} was recognised from an image (OCR); check figures and names.",
    }


class ScanText(Remark):
    code = "scan_text"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "第 {pages} 页是带文字层的扫描件，文字层看不见，请核对其与图像一致。",
        "en": "Page {pages} is a scan whose text layer cannot be seen; check that it says what the image shows.",
    }


class PagesWithoutText(Remark):
    code = "pages_without_text"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "第 {pages} 页是图像，没有读出文字。",
        "en": "Page {pages} is an image from which no text was read.",
    }


class GarbledPages(Remark):
    code = "garbled_pages"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "第 {pages} 页的文字层是乱码，未收入索引；请重新导出或提供扫描件。",
        "en": "The text layer of page {pages} is nonsense and was left out; export the file again.",
    }


class MemberRefused(Remark):
    code = "member_refused"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "其中的 {name} 没有读取：{reason}",
        "en": "Its part {name} was not read: {reason}",
    }


class Truncated(Remark):
    code = "damaged"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件有损坏，第 {pages} 页读不出来；请核对。",
        "en": "The file is damaged and page {pages} could not be read; check it.",
    }


def numbers(pages: Iterable[int]) -> str:
    """`2, 4-6, 9`."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
