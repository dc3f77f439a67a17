revision = "add_users"
down_revision = None
