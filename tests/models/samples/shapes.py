"""Models whose columns, names and indexes come from elsewhere than the class's own body."""

import enum
import re
from datetime import date, time

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, func
from sqlalchemy.ext.declarative import AbstractConcreteBase
from sqlalchemy.orm import DeclarativeBase, Mapped, as_declarative, declared_attr, mapped_column, registry


def words_of(name):
    return "_".join(word.lower() for word in re.split("(?=[A-Z])", name) if word)


def snake(name):
    return re.sub("[A-Z]", lambda found: "_" + found.group(0).lower(), name).lstrip("_")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"all": lambda constraint, table: "_".join(c.name for c in constraint.columns),
                                           "uq": "uq_%(table_name)s_%(all)s"})
    type_annotation_map = {enum.Enum: sa.Enum(enum.Enum, values_callable=lambda kind: [one.value for one in kind])}


class Mood(enum.StrEnum):
    GOOD = "all right"
    BAD = "not so"


class KeyA:
    b_id = Column(Integer, primary_key=True)


class CallLog(Base):
    __tablename__ = words_of("CallLog")
    id = Column(Integer, primary_key=True)
    started: Mapped[time | None]
    ended: Mapped[time | None] = mapped_column(unique=True)
    time: Mapped[date]
    mood: Mapped[Mood]


class Pair(KeyA, Base):
    __tablename__ = "pairs"
    id = Column(Integer, primary_key=True)


class Seen(AbstractConcreteBase, Base):
    id = Column(Integer, primary_key=True)
    what = Column(String(7), nullable=False)


for kind in ("user", "team"):
    type(f"{kind}Seen", (Seen,), {"__tablename__": f"{kind}_seen", "__mapper_args__": {"concrete": True}})


class CaseNote(Base):
    __tablename__ = snake("CaseNote")
    id = Column(Integer, primary_key=True)


CaseNote.body = Column(Text, nullable=False)
setattr(CaseNote, "author", Column("author_name", String(40)))
Index("case_note_body", func.lower(CaseNote.body))


def stamped(cls):
    cls.stamp = Column(String(9), nullable=False)
    return cls


@stamped
class Parcel(Base):
    __table__ = Table("parcels", Base.metadata, Column("id", Integer, primary_key=True), Column("weight", Integer))


@stamped
class Letter(Base):
    __tablename__ = "letters"
    id = Column(Integer, primary_key=True)


Index("parcels_weight", Parcel.weight)
shared = registry(metadata=Base.metadata)


@shared.mapped
class Drawer:
    __tablename__ = "drawers"
    id = Column(Integer, primary_key=True)


@as_declarative(metadata=Base.metadata)
class Old:
    @declared_attr
    def __tablename__(cls):
        return words_of(cls.__name__) + "s"


class OldChest(Old):
    id = Column(Integer, primary_key=True)


metadata = Base.metadata
