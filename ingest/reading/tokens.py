"""Sizes in cl100k tokens, counted offline by the Rust tokenizer of the bpe-openai package."""

from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

ENCODING = "cl100k_base"


@cache
def _tokenizer() -> Any:
    """The package's extension without the package, whose import reads three vocabularies that are not needed (2 s)."""
    package = find_spec("bpe_openai")
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("_bindings", list(places or []))
    if spec is None or spec.loader is None:
        raise ImportError("the tokenizer of bpe-openai is not installed")
    bindings = module_from_spec(spec)
    spec.loader.exec_module(bindings)
    return bindings.tokenizer_for_encoding(ENCODING)


def count(text: str) -> int:
    """Raises UnicodeEncodeError for a lone surrogate."""
    return int(_tokenizer().count(text))
