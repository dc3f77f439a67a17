import contextlib

import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    try:
        op.add_column("customers", sa.Column("fax", sa.String(20)))
    except sa.exc.SQLAlchemyError as error:
        print("no fax")
        raise error
    finally:
        print("done")
    with contextlib.suppress(sa.exc.SQLAlchemyError):
        op.add_column("customers", sa.Column("telex", sa.String(20)))  # expect: swallowed-error


def downgrade() -> None:
    op.drop_column("customers", "telex")
    op.drop_column("customers", "fax")
