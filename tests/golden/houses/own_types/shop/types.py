import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID


class GUID(sa.types.TypeDecorator):
    """A UUID on PostgreSQL, its 32 digits elsewhere."""

    impl = sa.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID())
        return dialect.type_descriptor(sa.CHAR(32))


class UTCDateTime(sa.types.TypeDecorator):
    impl = sa.DateTime(timezone=True)
    cache_ok = True


class Encrypted(sa.types.TypeDecorator):
    """As text is: not for whatever is a text."""

    impl = sa.Text
    cache_ok = True
