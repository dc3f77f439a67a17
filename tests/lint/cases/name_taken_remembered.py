import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("DROP VIEW busy_people")  # expect: drop-breaks-code
    op.drop_table("people")  # expect: drop-loses-rows
    op.execute("DROP TYPE temper")  # expect: fails-on-sqlite
    op.create_table(  # expect: name-taken=warning
        "moods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("temper", sa.Enum("calm", "wild", name="temper")),
    )


def downgrade() -> None:  # expect: downgrade-raises
    raise NotImplementedError("the people are gone")
