import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm

revision = "20260102_000002"
down_revision = "20260101_000001"

Base = orm.declarative_base()


class Event(Base):
    __tablename__ = "events"
    id = sa.Column(sa.BigInteger(), primary_key=True)


def upgrade() -> None:
    session = orm.Session(bind=op.get_bind())
    session.query(Event).delete()
    session.flush()
    op.add_column("events", sa.Column("kind", sa.String(20), nullable=False))
    # expect: not-null-without-default several-locks
    op.add_column("users", sa.Column("kind", sa.String(20), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "kind")
    op.drop_column("events", "kind")
