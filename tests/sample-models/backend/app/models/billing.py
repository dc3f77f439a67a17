from __future__ import annotations

import datetime
import decimal
import enum

import sqlalchemy as sa
from app.models.base import UUID_TYPE, Base, Dated
from sqlalchemy.orm import Mapped, mapped_column
from workshop_types import money_of, type_of_channel


class ReminderTone(enum.Enum):
    FRIENDLY = 1
    FIRM = 2


class Invoice(Dated, Base):
    __tablename__ = "invoices"
    __table_args__ = (
        sa.CheckConstraint("total >= 0", name="chk_invoices_total"),
        sa.UniqueConstraint("series", "number", name="uniq_invoices_series_number"),
        sa.Index(
            "idx_invoices_unpaid",
            "due_date",
            postgresql_where=sa.text("paid_at IS NULL"),
            sqlite_where=sa.text("paid_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)
    project_id: Mapped[str] = mapped_column(UUID_TYPE, sa.ForeignKey("projects.id", ondelete="CASCADE"))
    series: Mapped[str] = mapped_column(sa.String(8), server_default="A")
    number: Mapped[int]
    total: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2))
    due_date: Mapped[datetime.date]
    paid_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True), index=True)


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[str] = mapped_column(UUID_TYPE, sa.ForeignKey("invoices.id"))
    label: Mapped[str] = mapped_column(sa.String(200))
    amount: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2))


class PaymentReminder(Dated, Base):
    __tablename__ = "payment_reminders"

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)
    payment_id: Mapped[str] = mapped_column(UUID_TYPE, sa.ForeignKey("payments.id", ondelete="CASCADE"))
    tone: Mapped[ReminderTone] = mapped_column(sa.Enum(ReminderTone, name="reminder_tone"), server_default="FRIENDLY")


class Payment(Dated, Base):
    __tablename__ = "payments"
    __table_args__ = (sa.CheckConstraint("fee >= 0", name="chk_payments_fee"),)

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)
    due_date: Mapped[datetime.date | None] = mapped_column(index=True)
    fee: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(8, 3), server_default=sa.text("0"))
    bank_reference: Mapped[str] = mapped_column(sa.String(64))
    settled_by: Mapped[str | None] = mapped_column(UUID_TYPE, sa.ForeignKey("users.id", ondelete="SET NULL"))
    channel: Mapped[str] = mapped_column(type_of_channel())


class CreditNote(Dated, Base):
    __tablename__ = "credit_notes"

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    total: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2))
    reason: Mapped[str | None] = mapped_column(sa.Text)


class Ledger(Base):
    __tablename__ = "ledgers"

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)
    balance = mapped_column(money_of("EUR"))


class Estimate(Base):
    __tablename__ = "estimates"

    id: Mapped[str] = mapped_column(UUID_TYPE, primary_key=True)


class OldEstimate(Base):
    __tablename__ = "estimates"

    id: Mapped[int] = mapped_column(primary_key=True)


class Reply(Base):
    __tablename__ = "user_replies"
    __table_args__ = (
        sa.CheckConstraint("stars <= 5", name="chk_user_replies_stars"),
        sa.Index("idx_user_replies_posted_on", "posted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[str] = mapped_column(UUID_TYPE, sa.ForeignKey("projects.id"))
    stars: Mapped[int]
    posted_on: Mapped[datetime.date]
