"""reorder values of board_mark: done, held, open

Revision ID: d464b6808629
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "d464b6808629"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME TO board_mark_old")
        op.execute("CREATE TYPE board_mark AS ENUM ('done', 'held', 'open')")

        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            type_=sa.String(4).with_variant(
                postgresql.ENUM(
                    "done",
                    "held",
                    "open",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="mark::text::board_mark",
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "done",
                    "held",
                    "open",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            existing_nullable=False,
        )
        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark_old",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=True,
        )
        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark_old",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            type_=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "done",
                        "held",
                        "open",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            existing_nullable=True,
            postgresql_using="marks::text[]::board_mark[]",
        )
        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "done",
                        "held",
                        "open",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=sa.text("'{open}'"),
            existing_nullable=True,
        )
        op.execute("DROP TYPE board_mark_old")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE board_mark_old AS ENUM ('open', 'held', 'done')")

        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "done",
                        "held",
                        "open",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=True,
        )
        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "done",
                        "held",
                        "open",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            type_=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark_old",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            existing_nullable=True,
            postgresql_using="marks::text[]::board_mark_old[]",
        )
        op.alter_column(
            "boards",
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark_old",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=sa.text("'{open}'"),
            existing_nullable=True,
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "done",
                    "held",
                    "open",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "done",
                    "held",
                    "open",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            type_=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="mark::text::board_mark_old",
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            existing_nullable=False,
        )
        op.execute("DROP TYPE board_mark")
        op.execute("ALTER TYPE board_mark_old RENAME TO board_mark")
