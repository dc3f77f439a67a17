"""Models that Python makes as it runs: helpers, loops, type(), functions of classes, computed names."""

import enum
import functools
import re

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, func
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

SCHEMA = "crm"
NAMES = ["low", "high"]
Required = functools.partial(Column, nullable=False)


def schema_name():
    return SCHEMA.lower()


def snake(name):
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


class Base(DeclarativeBase):
    metadata = MetaData(schema=schema_name())


class Stage(enum.Enum):
    FIRST = ("f", 1)
    LAST = ("l", 2)


class Mode(str, enum.Enum):
    on = "on"
    off = "off"


class Padded(sa.types.TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, length, pad=4):
        super().__init__(length + pad)


def key():
    return Column(Integer, primary_key=True)


def audit_columns():
    return [Column("made_at", sa.DateTime, server_default=func.now()), Column("made_by", String(20))]


class Named:
    @declared_attr.directive
    def __tablename__(cls):
        return snake(cls.__name__)

    @classmethod
    def prefix(cls):
        return cls.__name__[:3].lower()

    @declared_attr
    def code(cls):
        return Column(f"{cls.prefix()}_code", String(8))


class UserAccount(Named, Base):
    id = key()
    email = Required(String(60))
    stage = Column(sa.Enum(Stage, name="stage", schema=SCHEMA))
    mode = Column(sa.Enum(Mode, name="mode", schema=SCHEMA), server_default=Mode.on.value)
    level = Column(ENUM(*NAMES, name="level", schema="types"))
    short = Column(Padded(10, pad=2))
    deleted_at = Column(sa.DateTime)
    __table_args__ = (
        Index("ux_user_account_email", func.lower(email), unique=True, postgresql_where=deleted_at.is_(None)),
    )


class OrderLine(Named, Base):
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(f"{SCHEMA}.user_account.id"))
    plain_id = mapped_column(ForeignKey("user_account.id"))


for word in ("red", "green"):
    type(f"{word.title()}Item", (Base,), {"__tablename__": f"{word}_items", "id": key(), "note": Column(String(5))})


class Counted:
    def __init_subclass__(cls, **more):
        cls.__tablename__ = "counted_" + cls.__name__.lower()
        super().__init_subclass__(**more)


class Visit(Counted, Base):
    id = key()


log = sa.Table("log", Base.metadata, Column("id", Integer, primary_key=True), *audit_columns())

metadata = Base.metadata
