# expect: revision-cycle
revision = "20260101_000001"
down_revision = "20260102_000002"
