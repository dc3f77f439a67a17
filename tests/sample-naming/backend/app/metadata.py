"""The application's metadata, with a naming convention that changes the names of checks and of what has none."""

from sqlalchemy import MetaData

NAMES = {
    "ix": "ix_%(table_name)s__%(column_0_N_name)s",
    "uq": "uq_%(table_name)s__%(column_0_N_name)s",
    "ck": "ck_%(table_name)s__%(constraint_name)s",
    "fk": "fk_%(table_name)s__%(column_0_N_name)s__%(referred_table_name)s",
}
metadata = MetaData(naming_convention=NAMES)
