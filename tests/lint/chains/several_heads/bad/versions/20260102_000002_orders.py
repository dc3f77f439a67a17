# expect: several-heads
revision = "20260102_000002"
down_revision = "20260101_000001"
