"""Sizes in cl100k tokens, counted offline with the vocabulary that the bpe-openai package ships."""

from functools import cache
from typing import Any

PIECE = 4000  # tiktoken's time grows faster than the length of an unbroken run


@cache
def _encoding() -> Any:
    import tiktoken
    from bpe_openai.registry import cl100k_base

    return tiktoken.Encoding(**cl100k_base())


def count(text: str) -> int:
    encoding = _encoding()
    return sum(len(encoding.encode_ordinary(text[at : at + PIECE])) for at in range(0, len(text), PIECE))
