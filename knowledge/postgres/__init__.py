"""PostgreSQL as the only store: its engine and locks, the word index in SQL, the vector index by pgvector.

Importing this costs nothing: the driver and pgvector are loaded when an engine is made.
"""

from .engine import READING, beside, engine_of, runs, shown, this_process, told
from .scratch import scratch

__all__ = ["READING", "beside", "engine_of", "runs", "scratch", "shown", "this_process", "told"]
