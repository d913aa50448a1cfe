"""Which model sits in the agent's seat: the embedded one, or any OpenAI-compatible endpoint."""

from langchain_core.language_models import BaseChatModel

from knowledge.settings import Settings


def remote_model(settings: Settings) -> BaseChatModel:
    """A chat model behind an OpenAI-compatible address, which the settings hold where they name a model."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=settings.model,
        base_url=settings.model_url,
        api_key=SecretStr(settings.model_key or "none"),
        timeout=settings.model_timeout_s,
        max_retries=2,
        temperature=0,
    )
