"""What documents leave open: found by comparing all that is held, told to staff, never decided by guessing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from .embed import content_hash
from .errors import Lang
from .search import load_versions
from .tables import document_conflicts, documents, sources, versions
from .validity import Timeline, VersionFacts

SAY: dict[str, dict[Lang, str]] = {
    "same_day": {
        "zh": "“{title}”有两份同一日期（{day}）的文本，内容不同；现使用先导入的 {shown}，{other} 暂不显示。请删除其"
        "中一份或更正清单。",
        "en": "“{title}” has two different texts of the same date ({day}); {shown}, which came first, is used and "
        "{other} is kept back. Remove one of them or correct the manifest.",
    },
    "same_start": {
        "zh": "“{title}”的两个版本自同一天（{day}）起施行；现使用日期较新的 {shown}，不用 {other}。请核对施行日期。",
        "en": "Two versions of “{title}” begin on the same day ({day}); the newer one, {shown}, is used and not "
        "{other}. Check when each takes force.",
    },
    "undated": {
        "zh": "“{title}”有两份没有日期的不同文本，无法判断先后；现使用先导入的 {shown}，{other} 暂不显示。请在清单"
        "中填写施行日。",
        "en": "“{title}” has two different texts without a date, so which is newer is unknown; {shown}, which came "
        "first, is used and {other} is kept back. Give in_force_from in the manifest.",
    },
    "undated_beside": {
        "zh": "“{title}”有一份没有日期的文本 {undated}，另有注明日期的 {dated}，无法判断先后；现两份都使用。请在清单"
        "中填写施行日。",
        "en": "“{title}” has a text without a date, {undated}, beside a dated one, {dated}, so which is newer is "
        "unknown; both are used. Give in_force_from in the manifest.",
    },
    "differs": {
        "zh": "文件 {path} 中的“{title}”与已有的同一版本不一致：已有“{shown}”，该文件为“{other}”。现使用已有的文本。"
        "请核对哪一份正确，改正或删除另一份。",
        "en": "{path} holds “{title}” in a version that is held already, and differs from it: held “{shown}”, in "
        "this file “{other}”. The text held is used. Check which is right, and correct or remove the other.",
    },
    "overlap": {
        "zh": "“{title}”的有效期重叠：{older} 到 {ends} 止，而 {newer} 自 {begins} 起施行。现自 {begins} 起使用后者。"
        "请在清单中改正前者的 in_force_to 或后者的 in_force_from。",
        "en": "Terms of “{title}” overlap: {older} runs to {ends}, {newer} begins on {begins}. The latter is used "
        "from then on. Correct the former's in_force_to or the latter's in_force_from in the manifest.",
    },
    "names_nothing": {
        "zh": "“{title}”取代的“{named}”不在库中；请检查清单 supersedes 列的写法，或导入该文件。",
        "en": "“{title}” supersedes “{named}”, which is not held; check how the manifest's supersedes column names "
        "it, or ingest that document.",
    },
    "each_other": {
        "zh": "{one} 与 {other} 互称取代对方；现使用较新的一份。请更正清单的 supersedes 列。",
        "en": "{one} and {other} each claim to supersede the other; the newer one is used. Correct the manifest's "
        "supersedes column.",
    },
    "ended_undated": {
        "zh": "“{title}”自称已废止，但没有写明日期；现不显示。请在清单中填写 in_force_to。",
        "en": "“{title}” says that it is no longer in force, but not since when; it is not shown. Give in_force_to "
        "in the manifest.",
    },
    "two_dates": {
        "zh": "“{title}”写有两个施行日：{first} 和 {second}；现按较晚的一个处理。请在清单中填写 in_force_from。",
        "en": "“{title}” names two days on which it takes force, {first} and {second}; the later one is used. Give "
        "in_force_from in the manifest.",
    },
    "only_adopted": {
        "zh": "“{title}”只写有通过或修改的日期（{adopted}），没有写施行日；施行日未知，暂自版本日期起显示，并向访客注"
        "明施行日不详。请在清单中填写 in_force_from。",
        "en": "“{title}” gives the day of its adoption or amendment ({adopted}) and none on which it takes "
        "force; that is unknown, and it is shown from its version date for now, with a note that its day "
        "in force is not known. Give in_force_from in the manifest.",
    },
    "extended": {
        "zh": "“{notice}”写明“{title}”的有效期延长至 {until}，而现按 {ends} 截止处理。请核对，并在清单中填写"
        "后者正确的 in_force_to。",
        "en": "“{notice}” extends “{title}” to {until}, but its last day is taken to be {ends}. Check this and "
        "give the right in_force_to of the latter in the manifest.",
    },
    "extended_unknown": {
        "zh": "“{notice}”写明“{title}”的有效期延长至 {until}，而“{title}”的截止日未知，现按一直有效处理。"
        "请核对，并在清单中填写它的 in_force_to。",
        "en": "“{notice}” extends “{title}” to {until}, but the last day of “{title}” is not known and it counts as in "
        "force without end. Check this and give its in_force_to in the manifest.",
    },
    "manifest_text": {
        "zh": "“{title}”的 {column}：清单为 {manifest}，正文为 {text}；现按清单处理。请核对。",
        "en": "“{title}”, {column}: the manifest says {manifest}, the text {text}. The manifest counts; check it.",
    },
    "before_its_date": {
        "zh": "“{title}”：清单的施行日 {manifest} 早于该版本自身的日期 {version_date}，可能是原法的施行日。现按清单"
        "处理，请核对。",
        "en": "“{title}”: the manifest's in_force_from {manifest} is earlier than the version's own date "
        "{version_date}; it may be that of the original. The manifest counts; check it.",
    },
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """`kind` is stable; `facts` fill the sentence of that kind."""

    kind: str
    document_id: str
    version_ids: tuple[str, ...]
    facts: dict[str, str]

    @property
    def id(self) -> str:
        facts = "\n".join(f"{name}={value}" for name, value in sorted(self.facts.items()))
        return "x_" + content_hash(f"{self.kind}\n{self.document_id}\n{self.version_ids}\n{facts}")[:12]

    def told(self, lang: Lang) -> str:
        return SAY[self.kind][lang].format_map(self.facts)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "kind": self.kind, "document_id": self.document_id, "title": self.facts.get("title", ""),
            "version_ids": list(self.version_ids), "facts": self.facts, "say_zh": self.told("zh"),
            "say_en": self.told("en"),
        }  # fmt: skip


def settle(connection: Connection, collection: str, now: datetime) -> None:
    """Writes down what is open in a collection now; one that was open before keeps the time when it was found."""
    before = select(document_conflicts.c.id, document_conflicts.c.found_at)
    rows = connection.execute(before.where(document_conflicts.c.collection == collection))
    known = {row.id: row.found_at for row in rows}
    connection.execute(delete(document_conflicts).where(document_conflicts.c.collection == collection))
    found = {conflict.id: conflict for conflict in _all(connection, collection)}
    if found:
        connection.execute(insert(document_conflicts), [
            {"id": id, "collection": collection, "kind": one.kind, "document_id": one.document_id,
             "version_ids": list(one.version_ids), "facts": one.facts, "found_at": known.get(id, now)}
            for id, one in found.items()
        ])  # fmt: skip


def held(connection: Connection, collection: str | None = None) -> list[Conflict]:
    """What is open, as the last ingest found it; the oldest first."""
    statement = select(document_conflicts).order_by(document_conflicts.c.found_at, document_conflicts.c.id)
    if collection is not None:
        statement = statement.where(document_conflicts.c.collection == collection)
    return [
        Conflict(row.kind, row.document_id, tuple(row.version_ids), row.facts) for row in connection.execute(statement)
    ]


def _all(connection: Connection, collection: str) -> Iterator[Conflict]:
    timeline = Timeline(one for one in load_versions(connection) if one.collection == collection)
    for group in timeline.documents().values():
        yield from _within(group)
        yield from _beside(timeline, group)
    for version in timeline.versions:
        yield from _named(timeline, version)
    yield from _read(connection, collection, timeline)
    yield from _repeated(connection, collection)


def _within(group: list[VersionFacts]) -> Iterator[Conflict]:
    """Among the versions of one document, oldest first."""
    for older, newer in pairwise(group):
        ids = (older.version_id, newer.version_id)
        facts = {"title": newer.title, "shown": _where(older), "other": _where(newer)}
        if older.age == newer.age:
            kind = "same_day" if newer.begins else "undated"
            yield Conflict(kind, newer.document_id, ids, facts | ({"day": newer.begins} if newer.begins else {}))
        elif older.in_force_from and older.in_force_from == newer.in_force_from:
            turned = {"shown": facts["other"], "other": facts["shown"], "day": older.in_force_from}
            yield Conflict("same_start", newer.document_id, ids, facts | turned)
    for older, newer in combinations(group, 2):
        if older.in_force_to and newer.in_force_from and older.age < newer.age:
            began = older.in_force_from is None or older.in_force_from < newer.in_force_from
            if began and newer.in_force_from <= older.in_force_to:
                yield Conflict("overlap", newer.document_id, (older.version_id, newer.version_id), {
                    "title": newer.title, "older": older.label, "newer": newer.label, "ends": older.in_force_to,
                    "begins": newer.in_force_from})  # fmt: skip


def _beside(timeline: Timeline, group: list[VersionFacts]) -> Iterator[Conflict]:
    """A version without a date beside dated ones of its document."""
    for undated, dated in timeline.unplaced(group):
        facts = {"title": undated.title, "undated": _where(undated), "dated": _where(dated)}
        yield Conflict("undated_beside", undated.document_id, (undated.version_id, dated.version_id), facts)


def _named(timeline: Timeline, version: VersionFacts) -> Iterator[Conflict]:
    """What a version says of others, and that it is over."""
    if version.supersedes:
        for name in timeline.unknown(version):
            facts = {"title": version.label, "named": name}
            yield Conflict("names_nothing", version.document_id, (version.version_id,), facts)
        for target in timeline.targets(version):
            if version in timeline.targets(target) and version.version_id < target.version_id:
                facts = {"title": version.title, "one": version.label, "other": target.label}
                yield Conflict("each_other", version.document_id, (version.version_id, target.version_id), facts)
    if version.repealed and not version.in_force_to and not timeline.standings[version.version_id].successor:
        yield Conflict("ended_undated", version.document_id, (version.version_id,), {"title": version.label})


def _read(connection: Connection, collection: str, timeline: Timeline) -> Iterator[Conflict]:
    """What reading the files left open."""
    statement = (
        select(versions.c.id, versions.c.document_id, versions.c.doubts)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(documents.c.collection == collection)
    )
    for row in connection.execute(statement):
        version = timeline.standings[row.id].version
        for doubt in row.doubts:
            if doubt["kind"] == "extended":
                yield from _extended(timeline, version, doubt["facts"])
            else:
                yield Conflict(doubt["kind"], row.document_id, (row.id,), {"title": version.label} | doubt["facts"])


def _extended(timeline: Timeline, notice: VersionFacts, told: dict[str, str]) -> Iterator[Conflict]:
    """The texts whose last day is earlier than the notice says, or is not known."""
    for text in timeline.going_by(notice, told["named"], told["number"] or None):
        if (text.in_force_to or "") < told["until"]:
            facts = {"title": text.label, "notice": notice.label, "until": told["until"]}
            ids = (text.version_id, notice.version_id)
            if text.in_force_to:
                yield Conflict("extended", text.document_id, ids, facts | {"ends": text.in_force_to})
            else:
                yield Conflict("extended_unknown", text.document_id, ids, facts)


def _repeated(connection: Connection, collection: str) -> Iterator[Conflict]:
    """Where a file differs from the version of another file that it repeats."""
    for row in connection.execute(select(sources.c.path, sources.c.doubts).where(sources.c.collection == collection)):
        for doubt in row.doubts:
            about = select(versions.c.document_id, versions.c.title).where(versions.c.id == doubt["version_id"])
            if (found := connection.execute(about).first()) is not None:
                facts = {"title": found.title, "path": row.path, "shown": doubt["shown"], "other": doubt["other"]}
                yield Conflict("differs", found.document_id, (doubt["version_id"],), facts)


def _where(version: VersionFacts) -> str:
    told = [version.source_path.rsplit("/", 1)[-1], version.version_date or version.in_force_from]
    return f"{version.version_id} ({', '.join(part for part in told if part)})"
