"""Alembic's entry: runs on the connection that `knowledge.migrate` hands over."""

from alembic import context

from knowledge.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
