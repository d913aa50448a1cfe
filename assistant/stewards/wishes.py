"""What a visitor wishes of who answers: a person, or the assistant again. Read by code from their own words."""

from assistant.llm.listening import wants


def asks_for_person(text: str) -> bool:
    """A wish for a person now; a wish for an appointment is none."""
    return wants("person", text) and not any(wants(name, text) for name in ("book", "how_to", "to_assistant"))


def asks_for_assistant(text: str) -> bool:
    return wants("to_assistant", text)
