# expect: bad-revision-id
revision = "add-users"
down_revision = None
