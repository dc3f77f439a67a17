"""clients become customers

Revision ID: 20260204_000012
Revises: 20260202_000011
Create Date: 2026-02-04 20:35:00
"""

from __future__ import annotations

from alembic import op

revision = "20260204_000012"
down_revision = "20260202_000011"
branch_labels = None
depends_on = None

CHILDREN = ["projects", "bikes"]


def _rename(old: str, new: str) -> None:
    """Renames the table, the columns that point to it, and what carries its name."""
    op.rename_table(f"{old}s", f"{new}s")
    for child in CHILDREN:
        op.alter_column(child, f"{old}_id", new_column_name=f"{new}_id")

    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {new}s RENAME CONSTRAINT {old}s_pkey TO {new}s_pkey")
        for child in CHILDREN:
            op.execute(f"ALTER INDEX idx_{child}_{old}_id RENAME TO idx_{child}_{new}_id")
            op.execute(
                f"ALTER TABLE {child} RENAME CONSTRAINT fk_{child}_{old}_id_{old}s TO fk_{child}_{new}_id_{new}s"
            )
        return

    # SQLite cannot rename an index.
    for child in CHILDREN:
        op.drop_index(f"idx_{child}_{old}_id", table_name=child)
        op.create_index(f"idx_{child}_{new}_id", child, [f"{new}_id"])


def upgrade() -> None:
    _rename("client", "customer")


def downgrade() -> None:
    _rename("customer", "client")
