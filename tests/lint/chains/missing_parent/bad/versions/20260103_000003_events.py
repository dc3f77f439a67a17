# expect: missing-parent
revision = "20260103_000003"
down_revision = "20260102_000002"
