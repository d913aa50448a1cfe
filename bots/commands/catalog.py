"""The command `catalog`: importing and checking a centre's organizations, services, hours and programmes."""

import json
from pathlib import Path

import click

from bots.commands.options import GivenPath
from bots.commands.tables import console, row, table
from ingest.catalog import CatalogReport, check_catalog, import_catalog
from ingest.catalog_findings import Finding
from knowledge import settings
from knowledge.database import open_database
from knowledge.errors import Lang
from knowledge.terminal import reader_lang

_KINDS: dict[str, tuple[str, str]] = {
    "organizations": ("机构", "organizations"),
    "services": ("服务", "services"),
    "advisers": ("顾问", "advisers"),
    "absences": ("不在时间", "absences"),
    "events": ("活动", "events"),
    "conflicts": ("利益冲突", "conflicts"),
    "holidays": ("假日", "holidays"),
    "programmes": ("项目", "programmes"),
    "aliases": ("别名", "aliases"),
}


@click.group()
def catalog() -> None:
    """Organizations, services, advisers, events and programmes."""


@catalog.command("import")
@click.argument("directory", type=GivenPath(path_type=Path))
@click.option("--check", is_flag=True, help="Report faults; import nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, everything else on stderr.")
def import_(directory: Path, check: bool, as_json: bool) -> int:
    """Replace the catalog by the one in DIRECTORY; with a single fault nothing is imported."""
    report = check_catalog(directory) if check else _imported(directory)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        _show(report, check, reader_lang())
    if not report.faults:
        return 0
    return 1 if check else 2


def _imported(directory: Path) -> CatalogReport:
    chosen = settings.load()
    database = open_database(chosen.home, chosen.database_url)
    try:
        return import_catalog(directory, database)
    finally:
        database.close()


def _show(report: CatalogReport, check: bool, lang: Lang) -> None:
    made = table("目录" if lang == "zh" else "catalog", "条数" if lang == "zh" else "rows")
    made.columns[1].justify = "right"
    for kind, (zh, en) in _KINDS.items():
        row(made, zh if lang == "zh" else en, str(report.counts[kind]))
    console().print(made)
    for finding in report.warnings:
        click.echo(f"{'注意' if lang == 'zh' else 'note'}: {_line(finding, lang)}")
    for finding in report.faults:
        click.echo(_line(finding, lang))
    click.echo(_outcome(report, check, lang))


def _line(finding: Finding, lang: Lang) -> str:
    return f"{finding.file}:{finding.line}: {finding.column or '-'}: {finding.what(lang)}"


def _outcome(report: CatalogReport, check: bool, lang: Lang) -> str:
    if report.faults:
        count = len(report.faults)
        return f"{count} 处错误，未导入任何内容。" if lang == "zh" else f"Faults: {count}. Nothing was imported."
    if check:
        return "没有错误；这次检查未导入任何内容。" if lang == "zh" else "No faults; this check imported nothing."
    return "目录已导入。" if lang == "zh" else "The catalog was imported."
