"""What Alembic runs for every migration, on the connection it was given."""

from alembic import context

from core.storage.tables import metadata

# The caller holds the connection, its transaction and the lock.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
