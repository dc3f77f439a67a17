"""alembic-migrate: a native program in a wheel. `python -m alembic_migrate` starts it as `alembic-migrate` does."""
