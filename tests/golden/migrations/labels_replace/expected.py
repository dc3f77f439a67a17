"""replace labels of enum board_mark: open -> new, held -> waiting

Revision ID: 806107f21901
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "806107f21901"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME VALUE 'held' TO 'waiting'")

    if not is_postgres:
        op.execute("UPDATE boards SET mark = 'waiting' WHERE mark = 'held'")
        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"held\"', '\"waiting\"') WHERE instr(marks, '\"held\"') > 0",
        )

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME VALUE 'open' TO 'new'")

    if not is_postgres:
        op.execute("UPDATE boards SET mark = 'new' WHERE mark = 'open'")

        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "mark",
                existing_type=sa.String(4).with_variant(
                    postgresql.ENUM(
                        "new",
                        "waiting",
                        "done",
                        name="board_mark",
                        create_type=False,
                    ),
                    "postgresql",
                ),
                server_default=sa.text("'new'"),
                existing_nullable=False,
            )

        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"open\"', '\"new\"') WHERE instr(marks, '\"open\"') > 0",
        )

        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "marks",
                existing_type=sa.JSON().with_variant(
                    postgresql.ARRAY(
                        postgresql.ENUM(
                            "new",
                            "waiting",
                            "done",
                            name="board_mark",
                            create_type=False,
                        ),
                    ),
                    "postgresql",
                ),
                server_default=sa.text("'[\"new\"]'"),
                existing_nullable=True,
            )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME VALUE 'new' TO 'open'")
        op.execute("ALTER TYPE board_mark RENAME VALUE 'waiting' TO 'held'")

    if not is_postgres:
        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "marks",
                existing_type=sa.JSON().with_variant(
                    postgresql.ARRAY(
                        postgresql.ENUM(
                            "open",
                            "held",
                            "done",
                            name="board_mark",
                            create_type=False,
                        ),
                    ),
                    "postgresql",
                ),
                server_default=sa.text("'[\"open\"]'"),
                existing_nullable=True,
            )

        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"new\"', '\"open\"') WHERE instr(marks, '\"new\"') > 0",
        )

        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "mark",
                existing_type=sa.String(4).with_variant(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark",
                        create_type=False,
                    ),
                    "postgresql",
                ),
                server_default=sa.text("'open'"),
                existing_nullable=False,
            )

        op.execute("UPDATE boards SET mark = 'open' WHERE mark = 'new'")
        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"waiting\"', '\"held\"') WHERE instr(marks, '\"waiting\"') > 0",
        )
        op.execute("UPDATE boards SET mark = 'held' WHERE mark = 'waiting'")
