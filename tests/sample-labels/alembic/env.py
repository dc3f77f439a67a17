import os

from alembic import context
from sqlalchemy import create_engine, pool

from labels.metadata import make_metadata

target_metadata = make_metadata()

url = context.get_x_argument(as_dictionary=True).get("url") or os.environ.get(
    "DATABASE_URL", "sqlite:///labels.db"
)

if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            render_as_batch=True,
            target_metadata=target_metadata,
        )
        with context.begin_transaction():
            context.run_migrations()
