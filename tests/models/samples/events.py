"""Models that get columns, tables and indexes from other code as they are mapped."""

import enum

from sqlalchemy import Column, Enum, ForeignKey, Index, Integer, String, UniqueConstraint, event
from sqlalchemy.orm import configure_mappers, declarative_base, declared_attr, relationship


class Base:
    id = Column(Integer, primary_key=True)


Base = declarative_base(cls=Base)


class Mode(str, enum.Enum):
    ON = "ON"
    OFF = "OFF"


class Versioned:
    pass


@event.listens_for(Versioned, "instrument_class", propagate=True)
def add_version(mapper, cls):
    mapper.local_table.append_column(Column("version", Integer, nullable=False, server_default="1"))


class Watched:
    @declared_attr
    def watches(cls):
        watch = type(
            f"{cls.__name__}Watch",
            (Base,),
            {
                "__tablename__": f"{cls.__tablename__}_watches",
                "watched_id": Column(ForeignKey(f"{cls.__tablename__}.id"), nullable=False, index=True),
            },
        )
        return relationship(watch)


class Ship(Watched, Versioned, Base):
    __tablename__ = "ships"
    kind = Column(String(9))
    mode = Column(Enum(Mode, name="ship_mode"), server_default=Mode.ON, nullable=False)
    captain_id = Column(ForeignKey("captains.id", name="ship_captain"))


class Captain(Versioned, Base):
    __tablename__ = "captains"
    rank = Column(String(5))


def add_note(mapper, cls):
    mapper.local_table.append_column(Column("note", String(30)))


event.listen(Captain, "instrument_class", add_note)


class Harbour(Base):
    __tablename__ = "harbours"


class Marina(Harbour):
    berths = Column(Integer)


Index("marina_berths", Marina.berths)
Harbour.__table__.append_column(Column("town", String(20)))
Harbour.__table__.append_constraint(UniqueConstraint("town", name="one_harbour"))
configure_mappers()

metadata = Base.metadata
