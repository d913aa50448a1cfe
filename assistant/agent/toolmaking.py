"""A function into a tool: its schema holds what a model says; what the graph hands in with the call stays as it is."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from langchain_core.tools import BaseTool, InjectedToolArg, StructuredTool
from pydantic import BaseModel, create_model

HANDED_IN = "runtime"  # the name by which the graph knows where its runtime goes


def agent_tool(function: Callable[..., str]) -> BaseTool:
    """The tool of a function, described by its docstring; the model is not told of an argument `runtime`.

    langchain would make two schemas of each function, the whole runtime's type in both: half a second for our tools.
    """
    schema = _schema(function.__name__, inspect.signature(function))
    return StructuredTool.from_function(function, args_schema=schema)


@cache
def _schema(name: str, signature: inspect.Signature) -> type[BaseModel]:
    fields: dict[str, Any] = {
        one.name: (
            Annotated[Any, InjectedToolArg] if one.name == HANDED_IN else one.annotation,
            ... if one.default is one.empty else one.default,
        )
        for one in signature.parameters.values()
    }
    return create_model(name, **fields)
