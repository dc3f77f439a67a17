"""Writes SQL for PostgreSQL; there is no database."""

from alembic import context

context.configure(dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
