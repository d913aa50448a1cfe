"""The agent: langchain's loop over our tools and a chat model, its history kept short in checkpoints."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, RemoveMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver, ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.agent.checkpoints import LatestInDatabase
from assistant.agent.desk import Desk
from assistant.llm.embedded import SETTLED
from assistant.wording import system_prompt
from knowledge.database import Database
from knowledge.errors import LANGS, Lang

KEPT_MESSAGES = 24
STEPS = 14


class LatestOnly(SqliteSaver):
    """Keeps one checkpoint a conversation: the older ones would only make the file grow."""

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        saved = super().put(config, checkpoint, metadata, new_versions)
        thread = str(config["configurable"]["thread_id"])
        with self.cursor() as cursor:
            for table in ("checkpoints", "writes"):
                statement = f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?"
                cursor.execute(statement, (thread, checkpoint["id"]))
        return saved


def saver_in(home: Path, database: Database | None = None) -> BaseCheckpointSaver[str]:
    """Where the memory of conversations is kept: in the PostgreSQL database, else in a file of the home."""
    if database is not None and database.on_postgres:
        return LatestInDatabase(database)
    return LatestOnly(sqlite3.connect(home / "checkpoints.db", check_same_thread=False, timeout=30))


class ShortMemory(AgentMiddleware[Any, Any, Any]):
    """After each turn: passages leave the history (they are found again when needed), and so do its oldest turns."""

    def after_agent(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        messages: list[BaseMessage] = state["messages"]
        cut = _first_kept(messages)
        gone: list[BaseMessage] = [RemoveMessage(id=message.id or "") for message in messages[:cut]]
        return {"messages": gone + [_emptied(message) for message in messages[cut:] if _holds_passages(message)]}


def _first_kept(messages: list[BaseMessage]) -> int:
    """Where a turn begins that leaves no more than KEPT_MESSAGES."""
    starts = [at for at, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return next((at for at in starts if len(messages) - at <= KEPT_MESSAGES), starts[-1] if starts else 0)


def _holds_passages(message: BaseMessage) -> bool:
    return isinstance(message, ToolMessage) and message.name == "search_guidance" and message.content != "{}"


def _emptied(message: BaseMessage) -> BaseMessage:
    return message.model_copy(update={"content": "{}"})


class Agent:
    """One loop for every model. `turn` returns the text of the last message; what the tools did is on the desk."""

    def __init__(
        self, model: BaseChatModel, tools: list[BaseTool], saver: BaseCheckpointSaver[str], mark: str = ""
    ) -> None:
        self._saver = saver
        self.prompts = {lang: f"{system_prompt(lang)}\n{mark}".strip() for lang in LANGS}
        self._graphs: dict[Lang, Any] = {
            lang: create_agent(
                model,
                tools,
                system_prompt=self.prompts[lang],
                middleware=[ShortMemory()],
                context_schema=Desk,
                checkpointer=self._saver,
            )
            for lang in LANGS
        }

    def turn(self, desk: Desk) -> str:
        result = self._graphs[desk.lang].invoke(
            {"messages": [HumanMessage(desk.said)]},
            {"configurable": {"thread_id": desk.session_id}, "recursion_limit": STEPS},
            context=desk,
            durability="exit",
        )
        last = result["messages"][-1]
        return str(last.text) if isinstance(last, AIMessage) else ""

    def note(self, session_id: str, lang: Lang, said: str, replied: str, *, settled: bool = False) -> None:
        """Tells the model's history what happened outside it: a press of a button and what came of it.

        `settled`: what was proposed stands now, so that nothing is left to choose.
        """
        self._graphs[lang].update_state(
            {"configurable": {"thread_id": session_id}},
            {"messages": [HumanMessage(said), AIMessage(replied, additional_kwargs={SETTLED: settled})]},
            as_node="model",
        )

    def close(self) -> None:
        if isinstance(self._saver, LatestOnly):
            self._saver.conn.close()


def tool_result(message: ToolMessage) -> dict[str, Any]:
    """A tool's JSON result; empty when it failed in a way of its own."""
    try:
        result = json.loads(str(message.content))
    except json.JSONDecodeError:
        return {}
    return result if isinstance(result, dict) else {}
