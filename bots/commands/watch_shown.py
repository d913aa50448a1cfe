"""How watches and changes look in a terminal, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text

from assistant.telling import weekday_label
from bots.commands.docs_shown import COLOURS
from bots.commands.tables import console, row, table
from ingest.watching.comparing import Compared
from ingest.watching.intervals import worded
from ingest.watching.model import Change, Seen, Told, Watch
from ingest.watching.run import Ran
from knowledge.errors import Fault, Lang

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "id": "编号", "place": "位置", "every": "间隔", "last": "上次", "next": "下次", "waiting": "待审核",
        "review": "需审核", "never": "尚未读取", "faults": "问题", "what": "变更", "title": "标题", "found": "发现于",
        "none": "没有关注的位置；用 ipsteward watch add 添加。", "no_changes": "没有等待审核的变更。",
        "nothing_due": "现在没有到期的位置。", "next_due": "下次：{when}。",
        "added": "已关注 {id}：{place}，每 {every} 读取一次{review}。", "and_review": "，变更须经审核",
        "removed": "已取消关注 {id}：{place}；文件保持不变。", "dropped": "放弃了 {n} 项待审核的变更。",
        "new": "新文件", "changed": "有修改", "gone": "来源已消失", "same": "文字没有差别",
        "n_new": "新增 {n}", "n_changed": "更新 {n}", "n_unchanged": "未变 {n}", "n_waiting": "待审核 {n}",
        "n_gone": "消失（待审核）{n}", "n_failed": "读取失败 {n}", "n_settling": "正在写入 {n}", "n_reread": "重读 {n}",
        "n_skipped": "跳过 {n}", "n_kept": "来源已消失但保留 {n}", "n_not_due": "未到期 {n}",
        "added_kind": "新增", "removed_kind": "删除", "changed_kind": "修改", "more": "……另有 {n} 处差别",
        "why_missing": "文件不在了", "why_404": "网址返回 404", "why_410": "网址返回 410",
        "why_off_list": "已不在清单中",
        "approved": "已发布", "rejected": "已退回", "approved_gone": "已移除", "rejected_gone": "已保留",
        "outdated": "已被更新的变更取代", "withdrawn": "已撤回", "how": "发布：ipsteward watch approve {id}；"
        "退回：ipsteward watch reject {id}",
    },
    "en": {
        "id": "id", "place": "place", "every": "every", "last": "last", "next": "next", "waiting": "waiting",
        "review": "reviewed", "never": "not read yet", "faults": "faults", "what": "change", "title": "title",
        "found": "found", "none": "Nothing is watched; ipsteward watch add begins.",
        "no_changes": "No change waits for staff.", "nothing_due": "Nothing is due now.",
        "next_due": "Next: {when}.", "added": "Watching {id}: {place}, every {every}{review}.",
        "and_review": ", changes wait for staff",
        "removed": "Not watching {id} any more: {place}; the documents stay.",
        "dropped": "{n} waiting changes dropped.",
        "new": "new", "changed": "changed", "gone": "gone", "same": "no difference in the text",
        "n_new": "new {n}", "n_changed": "changed {n}", "n_unchanged": "unchanged {n}", "n_waiting": "waiting {n}",
        "n_gone": "gone (waiting) {n}", "n_failed": "failed {n}", "n_settling": "being written {n}",
        "n_reread": "read anew {n}", "n_skipped": "skipped {n}", "n_kept": "gone but kept {n}",
        "n_not_due": "not due {n}",
        "added_kind": "added", "removed_kind": "removed", "changed_kind": "changed", "more": "… {n} more differences",
        "why_missing": "the file is not there", "why_404": "the address answers 404",
        "why_410": "the address answers 410", "why_off_list": "not on the list any more",
        "approved": "live now", "rejected": "rejected", "approved_gone": "removed", "rejected_gone": "kept",
        "outdated": "replaced by a newer change", "withdrawn": "withdrawn",
        "how": "Approve: ipsteward watch approve {id}; reject: ipsteward watch reject {id}",
    },
}  # fmt: skip


def added(found: Sequence[Watch], lang: Lang) -> None:
    words = WORDS[lang]
    for one in found:
        review = words["and_review"] if one.review else ""
        click.echo(words["added"].format(id=one.id, place=one.place, every=worded(one.every_s, lang), review=review))


def removed(rows: Sequence[tuple[Watch, int]], lang: Lang) -> None:
    words = WORDS[lang]
    for one, dropped in rows:
        click.echo(words["removed"].format(id=one.id, place=one.place))
        if dropped:
            click.echo(words["dropped"].format(n=dropped))


def watches(rows: Sequence[tuple[Watch, Sequence[Seen], int]], lang: Lang, zone: ZoneInfo) -> None:
    words, shown = WORDS[lang], console()
    if not rows:
        click.echo(words["none"])
        return
    made = _table(words, "id", "place", "every", "last", "next", "waiting")
    for one, _, waits in rows:
        every = worded(one.every_s, lang) + (f"\n{words['review']}" if one.review else "")
        last = f"{_when(one.ended_at, lang, zone)}\n{_counted(one.outcome, words)}" if one.ended_at else words["never"]
        row(made, one.id, Text(one.place), every, last, _when(one.due_at, lang, zone), str(waits))
    shown.print(made)
    for one, faulty, _ in rows:
        _faults(one.fault, faulty, lang)


def ran(rows: Sequence[tuple[Ran, Sequence[Seen]]], due: datetime | None, lang: Lang, zone: ZoneInfo) -> None:
    words = WORDS[lang]
    if not rows:
        click.echo(words["nothing_due"])
    for one, faulty in rows:
        click.echo(f"{one.watch.id} {one.watch.place}: {_counted(one.counted, words)}".rstrip(": "))
        _faults(one.watch.fault, faulty, lang)
    if due:
        click.echo(words["next_due"].format(when=_when(due, lang, zone)))


def changes(found: Sequence[Change], lang: Lang, zone: ZoneInfo) -> None:
    words = WORDS[lang]
    if not found:
        click.echo(words["no_changes"])
        return
    made = _table(words, "id", "what", "title", "place", "found")
    for one in found:
        row(made, one.id, _kind(one, words), Text(one.title), Text(one.location), _when(one.found_at, lang, zone))
    console().print(made)


def change(one: Change, found: Sequence[Compared], lang: Lang, zone: ZoneInfo) -> None:
    words, shown = WORDS[lang], console()
    shown.print(Text(one.title, style="bold"))
    shown.print(Text(f"{one.location}\n{_kind(one, words)} · {_when(one.found_at, lang, zone)}"))
    for note in one.facts.get("notes", []):
        shown.print(Text(note[lang], style="yellow"))
    for text in found:
        dated = f" ({text.version_date})" if text.version_date else ""
        shown.print(Text(f"{text.title}{dated}: {words[text.kind]}", style="bold"))
        for place in text.differences:
            told = f"{place.section or ''} {words[place.kind + '_kind']}".strip()
            shown.print(Text(told, style=COLOURS[place.kind]))
            for sign, said in (("-", place.before), ("+", place.after)):
                if said is not None:
                    shown.print(Text(f"{sign} {said}"))
        if text.more:
            shown.print(words["more"].format(n=text.more))
    told = words["how"].format(id=one.id) if one.status == "waiting" else words[one.status]
    shown.print(Text(told))


def decided(done: Sequence[Change], lang: Lang) -> None:
    for one in done:
        word = f"{one.status}_gone" if one.kind == "gone" else one.status
        click.echo(f"{one.id} {one.title}: {WORDS[lang][word]}")


def refused(found: Sequence[tuple[str, Fault]], lang: Lang) -> None:
    for asked, fault in found:
        click.echo(f"{asked} ! {fault.told(lang)}")


def _kind(one: Change, words: dict[str, str]) -> str:
    why = words.get(f"why_{one.facts.get('why')}", "")
    return words[one.kind] + (f" ({why})" if why else "")


def _faults(fault: Told | None, faulty: Sequence[Seen], lang: Lang) -> None:
    if fault:
        click.echo(f"  ! {fault[lang]}")
    for seen in faulty:
        if seen.fault:
            click.echo(f"  ! {seen.location}: {seen.fault[lang]}")


def _counted(counted: dict[str, int], words: dict[str, str]) -> str:
    told = [words[f"n_{name}"].format(n=n) for name, n in counted.items() if n and f"n_{name}" in words]
    return ("，" if words is WORDS["zh"] else ", ").join(told)


def _when(moment: datetime | None, lang: Lang, zone: ZoneInfo) -> str:
    return weekday_label(moment.astimezone(zone), lang, zone_shown=False) if moment else ""


def _table(words: dict[str, str], *columns: str) -> Table:
    return table(*(words[name] for name in columns))
