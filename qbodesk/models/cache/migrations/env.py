"""Alembic's entry: runs the steps on the connection that `migrate.py` hands over. Never opens a file itself."""

from alembic import context

from qbodesk.models.cache.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
