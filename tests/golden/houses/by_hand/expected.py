"""add comments table

Revision ID: REVISION
Revises: 002
Create Date: DATE

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "REVISION"
down_revision: Union[str, None] = "002"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "post_id",
            sa.Integer,
            sa.ForeignKey("posts.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("slug", sa.String(255), nullable=False, unique=True),
        sa.Column(
            "is_hidden",
            sa.Boolean,
            nullable=False,
            server_default=sa.text("false"),
        ),
        sa.Column(
            "created_at",
            sa.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
        ),
    )
    op.create_index("idx_comments_post_id", "comments", ["post_id"])
    op.alter_column("users", "bio", nullable=True)
    op.drop_index("idx_posts_user_id", "posts")


def downgrade() -> None:
    op.create_index("idx_posts_user_id", "posts", ["user_id"])
    op.alter_column("users", "bio", nullable=False)
    op.drop_index("idx_comments_post_id", "comments")
    op.drop_table("comments")
