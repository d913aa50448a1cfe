"""What the review refuses, in words for the reviewer."""

from typing import ClassVar

from knowledge.errors import Fault, Lang


class CaseUnreadable(Fault):
    code = "case_unreadable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这不是一个可用的用例（{why}）；请改正后再保存。",
        "en": "This is not a case that can be used ({why}); correct it and save again.",
    }


class CaseProvesNothing(Fault):
    code = "case_proves_nothing"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "这个用例没有可检查的内容，原来的错误答复也会通过，因此不保存；请在“expect”中写明"
        "正确答复里的数字、日期或术语（facts_all），或不应引用的出处（cites_none）、不应出现的类型（kind_not）。",
        "en": "This case checks nothing: the reply that was found wrong would pass it, so it is not saved; name in "
        "“expect” a number, a day or a term of the right answer (facts_all), a source that it may not cite "
        "(cites_none) or a kind that it may not be (kind_not).",
    }


class CaseIdTaken(Fault):
    code = "case_id_taken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "已有编号为“{id}”的用例；请换一个编号。",
        "en": "There is already a case “{id}”; please give it another id.",
    }


class CaseFileBroken(Fault):
    code = "case_file_broken"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "用例文件 {path} 不能读（{why}），没有作任何改动；请先改正这个文件。",
        "en": "The case file {path} cannot be read ({why}) and was left as it is; please correct it first.",
    }


class CaseNotRun(Fault):
    code = "case_not_run"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "用例没有运行（{why}）；请稍后再试，或在命令行运行。",
        "en": "The case was not run ({why}); try again later, or run it on the command line.",
    }


class ReviewEmpty(Fault):
    code = "review_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "还没有选择结论，没有保存；请选择“正确”“部分正确”或“错误”。",
        "en": "No verdict was chosen and nothing was saved; please choose right, partly or wrong.",
    }


class RunUnknown(Fault):
    code = "run_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有名为“{run}”的评测；请检查名称，或先运行 ipsteward eval run。",
        "en": "There is no evaluation run “{run}”; check its name, or run ipsteward eval run first.",
    }
