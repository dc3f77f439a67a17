"""Models in SQLAlchemy 1.x style."""

import enum
import uuid

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, String, func, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.orm import declarative_base, declared_attr, deferred, relationship
from sqlalchemy.types import CHAR, TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)
Base = declarative_base(metadata=metadata)
PREFIX = "shop_"


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(PGUUID(as_uuid=True))
        return dialect.type_descriptor(CHAR(36))


class Money(TypeDecorator):
    impl = sa.Numeric(14, 2)
    cache_ok = True


class Level(enum.Enum):
    low = "L"
    high = "H"


GUID_TYPE = Guid()
JSON_TYPE = sa.JSON().with_variant(JSONB, "postgresql")


class Stamped:
    created_at = Column(sa.DateTime(timezone=True), server_default=func.now(), nullable=False)

    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("shop_people.id", ondelete="CASCADE"), index=True)


class Person(Base):
    __tablename__ = PREFIX + "people"

    id = Column(GUID_TYPE, primary_key=True, default=uuid.uuid4, server_default=text("gen_random_uuid()"))
    email = Column(String(255), nullable=False, unique=True)
    nick = Column("nickname", sa.Unicode(30), index=True)
    active = Column(sa.Boolean, nullable=False, server_default=sa.true())
    level = Column(sa.Enum(Level), nullable=False)
    kind = Column(sa.Enum("a", "b", name="person_kind"), server_default="a")
    flags = Column(postgresql.ARRAY(sa.Text), nullable=True)
    visits = Column(sa.Integer, server_default="0", nullable=False)
    note = deferred(Column(sa.Text, comment="free text"))
    things = relationship("Thing", back_populates="person")

    def hello(self):
        return self.email


class Thing(Stamped, Base):
    __tablename__ = f"{PREFIX}things"
    __table_args__ = (
        sa.UniqueConstraint("code", "size", name="uniq_code_size"),
        sa.CheckConstraint("(size > 0)", name="size_positive"),
        Index("idx_things_lower", func.lower("code"), unique=True),
        Index("idx_things_open", "size", postgresql_where=text("price IS NULL"), sqlite_where=text("price IS NULL")),
        Index(None, "code"),
        {"comment": "things to sell"},
    )

    id = Column(sa.BigInteger, primary_key=True)
    code = Column(sa.String(20), nullable=False)
    size = Column(sa.SmallInteger)
    price = Column(Money)
    ratio = Column(sa.Float)
    real = Column(postgresql.REAL)
    data = Column(JSON_TYPE, nullable=False, server_default=text("'{}'"))
    weight = Column(sa.Float(precision=53))
    total = Column(sa.Integer, sa.Computed("size * 2"))
    parent_id = Column(ForeignKey(id))
    address = Column(postgresql.INET)
    doc = Column(postgresql.TSVECTOR)


class Pair(Base):
    __tablename__ = "pairs"
    __table_args__ = (
        sa.PrimaryKeyConstraint("left_id", "right_id"),
        sa.ForeignKeyConstraint(["left_id"], ["shop_things.id"], name="fk_left", onupdate="CASCADE", ondelete="SET NULL"),
    )

    left_id = Column(sa.BigInteger)
    right_id = Column(sa.BigInteger, ForeignKey(Thing.id, deferrable=True, initially="DEFERRED"))


class Employee(Person):
    __tablename__ = "employees"

    id = Column(GUID_TYPE, ForeignKey("shop_people.id"), primary_key=True)
    salary = Column(sa.Numeric(10, 2))


class Guest(Person):
    invited_by = Column(String(50))


tags = sa.Table(
    "tags",
    metadata,
    Column("person_id", ForeignKey("shop_people.id"), primary_key=True),
    Column("name", sa.String(40), primary_key=True),
    sa.UniqueConstraint("name"),
    schema="extra",
)

Index("idx_people_email", Person.email.desc())
