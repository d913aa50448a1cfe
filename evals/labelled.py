"""Files of labelled questions, passages and expressions: a JSON object a line."""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from knowledge.errors import Fault, Lang


class BadSet(Fault):
    code = "bad_evaluation_set"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "评测文件 {path} 第 {line} 行不能用；每行应为一个 JSON 对象，含有 {needed}。",
        "en": "Line {line} of the evaluation file {path} cannot be used; each line must be a JSON object "
        "with {needed}.",
    }


def set_rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file, which may be packed by gzip; each has what is needed. Raises BadSet."""
    opened = gzip.open if path.suffix == ".gz" else open
    number = 1
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict) or not row.keys() >= set(needed):
                        raise BadSet(path=path, line=number, needed=", ".join(needed))
                    yield row
    except (ValueError, EOFError, zlib.error, gzip.BadGzipFile, RecursionError) as error:
        raise BadSet(path=path, line=number, needed=", ".join(needed)) from error
