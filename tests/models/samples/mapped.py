"""Models in SQLAlchemy 2.0 style."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, List, Literal, Optional

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Numeric, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column, relationship

if TYPE_CHECKING:
    from elsewhere import Nothing

intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, 50]
timestamp = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


class Color(enum.Enum):
    red = 1
    green = 2


class Base(DeclarativeBase):
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        str50: String(50),
    }


class TableName:
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower() + "s"


class WithId:
    id: Mapped[intpk]


class User(WithId, TableName, Base):
    name: Mapped[str]
    nickname: Mapped[Optional[str]]
    short: Mapped[str50]
    born: Mapped[date | None]
    balance: Mapped[decimal.Decimal] = mapped_column(Numeric(12, 2))
    score: Mapped[float]
    ok: Mapped[bool] = mapped_column(default=True)
    blob: Mapped[bytes | None]
    seen: Mapped[dt.datetime]
    made: Mapped[timestamp]
    meta: Mapped[dict[str, Any]]
    color: Mapped[Color]
    size: Mapped[Literal["s", "m", "xl"]]
    key: Mapped[uuid.UUID] = mapped_column(unique=True)
    wait: Mapped[dt.timedelta | None]
    posts: Mapped[List["Post"]] = relationship(back_populates="author")
    registry_name: ClassVar[str] = "x"


class Post(TableName, Base):
    __table_args__ = (UniqueConstraint("author_id", "slug"),)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    editor_id = mapped_column(ForeignKey("users.id"))
    title: Mapped["str | None"] = mapped_column("headline", String(200))
    author: Mapped["User"] = relationship(back_populates="posts")


class Point(MappedAsDataclass, Base):
    __tablename__ = "points"
    __table_args__ = {"schema": "geo"}

    x: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    y: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[Optional[str]] = mapped_column(String(10), default=None)
