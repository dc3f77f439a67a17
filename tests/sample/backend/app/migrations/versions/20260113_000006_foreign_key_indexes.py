"""index the foreign keys that had none

Revision ID: 20260113_000006
Revises: 20260113_000005
Create Date: 2026-01-13 09:55:00
"""

from alembic import op

revision = "20260113_000006"
down_revision = "20260113_000005"
branch_labels = None
depends_on = None

FOREIGN_KEYS = {
    "projects": ["client_id", "lead_id"],
    "bikes": ["client_id"],
    "project_photos": ["project_id", "taken_by"],
    "payments": ["project_id"],
}


def upgrade() -> None:
    for table, columns in FOREIGN_KEYS.items():
        for column in columns:
            op.create_index(f"idx_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, columns in FOREIGN_KEYS.items():
        for column in columns:
            op.drop_index("idx_%s_%s" % (table, column), table_name=table)
