"""How documents, their versions and what staff must decide look in a terminal, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text

from assistant.telling import date_label, weekday_label
from bots.commands.tables import console, row, table
from knowledge.conflicts import Conflict
from knowledge.differences import Difference
from knowledge.errors import Lang
from knowledge.holdings import Entry, Holding

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "id": "编号", "title": "标题", "region": "地区", "versions": "版本", "in_force_from": "施行",
        "in_force_to": "截止", "status": "状态", "conflicts": "冲突", "issuer": "发布机关", "number": "文号",
        "kind": "类别", "lang": "语言", "url": "网址", "collection": "集合", "ref": "引用号",
        "version_date": "版本日期", "file": "文件", "state": "情况", "when": "时间", "what": "内容",
        "passages": "片段", "revisions": "历史版本", "in_force": "有效", "not_yet": "尚未施行",
        "superseded": "已被取代", "expired": "已失效", "repealed": "已废止", "doubled": "待确认", "held": "在库",
        "replaced": "已替换", "removed": "已移除", "rolled_back": "已回退", "gone": "文件已删除", "by": "取代者",
        "none": "没有需要处理的冲突。", "no_documents": "没有文件。", "same": "两份文本没有差别。", "unknown": "未知",
        "added_kind": "新增", "removed_kind": "删除", "changed_kind": "修改", "characters": "字符数",
        "did_removed": "已移除“{title}”（{refs}）；文件不变时不会再导入，可用 ipsteward docs rollback {id} 恢复。",
        "did_rolled_back": "“{title}”已恢复到 {refs}；文件不变时保持如此。",
        "not_held": "“{title}”已不在库中，没有可移除的版本。",
    },
    "en": {
        "id": "id", "title": "title", "region": "region", "versions": "versions", "in_force_from": "in force from",
        "in_force_to": "until", "status": "status", "conflicts": "conflicts", "issuer": "issuer", "number": "number",
        "kind": "kind", "lang": "language", "url": "address", "collection": "collection", "ref": "reference",
        "version_date": "version date", "file": "file", "state": "state", "when": "when", "what": "what",
        "passages": "passages", "revisions": "earlier revisions", "in_force": "in force",
        "not_yet": "not yet in force", "superseded": "superseded", "expired": "expired", "repealed": "repealed",
        "doubled": "to be decided", "held": "held", "replaced": "replaced", "removed": "removed",
        "rolled_back": "rolled back", "gone": "file deleted", "by": "superseded by",
        "none": "There is no conflict to decide.", "no_documents": "There are no documents.",
        "same": "The two texts do not differ.", "unknown": "unknown", "added_kind": "added",
        "removed_kind": "removed", "changed_kind": "changed", "characters": "characters",
        "did_removed": "“{title}” is removed ({refs}). It stays out while its file is unchanged; ipsteward docs "
        "rollback {id} brings it back.",
        "did_rolled_back": "“{title}” is back at {refs}, and stays so while its file is unchanged.",
        "not_held": "“{title}” is not held any more; there is no version to remove.",
    },
}  # fmt: skip
COLOURS = {"added": "green", "removed": "red", "changed": "yellow"}


def documents(found: Sequence[Holding], lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    if not found:
        shown.print(words["no_documents"])
        return
    made = _table(words, "id", "title", "in_force_from", "versions")
    for one in found:
        now = one.shown or (one.versions[0] if one.versions else None)
        status = words[now.status or "held"] if now else words["removed"]
        begins = _begins(now, lang) if now else words["unknown"]
        counted = f"{len(one.versions)} (+{one.revisions})" if one.revisions else str(len(one.versions))
        warned = f"\n{words['conflicts']}: {one.conflicts}" if one.conflicts else ""
        title = f"{one.title}\n{one.region}" if one.region else one.title
        row(made, one.document_id, Text(title), f"{begins}\n{status}", counted + warned)
    shown.print(made)


def document(found: Holding, open_ones: Sequence[Conflict], lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    shown.print(Text(found.title, style="bold"))
    facts = ("id", found.document_id), *((name, getattr(found, name)) for name in (
        "issuer", "number", "kind", "region", "lang", "collection", "url", "passages", "revisions"))  # fmt: skip
    for name, value in facts:
        if value:
            shown.print(Text(f"{words[name]}: {value}"))
    made = _table(words, "ref", "status", "in_force_from", "file")
    for one in found.versions:
        ends = f"\n{words['in_force_to']} {_day(one.in_force_to, lang)}" if one.in_force_to else ""
        status = words[one.status or "held"] + (f"\n{words['by']}: {one.superseded_by}" if one.superseded_by else "")
        dated = f"\n({_day(one.version_date, lang)})" if one.version_date else ""
        row(made, one.ref + dated, Text(status), _begins(one, lang) + ends, Text(_name(one)))
    shown.print(made)
    if open_ones:
        conflicts(open_ones, lang)


def history(found: Holding, entries: Sequence[Entry], lang: Lang, zone: ZoneInfo) -> None:
    words, shown = WORDS[lang], console()
    shown.print(Text(f"{found.title}  {found.document_id}", style="bold"))
    made = _table(words, "ref", "state", "in_force_from", "characters", "file")
    for one in entries:
        when = (one.replaced_at or one.added_at).astimezone(zone)
        dated = f"\n({_day(one.version_date, lang)})" if one.version_date else ""
        row(
            made,
            one.ref + dated, f"{words[one.state]}\n{weekday_label(when, lang, zone_shown=False)}",
            _begins(one, lang), f"{one.characters:,}", Text(_name(one)),
        )  # fmt: skip
    shown.print(made)


def changes(old: Entry, new: Entry, found: Sequence[Difference], lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    shown.print(Text(f"{old.label} [{old.ref}] → {new.label} [{new.ref}]", style="bold"))
    if not found:
        shown.print(words["same"])
    for one in found:
        shown.print(Text(f"{one.section or ''} {words[one.kind + '_kind']}".strip(), style=COLOURS[one.kind]))
        if one.before is not None:
            shown.print(Text(f"- {one.before}"))
        if one.after is not None:
            shown.print(Text(f"+ {one.after}"))


def conflicts(found: Sequence[Conflict], lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    if not found:
        shown.print(words["none"])
        return
    made = _table(words, "id", "what")
    for one in found:
        row(made, one.document_id, Text(one.told(lang)))
    shown.print(made)


def changed(found: Holding, what: str, refs: Sequence[str], lang: Lang) -> None:
    told = WORDS[lang][f"did_{what}"].format(title=found.title, refs=", ".join(refs), id=found.document_id)
    click.echo(told)


def nothing_to_remove(found: Holding, lang: Lang) -> None:
    click.echo(f"ipsteward: {WORDS[lang]['not_held'].format(title=found.title)}", err=True)


def _table(words: dict[str, str], *columns: str) -> Table:
    return table(*(words[name] for name in columns))


def _begins(one: Entry, lang: Lang) -> str:
    """The first day in force; a version's own date is not one, in whichever table."""
    return _day(one.in_force_from, lang) or WORDS[lang]["unknown"]


def _day(told: str | None, lang: Lang) -> str:
    return date_label(date.fromisoformat(told), lang) if told else ""


def _name(entry: Entry) -> str:
    return entry.source_path.rsplit("/", 1)[-1]
