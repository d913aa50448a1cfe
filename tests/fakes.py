"""Doubles that tests hand in: an embedder and an index that need no model and no disk, a model that says its lines."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from knowledge.embed import Vectors
from knowledge.lexical import terms


class FakeEmbedder:
    """Texts that share terms have near vectors; remembers what it was asked to embed."""

    model_id = "fake-1"
    dimension = 64

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, 64), np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for term in terms(text):
            vector[int.from_bytes(hashlib.sha256(term.encode()).digest()[:2], "big") % self.dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class FakeIndex:
    """Cosine over a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, Vectors] = {}

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        self.held |= dict(zip(ids, vectors, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for id in ids:
            self.held.pop(id, None)

    def clear(self) -> None:
        self.held.clear()

    def nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        ids = [id for id in self.held if among is None or id in set(among)]
        scored = [(id, float(self.held[id] @ vector)) for id in ids]
        return sorted(scored, key=lambda pair: -pair[1])[:limit]

    def ids(self) -> set[str]:
        return set(self.held)

    def count(self) -> int:
        return len(self.held)


class ScriptedModel(BaseChatModel):
    """Says its lines in order, keeps what it heard, fails when it is asked once more."""

    lines: list[AIMessage] = Field(default_factory=list)
    heard: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        self.heard.append(list(messages))
        return ChatResult(generations=[ChatGeneration(message=self.lines.pop(0))])


def says(text: str) -> AIMessage:
    return AIMessage(text)


def calls(name: str, **arguments: Any) -> AIMessage:
    return AIMessage("", tool_calls=[ToolCall(name=name, args=arguments, id=f"call_{name}", type="tool_call")])
