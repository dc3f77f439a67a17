revision = "20260101_000001"
down_revision = None
