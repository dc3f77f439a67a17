from alembic import op
from sqlalchemy import text

revision = "20260102_000002"
down_revision = "20260101_000001"


def _has_role(name: str) -> bool:
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return False
    # expect: needs-connection
    return bind.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).scalar() is not None


def upgrade() -> None:
    if _has_role("reader"):
        op.execute("GRANT SELECT ON users TO reader")


def downgrade() -> None:
    if _has_role("reader"):
        op.execute("REVOKE SELECT ON users FROM reader")
