"""Faults that a person can act on: a stable code and one sentence in each language."""

from typing import ClassVar, Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Fault(Exception):
    """Carries a stable `code` (logs, tests and evaluations match on it) and one sentence a language.

    Subclasses give `code` and `say`; the placeholders in both sentences are the same and are filled from `facts`.
    """

    code: ClassVar[str]
    say: ClassVar[dict[Lang, str]]

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code} {facts}")
        self.facts = {name: str(value) for name, value in facts.items()}

    def told(self, lang: Lang) -> str:
        """The sentence for a reader of `lang`."""
        return self.say[lang].format_map(self.facts)


class UnknownSetting(Fault):
    code = "unknown_setting"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有名为 {name} 的设置；请检查拼写（最接近的是 {nearest}），或把它从环境变量和 .env 中删除。",
        "en": "There is no setting {name}; check its spelling (the nearest is {nearest}), or remove it from the "
        "environment and .env.",
    }


class BadSetting(Fault):
    code = "bad_setting"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "设置 {name} 的值不能用（{why}）；请改正后重试。",
        "en": "The setting {name} has a value that cannot be used ({why}); correct it and try again.",
    }


class HomeNotWritable(Fault):
    code = "home_not_writable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "数据目录 {home} 不能写入；请检查权限和磁盘空间，或用 IPSTEWARD_HOME 指定另一个目录。",
        "en": "The home folder {home} cannot be written; check its permissions and disk space, or name another with "
        "IPSTEWARD_HOME.",
    }


class HomeTooNew(Fault):
    code = "home_too_new"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{home} 由更新的 ipsteward 写成；请升级 ipsteward，或换一个数据目录或数据库。",
        "en": "{home} was written by a newer ipsteward; upgrade ipsteward, or use another home folder or database.",
    }


class DatabaseUnreachable(Fault):
    code = "database_unreachable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "数据库 {where} 不能使用（{why}）；请检查 IPSTEWARD_DATABASE_URL、服务器是否在运行，以及账户的权限。",
        "en": "The database {where} cannot be used ({why}); check IPSTEWARD_DATABASE_URL, whether the server is "
        "running, and what its account may do.",
    }


class DatabaseLacksVector(Fault):
    code = "database_lacks_vector"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "数据库 {where} 没有扩展 vector（{why}）；请在服务器上安装 pgvector，并由管理员在该数据库中执行 CREATE "
        "EXTENSION vector。",
        "en": "The database {where} lacks the extension vector ({why}); install pgvector on the server and have an "
        "administrator run CREATE EXTENSION vector in this database.",
    }


class UnknownRegion(Fault):
    code = "unknown_region"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有“{value}”这个地区，或有几个同名地区；请写成 beijing、shanghai/pudong 或青海省海东市这样。",
        "en": "There is no region “{value}”, or there are several; write it like beijing, shanghai/pudong or "
        "青海省海东市.",
    }


class WriterBusy(Fault):
    code = "writer_busy"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "另一个进程正在写入 {home} 的索引（进程 {pid}）；请等它结束后再运行。提问、聊天和预约不受影响。",
        "en": "Another process is writing the index of {home} (process {pid}); run this again when it has ended. "
        "Questions, chats and bookings go on meanwhile.",
    }


class OtherEmbedder(Fault):
    code = "other_embedder"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "索引由嵌入模型 {built} 建成，而现在的设置是 {set}；请改回该设置，或换一个空的数据目录重新导入。",
        "en": "The index was built with the embedding model {built}, but the setting says {set}; set it back, or "
        "ingest again into an empty home folder.",
    }


class BadDate(Fault):
    code = "bad_date"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{value}”不是日期；请写成 2026-11-23 这样的形式。",
        "en": "“{value}” is not a date; write it like 2026-11-23.",
    }
