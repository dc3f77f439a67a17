# expect: placeholder-id
revision = "b2c3d4e5f6a7"
down_revision = "a1b2c3d4e5f6"
