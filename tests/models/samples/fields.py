"""Models in SQLModel style."""

import enum
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Dict, List, Optional

from sqlalchemy import JSON, Column, DateTime, String, func
from sqlmodel import Field, Relationship, SQLModel


class Status(str, enum.Enum):
    open = "open"
    closed = "closed"


def moment(name: str) -> Column:
    return Column(name, DateTime(timezone=True), nullable=False)


class TeamBase(SQLModel):
    name: str = Field(index=True, max_length=60)
    city: Optional[str] = None


class Team(TeamBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    heroes: List["Hero"] = Relationship(back_populates="team")


class TeamCreate(TeamBase):
    secret: str


class Hero(SQLModel, table=True):
    __tablename__ = "hero_list"

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    age: int | None = Field(default=None, index=True)
    power: float = 1.0
    price: Decimal = Field(max_digits=8, decimal_places=3)
    status: Status = Status.open
    email: str = Field(unique=True)
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
    data: Dict = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    made: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    code: str = Field(sa_column=Column("short_code", String(8)))
    seen: datetime = Field(sa_column=moment("seen_at"))
    team: Optional[Team] = Relationship(back_populates="heroes")


metadata = SQLModel.metadata
