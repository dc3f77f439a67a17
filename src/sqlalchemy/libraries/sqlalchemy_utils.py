# The mixins of sqlalchemy_utils that bring columns. Its types are in the table of types.
from sqlalchemy import Column, DateTime


class Timestamp:
    created = Column(DateTime, nullable=False)
    updated = Column(DateTime, nullable=False)
