"""How records, searches and counts look in the terminal, in the reader's language."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bots.commands.tables import console, row, table
from ingest.patents.run import Report
from knowledge.errors import Lang
from knowledge.patents.model import Landscape, PatentQuery, PatentRecord, PatentsFound
from knowledge.patents.words import asked_terms

ABSTRACT_CHARS = 240
FAULTS_SHOWN = 50
BAR = 40

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "embedding": "计算向量", "embedded": "已为 {made} 条记录计算向量，还有 {left} 条待计算。",
        "report": "读到 {records} 条：新增 {added}，更新 {updated}，未变 {unchanged}，未导入 {refused}；{seconds} 秒",
        "go_on": "现在已可按词检索。运行 ipsteward patents embed 为 {left} 条记录计算向量（可中断，可续做）。",
        "number": "号码", "more": "…… 另有 {more} 条，用 --json 查看全部。",
        "found": "共 {total} 条", "none": "本索引中没有符合条件的记录。",
        "found_some": "共 {total} 条含有部分或全部词语，其中含有全部词语的 {all} 条",
        "also_near": "另有不含这些词语、只是含义相近的记录，已标注“含义相近”。",
        "only_near": "没有记录含有这些词语；以下记录只是含义相近。", "near": "含义相近", "no_day": "来源未给出公开日",
        "colon": "：",
        "not_drawn": "没有可统计的记录，未生成图片 {path}。",
        "all_words": "这里只统计含有全部词语的记录；patents search 含有部分词语即列出，所以条数可能更多。",
        "not_here": "{number} 不在本索引中。",
        "asked": "检索条件：{fields}", "words": "词语", "applicant": "申请人", "inventor": "发明人",
        "classes": "分类号",
        "date_from": "自", "date_to": "至", "office": "专利局", "title": "标题", "abstract": "摘要",
        "country": "专利局",
        "kind_code": "文献种类", "applicants": "申请人", "inventors": "发明人", "ipc": "IPC", "cpc": "CPC",
        "application_number": "申请号", "filing_date": "申请日", "priority_date": "优先权日",
        "publication_date": "公开日", "grant_date": "授权日", "expiry_date": "到期日", "status": "状态（来源所载）",
        "source": "数据来源", "lang": "语言", "years": "公开年", "count": "件数",
        "undated": "另有 {undated} 条没有公开日期。",
        "untitled": "（无标题）", "class": "分类小类",
    },
    "en": {
        "embedding": "Embedding records", "embedded": "Vectors made for {made} records; {left} are still to do.",
        "report": "{records} read: added {added}, updated {updated}, unchanged {unchanged}, not imported {refused}; "
        "{seconds} s",
        "go_on": "Word search works now. Run ipsteward patents embed to make the vectors that lack, {left} (it may be "
        "interrupted and run again).",
        "number": "number", "more": "... and {more} more; --json has all.",
        "found": "{total} found", "none": "No record in this index fits.",
        "found_some": "{total} hold some or all of the words; {all} of them hold all.",
        "also_near": "Others hold none of the words and are only near in meaning; they are marked so.",
        "only_near": "No record holds these words; those below are only near in meaning.", "near": "near in meaning",
        "no_day": "the source gives no day of publication", "colon": ": ",
        "not_drawn": "There is no record to count, so the picture {path} was not drawn.",
        "all_words": "Counted are records that hold all the words; patents search lists those that hold any, and may "
        "find more.",
        "not_here": "{number} is not in this index.",
        "asked": "asked for: {fields}", "words": "words", "applicant": "applicant", "inventor": "inventor",
        "classes": "class", "date_from": "from", "date_to": "to", "office": "office", "title": "title",
        "abstract": "abstract", "country": "office", "kind_code": "kind", "applicants": "applicants",
        "inventors": "inventors", "ipc": "IPC", "cpc": "CPC", "application_number": "application",
        "filing_date": "filed", "priority_date": "priority", "publication_date": "published", "grant_date": "granted",
        "expiry_date": "expires", "status": "status (as the source says)", "source": "source", "lang": "language",
        "years": "year", "count": "records", "undated": "{undated} more have no date of publication.",
        "untitled": "(no title)", "class": "class",
    },
}  # fmt: skip


def show_report(report: Report, lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    shown.print(words["report"].format(
        records=report.records, added=report.added, updated=report.updated, unchanged=report.unchanged,
        refused=report.refused, seconds=report.seconds))  # fmt: skip
    for one in report.rejected:
        shown.print(Text.assemble((_name(one["path"]), "bold"), f": {one[f'reason_{lang}']}"))
    for fault in report.faults[:FAULTS_SHOWN]:
        where = f"{_name(fault['path'])}:{fault['line']}"
        number = f" {fault['number']}" if fault["number"] else ""
        shown.print(Text.assemble((where, "bold"), f"{number}: {fault[f'reason_{lang}']}"))
    if len(report.faults) > FAULTS_SHOWN:
        shown.print(words["more"].format(more=len(report.faults) - FAULTS_SHOWN))
    if report.without_vectors and report.added + report.updated:
        shown.print(words["go_on"].format(left=report.without_vectors))


def show_found(found: PatentsFound, offset: int, lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    _show_query(found.query, lang, shown)
    for sentence in _matched(found, words):
        shown.print(sentence, highlight=False)
    for at, hit in enumerate(found.hits, offset + 1):
        line = Text(f"{at}. ", style="bold").append(hit.number, style="bold cyan")
        shown.print(line.append(f"  {hit.title or words['untitled']}", style="bold"))
        about = " · ".join(
            part
            for part in (
                words["near"] if found.total and hit.matched == "meaning" else "",
                "; ".join(hit.applicants[:3]),
                hit.published or words["no_day"],
                " ".join(hit.classes[:4]),
            )
            if part
        )
        if about:
            shown.print(Text(f"   {about}", style="dim"))
        if hit.abstract:
            shown.print(Text(f"   {_shortened(hit.abstract)}"))


def _matched(found: PatentsFound, words: dict[str, str]) -> list[str]:
    """How many there are, and by what they were found."""
    if not found.total:
        return [words["only_near" if found.hits else "none"]]
    some = found.all_words < found.total
    told = [words["found_some" if some else "found"].format(total=found.total, all=found.all_words)]
    return told + ([words["also_near"]] if found.only_near else [])


def show_record(record: PatentRecord | None, number: str, lang: Lang) -> None:
    """A record's fields that are known; of an unknown number only that it is not here, never a status."""
    words, shown = WORDS[lang], console()
    if record is None:
        shown.print(Text(words["not_here"].format(number=number)))
        return
    known = {
        words[name]: "; ".join(value) if isinstance(value, list) else str(value)
        for name, value in record.as_json().items()
        if value and name in words
    }
    if not record.published:
        known[words["publication_date"]] = words["no_day"]
    if not shown.is_terminal:  # a table would fill each line with blanks up to its longest value
        for name, value in known.items():
            shown.print(Text(f"{name}{words['colon']}{' '.join(value.split())}"))
        return
    facts = Table(show_header=False, box=None, pad_edge=False)
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in known.items():
        row(facts, name, value)
    shown.print(facts)


