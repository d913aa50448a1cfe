"""What is said of a command that was typed wrongly, was stopped or failed; of typing in English by click's words."""

import errno

import click

from knowledge.errors import Lang

LIST = "、"
_IN_CHINESE = {
    errno.ENOENT: "不存在", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "不是文件夹", errno.EEXIST: "已存在", errno.ENOSPC: "磁盘已满", errno.EROFS: "只读",
    errno.EADDRINUSE: "地址已被占用", errno.EADDRNOTAVAIL: "本机没有这个地址",
}  # fmt: skip


def told(wrong: click.ClickException, lang: Lang) -> str:
    """The usage line, and a sentence with what to do."""
    if lang == "en":
        sentence = f"ipsteward: {wrong.format_message()}"
        usage, more = "Usage: ", "See {help}."
    else:
        sentence = f"ipsteward: {_chinese(wrong)}"
        usage, more = "用法：", "查看用法：{help}"
    context = getattr(wrong, "ctx", None)
    if context is None:
        return sentence
    line = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
    return f"{usage}{line}\n{sentence}\n{more.format(help=f'{context.command_path} --help')}"


def stopped(lang: Lang) -> str:
    if lang == "zh":
        return "ipsteward: 已停止；已完成的部分都已保存，重新运行同一命令即可继续。"
    return "ipsteward: stopped; what was done is kept, run the same command again to go on."


def broken(error: Exception, lang: Lang) -> str:
    """A file or an address that cannot be used is told as such; of anything else its name, and where to look."""
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError) and error.strerror:
        told = _IN_CHINESE.get(error.errno or 0, error.strerror) if lang == "zh" else error.strerror
        why = f"{error.filename}: {told}" if error.filename else told
        if lang == "zh":
            return f"ipsteward: 文件或地址无法使用（{why}）；请检查路径、权限和地址后重新运行。"
        return f"ipsteward: a file or an address cannot be used ({why}); check them and try again."
    if isinstance(error, UnicodeDecodeError):
        if lang == "zh":
            return "ipsteward: 给出的文件不是 UTF-8 文本；请另存为 UTF-8 后重新运行。"
        return "ipsteward: a file that was given is no UTF-8 text; save it as UTF-8 and try again."
    if lang == "zh":
        return f"ipsteward: 出错了（{why}）；设置 IPSTEWARD_LOG_LEVEL=DEBUG 后重新运行可查看详情。"
    return f"ipsteward: something went wrong ({why}); run again with IPSTEWARD_LOG_LEVEL=DEBUG for the details."


def _chinese(wrong: click.ClickException) -> str:
    match wrong:
        case click.NoSuchOption():
            return f"没有选项 {wrong.option_name}{_nearest(wrong.possibilities)}。"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {wrong.command_name}{_nearest(wrong.possibilities)}。"
        case click.MissingParameter():
            return f"缺少{_name(wrong)}，请补上。"
        case click.BadParameter():
            return f"{_name(wrong)} 的值不能用（{_wanted(wrong)}）。"
        case click.BadOptionUsage():
            return f"选项 {wrong.option_name} 用得不对：{wrong.message}"
        case _:
            return wrong.format_message()


def _nearest(possibilities: list[str] | None) -> str:
    return f"；是不是 {LIST.join(possibilities)}" if possibilities else ""


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return f"选项 {wrong.param_hint}" if isinstance(wrong.param_hint, str) else "参数"
    kind = "选项" if wrong.param.param_type_name == "option" else "参数"
    return f"{kind} {wrong.param.get_error_hint(wrong.ctx)}"


def _wanted(wrong: click.BadParameter) -> str:
    """What the value should be; click's own words where we know no better."""
    match wrong.param.type if wrong.param else None:
        case click.Choice() as kind:
            return f"可选：{LIST.join(map(str, kind.choices))}"
        case click.IntRange() as kind:
            low, high = kind.min, kind.max
            told = f" {low} 到 {high} 之间的" if None not in (low, high) else f"不小于 {low} 的" if high is None else ""
            return f"应为{told}整数"
        case click.types.IntParamType():
            return "应为整数"
        case click.Path() if "not exist" in wrong.message:
            return "路径不存在"
        case click.Path() if "is a directory" in wrong.message:
            return "应为文件，而这是文件夹"
        case _:
            return wrong.message
