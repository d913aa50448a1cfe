"""PostgreSQL as the only store: its engine and locks, the word index in SQL, the vector index by pgvector.

Importing this costs nothing: the driver and pgvector are loaded when an engine is made.
"""

from .engine import READING, engine_of, runs, shown, told

__all__ = ["READING", "engine_of", "runs", "shown", "told"]
