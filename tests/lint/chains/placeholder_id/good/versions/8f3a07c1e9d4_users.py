revision = "8f3a07c1e9d4"
down_revision = None
