# expect: number-out-of-order
revision = "20260102_000001"
down_revision = "20260101_000002"
