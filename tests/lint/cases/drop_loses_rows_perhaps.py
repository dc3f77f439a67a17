from alembic import op
from sqlalchemy import text

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    bind = op.get_bind()
    # expect: needs-connection
    doubles = bind.execute(text("SELECT name, count(*) FROM users GROUP BY name HAVING count(*) > 1")).fetchall()
    for name, number in doubles:
        bind.execute(
            text(  # expect: drop-loses-rows=info
                "DELETE FROM users WHERE id IN (SELECT id FROM users WHERE name = :name LIMIT :number)"
            ),
            {"name": name, "number": number - 1},
        )


def downgrade() -> None:
    pass
