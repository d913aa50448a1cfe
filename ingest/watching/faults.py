"""What a watch, or a decision on what it found, is refused for."""

from typing import ClassVar

from knowledge.errors import Fault, Lang


class BadInterval(Fault):
    code = "bad_interval"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{value}”不是可用的间隔；请写成 30m、6h、1d 或 2w，最短 {least}，最长 {most}。",
        "en": "“{value}” is not an interval that can be used; write 30m, 6h, 1d or 2w, at least {least}, at most "
        "{most}.",
    }


class NothingToWatch(Fault):
    code = "nothing_to_watch"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{place} 不是文件夹、网址，也不是网址清单（.txt 或 .csv 文件）；请检查后重试。",
        "en": "{place} is no folder, no address and no list of addresses (a .txt or .csv file); check it.",
    }


class BadWatchList(Fault):
    code = "bad_watch_list"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "网址清单 {path} 第 {line} 行不能用：{why}",
        "en": "Line {line} of the list {path} cannot be used: {why}",
    }

    def __init__(self, path: object, line: int, cause: Fault) -> None:
        super().__init__(path=path, line=line)
        self._cause = cause

    def told(self, lang: Lang) -> str:
        return self.say[lang].format_map(self.facts | {"why": self._cause.told(lang)})


class EmptyWatchList(Fault):
    code = "empty_watch_list"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "网址清单 {path} 里没有网址；请每行写一个网址后重试。",
        "en": "The list {path} names no address; write one a line and try again.",
    }


class PlaceMissing(Fault):
    code = "watched_place_missing"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{place} 不在了或打不开，没有改动任何文件；请检查它是否被移动，或网络盘是否已挂载。",
        "en": "{place} is not there or cannot be opened, and no document was changed; see whether it was moved, or a "
        "network drive is not mounted.",
    }


class WatchExists(Fault):
    code = "watch_exists"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{place} 已由 {id} 关注；要改设置，请先用 ipsteward watch remove {id} 取消。",
        "en": "{place} is watched by {id} already; to change how, take it off with ipsteward watch remove {id} first.",
    }


class WatchUnknown(Fault):
    code = "watch_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有编号或位置为“{asked}”的关注；用 ipsteward watch list 查看。",
        "en": "There is no watch with the id or place “{asked}”; ipsteward watch list shows them.",
    }


class WatchBusy(Fault):
    code = "watch_busy"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "另一个进程正在检查关注的位置；请等它结束。",
        "en": "Another process is reading the watched places; wait until it has ended.",
    }


class ChangeUnknown(Fault):
    code = "change_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有编号为“{asked}”的变更；用 ipsteward watch changes 查看。",
        "en": "There is no change “{asked}”; ipsteward watch changes shows them.",
    }


class ChangeDecided(Fault):
    code = "change_decided"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{title}”的这项变更已不再等待审核（{status}），没有作任何改动。",
        "en": "This change of “{title}” does not wait for a decision any more ({status}); nothing was changed.",
    }


class ChangeOutdated(Fault):
    code = "change_outdated"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{title}”的来源在此之后又变了，没有发布旧的文字；会重新读取，请稍后审核新的变更。",
        "en": "The source of “{title}” has changed again since; the older text was not put live. It is read anew: look "
        "at the new change in a moment.",
    }


class LiveTextChanged(Fault):
    code = "live_text_changed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{title}”正在使用的文字在此之后变了，没有作任何改动；请重新查看差别后再决定。",
        "en": "The live text of “{title}” has changed since this was found, and nothing was done; look at the "
        "differences again, then decide.",
    }
