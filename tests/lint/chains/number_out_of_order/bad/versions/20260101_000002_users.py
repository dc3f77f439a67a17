revision = "20260101_000002"
down_revision = None
