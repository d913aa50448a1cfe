"""Attacks on the assistant: a world, injected texts, a model that obeys them, and a checker of what came of it."""
