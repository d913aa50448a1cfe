"""What the lists beside this file hold: well-known applicants, technical terms in both languages, names of classes."""

import re
from functools import cache
from importlib.resources import files

from knowledge.yaml_text import read_yaml

FOLDER = files("assistant.patents")
_COMPANY_TAIL = re.compile(
    r"[\s,.，]*(?:\b(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|l\.l\.c|plc|gmbh|ag|s\.?a|kk|group|holdings?)\b\.?|"
    r"股份有限公司|有限责任公司|有限公司|集团公司|股份公司|公司|集团|\(?中国\)?)\s*$",
    re.IGNORECASE,
)


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    listed = read_yaml((FOLDER / "names.yaml").read_text("utf-8"))
    return tuple(tuple(str(name) for name in names) for names in listed)


@cache
def _known() -> re.Pattern[str]:
    names = sorted((name for names in _groups() for name in names), key=len, reverse=True)
    return re.compile("|".join(_spelled(name) for name in names))


def _spelled(name: str) -> str:
    """An English name counts in its own capitals or in all capitals: canon is a word, Canon a company."""
    if not name.isascii():
        return re.escape(name)
    return rf"(?<![A-Za-z0-9-])(?:{re.escape(name)}|{re.escape(name.upper())})(?![A-Za-z0-9-])"


@cache
def _english() -> dict[str, str]:
    listed = read_yaml((FOLDER / "glossary.yaml").read_text("utf-8"))
    return {str(zh): str(en) for zh, en in listed.items()}


@cache
def class_names() -> dict[str, tuple[str, str]]:
    """Short names of IPC subclasses, in Chinese and English."""
    listed = read_yaml((FOLDER / "classes.yaml").read_text("utf-8"))
    return {str(symbol): (str(names[0]), str(names[1])) for symbol, names in listed.items()}


def aliases(name: str) -> tuple[str, ...]:
    """All names of the applicant that goes by this one; itself alone where it is in no list."""
    folded = bare(name).casefold()
    found = [names for names in _groups() if any(bare(one).casefold() == folded for one in names)]
    return tuple(dict.fromkeys([name, *found[0]])) if found else (name,)


def known_names(text: str) -> list[tuple[int, int]]:
    """Where the text says a name of the list."""
    return [match.span() for match in _known().finditer(text)]


def bare(name: str) -> str:
    """A name without its legal form: Sample Corp. and Sample are one."""
    while (cut := _COMPANY_TAIL.sub("", name)) != name and cut:
        name = cut
    return name.strip(" ,，.")


def translated(words: str) -> str | None:
    """The words in the other language, where the list knows all of them: 固态电池 is solid-state battery."""
    rest = words.casefold().replace("solid state", "solid-state")
    found: list[tuple[int, str]] = []
    chinese = bool(re.search(r"[\u3400-\u9fff]", words))
    pairs = [(zh, en) if chinese else (en, zh) for zh, en in _english().items()]
    for said, other in sorted(pairs, key=lambda pair: -len(pair[0])):
        pattern = re.escape(said.casefold()) if chinese else rf"\b{re.escape(said.casefold())}(?:e?s)?\b"
        at = re.search(pattern, rest)
        if at is not None:
            found.append((at.start(), other))
            rest = rest[: at.start()] + " " * len(at.group()) + rest[at.end() :]
    if not found or _TELLING.search(_EMPTY_WORDS.sub(" ", rest)):
        return None
    return " ".join(dict.fromkeys(other for _, other in sorted(found)))


def is_topic(words: str) -> bool:
    """Whether the words are a technical term or end like one, and so are nobody's name."""
    folded = words.casefold()
    english = any(
        folded == en or folded.endswith((f" {en}", f" {en}s")) or folded == f"{en}s" for en in _english().values()
    )
    return english or words in _english() or bool(_TECHNICAL.search(words))


_EMPTY_WORDS = re.compile(
    r"技术|方法|装置|系统|设备|及其|以及|相关|[的和与及用于]|\b(?:and|of|for|the|with|in|a|an|technology|systems?)\b"
)
_TELLING = re.compile(r"[^\W_]")
_TECHNICAL = re.compile(
    r"(?:电池|电解质|电极|正极|负极|隔膜|材料|装置|方法|系统|技术|设备|器件|器械|元件|组件|汽车|车辆|雷达|芯片|药物|疫苗|抗体|算法|模型|"
    r"机器人|无人机|电机|发动机|传感器|合金|涂层|工艺|结构|机构|通信|网络|识别|处理|检测|控制|驾驶|制造|打印|显示|存储|计算|储能|氢能|"
    r"(?<!新)能源|^新能源|光伏|风电|半导体|集成电路|软件|数据|区块链|人工智能|物联网|膜|泵|阀|机|器|仪|剂|法|罩|屏|灯|管|板|纤维|复合物|组合物|化合物|领域|行业|产业)$"
)
