"""Which model sits in the agent's seat: the embedded one, or any OpenAI-compatible endpoint."""

from langchain_core.language_models import BaseChatModel

from knowledge.errors import BadSetting
from knowledge.settings import Settings


def remote_model(settings: Settings) -> BaseChatModel:
    """A chat model behind an OpenAI-compatible address. Raises BadSetting when the address is missing."""
    if not settings.model_url:
        raise BadSetting(name="IPSTEWARD_MODEL_URL", why=f"it is empty, but IPSTEWARD_MODEL names {settings.model}")
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
