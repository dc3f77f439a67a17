revision = "add_users_table"
down_revision = None