def show_landscape(counted: Landscape, lang: Lang) -> None:
    words, shown = WORDS[lang], console()
    _show_query(counted.query, lang, shown)
    shown.print(words["found"].format(total=counted.total) if counted.total else words["none"])
    if len(asked_terms(counted.query.words)) > 1:
        shown.print(Text(words["all_words"], style="dim"))
    for name, rows in (("years", counted.years), ("applicant", counted.applicants), ("class", counted.classes)):
        if rows:
            shown.print(_counts(words[name], words["count"], rows))
    if counted.undated:
        shown.print(words["undated"].format(undated=counted.undated))


def _counts(name: str, count: str, rows: Sequence[tuple[int | str, int]]) -> Table:
    made = table(name, count, "", copied=False)
    most = max(number for _, number in rows)
    for value, number in rows:
        row(made, str(value), str(number), "█" * max(1, round(BAR * number / most)))
    return made


def _show_query(query: PatentQuery, lang: Lang, shown: Console) -> None:
    words = WORDS[lang]
    parts = [f"{words[name]} {', '.join(value) if isinstance(value, list) else value}"
             for name, value in query.as_json().items() if value]  # fmt: skip
    if parts:
        shown.print(Text(words["asked"].format(fields=" · ".join(parts)), style="dim"))


def _shortened(text: str) -> str:
    return text if len(text) <= ABSTRACT_CHARS else text[:ABSTRACT_CHARS].rstrip() + "…"


def _name(path: str) -> str:
    return "/".join(path.split("/")[-2:])
