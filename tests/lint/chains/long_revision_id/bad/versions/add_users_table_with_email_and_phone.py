# expect: long-revision-id
revision = "add_users_table_with_email_and_phone"
down_revision = None
