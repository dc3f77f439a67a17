revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    """Marks where the old data were taken over by hand; nothing changes."""


def downgrade() -> None:
    pass
