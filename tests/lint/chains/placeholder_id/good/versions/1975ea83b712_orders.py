revision = "1975ea83b712"
down_revision = "8f3a07c1e9d4"
