revision = "20260103_000003"
down_revision = "20260101_000001"
