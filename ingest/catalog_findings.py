"""What an import says about a catalog's files: faults, which stop it, and warnings, which do not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.errors import Lang

SAY: Mapping[str, tuple[str, str]] = {  # code: (zh, en), with the same placeholders
    "empty_file": ("文件是空的，没有表头", "the file is empty; it has no header"),
    "missing_column": ("缺少必需的列", "this column is required and missing"),
    "unknown_column": ("不认识这一列，已忽略", "this column is unknown and was ignored"),
    "double_column": ("表头中这一列出现了两次", "the header has this column twice"),
    "unknown_file": ("文件名不属于目录，已忽略；是不是 {nearest}？", "not a catalog file, ignored; is it {nearest}?"),
    "two_formats": ("{other} 与此文件内容重复，只保留一个", "{other} is there as well; keep one of the two"),
    "more_cells": ("本行有 {count} 格，表头只有 {header} 格", "the row has {count} cells, the header {header}"),
    "fewer_cells": ("本行只有 {count} 格，表头有 {header} 格", "the row has only {count} cells, the header {header}"),
    "bad_csv": ("不是有效的 CSV（引号或字段有误）：{why}", "not valid CSV (quotes or fields): {why}"),
    "control_character": ("含有不可见的控制字符", "holds an invisible control character"),
    "empty_cell": ("不能为空", "must not be empty"),
    "no_name": ("中文和英文名称不能都为空", "the Chinese and the English name are both empty"),
    "bad_id": ("标识“{value}”不能含空格、逗号或分号", "the id “{value}” must not hold blanks, commas or semicolons"),
    "double_id": ("“{value}”已在第 {before} 行出现", "“{value}” is already in line {before}"),
    "unknown_id": ("{where}中没有“{value}”", "there is no “{value}” among the {where}"),
    "not_one_of": ("“{value}”不在允许的值之内：{allowed}", "“{value}” is none of {allowed}"),
    "not_whole": ("“{value}”不是整数", "“{value}” is not a whole number"),
    "too_small": ("{value} 小于 {least}", "{value} is less than {least}"),
    "off_grid": ("{value} 不是 5 的倍数", "{value} is not a multiple of 5"),
    "too_long": ("{value} 分钟超过一天", "{value} minutes are longer than a day"),
    "not_decimal": ("“{value}”不是数", "“{value}” is not a number"),
    "out_of_range": ("{value} 不在 {least} 到 {most} 之间", "{value} is not between {least} and {most}"),
    "half_place": ("经度和纬度要么都填，要么都不填", "latitude and longitude go together"),
    "not_day": ("“{value}”不是 2026-11-23 这样的日期", "“{value}” is not a date like 2026-11-23"),
    "not_moment": ("“{value}”不是 2026-11-23T14:00 这样的时间", "“{value}” is not a time like 2026-11-23T14:00"),
    "not_zone": ("“{value}”不是 Asia/Shanghai 这样的时区", "“{value}” is not a time zone like Asia/Shanghai"),
    "not_country": ("“{value}”不是 CN 这样的国家代码", "“{value}” is not a country code like CN"),
    "not_link": ("“{value}”不以 http:// 或 https:// 开头", "“{value}” does not begin with http:// or https://"),
    "bad_weekly": ("每周时间写法有误：{why}", "the weekly hours cannot be read: {why}"),
    "wrong_order": ("结束（{ends}）不在开始（{starts}）之后", "it ends ({ends}) no later than it starts ({starts})"),
    "days_turned": ("终止日 {ends} 早于起始日 {starts}", "the last day {ends} is before the first, {starts}"),
    "to_itself": ("不能转给顾问自己", "an adviser cannot be redirected to themselves"),
    "of_another": ("服务“{value}”属于另一机构", "the service “{value}” is another organization's"),
    "bad_yaml": ("不是有效的 YAML：{why}", "not valid YAML: {why}"),
    "not_list": ("应为列表", "must be a list"),
    "not_mapping": ("应为“键: 值”形式的条目", "must be an entry of “key: value” pairs"),
    "not_texts": ("应为文本列表", "must be a list of texts"),
    "not_text": ("应为一段文本", "must be one text"),
    "unknown_key": ("不认识这一项，已忽略", "this key is unknown and was ignored"),
    "double_key": ("同一条目中出现了两次", "this key is there twice in one entry"),
    "bad_fact": ("“{value}”不是 enterprise.size 这样的事实名", "“{value}” is not a fact like enterprise.size"),
    "bad_value": ("运算 {op} 需要 {needs}", "the op {op} needs {needs}"),
    "alias_of_two": ("别名“{alias}”已属于“{other}”", "the alias “{alias}” is already one of “{other}”"),
    "alias_shared": (
        "别名“{alias}”也属于“{other}”，会让人无法区分",
        "“{other}” has the alias “{alias}” too: ambiguous",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one place. `line` counts from 1 as an editor does (in a workbook, the row)."""

    file: str
    line: int
    column: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def what(self, lang: Lang) -> str:
        zh, en = SAY[self.code]
        return (zh if lang == "zh" else en).format_map(self.facts)

    def as_json(self) -> dict[str, object]:
        return {"file": self.file, "line": self.line, "column": self.column, "what": self.what("en")}


class Findings:
    """Faults and warnings as they are found; sorted by place when asked for."""

    def __init__(self) -> None:
        self._faults: list[Finding] = []
        self._warnings: list[Finding] = []

    def fault(self, file: str, line: int, column: str, code: str, **facts: object) -> None:
        self._faults.append(Finding(file, line, column, code, facts))

    def warning(self, file: str, line: int, column: str, code: str, **facts: object) -> None:
        self._warnings.append(Finding(file, line, column, code, facts))

    def faults(self) -> tuple[Finding, ...]:
        return _sorted(self._faults)

    def warnings(self) -> tuple[Finding, ...]:
        return _sorted(self._warnings)


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda each: (each.file, each.line)))
