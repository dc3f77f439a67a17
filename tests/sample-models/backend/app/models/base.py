from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

UUID_TYPE = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")


class Base(DeclarativeBase):
    pass


class Dated:
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
