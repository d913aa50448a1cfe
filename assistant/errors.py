"""What a visitor is told when something cannot be done: one sentence in each language, and a stable code."""

from knowledge.errors import Fault


class VisitorError(Fault):
    """A fault that the visitor can act on; everything else is an apology with the turn's id."""
